import { bitsOf, isAlnum, wideBits } from './classes'

const SHORTEST: usize = 16
const SHORTEST_BASE: usize = 20

/**
 * Runs of the wide class (runs.ts) in [from, to) of 16 and more; at `out` three u32 each: where it begins and ends, counted from `from`,
 * and the longest run of letters and digits in it. Hands back where it stopped writing; 0: there was no room up to `limit`. Up to 15 bytes
 * are read behind `to`.
 */
export function runs(from: usize, to: usize, out: usize, limit: usize): usize {
  return search(from, to, out, limit, false)
}

/** The same of base64's alphabet without its padding (decode.ts): 20 and more, two u32 each, rulers too. */
export function bases(from: usize, to: usize, out: usize, limit: usize): usize {
  return search(from, to, out, limit, true)
}

/** Twice in the module, each time without the other's branches. */
@inline
function search(from: usize, to: usize, out: usize, limit: usize, isBase: bool): usize {
  let write = out
  let start: usize = 0 // of a run that is open; no run begins at 0
  for (let at = from; at < to; at += 16) {
    const block = v128.load(at)
    let bits = wideBits(block)
    if (isBase) bits &= ~bitsOf(block, 61)
    if (to - at < 16) bits &= (1 << <i32>(to - at)) - 1
    if (bits == 0xffff) {
      if (start == 0) start = at
      continue
    }
    if (start != 0) write = told(from, start, at + ctz(~bits), write, isBase)
    if (write + 24 > limit) return 0
    const open = clz(~(bits << 16))
    start = open == 0 ? 0 : at + 16 - open
  }
  return start == 0 ? write : told(from, start, to, write, isBase)
}

@inline
function told(from: usize, start: usize, end: usize, write: usize, isBase: bool): usize {
  if (isBase) return put(from, start, end, write)
  return end - start < SHORTEST ? write : measured(from, start, end, write)
}

/** Rulers (`-----`, `=====`) are none: of a key one character in four is a letter or a digit, and many more are. */
function measured(from: usize, start: usize, end: usize, write: usize): usize {
  let longest: u32 = 0
  let length: u32 = 0
  let all: u32 = 0
  for (let at = start; at < end; at++) {
    if (!isAlnum(load<u8>(at))) {
      length = 0
      continue
    }
    all++
    length++
    if (length > longest) longest = length
  }
  if (all * 4 < <u32>(end - start)) return write
  store<u32>(write, <u32>(start - from))
  store<u32>(write, <u32>(end - from), 4)
  store<u32>(write, longest, 8)
  return write + 12
}

@inline
function put(from: usize, start: usize, end: usize, write: usize): usize {
  if (end - start < SHORTEST_BASE) return write
  store<u32>(write, <u32>(start - from))
  store<u32>(write, <u32>(end - from), 4)
  return write + 8
}
