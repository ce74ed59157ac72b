/**
 * Runs of token characters. Most rules want one: a key of 32 hex digits stands nowhere in ordinary source, whatever words do. What a
 * regex wants is read off it at build time (shape.ts); where such runs lie in a content is found by looking at every sixteenth byte.
 */
import type { Span } from './layer.ts'
import { type Skim, skimFor } from './skim/open.ts'

/** What every match of a regex, or of a part of one, is sure to hold of characters of one class, one after another. */
export interface Run {
  /** it consists of such characters alone: `min` of them at least */
  full: boolean
  min: number
  /** how many at its beginning, at its end, and anywhere */
  head: number
  tail: number
  best: number
}

export const NO_RUN: Run = { full: false, min: 0, head: 0, tail: 0, best: 0 }
export const EMPTY_RUN: Run = ofOnly(0)

/** Of a part that is `count` such characters. */
export function ofOnly(count: number): Run {
  return { full: true, min: count, head: count, tail: count, best: count }
}

export function joinRuns(a: Run, b: Run): Run {
  if (a.full && b.full) return ofOnly(a.min + b.min)
  return {
    full: false,
    min: 0,
    head: a.full ? a.min + b.head : a.head,
    tail: b.full ? b.min + a.tail : b.tail,
    best: Math.max(a.best, b.best, a.tail + b.head),
  }
}

export function eitherRun(a: Run, b: Run): Run {
  if (a.full && b.full) return ofOnly(Math.min(a.min, b.min))
  return {
    full: false,
    min: 0,
    head: Math.min(a.head, b.head),
    tail: Math.min(a.tail, b.tail),
    best: Math.min(a.best, b.best),
  }
}

/** Repeated `low` times at least. */
export function timesRun(run: Run, low: number): Run {
  if (run.full) return ofOnly(run.min * low)
  if (low === 0) return NO_RUN
  return low === 1 ? run : { ...run, best: Math.max(run.best, run.tail + run.head) }
}

/** Letters and digits; and those with `+ / = _ -`. */
export type RunClass = 'alnum' | 'wide'

export function isOf(char: string, kind: RunClass): boolean {
  return kind === 'alnum' ? /^[A-Za-z0-9]$/.test(char) : /^[A-Za-z0-9+/=_-]$/.test(char)
}

/** Shorter runs stand everywhere: nothing is asked of them. */
export const SHORTEST_RUN = 16

/** Ascending: where each run of the wide class begins and ends, and the longest run of letters and digits in it. */
export type Runs = number[]

/** All runs of SHORTEST_RUN and more in the spans, or in all of the bytes; a span may end behind them. */
export function runsIn(bytes: Buffer, spans: Span[] = [[0, bytes.length]]): Runs {
  const runs: Runs = []
  for (const [from, last] of spans) {
    const to = Math.min(last, bytes.length)
    const skim = skimFor(bytes, to - from)
    if (!skim || !skimRuns(skim, bytes, from, to, runs)) walkRuns(bytes, from, to, runs)
  }
  return runs
}

function walkRuns(bytes: Buffer, from: number, to: number, runs: Runs): void {
  for (let at = from + SHORTEST_RUN - 1; at < to; at += SHORTEST_RUN) {
    if (CLASS[bytes[at]!] === 0) continue
    let start = at
    while (start > 0 && CLASS[bytes[start - 1]!] !== 0) start--
    let end = at + 1
    while (end < bytes.length && CLASS[bytes[end]!] !== 0) end++
    if (end - start >= SHORTEST_RUN) addRun(runs, bytes, start, end)
    at = end
  }
}

/** Those at the edges reach out of the span, and are followed there. False: they are too many. */
function skimRuns(skim: Skim, bytes: Buffer, from: number, to: number, runs: Runs): boolean {
  const address = skim.addressOf(bytes, from, to)
  const { numbers, out, limit } = skim
  const end = skim.runs(address, address + to - from, out, limit) >> 2
  if (end === 0) return false
  const isCutBefore = from > 0 && CLASS[bytes[from - 1]!] !== 0
  const isCutBehind = to < bytes.length && CLASS[bytes[to]!] !== 0
  if (isCutBefore) walkRuns(bytes, from - SHORTEST_RUN + 1, from + 1, runs)
  for (let at = out >> 2; at < end; at += 3) {
    const start = numbers[at]! + from
    if ((start === from && isCutBefore) || (numbers[at + 1]! + from === to && isCutBehind)) continue
    runs.push(start, numbers[at + 1]! + from, numbers[at + 2]!)
  }
  if (isCutBehind) walkRuns(bytes, to - SHORTEST_RUN, to, runs)
  return true
}

const ALNUM = 2
const CLASS = classes()

function classes(): Uint8Array {
  const table = new Uint8Array(256)
  for (let byte = 0; byte < 128; byte++) {
    const char = String.fromCharCode(byte)
    table[byte] = Number(isOf(char, 'wide')) + Number(isOf(char, 'alnum'))
  }
  return table
}

/** Rulers (`-----`, `=====`) are none: of a key one character in four is a letter or a digit, and many more are. */
function addRun(runs: Runs, bytes: Buffer, start: number, end: number): void {
  let longest = 0
  let length = 0
  let all = 0
  for (let at = start; at < end; at++) {
    const isAlnum = CLASS[bytes[at]!] === ALNUM
    length = isAlnum ? length + 1 : 0
    if (isAlnum) all++
    if (length > longest) longest = length
  }
  if (all * 4 >= end - start) runs.push(start, end, longest)
}

/** One run may have the letters and digits, and another one the length. Runs do not overlap: their ends ascend as their starts do. */
export function hasRun(runs: Runs, at: number, alnum: number, wide: number, far: number): boolean {
  let hasAlnum = false
  let hasWide = false
  for (let i = firstEnding(runs, at - far); i < runs.length && runs[i]! <= at + far; i += 3) {
    if (runs[i + 2]! >= alnum) hasAlnum = true
    if (runs[i + 1]! - runs[i]! >= wide) hasWide = true
    if (hasAlnum && hasWide) return true
  }
  return false
}

function firstEnding(runs: Runs, from: number): number {
  let low = 0
  let high = runs.length / 3
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle * 3 + 1]! < from) low = middle + 1
    else high = middle
  }
  return low * 3
}

/** `runsIn`, when first asked, once. */
export function lazyRuns(bytes: Buffer, spans?: Span[]): () => Runs {
  let runs: Runs | undefined
  return () => {
    runs ??= runsIn(bytes, spans)
    return runs
  }
}
