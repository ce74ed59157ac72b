// Classes of bytes, sixteen at once: a table for each half of the byte, and a byte is of the class where both have a bit in common.
//
//   bit 1   2x: + - /
//   bit 2   3x: 0 to 9 and =
//   bit 4   4x, 6x: A to O
//   bit 8   5x, 7x: P to Z
//   bit 16  5f: _

@inline
function lows(): v128 {
  return i8x16(10, 14, 14, 14, 14, 14, 14, 14, 14, 14, 12, 5, 4, 7, 4, 21)
}

@inline
function highs(): v128 {
  return i8x16(0, 0, 1, 2, 4, 24, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0)
}

/** A bit for each of the 16 bytes: letters, digits and `+ / = _ -`. */
@inline
export function wideBits(block: v128): i32 {
  const low = i8x16.swizzle(lows(), v128.and(block, i8x16.splat(15)))
  const high = i8x16.swizzle(highs(), i8x16.shr_u(block, 4))
  return i8x16.bitmask(i8x16.ne(v128.and(low, high), i8x16.splat(0)))
}

@inline
export function bitsOf(block: v128, byte: i8): i32 {
  return i8x16.bitmask(i8x16.eq(block, i8x16.splat(byte)))
}

@inline
export function isAlnum(byte: u32): bool {
  return byte - 48 < 10 || (byte | 32) - 97 < 26
}

/** Its value, or more than 15. */
@inline
export function hexOf(byte: u32): u32 {
  if (byte - 48 < 10) return byte - 48
  const letter = (byte | 32) - 97
  return letter < 6 ? letter + 10 : 16
}
