/** Ids of several packs and folders, made one ascending list in which each stands once. */
import { orderOf } from './radix.ts'

export interface Merged {
  count: number
  /** of each row, its object's number */
  numbers: Int32Array
  /** of each object, the first row that has its id */
  rows: Uint32Array
}

/** `ids`: rows of `hashBytes` bytes, those of the preferred places first. */
export function mergeIds(ids: Uint8Array, hashBytes: number): Merged {
  const heads = headsOf(ids, hashBytes)
  const order = orderOf(heads)
  sortEqualHeads(order, heads, ids, hashBytes)
  return numberRows(order, heads, ids, hashBytes)
}

/** The first four bytes of each id: among millions of ids hardly two share them. */
function headsOf(ids: Uint8Array, hashBytes: number): Uint32Array {
  const heads = new Uint32Array(ids.length / hashBytes)
  for (let row = 0, at = 0; row < heads.length; row++, at += hashBytes) {
    heads[row] = (ids[at]! << 24) | (ids[at + 1]! << 16) | (ids[at + 2]! << 8) | ids[at + 3]!
  }
  return heads
}

function sortEqualHeads(order: Uint32Array, heads: Uint32Array, ids: Uint8Array, hashBytes: number): void {
  const compare = (a: number, b: number) => compareRows(ids, a, b, hashBytes) || a - b
  for (let start = 0, end = 1; start < order.length; start = end++) {
    while (end < order.length && heads[order[end]!] === heads[order[start]!]) end++
    if (end - start > 1) order.subarray(start, end).sort(compare)
  }
}

function numberRows(order: Uint32Array, heads: Uint32Array, ids: Uint8Array, hashBytes: number): Merged {
  const numbers = new Int32Array(order.length)
  const rows = new Uint32Array(order.length)
  let count = 0
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    const last = i === 0 ? -1 : order[i - 1]!
    const isSame = last >= 0 && heads[row] === heads[last] && compareRows(ids, row, last, hashBytes) === 0
    if (!isSame) rows[count++] = row
    numbers[row] = count - 1
  }
  return { count, numbers, rows: rows.subarray(0, count) }
}

function compareRows(ids: Uint8Array, a: number, b: number, hashBytes: number): number {
  for (let i = 0; i < hashBytes; i++) {
    const order = ids[a * hashBytes + i]! - ids[b * hashBytes + i]!
    if (order !== 0) return order
  }
  return 0
}
