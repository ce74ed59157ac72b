/**
 * One version of a file after another: where the one before held nothing, only what an edit touches can hold something.
 * Large files have thousands of versions; in express three quarters of all bytes are one changelog.
 */
import { budgetFor } from './budget.ts'
import type { Span } from './layer.ts'
import { type Detectors, scanOf } from './load.ts'
import { formatOf } from './open/format.ts'
import { scanText } from './scan.ts'
import { type Text, textOf } from './text.ts'

/** Longer edits are searched as a whole. */
const LONGEST = 65_536

/**
 * True when `now` surely holds no credential that `before` does not hold, under the same path; false when that takes a look at
 * all of it. Throws CoverageError as `detect` does.
 */
export function addsNothing(before: Buffer, now: Buffer, path: string, detectors: Detectors): boolean {
  if (formatOf(now)) return false // its lines say nothing of its members
  const text = textOf(now)
  const old = textOf(before)
  // bytes that mean something else now, or UTF-16 in between: another text altogether. ASCII means the same within UTF-8
  if (text.encoding !== old.encoding || text.bytes.includes(0)) return false
  const lines = linesAround(text, changedSpan(old.bytes, text.bytes))
  if (lines[1] - lines[0] > LONGEST) return false
  const scan = scanOf(detectors, path, budgetFor(now.length, path))
  return scanText(text, scan, lines).length === 0
}

/** What remains of `now` without the beginning and the end that it shares with `before`. */
export function changedSpan(before: Buffer, now: Buffer): Span {
  const most = Math.min(before.length, now.length)
  const start = sharedStart(before, now, most)
  return [start, now.length - sharedEnd(before, now, most - start)]
}

/** Compared at once; where they differ, byte by byte. */
const BLOCK = 1024

function sharedStart(a: Buffer, b: Buffer, most: number): number {
  let at = 0
  while (at + BLOCK <= most && a.compare(b, at, at + BLOCK, at, at + BLOCK) === 0) at += BLOCK
  while (at < most && a[at] === b[at]) at++
  return at
}

function sharedEnd(a: Buffer, b: Buffer, most: number): number {
  let n = 0
  const same = (from: number, to: number) =>
    a.compare(b, b.length - to, b.length - from, a.length - to, a.length - from) === 0
  while (n + BLOCK <= most && same(n, n + BLOCK)) n += BLOCK
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n++
  return n
}

/** The lines the edit touches, and one more on each side: a match may begin or end with a line break. */
function linesAround({ bytes }: Text, [start, end]: Span): Span {
  const before = start === 0 ? -1 : bytes.lastIndexOf(10, start - 1)
  const above = before <= 0 ? -1 : bytes.lastIndexOf(10, before - 1)
  const after = bytes.indexOf(10, end)
  const below = after < 0 ? -1 : bytes.indexOf(10, after + 1)
  return [above + 1, below < 0 ? bytes.length : below + 1]
}
