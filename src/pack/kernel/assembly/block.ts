// The inner loop: literals and matches of one block.
import { bits, held, inputEnd, next, setInput } from './bits'
import { copyMatch } from './copy'
import { INVALID, POINTER, SPECIAL } from './entry'
import { BAD, ENDS_EARLY, OTHER_SIZE } from './errors'

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

/**
 * 0 at the end of the block. One look at the ends for each round suffices: a round loads at most 22 bytes from behind
 * the input and writes at most 3 literals and 15 bytes of a match behind the output (SLACK).
 */
export function readBlock(literals: usize, literalBits: u32, distances: usize, distanceBits: u32): i32 {
  const literalMask = ((1 as u32) << literalBits) - 1
  const distanceMask = ((1 as u32) << distanceBits) - 1
  const start = outStart
  const end = outEnd
  const last = inputEnd + 7 // after a refill 7 whole bytes are held
  let b = bits
  let h = held // only its lowest 8 bits count: entries are subtracted whole
  let n = next
  let o = out
  let result: i32 = 0

  b |= load<u64>(n) << (h as u64)
  n += 7 - ((h >> 3) & 7)
  h |= 56
  let entry = load<u32>(literals + (((b as u32) & literalMask) << 2))
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
      entry = load<u32>(literals + (((b as u32) & literalMask) << 2))
      if ((entry as i32) < 0) {
        store<u8>(o++, entry >> 16)
        b >>= entry as u64
        h -= entry
        entry = load<u32>(literals + (((b as u32) & literalMask) << 2))
        if ((entry as i32) < 0) {
          store<u8>(o++, entry >> 16)
          b >>= entry as u64
          h -= entry
          b |= load<u64>(n) << (h as u64)
          n += 7 - ((h >> 3) & 7)
          h |= 56
          entry = load<u32>(literals + (((b as u32) & literalMask) << 2))
          continue
        }
      }
    }
    if (entry & SPECIAL) {
      if (entry & POINTER) {
        b >>= entry as u64
        h -= entry & 63
        const more = ((1 as u32) << ((entry >> 8) & 15)) - 1
        entry = load<u32>(literals + ((((entry >> 16) & 0x7fff) + ((b as u32) & more)) << 2))
        if ((entry as i32) < 0) {
          store<u8>(o++, entry >> 16)
          b >>= entry as u64
          h -= entry
          b |= load<u64>(n) << (h as u64)
          n += 7 - ((h >> 3) & 7)
          h |= 56
          entry = load<u32>(literals + (((b as u32) & literalMask) << 2))
          continue
        }
      }
      if (entry & SPECIAL) {
        b >>= entry as u64
        h -= entry & 63
        if (entry & INVALID) result = BAD
        break
      }
    }
    const length = ((entry >> 16) & 0x1ff) + extraBits(b, entry)
    b >>= entry as u64
    h -= entry
    b |= load<u64>(n) << (h as u64)
    n += 7 - ((h >> 3) & 7)
    h |= 56

    entry = load<u32>(distances + (((b as u32) & distanceMask) << 2))
    if (entry & SPECIAL) {
      if (entry & POINTER) {
        b >>= entry as u64
        h -= entry & 63
        const more = ((1 as u32) << ((entry >> 8) & 15)) - 1
        entry = load<u32>(distances + ((((entry >> 16) & 0x7fff) + ((b as u32) & more)) << 2))
      }
      if (entry & SPECIAL) {
        b >>= entry as u64
        h -= entry & 63
        result = BAD
        break
      }
    }
    const distance = (entry >> 16) + extraBits(b, entry)
    b >>= entry as u64
    h -= entry
    b |= load<u64>(n) << (h as u64)
    n += 7 - ((h >> 3) & 7)
    h |= 56
    entry = load<u32>(literals + (((b as u32) & literalMask) << 2))

    if (distance > ((o - start) as u32)) {
      result = BAD
      break
    }
    if (o + length > end) {
      result = n > last ? ENDS_EARLY : OTHER_SIZE
      break
    }
    copyMatch(o, distance, length)
    o += length
  }
  setInput(b, h, n)
  out = o
  if (result == 0 || result == BAD) {
    if (n - ((h & 63) >> 3) > inputEnd) return ENDS_EARLY
    if (o > end) return OTHER_SIZE
  }
  return result
}

/** The bits between the code and the end of what the entry takes. */
// @ts-ignore: decorator
@inline
function extraBits(b: u64, entry: u32): u32 {
  const all = ((1 as u64) << (entry as u64)) - 1
  return ((b & all) as u32) >> ((entry >> 8) & 15)
}
