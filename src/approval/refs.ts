/** Approvals as refs: one blob each, named by its digest, in a folder for the last day it counts. Nothing shared, so nothing collides. */
import type { Objects } from '../git/objects.ts'
import { readRefs } from '../git/ref-files.ts'
import { git, type Repo } from '../git/run.ts'
import type { ObjectId } from '../model.ts'

/** All of it is ours, and judged: see own-refs.ts. */
export const NAMESPACE_REFS = 'refs/portcullis/'
export const APPROVALS = `${NAMESPACE_REFS}approvals/`
/** approvals of others as fetched, a folder for each remote */
export const FETCHED = `${NAMESPACE_REFS}remotes/`
/** An approval that lies in the tree, for servers that take no refs but branches. */
export const IN_TREE = /^\.portcullis\/approvals\/[0-9a-f]{64}\.json$/

export interface StoredApproval {
  ref: string
  /** the blob */
  blob: ObjectId
  /** YYYY-MM-DD, the last day it counts, as its ref says */
  day: string
  /** sha256 of the envelope, as its ref says */
  id: string
}

/** Every approval here, ours and fetched, an id once. */
export async function listApprovals(repo: Repo): Promise<StoredApproval[]> {
  const refs = await readRefs(repo, NAMESPACE_REFS)
  const all = refs.flatMap(({ name, id }) => storedAs(name, id))
  return [...new Map(all.map(stored => [stored.id, stored])).values()]
}

const NAME = /^refs\/portcullis\/(?:remotes\/.+\/)?approvals\/(\d{4}-\d\d-\d\d)\/([0-9a-f]{64})$/

function storedAs(ref: string, blob: ObjectId): StoredApproval[] {
  const [, day, id] = NAME.exec(ref) ?? []
  return day === undefined || id === undefined ? [] : [{ ref, blob, day, id }]
}

/** The ref of an approval whose last moment is `notAfter` (ISO 8601, UTC). */
export function approvalRef(id: string, notAfter: string): string {
  return `${APPROVALS}${notAfter.slice(0, 10)}/${id}`
}

/** Stores an envelope; gives its ref. */
export async function storeApproval(
  repo: Repo,
  envelope: Buffer,
  id: string,
  notAfter: string,
): Promise<string> {
  const ref = approvalRef(id, notAfter)
  const blob = await git(repo, ['hash-object', '-w', '--stdin', '-t', 'blob'], { input: envelope })
  await git(repo, ['update-ref', ref, blob.toString('latin1').trim()])
  return ref
}

/** Drops, here alone, the refs of approvals that no longer count on `today`; gives how many. */
export async function pruneApprovals(repo: Repo, today: string): Promise<number> {
  const refs = await readRefs(repo, NAMESPACE_REFS)
  const over = refs.filter(({ name, id }) => storedAs(name, id).some(({ day }) => day < today))
  if (over.length === 0) return 0
  await git(repo, ['update-ref', '--stdin'], {
    input: over.map(({ name, id }) => `delete ${name} ${id}\n`).join(''),
  })
  return over.length
}

/** The bytes of an approval; null when it is too large to be one, or no blob. */
export async function approvalBytes(
  objects: Objects,
  blob: ObjectId,
  largest: number,
): Promise<Buffer | null> {
  const found = await objects.info(blob)
  if (found?.type !== 'blob' || found.size > largest) return null
  return (await objects.read(found.id, largest)).data
}
