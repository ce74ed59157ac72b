/** Commits in order: parents before children, and of those that may come next the oldest. */
import { orderOf } from '../pack/radix.ts'
import { openHeap } from './heap.ts'

export interface Kin {
  /** by object number */
  time: Int32Array
  /** tells the parents of n that count, a parent once for each time it is named */
  eachParent(n: number, told: (parent: number) => void): void
}

/** `members`: object numbers, ascending. Parents that are no members are no one's business. */
export function sortByAge(members: Int32Array, { time, eachParent }: Kin, objects: number): Int32Array {
  const byAge = orderOf(Uint32Array.from(members, n => time[n]!))
  const place = new Int32Array(objects).fill(-1)
  const oldest = Int32Array.from(byAge, at => members[at]!)
  oldest.forEach((n, at) => {
    place[n] = at
  })
  const { first, children, waiting } = childrenOf(oldest, place, eachParent)
  return drained(oldest, first, children, waiting)
}

/** All by place: children of `at` are children[first[at]] to children[first[at + 1]]; `waiting`: how many parents. */
function childrenOf(oldest: Int32Array, place: Int32Array, eachParent: Kin['eachParent']) {
  const first = new Int32Array(oldest.length + 1)
  const waiting = new Int32Array(oldest.length)
  oldest.forEach((n, at) => {
    eachParent(n, parent => {
      if (place[parent]! < 0) return
      first[place[parent]! + 1]!++
      waiting[at]!++
    })
  })
  for (let at = 0; at < oldest.length; at++) first[at + 1]! += first[at]!
  const next = first.slice()
  const children = new Int32Array(first[oldest.length]!)
  oldest.forEach((n, at) => {
    eachParent(n, parent => {
      if (place[parent]! >= 0) children[next[place[parent]!]!++] = at
    })
  })
  return { first, children, waiting }
}

/** By age; only those that a younger parent held up wait in the heap, and they come before all that are younger. */
function drained(
  oldest: Int32Array,
  first: Int32Array,
  children: Int32Array,
  waiting: Int32Array,
): Int32Array {
  const late = openHeap()
  const order = new Int32Array(oldest.length)
  let length = 0
  for (let now = 0; now < oldest.length; now++) {
    for (let at = waiting[now] === 0 ? now : -1; at >= 0; at = late.take()) {
      order[length++] = oldest[at]!
      for (let i = first[at]!; i < first[at + 1]!; i++)
        if (--waiting[children[i]!]! === 0 && children[i]! < now) late.add(children[i]!)
    }
  }
  return order.subarray(0, length)
}
