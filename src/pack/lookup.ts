/** Ids → object numbers, millions of times: from their first 16 bits on, where the table's own fanout has 8. */
import type { ObjectTable } from './table.ts'

/** The number of the object whose id lies at `at`, -1 where the table has none of it. */
export type Lookup = (bytes: Uint8Array, at: number) => number

export function openLookup({ ids, count, hashBytes }: ObjectTable): Lookup {
  const first = new Int32Array(65_537)
  for (let n = 0; n < count; n++) first[((ids[n * hashBytes]! << 8) | ids[n * hashBytes + 1]!) + 1]!++
  for (let i = 0; i < 65_536; i++) first[i + 1]! += first[i]!

  function compare(n: number, bytes: Uint8Array, at: number): number {
    const start = n * hashBytes
    for (let i = 2; i < hashBytes; i++) {
      const order = ids[start + i]! - bytes[at + i]!
      if (order !== 0) return order
    }
    return 0
  }

  return (bytes, at) => {
    const prefix = (bytes[at]! << 8) | bytes[at + 1]!
    let low = first[prefix]!
    let high = first[prefix + 1]! - 1
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
