/**
 * Ignored findings of another tool → the credentials they were about. Its fingerprints name places, a baseline knows values: so each
 * place is looked at again, in the commit it names or as the file is now.
 */
import { type Detectors, detect, detectHashed, type HashName } from '../../detect/index.ts'
import { GitError } from '../../errors.ts'
import type { Objects } from '../../git/objects.ts'
import { git, type Repo } from '../../git/run.ts'
import type { Actor, Credential } from '../../model.ts'
import { historyOfGit } from '../../sources/history.ts'
import type { KnownFinding } from '../baseline.ts'
import type { Hashed, Ignored, Note, Place } from './import-model.ts'

export interface Lookup {
  repo: Repo
  objects: Objects
  actor: Actor
  detectors: Detectors
  /** a file as it lies in the worktree; null where there is none */
  file(path: string): Buffer | null
  /** told of what was looked at */
  progress(done: number): void
}

export interface Known {
  findings: KnownFinding[]
  /** entries that were found again */
  entries: number
  notes: Note[]
}

/** Throws CoverageError for a content that costs too much, GitError where git cannot be asked. */
export async function findIgnored(ignored: Ignored, lookup: Lookup): Promise<Known> {
  const known: Known = { findings: [], entries: 0, notes: [...ignored.notes] }
  const tell = (line: number, what: string, why: string) =>
    known.notes.push({ kind: 'left out', file: ignored.source.file, line, what, why })
  for (const place of ignored.places) {
    const found = await credentialsAt(place, lookup)
    if (typeof found === 'string') tell(place.line, place.rule, found)
    else add(known, found, place.path)
  }
  await findHashes(ignored.hashes, lookup, known, tell)
  return known
}

function add(known: Known, credentials: Credential[], path: string): void {
  known.entries++
  for (const { ruleId, fingerprint } of credentials)
    known.findings.push({ ruleId, fingerprint, path, occurrences: [] })
}

/** Or why there is none. */
async function credentialsAt(place: Place, lookup: Lookup): Promise<Credential[] | string> {
  const versions = versionsOf(place, lookup)
  let seen = false
  for await (const data of versions) {
    seen = true
    const found = at(place, detect(data, place.path, lookup.detectors))
    if (found.length > 0) return found
  }
  if (seen) return `no credential is found at ${place.path}:${place.at}`
  return place.commit === undefined
    ? `there is no file ${place.path}, nor was there one`
    : `there is no ${place.path} in commit ${place.commit.slice(0, 12)}`
}

/** That commit's; without one the file as it is, then as it was, newest first. */
async function* versionsOf({ path, commit }: Place, { repo, objects, file }: Lookup): AsyncGenerator<Buffer> {
  if (commit === undefined) {
    const now = file(path)
    if (now !== null) yield now
  }
  for (const one of commit === undefined ? await commitsOf(repo, path) : [commit]) {
    const object = await objects.readObject(`${one}:${path}`)
    if (object?.type === 'blob') yield object.data
  }
}

const MOST_COMMITS = 200

async function commitsOf(repo: Repo, path: string): Promise<string[]> {
  try {
    // --all: the place may be on another branch; a literal path, for a name may hold the characters of a pattern
    const listed = await git(repo, [
      'rev-list',
      '--all',
      `--max-count=${MOST_COMMITS}`,
      '--',
      `:(top,literal)${path}`,
    ])
    return listed.toString('latin1').split('\n').filter(Boolean)
  } catch (error) {
    if (error instanceof GitError) return []
    throw error
  }
}

/** On that line; where several are, those of the same provider, so that a baseline takes in no more than it must. */
function at({ at: line, rule }: Place, credentials: Credential[]): Credential[] {
  const there = credentials.filter(one => one.line <= line && line <= one.endLine)
  const word = rule.split(/[-_.]/)[0]!
  for (const same of [(id: string) => id === rule, (id: string) => id.split('-')[0] === word]) {
    const alike = there.filter(one => same(one.ruleId))
    if (alike.length > 0) return alike
  }
  return there
}

type Tell = (line: number, what: string, why: string) => void

async function findHashes(hashes: Hashed[], lookup: Lookup, known: Known, tell: Tell): Promise<void> {
  const found = new Set<Hashed>()
  const match = (data: Buffer, path: string, wanted: Hashed[], algorithm: HashName) => {
    const values = new Set(wanted.map(one => one.hash))
    for (const { credential, hash } of detectHashed(data, path, lookup.detectors, algorithm, values)) {
      const { ruleId, fingerprint } = credential
      known.findings.push({ ruleId, fingerprint, path, occurrences: [] })
      for (const one of wanted) if (one.hash === hash) found.add(one)
    }
  }
  for (const [path, wanted] of byPath(hashes)) {
    const now = lookup.file(path)
    if (now !== null) match(now, path, wanted, wanted[0]!.algorithm)
  }
  const placeless = hashes.filter(one => one.path === undefined)
  if (placeless.length > 0) await everywhere(lookup, (data, path) => match(data, path, placeless, 'sha256'))
  known.entries += found.size
  for (const one of hashes)
    if (!found.has(one))
      tell(one.line, one.path ?? 'entry', one.path === undefined ? NOWHERE : goneFrom(one.path, lookup))
}

const NOWHERE = 'no credential of the history has this hash (or it was made with a key)'

function goneFrom(path: string, { file }: Lookup): string {
  return file(path) === null ? 'there is no such file' : 'no credential of this hash is found in it'
}

function byPath(hashes: Hashed[]): Map<string, Hashed[]> {
  const paths = new Map<string, Hashed[]>()
  for (const one of hashes)
    if (one.path !== undefined) paths.set(one.path, [...(paths.get(one.path) ?? []), one])
  return paths
}

/** Larger ones hold no credential that anybody listed by its value. */
const MOST_BYTES = 10_000_000

async function everywhere(
  { repo, objects, actor, progress }: Lookup,
  look: (data: Buffer, path: string) => void,
): Promise<void> {
  const operation = await historyOfGit(repo, actor, { objects })
  let done = 0
  for await (const { path, after } of operation.changes) {
    if (after === null || after.mode === '160000') continue
    const { data } = await objects.read(after.id, MOST_BYTES)
    if (data !== null) look(data, path)
    progress(++done)
  }
}
