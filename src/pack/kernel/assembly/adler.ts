// Adler-32 (RFC 1950, 8.2), 32 bytes at a time.

const BASE: u32 = 65521
/** The most bytes whose sums do not overflow 32 bits, in whole steps of 32. */
const CHUNK: usize = 5536

/** The weights of 32 bytes in the second sum: the first is counted 32 times, the last once. */
export function adler(at: usize, length: usize): u32 {
  let a: u32 = 1
  let b: u32 = 0
  let left = length
  while (left >= 32) {
    const bytes = min(left & ~31, CHUNK)
    let sums = i32x4.splat(0)
    let before = i32x4.splat(0)
    let weighted = i32x4.splat(0)
    for (const end = at + bytes; at < end; at += 32) {
      const low = v128.load(at)
      const high = v128.load(at, 16)
      before = i32x4.add(before, sums)
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs(low)))
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs(high)))
      weighted = i32x4.add(weighted, weigh(low, i16x8(32, 31, 30, 29, 28, 27, 26, 25), i16x8(24, 23, 22, 21, 20, 19, 18, 17)))
      weighted = i32x4.add(weighted, weigh(high, i16x8(16, 15, 14, 13, 12, 11, 10, 9), i16x8(8, 7, 6, 5, 4, 3, 2, 1)))
    }
    b = (b + a * (bytes as u32) + (total(before) << 5) + total(weighted)) % BASE
    a = (a + total(sums)) % BASE
    left -= bytes
  }
  for (const end = at + left; at < end; at++) {
    a += load<u8>(at)
    b += a
  }
  return ((b % BASE) << 16) | (a % BASE)
}

// @ts-ignore: decorator
@inline
function pairs(bytes: v128): v128 {
  return i16x8.extadd_pairwise_i8x16_u(bytes)
}

// @ts-ignore: decorator
@inline
function weigh(bytes: v128, first: v128, second: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), first),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), second),
  )
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): u32 {
  return (i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)) as u32
}
