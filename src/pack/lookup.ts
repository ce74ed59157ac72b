/** Ids → object numbers, millions of times: from as many of their first bits on as tell objects apart. */
import type { ObjectTable } from './table.ts'

/** The number of the object whose id lies at `at`, -1 where the table has none of it. */
export type Lookup = (bytes: Uint8Array, at: number) => number

/** Of the first three bytes. */
const [FEWEST_BITS, MOST_BITS] = [8, 22]

const lookups = new WeakMap<ObjectTable, Lookup>()

/** One for each thread and table. */
export function openLookup(table: ObjectTable): Lookup {
  const lookup = lookups.get(table) ?? makeLookup(table)
  lookups.set(table, lookup)
  return lookup
}

function makeLookup({ ids, count, hashBytes }: ObjectTable): Lookup {
  const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, Math.ceil(Math.log2(count))))
  const shift = 24 - bits
  const headOf = (bytes: Uint8Array, at: number) =>
    ((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!) >>> shift
  const first = new Int32Array((1 << bits) + 1)
  for (let n = 0; n < count; n++) first[headOf(ids, n * hashBytes) + 1]!++
  for (let i = 1; i < first.length; i++) first[i]! += first[i - 1]!

  function compare(n: number, bytes: Uint8Array, at: number): number {
    const start = n * hashBytes
    for (let i = 1; i < hashBytes; i++) {
      const order = ids[start + i]! - bytes[at + i]!
      if (order !== 0) return order
    }
    return 0
  }

  return (bytes, at) => {
    const head = headOf(bytes, at)
    let low = first[head]!
    let high = first[head + 1]! - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const order = compare(middle, bytes, at)
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

/** The same for ids in hexadecimal digits. */
export function openHexLookup(table: ObjectTable): Lookup {
  const find = openLookup(table)
  const id = new Uint8Array(table.hashBytes)
  return (bytes, at) => {
    for (let i = 0; i < id.length; i++) {
      const value = (DIGIT[bytes[at + i * 2]!]! << 4) | DIGIT[bytes[at + i * 2 + 1]!]!
      if (value > 255) return -1
      id[i] = value
    }
    return find(id, 0)
  }
}

/** Of a byte its value as a digit, 4096 where it is none. */
const DIGIT = Int32Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte))
  return value < 0 ? 4096 : value
})
