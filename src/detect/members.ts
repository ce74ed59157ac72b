/** A content that holds others → the credentials in all of them, each told with the member it lies in. */
import { CoverageError } from '../errors.ts'
import type { Credential } from '../model.ts'
import { openerOf } from './open/open.ts'
import {
  type Allowance,
  allowanceFor,
  DEEPEST,
  type Gap,
  limit,
  type Member,
  type Opener,
} from './open/piece.ts'

/** Searches one text; `path` is what rules that are bound to a path are asked about. */
export type Search = (bytes: Buffer, path: string | undefined) => Credential[]

interface Walk {
  path: string
  search: Search
  allowance: Allowance
  gaps: Gap[]
}

/**
 * Credentials of the content itself and of all that lies in it. What was not looked at goes into `gaps`. Throws what `search`
 * throws for the content itself.
 */
export function searchAll(
  bytes: Buffer,
  path: string | undefined,
  gaps: Gap[],
  search: Search,
): Credential[] {
  const own = search(bytes, path)
  const opener = openerOf(bytes)
  if (!opener) return own
  const walk = { path: path ?? '', search, allowance: allowanceFor(bytes.length), gaps }
  return beside(own, searchMembers(walk, bytes, opener, [], 1))
}

/** What the raw bytes of an archive show as well, as in a tar or a stored entry, is told once, with its member. */
function beside(own: Credential[], inside: Credential[]): Credential[] {
  return [...without(own, inside), ...inside]
}

function searchMembers(
  walk: Walk,
  bytes: Buffer,
  opener: Opener,
  above: string[],
  depth: number,
): Credential[] {
  const found: Credential[] = []
  let last: { name: string; found: Credential[] } | undefined
  for (const piece of opener(bytes, above.at(-1) ?? walk.path, walk.allowance)) {
    if ('reason' in piece) {
      walk.gaps.push({ ...piece, member: joined(above, piece.member) })
      if (piece.isLimit && piece.member === '') break
      continue
    }
    const inside = searchMember(walk, piece, above, depth)
    found.push(...(last?.name === piece.name ? without(inside, last.found) : inside)) // a document's text, then its XML
    last = { name: piece.name, found: inside }
  }
  return found
}

function searchMember(walk: Walk, member: Member, above: string[], depth: number): Credential[] {
  const { name, bytes, isWrapped } = member
  const names = [...above, name]
  const own = searchOne(walk, bytes, names)
  const opener = openerOf(bytes)
  if (!opener) return own
  if (depth >= DEEPEST) {
    walk.gaps.push(limit(joined(above, name), `lies in more than ${DEEPEST} archives in each other`))
    return own
  }
  return beside(own, searchMembers(walk, bytes, opener, isWrapped ? above : names, depth + 1))
}

function searchOne({ path, search, gaps }: Walk, bytes: Buffer, names: string[]): Credential[] {
  const member = names.join('!/')
  try {
    return search(bytes, `${path}!/${member}`).map(one => ({ ...one, member }))
  } catch (error) {
    if (!(error instanceof CoverageError)) throw error
    gaps.push(limit(member, 'costs too much to search'))
    return []
  }
}

function without(all: Credential[], known: Credential[]): Credential[] {
  const fingerprints = new Set(known.map(one => one.fingerprint))
  return all.filter(one => !fingerprints.has(one.fingerprint))
}

function joined(above: string[], name: string): string {
  return (name === '' ? above : [...above, name]).join('!/')
}
