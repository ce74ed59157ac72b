/** The order of commits: the same as taking the oldest that may come next, one after another. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortByAge } from '../../src/history/age.ts'
import { openHeap } from '../../src/history/heap.ts'

/** Of each commit when it was made, and which of those before it in the list are its parents, some of them twice. */
const commits = fc.array(
  fc.record({ time: fc.nat(6), parents: fc.array(fc.nat(1000), { maxLength: 3 }), isMember: fc.boolean() }),
  { maxLength: 40 },
)

function oneByOne(members: number[], time: number[], parentsOf: number[][]): number[] {
  const left = new Set(members)
  const order: number[] = []
  while (left.size > 0) {
    const ready = [...left].filter(n => parentsOf[n]!.every(parent => !left.has(parent)))
    const [next] = ready.sort((a, b) => time[a]! - time[b]! || a - b)
    order.push(next!)
    left.delete(next!)
  }
  return order
}

it('parents first, and of what may come next the oldest', () => {
  fc.assert(
    fc.property(commits, fc.infiniteStream(fc.nat()), (rows, dice) => {
      // object numbers say nothing of who came first
      const numbers = rows.map((_, at) => [dice.next().value as number, at]).sort((a, b) => a[0]! - b[0]!)
      const numberOf = new Map(numbers.map(([, at], n) => [at!, n]))
      const time: number[] = []
      const parentsOf: number[][] = []
      const members: number[] = []
      rows.forEach((row, at) => {
        const n = numberOf.get(at)!
        time[n] = row.time
        parentsOf[n] = at === 0 ? [] : row.parents.map(parent => numberOf.get(parent % at)!)
        if (row.isMember) members.push(n)
      })
      members.sort((a, b) => a - b)
      const kin = {
        time: Int32Array.from(time),
        eachParent: (n: number, told: (parent: number) => void) => parentsOf[n]!.forEach(told),
      }
      const order = sortByAge(Int32Array.from(members), kin, rows.length)
      expect(Array.from(order)).toEqual(oneByOne(members, time, parentsOf))
    }),
  )
})

it('a heap gives the least first', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(50))), steps => {
      const heap = openHeap()
      const held: number[] = []
      for (const step of steps) {
        if (step !== null) held.push(step)
        if (step !== null) heap.add(step)
        else expect(heap.take()).toBe(held.sort((a, b) => a - b).shift() ?? -1)
      }
    }),
  )
})
