/** What of a store a scan looks at: its commits in order, and where they and what else is asked for have blobs. */
import type { Detectors } from '../detect/index.ts'
import type { Ref } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { shallowCommits } from '../git/state.ts'
import type { ObjectId } from '../model.ts'
import type { Reader } from '../pack/reader.ts'
import { findObject, type ObjectTable } from '../pack/table.ts'
import { type Ends, readEnds } from './ends.ts'
import { type Reached, withLost } from './lost.ts'
import { type History, orderCommits } from './order.ts'
import { placeBlobs } from './paths.ts'
import type { Results } from './shared.ts'
import type { TreeIndex } from './tree-index.ts'

/** What is looked at besides all that refs reach. */
export interface More {
  /** ids of what reflogs name */
  reflog?: ObjectId[]
  /** everything that the store has */
  unreachable?: boolean
  /** every checksum and every object's id, too */
  verify?: boolean
}

export interface Asked {
  repo: Repo
  detectors: Detectors
  refs: Ref[]
  more: More
}

export interface Ordered {
  ends: Ends
  history: History
  /** the order with further tips behind it */
  order(tips: number[]): History
}

/** What refs reach, and behind it what reflogs reach. */
export function orderedBy(
  { repo, refs, more, detectors }: Asked,
  table: ObjectTable,
  reader: Reader,
  commits: Results['commits'][],
): Ordered {
  const named = readEnds(table, reader, refs, detectors)
  const logged = readEnds(table, reader, nameless(more.reflog), detectors)
  const parts = commits.map(one => one.commits)
  const shallow = shallowOf(repo, table)
  const order = (...later: number[][]) =>
    orderCommits(table, parts, named.commits, shallow, [logged.commits, ...later])
  const ends = { ...named, missing: [...named.missing, ...logged.missing] }
  return { ends, history: order(), order }
}

/** With the places of all blobs, and on request whatever else there is. */
export function reachedBy(
  { more, detectors }: Asked,
  { ends, history, order }: Ordered,
  table: ObjectTable,
  reader: Reader,
  index: TreeIndex,
): Reached {
  const placed = placeBlobs(index, rootsOf(history, ends))
  const reached = { ends, history, placed, lostTrees: [], skipped: [] }
  return more.unreachable ? withLost(reached, { table, index, reader, detectors, order }) : reached
}

function nameless(ids: ObjectId[] = []): Ref[] {
  return ids.map(id => ({ name: '', id }))
}

function shallowOf(repo: Repo, table: ObjectTable): Set<number> {
  return new Set([...shallowCommits(repo)].map(id => findObject(table, id)))
}

function rootsOf({ trees }: History, { loose }: Ends): Int32Array {
  const named = loose.filter(one => one.kind === 'tree').map(one => one.n)
  return Int32Array.from([...trees.filter(n => n >= 0), ...named])
}
