/** What an inspection has counted so far: for the coverage of the report and for the policy's limits. */
import { isBinary } from '../guard/binary.ts'
import type { Totals } from '../guard/limits.ts'
import type { Change, Coverage, Listed, Operation, Skipped } from '../model.ts'
import { countLines } from './lines.ts'

export interface Tally {
  /** distinct blob ids accounted for: read, skipped by a clause, or named as unread */
  blobs: Set<string>
  bytes: number
  paths: Set<string>
  /** lines of all new texts: at least as many as they add */
  lines: number
  texts: Change[]
  binaries: Set<string>
  largest: { path: string; bytes: number } | null
  skipped: Skipped[]
  unread: Skipped[]
}

export function startTally(): Tally {
  return {
    blobs: new Set(),
    bytes: 0,
    paths: new Set(),
    lines: 0,
    texts: [],
    binaries: new Set(),
    largest: null,
    skipped: [],
    unread: [],
  }
}

/** Counts a content once per blob id for coverage, and per path for the limits. */
export function tallyContent(tally: Tally, change: Change, size: number): void {
  if (size > (tally.largest?.bytes ?? -1)) tally.largest = { path: change.path, bytes: size }
  const id = change.after!.id
  if (tally.blobs.has(id)) return
  tally.blobs.add(id)
  tally.bytes += size
}

/** A text counts by its lines, anything else as a binary. */
export function tallyText(tally: Tally, change: Change, data: Buffer): void {
  if (isBinary(data)) {
    tally.binaries.add(change.path)
    return
  }
  tally.lines += countLines(data)
  tally.texts.push(change)
}

/** A content that no detector looked at: by a clause (`skipped`) or because it could not be (`unread`). */
export function tallyMissed(tally: Tally, kind: 'skipped' | 'unread', change: Change, reason: string): void {
  if (change.after) tally.blobs.add(change.after.id)
  const commit = change.commit === undefined ? {} : { commit: change.commit }
  tally[kind].push({ path: change.path, ...commit, reason })
}

/** What the policy's limits are asked about. */
export function totalsOf({ paths, bytes, binaries, largest }: Tally, lines: number): Totals {
  return { files: paths.size, lines, bytes, binaries: binaries.size, largest }
}

/** The report's coverage. A source that listed other than was accounted for makes the run incomplete, never a pass. */
export function coverageOf(tally: Tally, operation: Operation): Coverage {
  const listed = operation.listed()
  const unread = [...tally.unread, ...(operation.unlisted?.() ?? [])]
  return {
    commits: listed.commits,
    blobs: tally.blobs.size,
    bytes: tally.bytes,
    skipped: [...tally.skipped, ...(operation.skipped?.() ?? [])],
    unread: unread.length > 0 ? unread : miscount(tally, listed),
  }
}

function miscount(tally: Tally, listed: Listed): Skipped[] {
  if (tally.blobs.size === listed.blobs) return []
  return [{ path: '', reason: `${listed.blobs} blobs were listed and ${tally.blobs.size} looked at` }]
}
