import { bitsOf, hexOf, wideBits } from './classes'

const SHORTEST: usize = 20

/**
 * 1: [from, to) may hold something encoded, as encoded.ts tells it. One byte is read before `from` and up to 32 behind `to`: they are
 * what stands there, or 0.
 */
export function encoded(from: usize, to: usize): i32 {
  let start: usize = 0 // of a run of base64's characters that is open
  let before: i32 = load<u8>(from - 1) == 85 ? 1 : 0
  for (let at = from; at < to; at += 16) {
    const block = v128.load(at)
    let bits = wideBits(block) & ~bitsOf(block, 61)
    let marks = marksIn(block, before)
    before = bitsOf(block, 85) >> 15
    if (to - at < 16) {
      const within = (1 << <i32>(to - at)) - 1
      bits &= within
      marks &= within
    }
    for (; marks != 0; marks &= marks - 1) if (isEscape(at + ctz(marks))) return 1
    if (bits == 0xffff) {
      if (start == 0) start = at
      continue
    }
    if (start != 0 && mayDecode(start, at + ctz(~bits))) return 1
    const open = clz(~(bits << 16))
    start = open == 0 ? 0 : at + 16 - open
  }
  return start != 0 && mayDecode(start, to) ? 1 : 0
}

/** `%`, `\`, `&`, NUL, and `+` behind a U. */
@inline
function marksIn(block: v128, before: i32): i32 {
  const marks = v128.or(
    v128.or(i8x16.eq(block, i8x16.splat(37)), i8x16.eq(block, i8x16.splat(92))),
    v128.or(i8x16.eq(block, i8x16.splat(38)), i8x16.eq(block, i8x16.splat(0))),
  )
  return i8x16.bitmask(marks) | (bitsOf(block, 43) & ((bitsOf(block, 85) << 1) | before))
}

/** `%41`, `\\x41`, `\\u0041`, `&#65;`, `U+0041`, UTF-16 */
function isEscape(at: usize): bool {
  const mark = load<u8>(at)
  const next = load<u8>(at + 1)
  if (mark == 0) return true
  if (mark == 37) return hexOf(next) < 16 && hexOf(load<u8>(at + 2)) < 16
  if (mark == 92) return next == 117 || next == 120 || next == 85
  if (mark == 38) return next == 35
  for (let digit = at + 1; digit <= at + 4; digit++) if (hexOf(load<u8>(digit)) > 15) return false
  return true
}

/** Whether the first bytes of the run may be text in hex or base64, or it may be wrapped over lines. */
function mayDecode(start: usize, end: usize): bool {
  if (end - start < SHORTEST) return false
  if (mayBeHex(start, end) || mayBeWrapped(start, end)) return true
  let from = start
  for (let tries = 0; tries < 4 && from + SHORTEST <= end; tries++) {
    if (mayBeBase64(from)) return true
    while (from < end && !separates(load<u8>(from))) from++
    from++
  }
  return false
}

function mayBeWrapped(start: usize, end: usize): bool {
  if (end - start < 40) return false
  const next = load<u8>(end)
  return next == 10 || next == 13
}

function mayBeHex(start: usize, end: usize): bool {
  if (end - start < 32) return false
  let odd = 0
  for (let at = start; at < start + 32; at += 2) {
    const high = hexOf(load<u8>(at))
    const low = hexOf(load<u8>(at + 1))
    if (high > 15 || low > 15) return false
    if (!isTexty(high * 16 + low)) odd++
  }
  return odd <= 4
}

function mayBeBase64(from: usize): bool {
  for (let group = from; group < from + 12; group += 4) {
    let bits: u32 = 0
    for (let at = group; at < group + 4; at++) {
      const value = valueOf(load<u8>(at))
      if (value > 63) return false
      bits = (bits << 6) | value
    }
    if (group == from && bits == 0x1f8b08) return true
    if (!isTexty(bits >> 16) || !isTexty((bits >> 8) & 255) || !isTexty(bits & 255)) return false
  }
  return true
}

/** Of both alphabets; 64: of none. */
@inline
function valueOf(byte: u32): u32 {
  if (byte - 65 < 26) return byte - 65
  if (byte - 97 < 26) return byte - 71
  if (byte - 48 < 10) return byte + 4
  if (byte == 43 || byte == 45) return 62
  return byte == 47 || byte == 95 ? 63 : 64
}

@inline
function separates(byte: u32): bool {
  return byte == 47 || byte == 45 || byte == 95
}

@inline
function isTexty(byte: u32): bool {
  return byte - 32 < 95 || byte == 0 || byte == 9 || byte == 10 || byte == 13
}
