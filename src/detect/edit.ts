/** One version of a content made from another, as a pack's delta has it: what was copied from where, and so what is new. */
import type { Span } from './layer.ts'

/** Copied pieces as triples: where in the new content, where in the old one, how many bytes; in the order of the new content. */
export interface Edit {
  copies: Int32Array
  /** how many triples of `copies` count */
  count: number
  /** bytes of the old content and of the new one */
  before: number
  now: number
}

/** What is not copied, and each place where two copies meet that did not before: there a line may have been joined. */
export function changedSpans({ copies, count, before, now }: Edit): Span[] {
  const spans: Span[] = []
  let at = 0
  let from = 0
  for (let i = 0; i < count * 3; i += 3) {
    if (copies[i]! > at || copies[i + 1]! !== from) spans.push([at, copies[i]!])
    at = copies[i]! + copies[i + 2]!
    from = copies[i + 1]! + copies[i + 2]!
  }
  if (at < now || from !== before) spans.push([at, now])
  return spans
}

/**
 * Pairs of a number and an offset in the old content, ascending by offset → the same in the new content, for what was copied in one
 * piece of `lengthOf(number)` bytes. Copied twice it comes twice; ascending again.
 */
export function copied(pairs: ArrayLike<number>, lengthOf: (number: number) => number, edit: Edit): number[] {
  const moved: number[] = []
  if (pairs.length === 0) return moved
  eachCopy(edit, (to, from, end) => {
    for (let at = firstFrom(pairs, from); at < pairs.length && pairs[at + 1]! < end; at += 2)
      if (pairs[at + 1]! + lengthOf(pairs[at]!) <= end) moved.push(pairs[at]!, pairs[at + 1]! - from + to)
  })
  return moved
}

/** Where to, and which bytes of the old content. One that goes on where the one before ends is one with it: git cuts at 64 KB. */
function eachCopy({ copies, count }: Edit, told: (to: number, from: number, end: number) => void): void {
  for (let i = 0; i < count * 3; ) {
    const to = copies[i]!
    const from = copies[i + 1]!
    let length = 0
    for (; i < count * 3 && copies[i] === to + length && copies[i + 1] === from + length; i += 3)
      length += copies[i + 2]!
    told(to, from, from + length)
  }
}

/** Where the first pair stands whose offset is `from` or more. */
function firstFrom(pairs: ArrayLike<number>, from: number): number {
  let low = 0
  let high = pairs.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (pairs[middle * 2 + 1]! < from) low = middle + 1
    else high = middle
  }
  return low * 2
}

/** Where a span of the old content lies in the new one, for each time it was copied in one piece. */
export function placesOfSpan([start, end]: Span, edit: Edit): Span[] {
  const places: Span[] = []
  eachCopy(edit, (to, from, last) => {
    if (start >= from && end <= last) places.push([start - from + to, end - from + to])
  })
  return places
}

/** Whether a part of the span was copied without the rest of it. */
export function isCut([start, end]: Span, edit: Edit): boolean {
  let found = false
  eachCopy(edit, (_, from, last) => {
    if (from < end && start < last && !(from <= start && end <= last)) found = true
  })
  return found
}
