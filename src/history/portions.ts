/** Delta trees cut into portions of about the same work, neighbours in the pack together: they share what is read. */
import { orderOf } from '../pack/radix.ts'
import { LOOSE, type ObjectTable } from '../pack/table.ts'
import { familiesOf, neededFor } from './forest.ts'
import type { Portions } from './shared.ts'

/** More than threads, so that none waits long for the last one; few, so that each stays in one part of the pack. */
const PORTIONS = 48

export function portionsOf(wanted: Uint8Array, table: ObjectTable): Portions {
  const needed = neededFor(wanted, table)
  const { roots, bytes } = familiesOf(needed, table)
  const order = asTheyLie(roots, table)
  const total = bytes.reduce((sum, one) => sum + one, 0)
  const sorted = new Int32Array(new SharedArrayBuffer(Math.max(1, roots.length) * 4))
  const starts = [0]
  let filled = 0
  order.forEach((which, at) => {
    sorted[at] = roots[which]!
    filled += bytes[which]!
    if (filled >= total / PORTIONS) {
      starts.push(at + 1)
      filled = 0
    }
  })
  if (starts.at(-1) !== roots.length) starts.push(roots.length)
  return { roots: sorted, starts: sharedFrom(starts), needed }
}

/** Indexes of `roots`: what is loose, then pack by pack, from front to back. */
function asTheyLie(roots: Int32Array, { place, offset }: ObjectTable): Uint32Array {
  const byOffset = orderOf(Float64Array.from(roots, n => offset[n]!))
  const byPlace = orderOf(Uint32Array.from(byOffset, at => place[roots[at]!]! - LOOSE))
  return byPlace.map(at => byOffset[at]!)
}

function sharedFrom(values: number[]): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(values.length * 4))
  shared.set(values)
  return shared
}
