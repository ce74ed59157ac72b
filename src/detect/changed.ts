/**
 * One version of a file after another: where the one before held nothing, only what an edit touches can hold something.
 * Large files have thousands of versions; in express three quarters of all bytes are one changelog.
 */

import { apartIn } from './apart.ts'
import { budgetFor } from './budget.ts'
import type { Candidate } from './candidate.ts'
import { type Focus, linesAround, linesOf, namesAround, type PackFocus } from './focus.ts'
import { QUOTING } from './generic/reject.ts'
import type { Span } from './layer.ts'
import { type Detectors, scanOf } from './load.ts'
import { formatOf } from './open/format.ts'
import { findKeywords, type Hits } from './prefilter.ts'
import { FARTHEST, hitsNear } from './region.ts'
import type { RuleTable } from './rule.ts'
import { lazyRuns, runsIn } from './runs.ts'
import { type Pack, scanText } from './scan.ts'
import { type Text, textOf } from './text.ts'
import { worthLooking } from './triage.ts'

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
  const changed = changedSpan(old.bytes, text.bytes)
  const found = candidatesAt(text, changed, path, detectors)
  if (found === null) return false
  return found.length === 0 || stoodThere(found, changed, [text, old], path, detectors)
}

/** All that an edit of this span can bring; null where that takes a look at the whole. */
function candidatesAt(text: Text, changed: Span, path: string, detectors: Detectors): Candidate[] | null {
  const focus = focusOn(text, changed, path, detectors)
  if (focus === null) return null
  return scanText(text, scanOf(detectors, path, budgetFor(text.bytes.length, path)), focus)
}

/**
 * Beside the edit the text before has the very same candidates at the same places, none in an edited line: then both
 * have the same credentials. Not where a rule wants a partner, which the edit may bring nearer, nor within something encoded.
 */
function stoodThere(
  found: Candidate[],
  changed: Span,
  [now, old]: [Text, Text],
  path: string,
  detectors: Detectors,
): boolean {
  const shift = old.bytes.length - now.bytes.length
  const [start, end] = linesOf(now.bytes, [changed])[0]!
  const isApart = ({ rule, layer, match, root }: Candidate) => {
    const [low, high] = [Math.min(match[0], root[0]), Math.max(match[1], root[1])]
    return layer.depth === 0 && rule.required.length === 0 && (high <= start || low >= end)
  }
  if (!found.every(isApart)) return false
  const before = candidatesAt(old, [changed[0], changed[1] + shift], path, detectors)
  if (before === null || before.length !== found.length) return false
  const known = new Set(before.map(one => placeOf(one, 0)))
  return found.every(one => known.has(placeOf(one, one.match[0] >= end ? shift : 0)))
}

function placeOf({ rule, root, match }: Candidate, shift: number): string {
  return [rule.id, ...root.map(at => at + shift), ...match.map(at => at + shift)].join(' ')
}

/** null: searched as a whole. */
function focusOn(text: Text, changed: Span, path: string, { packs }: Detectors): Focus | null {
  const lines = linesAround(text.bytes, [changed])
  const [start, end] = lines[0]!
  if (end - start > LONGEST) return null
  const names = namesAround(text.bytes, [changed])
  const isQuoting = QUOTING.test(path)
  return {
    lines,
    names,
    packs: packs.map(pack => packFocus(pack, text, lines, isQuoting)),
    runs: lazyRuns(text.bytes, names),
  }
}

function packFocus(pack: Pack, text: Text, lines: Span[], isQuoting: boolean): PackFocus {
  const { table, automaton } = pack
  const [start, end] = lines[0]!
  const low = Math.max(0, start - FARTHEST)
  const hits = findKeywords(automaton, text.bytes.subarray(low, end + FARTHEST))
  for (let i = 1; i < hits.length; i += 2) hits[i]! += low
  const everywhere = newApart(table, hits, lines)
  const apart = apartIn(table, text, lines[0]!).filter(index => !everywhere.includes(index))
  const worth = worthLooking(pack, text.bytes, hits, around => runsIn(text.bytes, around()), isQuoting)
  return { hits: worth, apart, everywhere }
}

/** With their keyword near the edit: it may be new, then a match may lie anywhere. */
function newApart(table: RuleTable, hits: Hits, lines: Span[]): number[] {
  if (table.apart.length === 0) return []
  const near = new Set<number>()
  for (let i = 0; i < hits.length; i += 2)
    for (const index of table.keywordRules[hits[i]!]!)
      if (table.apart.includes(index) && hitsNear(table.rule(index), [hits[i + 1]!], lines).length > 0)
        near.add(index)
  return [...near]
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
