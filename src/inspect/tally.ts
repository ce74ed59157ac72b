/** What an inspection has counted so far: for the coverage of the report and for the policy's limits. */
import type { Change, Coverage, Listed, Operation, Skipped } from '../model.ts'

export interface Tally {
  /** distinct blob ids whose content was wanted and accounted for (read, skipped by a clause, or named as unread) */
  blobs: Set<string>
  bytes: number
  files: Set<string>
  addedLines: number
  binaries: string[]
  largest: { path: string; bytes: number }
  skipped: Skipped[]
  unread: Skipped[]
}

export function startTally(): Tally {
  return {
    blobs: new Set(),
    bytes: 0,
    files: new Set(),
    addedLines: 0,
    binaries: [],
    largest: { path: '', bytes: 0 },
    skipped: [],
    unread: [],
  }
}

/** Counts a content once per blob id for coverage, and per path for the limits. */
export function tallyContent(tally: Tally, change: Change, size: number): void {
  if (size > tally.largest.bytes) tally.largest = { path: change.path, bytes: size }
  const id = change.after!.id
  if (tally.blobs.has(id)) return
  tally.blobs.add(id)
  tally.bytes += size
}

/** A content that no detector looked at: by a clause (`skipped`) or because it could not be (`unread`). */
export function tallyMissed(tally: Tally, kind: 'skipped' | 'unread', change: Change, reason: string): void {
  if (change.after) tally.blobs.add(change.after.id)
  const commit = change.commit === undefined ? {} : { commit: change.commit }
  tally[kind].push({ path: change.path, ...commit, reason })
}

/** The report's coverage. A source that listed other than was accounted for makes the run incomplete, never a pass. */
export function coverageOf(tally: Tally, operation: Operation): Coverage {
  const listed = operation.listed()
  return {
    commits: listed.commits,
    blobs: tally.blobs.size,
    bytes: tally.bytes,
    skipped: [...tally.skipped, ...(operation.skipped?.() ?? [])],
    unread: [...tally.unread, ...(operation.unlisted?.() ?? []), ...miscount(tally, listed)],
  }
}

function miscount(tally: Tally, listed: Listed): Skipped[] {
  if (tally.blobs.size === listed.blobs) return []
  return [{ path: '', reason: `git listed ${listed.blobs} blobs, ${tally.blobs.size} were looked at` }]
}
