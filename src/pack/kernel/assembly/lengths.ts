// The head of a block with codes of its own (RFC 1951, 3.2.7): code lengths, themselves Huffman-coded.
import { bits, held, inputEnd, isPastEnd, next, refill, setInput, take, USED } from './bits'
import { buildTable } from './codes'
import { INVALID, SPECIAL } from './entry'
import { BAD, ENDS_EARLY } from './errors'
import * as at from './layout'

/** The order in which the lengths of the length codes are written. */
const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])

/** Sorts the symbols of both codes into their rows. */
export function readLengths(): i32 {
  refill()
  const literals = take(5) + 257
  const distances = take(5) + 1
  const count = take(4) + 4
  if (isPastEnd()) return ENDS_EARLY
  if (literals > 286 || distances > 30) return BAD
  resetCursors()
  readShortLengths(count)
  if (isPastEnd()) return ENDS_EARLY
  const root = buildTable(at.LENGTH_TABLE, 7, at.LENGTHS, at.CURSORS + 128, at.LENGTH_ROWS, at.SHORT_ROW)
  // zlib takes no incomplete code here, not even one of a single symbol
  if (root < 0 || load<u32>(at.LENGTH_TABLE + 4) & INVALID) return BAD
  return sortSymbols(literals, literals + distances, ((1 << root) - 1) << USED)
}

/** They come in another order than that of their symbols. */
function readShortLengths(count: u32): void {
  v128.store(at.SHORT_LENGTHS, i32x4.splat(0))
  v128.store(at.SHORT_LENGTHS, i32x4.splat(0), 16)
  for (let i: u32 = 0; i < count; i++) {
    if (i % 16 == 0) refill()
    store<u8>(at.SHORT_LENGTHS + load<u8>(ORDER + i), take(3))
  }
  for (let i: u32 = 0; i < 19; i++) append(at.CURSORS + 128, load<u8>(at.SHORT_LENGTHS + i), i)
}

/** Puts the cursors of all three codes at the beginnings of their rows. */
export function resetCursors(): void {
  for (let i: usize = 0; i < 48 * 4; i += 16) v128.store(at.CURSORS + i, v128.load(at.STARTS + i))
}

export function writeStarts(): void {
  for (let i: usize = 0; i < 16; i++) {
    store<u32>(at.STARTS + (i << 2), (at.LITERAL_ROWS + i * at.LITERAL_ROW) as u32)
    store<u32>(at.STARTS + 64 + (i << 2), (at.DISTANCE_ROWS + i * at.SHORT_ROW) as u32)
    store<u32>(at.STARTS + 128 + (i << 2), (at.LENGTH_ROWS + i * at.SHORT_ROW) as u32)
  }
}

/** Length 0 has a row like all others, which nobody reads: no branch here. */
// @ts-ignore: decorator
@inline
export function append(cursors: usize, length: u32, symbol: u32): void {
  const cursor = cursors + (length << 2)
  const end = load<u32>(cursor)
  store<u16>(end as usize, symbol as u16)
  store<u32>(cursor, end + 2)
}

function sortSymbols(literals: u32, total: u32, mask: u32): i32 {
  let b = bits
  let h = held
  let n = next
  let previous: i32 = -1
  let i: u32 = 0
  let result: i32 = 0
  while (i < total) {
    b |= load<u64>(n) << (h as u64)
    n += 7 - (h >> 3)
    h |= 56
    if (n > inputEnd + 7) return ENDS_EARLY
    const entry = load<u32>((b as u32) & mask, at.LENGTH_TABLE)
    const all = ((1 as u32) << (entry + USED)) - 1
    const run = ((entry >> 16) & 0xff) + (((b as u32) & all) >> (((entry >> 8) & 15) + USED))
    b >>= entry as u64
    h -= entry & 63
    if (i + run > total || (entry & SPECIAL && previous < 0)) {
      result = BAD
      break
    }
    if (entry & SPECIAL) {
      for (const end = i + run; i < end; ) appendEither(literals, previous, i++)
    } else {
      previous = entry >> 24
      appendEither(literals, previous, i)
      i += run
    }
  }
  setInput(b, h, n)
  return isPastEnd() ? ENDS_EARLY : result
}

// @ts-ignore: decorator
@inline
function appendEither(literals: u32, length: u32, i: u32): void {
  const first = i < literals
  append(select<usize>(at.CURSORS, at.CURSORS + 64, first), length, select<u32>(i, i - literals, first))
}
