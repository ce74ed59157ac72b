/**
 * What no ref reaches and the store still has: commits, tags, trees and blobs that were amended away, reset, staged and never
 * committed. Its own objects may be gone already: git prunes what is old enough, and leaves what is younger.
 */
import type { Detectors } from '../detect/index.ts'
import type { Skipped } from '../model.ts'
import type { Reader } from '../pack/reader.ts'
import { hexOf, KINDS, type ObjectTable } from '../pack/table.ts'
import { type Ends, readEnds } from './ends.ts'
import type { History } from './order.ts'
import { type Placed, placeBlobs } from './paths.ts'
import type { TreeIndex } from './tree-index.ts'

const [COMMIT, TREE, BLOB, TAG] = ['commit', 'tree', 'blob', 'tag'].map(kind => KINDS.indexOf(kind as never))

/** What a run looks at: what refs reach, or with it all that is lost. */
export interface Reached {
  ends: Ends
  history: History
  placed: Placed
  /** trees that no commit, tree or ref names: what they hold has no commit, and no place but in them */
  lostTrees: number[]
  skipped: Skipped[]
}

export interface Lost {
  table: ObjectTable
  index: TreeIndex
  reader: Reader
  detectors: Detectors
  /** the order with further tips behind it */
  order(tips: number[]): History
}

/** Where a lost object is told: no path in git has an empty part, so that it is nobody's file. */
export function objectPath(table: ObjectTable, n: number): string {
  return `object//${hexOf(table, n).slice(0, 12)}`
}

/** The same, and all that is lost. What lost objects name and the store has not is told, and is no gap: nobody reaches it. */
export function withLost(known: Reached, { table, index, reader, detectors, order }: Lost): Reached {
  const tags = lostTags(known.ends, table, reader, detectors)
  const history = order(numbersOf(table, COMMIT!))
  const named = [...known.ends.loose, ...tags.loose]
  const namedTrees = named.filter(one => one.kind === 'tree').map(one => one.n)
  const lostTrees = [...rootless(index, history, namedTrees), ...treesOf(tags)]
  const placed = placeBlobs(index, Int32Array.from([...held(history), ...namedTrees, ...lostTrees]))
  const loose = [...named, ...lostBlobs(table, placed, new Set(named.map(one => one.n)))]
  const must = new Set([...known.history.missing, ...known.placed.absent.map(one => one.id)])
  const gone = [
    ...history.missing,
    ...placed.absent.map(one => one.id),
    ...tags.missing.map(one => one.id),
  ].filter(id => !must.has(id))
  return {
    ends: { ...known.ends, loose, spoken: [...known.ends.spoken, ...tags.spoken] },
    history: { ...history, missing: known.history.missing },
    placed: { ...placed, absent: placed.absent.filter(one => must.has(one.id)) },
    lostTrees,
    skipped: gone.length === 0 ? [] : [told(new Set(gone))],
  }
}

/** Tags that no ref comes to, as if each were one. */
function lostTags({ tags }: Ends, table: ObjectTable, reader: Reader, detectors: Detectors): Ends {
  const followed = new Set(tags)
  const lost = numbersOf(table, TAG!).filter(n => !followed.has(n))
  const refs = lost.map(n => ({ name: objectPath(table, n), id: hexOf(table, n) }))
  return readEnds(table, reader, refs, detectors)
}

function treesOf({ loose }: Ends): number[] {
  return loose.filter(one => one.kind === 'tree').map(one => one.n)
}

function held({ trees }: History): Int32Array {
  return trees.filter(n => n >= 0)
}

/** Trees that nothing of the store names. */
function rootless({ table, child }: TreeIndex, history: History, named: number[]): number[] {
  const isNamed = new Uint8Array(table.count)
  for (const list of [child, history.trees, named]) for (const n of list) if (n >= 0) isNamed[n] = 1
  return numbersOf(table, TREE!).filter(n => isNamed[n] === 0)
}

function lostBlobs(table: ObjectTable, { first }: Placed, named: ReadonlySet<number>): Ends['loose'] {
  const lost = numbersOf(table, BLOB!).filter(n => first[n] === first[n + 1] && !named.has(n))
  return lost.map(n => ({ ref: objectPath(table, n), n, kind: 'blob' }))
}

function numbersOf({ type, count }: ObjectTable, kind: number): number[] {
  const numbers: number[] = []
  for (let n = 0; n < count; n++) if (type[n] === kind) numbers.push(n)
  return numbers
}

const NAMED = 5

function told(gone: ReadonlySet<string>): Skipped {
  const many =
    gone.size === 1 ? '1 object that only they name is' : `${gone.size} objects that only they name are`
  return {
    path: 'unreachable objects',
    reason: `${many} gone: ${[...gone].slice(0, NAMED).join(', ')}`,
  }
}
