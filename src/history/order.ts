/** Which commits a history has, and in which order: parents before children, and among those the older ones first. */
import type { ObjectTable } from '../pack/table.ts'
import { type Kin, sortByAge } from './age.ts'
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
  const all = joinParts(table, parts, shallow)
  const seen = new Uint8Array(table.count)
  const groups = [tips, ...later].map(some => sortByAge(reach(all, some, seen), all, table.count))
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
interface Joined extends Kin {
  tree: Int32Array
}

function joinParts({ count }: ObjectTable, parts: Commits[], shallow: ReadonlySet<number>): Joined {
  const tree = new Int32Array(count).fill(-1)
  const time = new Int32Array(count)
  const place = new Int32Array(count).fill(-1)
  const part = new Uint8Array(count)
  parts.forEach((one, index) => {
    one.commits.forEach((n, at) => {
      tree[n] = one.trees[at]!
      time[n] = one.times[at]!
      place[n] = shallow.has(n) ? -1 : at
      part[n] = index
    })
  })
  const eachParent = (n: number, told: (parent: number) => void) => {
    const at = place[n]!
    if (at < 0) return
    const { parents, starts } = parts[part[n]!]!
    for (let i = starts[at]!; i < starts[at + 1]!; i++) if (parents[i]! >= 0) told(parents[i]!)
  }
  return { tree, time, eachParent }
}

/** Those that were not seen before, ascending; `seen` has them afterwards. */
function reach({ eachParent }: Joined, tips: number[], seen: Uint8Array): Int32Array {
  const fresh: number[] = []
  const see = (n: number) => {
    if (seen[n] === 1) return
    seen[n] = 1
    fresh.push(n)
  }
  tips.forEach(see)
  for (let at = 0; at < fresh.length; at++) eachParent(fresh[at]!, see)
  return Int32Array.from(fresh).sort()
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
