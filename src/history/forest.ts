/** The delta trees of a store: which objects are made from which. */
import type { ObjectTable } from '../pack/table.ts'

export interface Forest {
  /** children of object n: `children[first[n]] .. children[first[n + 1] - 1]` */
  first: Int32Array
  children: Int32Array
}

/** Linear in the objects; on SharedArrayBuffers, as the table is. */
export function forestOf({ base, count }: ObjectTable): Forest {
  const first = shared(count + 1)
  for (let n = 0; n < count; n++) if (base[n]! >= 0) first[base[n]! + 1]!++
  for (let n = 0; n < count; n++) first[n + 1]! += first[n]!
  const next = first.slice(0, count)
  const children = shared(first[count]!)
  for (let n = 0; n < count; n++) if (base[n]! >= 0) children[next[base[n]!]!++] = n
  return { first, children }
}

/**
 * By object: 1 where it is wanted, or something made from it is. What is not needed need not be put together. A base that is no
 * object of the table ends a tree.
 */
export function neededFor(wanted: Uint8Array, { base, count }: ObjectTable): Uint8Array {
  const needed = new Uint8Array(new SharedArrayBuffer(count))
  for (let n = 0; n < count; n++)
    if (wanted[n] === 1) for (let at = n; at >= 0 && needed[at] === 0; at = base[at]!) needed[at] = 1
  return needed
}

/** Bytes to inflate under each root, for trees that are needed: `roots` ascending, `bytes` beside them. */
export interface Families {
  roots: Int32Array
  bytes: Float64Array
}

export function familiesOf(needed: Uint8Array, table: ObjectTable): Families {
  const root = rootsOf(needed, table)
  const sums = new Float64Array(table.count)
  const roots: number[] = []
  for (let n = 0; n < table.count; n++) {
    if (needed[n] === 0) continue
    sums[root[n]!]! += table.size[n]! + PER_OBJECT
    if (root[n] === n) roots.push(n)
  }
  return { roots: Int32Array.from(roots), bytes: Float64Array.from(roots, n => sums[n]!) }
}

/** What an object costs whatever its size, as if it were bytes. */
const PER_OBJECT = 500

/** By object the root of its tree; each chain is followed once. */
function rootsOf(needed: Uint8Array, { base, count }: ObjectTable): Int32Array {
  const root = new Int32Array(count).fill(-1)
  const path: number[] = []
  for (let n = 0; n < count; n++) {
    if (needed[n] === 0) continue
    let at = n
    while (root[at] === -1 && base[at]! >= 0) {
      path.push(at)
      at = base[at]!
    }
    const found = root[at] === -1 ? at : root[at]!
    root[at] = found
    for (const one of path) root[one] = found
    path.length = 0
  }
  return root
}

function shared(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4))
}
