/** What of a history was not looked at: named, so that the run ends in exit 3 and somebody knows why. */
import { tallyGaps, tooLarge } from '../inspect/gaps.ts'
import { MAX_BYTES } from '../inspect/inspect.ts'
import { startTally, type Tally, tallyMissed } from '../inspect/tally.ts'
import type { Change, Skipped } from '../model.ts'
import { AGAIN } from '../pack/damage.ts'
import { hexOf, type ObjectTable, type Problem } from '../pack/table.ts'
import type { Policy } from '../policy/types.ts'
import type { Missed } from './blobs.ts'
import type { Ends } from './ends.ts'
import type { History } from './order.ts'
import type { Placed } from './paths.ts'
import type { Chosen } from './places.ts'
import type { Results } from './shared.ts'

/** A problem of the store, with the next step. */
export function damaged({ subject, reason, hasMoved }: Problem): Skipped {
  const next = hasMoved ? `${AGAIN}; if it says so again, ${FSCK}` : FSCK
  return { path: subject, reason: `${reason}; ${next}` }
}

/** Blobs, and members of archives, in a tally's lists. */
export function reportMissed(
  missed: Missed[],
  { pathName }: Chosen,
  table: ObjectTable,
  policy: Policy,
  commitOf: (n: number, path: number) => string | undefined,
): Tally {
  const tally = startTally()
  const sorted = [...missed].sort((a, b) => a.path - b.path || a.n - b.n)
  for (const { n, path, gaps, reason, size } of sorted) {
    const change: Change = {
      path: pathName(path),
      status: 'added',
      before: [],
      after: { mode: '100644', id: hexOf(table, n) },
      ...withCommit(commitOf(n, path)),
    }
    if (gaps) tallyGaps(tally, change, gaps)
    else
      tallyMissed(
        tally,
        'unread',
        change,
        reason ?? tooLarge(change.path, size!, policy.maxBytes ?? MAX_BYTES),
      )
  }
  return tally
}

function withCommit(commit: string | undefined): { commit?: string } {
  return commit === undefined ? {} : { commit }
}

export interface Store {
  table: ObjectTable
  ends: Ends
  history: History
  placed: Placed
  commits: Results['commits'][]
  chosen: Chosen
  ours(n: number): boolean
  isStopped: boolean
}

/** Objects that are missing or broken, and the store's own damage where it may be the reason. */
export function storeGaps(store: Store): Skipped[] {
  const { table, ends, history, placed, commits, chosen, isStopped } = store
  const gaps: Skipped[] = []
  const absent = [
    ...ends.missing.filter(one => one.reason === undefined).map(one => one.id),
    ...history.missing,
    ...placed.absent.map(one => one.id),
  ]
  if (absent.length > 0) gaps.push(missing(absent, table, placed, chosen))
  for (const { ref, reason } of ends.missing) if (reason !== undefined) gaps.push({ path: ref, reason })
  for (const { n, path, reason } of placed.broken)
    gaps.push({ path: chosen.pathName(path) || '/', reason: withName(hexOf(table, n), 'tree', reason) })
  for (const { n, reason } of commits.flatMap(one => one.failed))
    if (history.rank[n]! >= 0) gaps.push({ path: '', commit: hexOf(table, n), reason })
  gaps.push(...table.problems.map(damaged))
  if (isStopped) gaps.push({ path: '', reason: 'stopped before the end; run it again to go on' })
  return gaps
}

const FSCK = 'check the repository with: git fsck'
const NAMED = 5

function missing(ids: string[], table: ObjectTable, placed: Placed, { pathName }: Chosen): Skipped {
  const distinct = [...new Set(ids)]
  const many = distinct.length === 1 ? '1 object is' : `${distinct.length} objects are`
  const first = placed.absent.find(one => one.id === distinct[0])
  const hint = table.isPartial ? 'bring them here with: git fetch --refetch --no-filter' : FSCK
  const path = first ? pathName(first.path) : ''
  return { path, reason: `${many} missing: ${distinct.slice(0, NAMED).join(', ')}; ${hint}` }
}

function withName(id: string, kind: string, reason: string): string {
  return reason.includes(id) ? reason : `${kind} ${id} ${reason}; ${FSCK}`
}
