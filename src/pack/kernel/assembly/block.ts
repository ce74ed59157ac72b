// The inner loop: literals and matches of one block.
import { bits, held, inputEnd, isPastEnd, next, setInput, USED } from './bits'
import { copyMatch } from './copy'
import { INVALID, POINTER, SPECIAL } from './entry'
import { BAD, ENDS_EARLY, OTHER_SIZE } from './errors'
import { DISTANCE_TABLE, LITERAL_TABLE } from './layout'

export let out: usize = 0
export let outStart: usize = 0
export let outEnd: usize = 0

export function openOutput(dst: usize, length: usize): void {
  out = dst
  outStart = dst
  outEnd = dst + length
}

export function setOutput(to: usize): void {
  out = to
}

// @ts-ignore: decorator
@inline
function literalEntry(b: u64, mask: u32): u32 {
  return load<u32>((b as u32) & mask, LITERAL_TABLE)
}

/**
 * The refills are written out and literals are taken four in a row, because every step more between two symbols is felt:
 * this is where the time goes. After a refill there are 54 bits or more, enough for three literals of the first table and a
 * length (3 * 10 + 20), or for a distance and what follows it (28 + 10).
 *
 * 0 at the end of the block. One look at the ends for each round suffices: a round loads at most 22 bytes from behind
 * the input, and writes at most 4 literals and 31 bytes of a match behind the output (SLACK is more than either).
 */
export function readBlock(literalBits: u32, distanceBits: u32): i32 {
  const literalMask = (((1 as u32) << literalBits) - 1) << USED
  const distanceMask = (((1 as u32) << distanceBits) - 1) << USED
  const start = outStart
  const end = outEnd
  const last = inputEnd + 7 // after a refill 7 whole bytes are held (perhaps without 2 bits)
  let n = next
  let h = held // only its lowest 8 bits count: entries are subtracted whole
  let b = bits
  let o = out
  let result: i32 = 0

  b |= load<u64>(n) << (h as u64)
  n += 7 - ((h >> 3) & 7)
  h |= 56
  let entry = literalEntry(b, literalMask)
  for (;;) {
    if (n > last) {
      result = ENDS_EARLY
      break
    }
    if (o > end) {
      result = OTHER_SIZE
      break
    }
    if ((entry as i32) < 0) {
      store<u8>(o++, entry >> 16)
      b >>= entry as u64
      h -= entry
      entry = literalEntry(b, literalMask)
      if ((entry as i32) < 0) {
        store<u8>(o++, entry >> 16)
        b >>= entry as u64
        h -= entry
        entry = literalEntry(b, literalMask)
        if ((entry as i32) < 0) {
          store<u8>(o++, entry >> 16)
          b >>= entry as u64
          h -= entry
          entry = literalEntry(b, literalMask)
          if ((entry as i32) < 0) {
            store<u8>(o++, entry >> 16)
            b >>= entry as u64
            h -= entry
            b |= load<u64>(n) << (h as u64)
            n += 7 - ((h >> 3) & 7)
            h |= 56
            entry = literalEntry(b, literalMask)
            continue
          }
        }
      }
    }
    if (entry & SPECIAL) {
      b >>= entry as u64
      h -= entry & 63
      if (entry & POINTER) {
        entry = subEntry(LITERAL_TABLE, entry, b)
        b |= load<u64>(n) << (h as u64)
        n += 7 - ((h >> 3) & 7)
        h |= 56
        continue // to the top with an entry whose bits are not taken yet
      }
      if (entry & INVALID) result = BAD
      break
    }
    const length = ((entry >> 16) & 0x1ff) + extraBits(b, entry)
    b >>= entry as u64
    h -= entry
    b |= load<u64>(n) << (h as u64)
    n += 7 - ((h >> 3) & 7)
    h |= 56

    entry = load<u32>((b as u32) & distanceMask, DISTANCE_TABLE)
    if (entry & POINTER) {
      b >>= entry as u64
      h -= entry & 63
      entry = subEntry(DISTANCE_TABLE, entry, b)
    }
    if (entry & SPECIAL) {
      b >>= entry as u64
      h -= entry & 63
      result = BAD
      break
    }
    const distance = (entry >> 16) + extraBits(b, entry)
    b >>= entry as u64
    h -= entry
    b |= load<u64>(n) << (h as u64)
    n += 7 - ((h >> 3) & 7)
    h |= 56
    entry = literalEntry(b, literalMask)

    if (distance > ((o - start) as u32)) {
      result = BAD
      break
    }
    if (o + length > end) {
      result = OTHER_SIZE
      break
    }
    copyMatch(o, distance, length)
    o += length
  }
  setInput(b, h, n)
  out = o
  if (isPastEnd()) return ENDS_EARLY
  return o > end ? OTHER_SIZE : result
}

/** What stands in the subtable that a pointer names. */
// @ts-ignore: decorator
@inline
function subEntry(table: usize, pointer: u32, b: u64): u32 {
  const mask = (((1 as u32) << ((pointer >> 8) & 15)) - 1) << USED
  return load<u32>(table + ((pointer >> 16) << USED) + ((b as u32) & mask))
}

/** The bits between the code and the end of what the entry takes; two bits that are done with lie below. */
// @ts-ignore: decorator
@inline
function extraBits(b: u64, entry: u32): u32 {
  const all = ((1 as u64) << ((entry + USED) as u64)) - 1
  return ((b & all) as u32) >> (((entry >> 8) & 15) + USED)
}
