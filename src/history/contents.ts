/** What the threads found in blobs → findings: each credential at each of its paths, where and when it first came there. */
import { PackError, withHint } from '../errors.ts'
import { isoDate, parseCommit } from '../git/commit.ts'
import { credentialFinding, type Thresholds } from '../inspect/finding.ts'
import type { Credential, Finding, Operation } from '../model.ts'
import type { Reader } from '../pack/reader.ts'
import { hexOf, type ObjectTable } from '../pack/table.ts'
import type { Answered, Asked } from './again.ts'
import type { Holders } from './blobs.ts'
import type { Firsts } from './first.ts'
import { objectPath } from './lost.ts'

export interface Found {
  table: ObjectTable
  reader: Reader
  thresholds: Thresholds
  operation: Operation
  firsts: Firsts
  /** object numbers in order */
  commits: Int32Array
  /** by name: the tree of what the ref ends at; HEAD and the remotes' branches */
  tips: Map<string, number>
  /** trees that nothing names: what they alone hold is told as theirs */
  lostTrees: number[]
  pathName(path: number): string
}

/** A credential at a path of it, and which answer tells its words. */
interface Place {
  key: string
  path: number
  first: First
  stands: string[]
  question: number
}

export interface Questions {
  places: Place[]
  asked: Asked
}

/** What has to be known of contents to tell of what they hold: each blob at each path once. */
export function questionsOf(parts: Holders[], found: Found): Questions {
  const places: Place[] = []
  const known = new Map<string, number>()
  for (const [key, paths] of grouped(parts)) {
    const stands = standingIn(paths, found)
    for (const [path, blobs] of paths) {
      const first = earliest(path, blobs, found)
      const question = getOr(known, `${first.blob} ${path}`, () => known.size)
      places.push({ key, path, first, stands, question })
    }
  }
  return { places, asked: askedFor(places, known.size) }
}

/** In memory that threads share. */
function askedFor(places: Place[], count: number): Asked {
  const column = () => new Int32Array(new SharedArrayBuffer(count * 4))
  const asked = { blob: column(), path: column() }
  for (const { question, first, path } of places) {
    asked.blob[question] = first.blob
    asked.path[question] = path
  }
  return asked
}

/** `told` hears of blobs and commits that could not be read again. */
export function contentFindings(
  { places }: Questions,
  answers: Answered[],
  found: Found,
  told: Told,
): Finding[] {
  const findings: Finding[] = []
  const answerTo: Answered[] = []
  for (const answer of answers) answerTo[answer.i] = answer
  for (const { key, path, first, stands, question } of places) {
    const { credentials, reason = LOST } = answerTo[question]!
    const credential = credentials.find(one => `${one.ruleId} ${one.fingerprint}` === key)
    if (credential) findings.push(findingOf(credential, path, first, stands, found, told))
    else told(found.pathName(path), reason)
  }
  return findings.sort(byPlace)
}

type Told = (path: string, reason: string) => void

const LOST = 'held a credential when it was looked at, and none of that kind when it was read again'

/** By credential, by path: the blobs that hold it. */
function grouped(parts: Holders[]): Map<string, Map<number, Set<number>>> {
  const groups = new Map<string, Map<number, Set<number>>>()
  for (const { blob, path, key, keys } of parts)
    for (let i = 0; i < blob.length; i++) {
      const paths = getOr(groups, keys[key[i]!]!, () => new Map<number, Set<number>>())
      getOr(paths, path[i]!, () => new Set<number>()).add(blob[i]!)
    }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

interface First {
  blob: number
  /** -1: no commit holds it */
  rank: number
}

function earliest(path: number, blobs: Set<number>, { firsts }: Found): First {
  let first: First | undefined
  for (const blob of blobs) {
    const rank = firsts.rankOf(blob, path)
    if (!first || earlier(rank, first.rank) || (rank === first.rank && blob < first.blob))
      first = { blob, rank }
  }
  return first!
}

function earlier(a: number, b: number): boolean {
  return a >= 0 && (b < 0 || a < b)
}

/** Refs whose tip still holds it. */
function standingIn(paths: Map<number, Set<number>>, { tips, firsts }: Found): string[] {
  const refs: string[] = []
  for (const [ref, tree] of tips)
    for (const [path, blobs] of paths)
      if (blobs.has(firsts.heldIn(tree, path))) {
        refs.push(ref)
        break
      }
  return refs
}

function findingOf(
  credential: Credential,
  path: number,
  first: First,
  stands: string[],
  found: Found,
  told: Told,
): Finding {
  const { table, operation, thresholds, commits, pathName } = found
  const after = { mode: '100644', id: hexOf(table, first.blob) }
  const n = first.rank < 0 ? -1 : commits[first.rank]!
  const commit = n < 0 ? {} : { commit: hexOf(table, n) }
  const change = {
    path: first.rank < 0 ? lostPath(path, first.blob, found) : pathName(path),
    status: 'added' as const,
    before: [],
    after,
    ...commit,
  }
  return {
    ...credentialFinding(credential, change, operation, thresholds),
    ...madeBy(n, found, reason => told(change.path, reason)),
    stands,
  }
}

function lostPath(path: number, blob: number, { lostTrees, firsts, table, pathName }: Found): string {
  const tree = lostTrees.find(root => firsts.heldIn(root, path) === blob)
  return tree === undefined ? pathName(path) : `${objectPath(table, tree)}/${pathName(path)}`
}

const authors = new WeakMap<Reader, Map<number, { author?: string; date?: string }>>()

function madeBy(
  n: number,
  { reader }: Found,
  told: (reason: string) => void,
): { author?: string; date?: string } {
  if (n < 0) return {}
  const known = authors.get(reader) ?? new Map<number, { author?: string; date?: string }>()
  authors.set(reader, known)
  return getOr(known, n, () => {
    try {
      const { author } = parseCommit(reader.read(n))
      return { author: author.identity, date: isoDate(author.when) }
    } catch (error) {
      if (!(error instanceof PackError)) throw error
      told(withHint(error)) // it was there before: a finding without its author is still one
      return {}
    }
  })
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.path ?? '', b.path ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(a.ruleId, b.ruleId)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
