/**
 * What trees hold, told by what their deltas change: an entry that was copied whole from the base is the base's entry, and need not
 * be looked at. Format of a tree: `mode name\0` and the id in binary, an entry after another.
 */
import type { Edit } from '../detect/index.ts'
import { withHint } from '../errors.ts'
import { openLookup } from '../pack/lookup.ts'
import type { ObjectTable } from '../pack/table.ts'
import { grown, openColumn } from './columns.ts'
import { openByteNames, openNames } from './names.ts'
import type { Made, Visitor } from './walk.ts'

/** Entries of a tree that its base does not have, or, for a tree without one, all of them. */
export interface TreeChanges {
  /** object numbers of the trees */
  trees: Int32Array
  /** the entries of trees[i] are those from starts[i] to starts[i + 1] */
  starts: Int32Array
  /** number of the entry's name in `names` */
  name: Int32Array
  /** object number of what it names; GONE, or `missing` by -2 - index */
  child: Int32Array
  names: string[]
  /** ids that entries name and the store has not */
  missing: string[]
  /** trees that are no trees, or could not be read */
  broken: { n: number; reason: string }[]
}

/** `child`: the base has an entry of that name, and this tree has none (or a submodule). */
export const GONE = -1

/** Where each entry begins, and where the last one ends; nothing for a tree from which none is made. */
type Starts = Int32Array

export interface TreeReader {
  visitor: Visitor<Starts | null>
  done(): TreeChanges
}

export function readTrees(table: ObjectTable): TreeReader {
  const { hashBytes } = table
  const trees = openColumn()
  const starts = openColumn()
  const name = openColumn()
  const child = openColumn()
  const names = openByteNames()
  const find = openLookup(table)
  const missing = openNames()
  const broken: TreeChanges['broken'] = []
  let changedIn = new Int32Array(1024) // by name: the last tree that changed it, counted from 1

  /** Where its id begins; 0: this is no entry. */
  function record(content: Buffer, at: number): number {
    const number = names.numberToNul(content, nameAt(content, at))
    const id = names.end() + 1
    if (number < 0 || id + hashBytes > content.length || id - at < SHORTEST) return 0
    while (number >= changedIn.length) changedIn = grown(changedIn)
    changedIn[number] = trees.length
    name.push(number)
    child.push(content[at + 1] === 54 ? GONE : childAt(content, id)) // 160000: a commit of another repository
    return id
  }

  function childAt(content: Buffer, at: number): number {
    const found = find(content, at)
    return found >= 0 ? found : -2 - missing.number(content.toString('hex', at, at + hashBytes))
  }

  function recordGone(base: Buffer, entries: Starts, kept: number[]): void {
    let next = 0
    for (let i = 0; i + 1 < entries.length; i++) {
      if (next < kept.length && i >= kept[next]!) {
        i = kept[next + 1]! - 1
        next += 2
        continue
      }
      const at = entries[i]!
      const number = names.number(base, base.indexOf(32, at) + 1, entries[i + 1]! - hashBytes - 1)
      if (changedIn[number] === trees.length) continue
      name.push(number)
      child.push(GONE)
    }
  }

  function visit(
    n: number,
    content: Buffer,
    made: Made<Starts | null> | null,
    isBase: boolean,
  ): Starts | null {
    trees.push(n)
    starts.push(name.length)
    const found = entriesOf(content, made?.state ? made : null, hashBytes, isBase, record)
    if (found === null) {
      broken.push({ n, reason: 'is no valid tree' })
      return null
    }
    if (made?.state) recordGone(made.base, made.state, found.kept)
    return found.starts
  }

  return {
    visitor: {
      limit: LARGEST,
      visit,
      tooLarge: n => broken.push({ n, reason: `has more than ${LARGEST} bytes` }),
      failed: (n, error) => broken.push({ n, reason: withHint(error) }),
    },
    done() {
      starts.push(name.length)
      return {
        trees: trees.done(),
        starts: starts.done(),
        name: name.done(),
        child: child.done(),
        names: names.list(),
        missing: missing.list,
        broken,
      }
    },
  }
}

/** Of an entry before its id: a mode of five digits and no name. */
const SHORTEST = 7

/** Behind the blank that ends the mode; at the NUL where there is none. */
function nameAt(content: Buffer, from: number): number {
  for (let at = from; at < content.length; at++) {
    if (content[at] === 32) return at + 1
    if (content[at] === 0) return at
  }
  return content.length
}

/** A million entries and more. */
const LARGEST = 100_000_000

interface Entries {
  starts: Starts
  /** pairs: entries of the base from .. to (exclusive) that this tree has too; ascending */
  kept: number[]
}

let scratch = new Int32Array(4096)

/** `record` is told each entry that the base does not have. null: this is no tree. */
function entriesOf(
  content: Buffer,
  made: Made<Starts | null> | null,
  idBytes: number,
  isBase: boolean,
  record: (content: Buffer, at: number) => number,
): Entries | null {
  const kept: number[] = []
  const runs = made && openRuns(content, made.base, made.edit, made.state!)
  let count = 0
  let at = 0
  while (at < content.length) {
    const run = runs?.runAt(at)
    if (run) {
      const by = at - made!.state![run.from]!
      if (isBase) count = beginAll(made!.state!, run, by, count)
      kept.push(run.from, run.to)
      at = made!.state![run.to]! + by
      continue
    }
    const id = record(content, at)
    if (id === 0) return null
    if (isBase) count = begin(at, count)
    at = id + idBytes
  }
  return { starts: isBase ? scratch.slice(0, begin(at, count)) : NONE, kept }
}

const NONE = new Int32Array(0)

function begin(at: number, count: number): number {
  if (count === scratch.length) scratch = grown(scratch)
  scratch[count] = at
  return count + 1
}

function beginAll(starts: Starts, { from, to }: Run, by: number, count: number): number {
  while (count + to - from > scratch.length) scratch = grown(scratch)
  for (let i = from; i < to; i++) scratch[count + i - from] = starts[i]! + by
  return count + to - from
}

/** Entries of the base, `to` exclusive. */
interface Run {
  from: number
  to: number
}

/**
 * Finds, for ascending places of the new tree, the entries of the base that stand there: copied whole, or, where a copy ends within
 * one, the same byte for byte. Only forward in the base: an entry that goes back counts as new, which costs nothing but time.
 */
function openRuns(content: Buffer, base: Buffer, { copies, count }: Edit, starts: Starts) {
  const last = starts.length - 1
  let copy = 0
  let next = 0 // behind the last entry that was found
  let expected = 0 // where one version of an entry stood for another

  function copiedAt(at: number): Run | null {
    while (copy < count && copies[copy * 3]! + copies[copy * 3 + 2]! <= at) copy++
    if (copy === count || copies[copy * 3]! > at) return null
    const start = copies[copy * 3 + 1]!
    const place = at - copies[copy * 3]! + start
    const from = starts[expected] === place ? expected : indexOf(starts, place, next, last)
    if (starts[from] !== place) return null
    const to = indexOf(starts, start + copies[copy * 3 + 2]!, from, last)
    return to > from ? { from, to } : null
  }

  function sameAt(at: number, entry: number): Run | null {
    if (entry >= last) return null
    const start = starts[entry]!
    const end = at + starts[entry + 1]! - start
    if (end > content.length) return null
    for (let i = end - 1; i >= at; i--) if (content[i] !== base[start + i - at]) return null // ids differ in their last bytes
    return { from: entry, to: entry + 1 }
  }

  return {
    runAt(at: number): Run | null {
      const run = copiedAt(at) ?? sameAt(at, expected) ?? sameAt(at, next)
      if (run) next = run.to
      expected = run ? next : Math.min(expected + 1, last)
      return run
    },
  }
}

/** Of the last start at or before `at`, from `low` on; `low` where all are behind it. */
function indexOf(starts: Starts, at: number, low: number, last: number): number {
  let high = last + 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle
  }
  return low
}
