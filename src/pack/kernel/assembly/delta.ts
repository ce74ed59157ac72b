// git's deltas (gitformat-pack, "Deltified representation"): two sizes, then copies out of the base and new bytes.
import { copyApart } from './copy'
import { BAD_DELTA, MANY_SEGMENTS, OTHER_BASE, OTHER_RESULT } from './errors'

/** Where the last size that was read ends. */
let sizeEnd: usize = 0

/** Writes the size of the base and that of the result; hands back how many bytes they take, or an error. */
export function deltaSizes(delta: usize, deltaLength: usize, to: usize): i32 {
  const base = readSize(delta, delta + deltaLength)
  if (base < 0) return BAD_DELTA
  const result = readSize(sizeEnd, delta + deltaLength)
  if (result < 0) return BAD_DELTA
  store<u32>(to, base)
  store<u32>(to, result, 4)
  return (sizeEnd - delta) as i32
}

/** -1: it does not end, or passes 31 bits. */
function readSize(from: usize, end: usize): i32 {
  let size: u64 = 0
  for (let shift: u64 = 0; from < end && shift < 35; shift += 7) {
    const byte = load<u8>(from++)
    size |= ((byte & 127) as u64) << shift
    if (byte > 127) continue
    sizeEnd = from
    return size > 0x7fffffff ? -1 : (size as i32)
  }
  return -1
}

/** Hands back how many segments it wrote: where bytes of the base went. Those of the result that it names are new. */
export function apply(
  delta: usize,
  deltaLength: usize,
  base: usize,
  baseLength: u32,
  dst: usize,
  dstCapacity: u32,
  segments: usize,
  maxSegments: u32,
): i32 {
  const end = delta + deltaLength
  const baseSize = readSize(delta, end)
  if (baseSize < 0) return BAD_DELTA
  const size = readSize(sizeEnd, end)
  if (size < 0) return BAD_DELTA
  if ((baseSize as u32) != baseLength) return OTHER_BASE
  if ((size as u32) > dstCapacity) return OTHER_RESULT

  const outEnd = dst + size
  const lastSegment = segments + maxSegments * 12
  let segment = segments
  let reached: usize = 0 // where in dst the last segment ends; no segment yet: nowhere
  let expected: u32 = 0 // and in the base
  let at = sizeEnd
  let out = dst
  while (at < end) {
    const op = load<u8>(at++) as u32
    if (op < 128) {
      if (op == 0 || op > ((end - at) as u32)) return BAD_DELTA
      if (op > ((outEnd - out) as u32)) return OTHER_RESULT
      copyApart(out, at, op)
      at += op
      out += op
      continue
    }
    // a byte that is left out counts as 0, without a branch: which are there changes from copy to copy
    let offset = present(at, op, 0)
    at += op & 1
    offset |= present(at, op, 1) << 8
    at += (op >> 1) & 1
    offset |= present(at, op, 2) << 16
    at += (op >> 2) & 1
    offset |= present(at, op, 3) << 24
    at += (op >> 3) & 1
    let length = present(at, op, 4)
    at += (op >> 4) & 1
    length |= present(at, op, 5) << 8
    at += (op >> 5) & 1
    length |= present(at, op, 6) << 16
    at += (op >> 6) & 1
    if (length == 0) length = 0x10000
    if (at > end || offset > baseLength || length > baseLength - offset) return BAD_DELTA
    if (length > ((outEnd - out) as u32)) return OTHER_RESULT
    copyApart(out, base + offset, length)
    if (out == reached && offset == expected) {
      store<u32>(segment - 12, load<u32>(segment - 12, 8) + length, 8)
    } else {
      if (segment >= lastSegment) return MANY_SEGMENTS
      store<u32>(segment, out - dst)
      store<u32>(segment, offset, 4)
      store<u32>(segment, length, 8)
      segment += 12
    }
    out += length
    reached = out
    expected = offset + length
  }
  return out == outEnd ? (((segment - segments) / 12) as i32) : OTHER_RESULT
}

// @ts-ignore: decorator
@inline
function present(at: usize, op: u32, bit: u32): u32 {
  return (load<u8>(at) as u32) & (0 - ((op >> bit) & 1))
}
