/** Which commits a history has, and in which order: parents before children, and among those the older ones first. */
import type { ObjectTable } from '../pack/table.ts'
import type { Commits } from './commits.ts'

export interface History {
  /** object numbers in order */
  commits: Int32Array
  /** object number of each one's tree */
  trees: Int32Array
  /** by object number: the place in the order; -1 for what is not of this history */
  rank: Int32Array
  /** ids that commits of this history name and the store has not */
  missing: string[]
}

/**
 * Parents of `shallow` commits are not asked for: a shallow clone ends there. What only `later` tips reach comes behind all that the
 * tips reach, however old it is: a commit that was rebased away is not who first had something that a branch has.
 */
export function orderCommits(
  table: ObjectTable,
  parts: Commits[],
  tips: number[],
  shallow: ReadonlySet<number>,
  later: number[][] = [],
): History {
  const all = joinParts(table, parts)
  const seen = new Uint8Array(table.count)
  const groups = [tips, ...later].map(some => sortByAge(all, reach(all, some, shallow, seen), shallow))
  const order = joined(groups)
  const rank = new Int32Array(table.count).fill(-1)
  order.forEach((n, place) => {
    rank[n] = place
  })
  const missing = parts
    .flatMap(part => part.missing)
    .filter(({ n }) => rank[n]! >= 0 && !isCut(n, all, shallow))
  return {
    commits: order,
    trees: order.map(n => all.tree[n]!),
    rank,
    missing: [...new Set(missing.map(({ id }) => id))],
  }
}

/** A shallow commit's parents are missing by intent; its tree is not. */
function isCut(n: number, all: Joined, shallow: ReadonlySet<number>): boolean {
  return shallow.has(n) && all.tree[n]! >= 0
}

/** By object number. */
interface Joined {
  tree: Int32Array
  time: Int32Array
  parentsOf(n: number): Int32Array
}

function joinParts(table: ObjectTable, parts: Commits[]): Joined {
  const tree = new Int32Array(table.count).fill(-1)
  const time = new Int32Array(table.count)
  const place = new Int32Array(table.count).fill(-1)
  const part = new Uint8Array(table.count)
  parts.forEach((one, index) => {
    one.commits.forEach((n, at) => {
      tree[n] = one.trees[at]!
      time[n] = one.times[at]!
      place[n] = at
      part[n] = index
    })
  })
  const parentsOf = (n: number) => {
    const { parents, starts } = parts[part[n]!]!
    const at = place[n]!
    return at < 0 ? NONE : parents.subarray(starts[at], starts[at + 1])
  }
  return { tree, time, parentsOf }
}

const NONE = new Int32Array(0)

/** Those that were not seen before; `seen` has them afterwards. */
function reach(
  { parentsOf }: Joined,
  tips: number[],
  shallow: ReadonlySet<number>,
  seen: Uint8Array,
): Set<number> {
  const fresh = new Set(tips.filter(n => seen[n] === 0))
  for (const n of fresh) {
    seen[n] = 1
    if (shallow.has(n)) continue
    for (const parent of parentsOf(n)) if (parent >= 0 && seen[parent] === 0) fresh.add(parent)
  }
  return fresh
}

function joined(groups: Int32Array[]): Int32Array {
  const all = new Int32Array(groups.reduce((sum, group) => sum + group.length, 0))
  let length = 0
  for (const group of groups) {
    all.set(group, length)
    length += group.length
  }
  return all
}

/** Kahn's algorithm over a heap of what may come next. */
function sortByAge(
  { parentsOf, time }: Joined,
  reachable: Set<number>,
  shallow: ReadonlySet<number>,
): Int32Array {
  const waiting = new Map<number, number>()
  const children = new Map<number, number[]>()
  const ready = openHeap((a, b) => time[a]! - time[b]! || a - b)
  for (const n of reachable) {
    const parents = shallow.has(n) ? [] : [...new Set(parentsOf(n))].filter(parent => reachable.has(parent))
    if (parents.length === 0) ready.add(n)
    else waiting.set(n, parents.length)
    for (const parent of parents) {
      const known = children.get(parent)
      if (known) known.push(n)
      else children.set(parent, [n])
    }
  }
  const order = new Int32Array(reachable.size)
  let length = 0
  for (let n = ready.take(); n !== undefined; n = ready.take()) {
    order[length++] = n
    for (const child of children.get(n) ?? []) {
      const left = waiting.get(child)! - 1
      waiting.set(child, left)
      if (left === 0) ready.add(child)
    }
  }
  return order.subarray(0, length)
}

interface Heap {
  add(value: number): void
  take(): number | undefined
}

function openHeap(compare: (a: number, b: number) => number): Heap {
  const values: number[] = []
  const swap = (a: number, b: number) => {
    const value = values[a]!
    values[a] = values[b]!
    values[b] = value
  }
  return {
    add(value) {
      let at = values.push(value) - 1
      for (let up = (at - 1) >> 1; at > 0 && compare(values[at]!, values[up]!) < 0; up = (at - 1) >> 1) {
        swap(at, up)
        at = up
      }
    },
    take() {
      const first = values[0]
      const last = values.pop()
      if (first === undefined || last === undefined || values.length === 0) return first
      values[0] = last
      for (let at = 0; ; ) {
        let least = at
        for (const below of [at * 2 + 1, at * 2 + 2])
          if (below < values.length && compare(values[below]!, values[least]!) < 0) least = below
        if (least === at) return first
        swap(at, least)
        at = least
      }
    },
  }
}
