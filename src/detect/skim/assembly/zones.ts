// The parts of a content that an edit can matter in: focus.ts and zones.ts say why, and do the same for those who have no memory of
// this module's. A list is spans, two addresses each; a list of n spans makes one of n at most.
import { linesDown, linesUp } from './breaks'

/** Of what the model looks at (focus.ts). */
const NEAR: usize = 300
const PAIR_LINE: usize = 600 + 60 + 2048

/** Where the content lies. */
let first: usize = 0
let last: usize = 0

/**
 * `copies`: `count` triples of u32, as an edit has them (edit.ts). At `out` six u32: how many spans there are that changed, edited
 * lines, lines around them, for keywords, for names, and of the last two together; then the lists one behind the other, two u32 a span,
 * counted from the content's begin. Hands back where it stopped writing.
 */
export function zones(
  content: usize,
  length: usize,
  copies: usize,
  count: u32,
  before: u32,
  out: usize,
): usize {
  first = content
  last = content + length
  const changed = out + 24
  const edited = changedSpans(copies, count, before, changed)
  const lines = linesOf(changed, edited, edited)
  const keys = linesAround(changed, edited, lines)
  const names = linesAround(lines, keys, keys)
  const all = namesAround(changed, edited, names)
  const end = joinedOf(keys, names, all, all)
  store<u32>(out, spansIn(changed, edited))
  store<u32>(out, spansIn(edited, lines), 4)
  store<u32>(out, spansIn(lines, keys), 8)
  store<u32>(out, spansIn(keys, names), 12)
  store<u32>(out, spansIn(names, all), 16)
  store<u32>(out, spansIn(all, end), 20)
  for (let at = changed; at < end; at += 4) store<u32>(at, load<u32>(at) - <u32>content)
  return end
}

@inline
function spansIn(from: usize, to: usize): u32 {
  return <u32>((to - from) >> 3)
}

@inline
function put(write: usize, start: usize, end: usize): usize {
  store<u32>(write, <u32>start)
  store<u32>(write, <u32>end, 4)
  return write + 8
}

/** What is not copied, and where two copies meet that did not before. */
function changedSpans(copies: usize, count: u32, before: u32, out: usize): usize {
  let write = out
  let at: u32 = 0
  let from: u32 = 0
  for (let one = copies; one < copies + count * 12; one += 12) {
    const to = load<u32>(one)
    const start = load<u32>(one, 4)
    if (to > at || start != from) write = put(write, first + at, first + to)
    at = to + load<u32>(one, 8)
    from = start + load<u32>(one, 8)
  }
  if (first + at < last || from != before) write = put(write, first + at, last)
  return write
}

function linesOf(spans: usize, end: usize, out: usize): usize {
  let write = out
  for (let one = spans; one < end; one += 8) {
    const to: usize = load<u32>(one, 4)
    if (write > out && to < load<u32>(write - 4)) continue
    const from = linesUp(first, load<u32>(one), 0)
    if (write > out && from <= load<u32>(write - 4)) store<u32>(write - 4, <u32>linesDown(last, to, 0))
    else write = put(write, from, linesDown(last, to, 0))
  }
  return write
}

function linesAround(spans: usize, end: usize, out: usize): usize {
  let write = out
  let inner: usize = 0 // where the last line that is touched ends: spans before it change nothing
  for (let one = spans; one < end; one += 8) {
    const to: usize = load<u32>(one, 4)
    if (to < inner) continue
    const from = linesUp(first, load<u32>(one), 1)
    inner = linesDown(last, to, 0)
    const behind = linesDown(last, inner, 0)
    if (write > out && from <= load<u32>(write - 4)) extend(write, behind)
    else write = put(write, from, behind)
  }
  return write
}

@inline
function extend(write: usize, to: usize): void {
  if (to > load<u32>(write - 4)) store<u32>(write - 4, <u32>to)
}

function namesAround(spans: usize, end: usize, out: usize): usize {
  let write = out
  for (let one = spans; one < end; one += 8) {
    const start: usize = load<u32>(one)
    const low = start - first > NEAR ? start - NEAR : first
    const high = min(last, <usize>load<u32>(one, 4) + NEAR)
    const to = min(linesDown(last, high, 0), high + PAIR_LINE)
    if (write > out && low <= load<u32>(write - 4)) extend(write, to)
    else write = joinedTo(out, write, max(linesUp(first, low, 0), low > PAIR_LINE ? low - PAIR_LINE : 0), to)
  }
  return write
}

/** A span behind those that are there, or one with the last of them. */
@inline
function joinedTo(out: usize, write: usize, from: usize, to: usize): usize {
  if (write == out || from > load<u32>(write - 4)) return put(write, from, to)
  extend(write, to)
  return write
}

/** Two lists that lie one behind the other, as one. */
function joinedOf(a: usize, b: usize, end: usize, out: usize): usize {
  let write = out
  let left = a
  let right = b
  while (left < b || right < end) {
    const isLeft = right >= end || (left < b && load<u32>(left) <= load<u32>(right))
    const one = isLeft ? left : right
    write = joinedTo(out, write, load<u32>(one), load<u32>(one, 4))
    if (isLeft) left += 8
    else right += 8
  }
  return write
}
