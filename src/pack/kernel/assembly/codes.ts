// Huffman codes (RFC 1951, 3.2.2) to decoding tables. The symbols arrive sorted: one row for each code length.
import { CODE_BITS, INVALID, POINTER, SPECIAL } from './entry'

/** Bits that a table is asked with is what `buildTable` hands back; -1: these lengths are no code. */
export function buildTable(
  table: usize,
  root: u32,
  entries: usize,
  cursors: usize,
  rows: usize,
  row: usize,
): i32 {
  const longest = longestCode(cursors, rows, row)
  if (longest < 0) return -1
  const top = <u32>max(1, min(longest, root))
  let code: u32 = 0
  let size: usize = 1
  store<u32>(table, SPECIAL | INVALID | 1) // what stays where the only code has one bit, or where there is none
  for (let length: u32 = 1; length <= top; length++) {
    double(table, size)
    size <<= 1
    const end = load<u32>(cursors + (length << 2)) as usize
    for (let at = rows + (length as usize) * row; at < end; at += 2) {
      store<u32>(table + (code << 2), load<u32>(entries + (load<u16>(at) << 2)) + length * CODE_BITS)
      code = following(code, (size - 1) as u32)
    }
  }
  if (<u32>longest > top) buildSubtables(table, top, longest, code, entries, cursors, rows, row)
  return top
}

/** 0: there is no code. -1: too many codes, or too few: only a single one of one bit may be incomplete. */
function longestCode(cursors: usize, rows: usize, row: usize): i32 {
  let longest = 0
  let left = 1
  for (let length = 1; length <= 15; length++) {
    const count = countOf(length, cursors, rows, row)
    left = (left << 1) - count
    if (left < 0) return -1
    if (count > 0) longest = length
  }
  return left > 0 && longest > 1 ? -1 : longest
}

// @ts-ignore: decorator
@inline
function countOf(length: u32, cursors: usize, rows: usize, row: usize): i32 {
  const end = load<u32>(cursors + (length << 2)) as usize
  return ((end - rows - (length as usize) * row) >> 1) as i32
}

/** Up to here the table was asked with one bit less: what it says holds with either value of the new one. */
// @ts-ignore: decorator
@inline
function double(table: usize, size: usize): void {
  const bytes = size << 2
  let at: usize = 0
  do {
    v128.store(table + bytes + at, v128.load(table + at)) // too much where size < 4; those are written again
    at += 16
  } while (at < bytes)
}

/** Codes are read from their first bit, tables asked with that as the lowest: adds one at the upper end. */
// @ts-ignore: decorator
@inline
function following(code: u32, mask: u32): u32 {
  const bit = <u32>0x80000000 >> clz(code ^ mask)
  return (code & (bit - 1)) | bit
}

function buildSubtables(
  table: usize,
  root: u32,
  longest: u32,
  first: u32,
  entries: usize,
  cursors: usize,
  rows: usize,
  row: usize,
): void {
  const mask = (<u32>1 << root) - 1
  let code = first
  let prefix: u32 = 0xffffffff
  let start: u32 = 0
  let bits: u32 = 0
  let free: u32 = 1 << root
  for (let length = root + 1; length <= longest; length++) {
    const end = load<u32>(cursors + (length << 2)) as usize
    for (let at = rows + (length as usize) * row; at < end; at += 2) {
      if ((code & mask) != prefix) {
        prefix = code & mask
        start = free
        bits = bitsOfSubtable(root, length, longest, (<u32>(end - at)) >> 1, cursors, rows, row)
        free += 1 << bits
        store<u32>(table + (prefix << 2), SPECIAL | POINTER | (start << 16) | (bits << 8) | root)
      }
      const entry = load<u32>(entries + (load<u16>(at) << 2)) + (length - root) * CODE_BITS
      for (let i = code >> root; i < 1 << bits; i += 1 << (length - root)) {
        store<u32>(table + ((start + i) << 2), entry)
      }
      code = following(code, (<u32>1 << length) - 1)
    }
  }
}

/** As many as it takes for the codes that begin with this prefix: `left` of this length, then longer ones. */
function bitsOfSubtable(
  root: u32,
  length: u32,
  longest: u32,
  left: u32,
  cursors: usize,
  rows: usize,
  row: usize,
): u32 {
  let bits = length - root
  let used = left
  while (used < 1 << bits && root + bits < longest) {
    bits++
    used = (used << 1) + countOf(root + bits, cursors, rows, row)
  }
  return bits
}
