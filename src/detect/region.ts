/**
 * Where a rule's regex has to look: around each keyword, as far as a match can reach, within the line if a match
 * cannot hold a line break. Overlapping regions become one, so that a rule reads a byte about once.
 */
import { within } from './focus.ts'
import type { Span } from './layer.ts'
import { WINDOW } from './precheck.ts'
import type { Rule } from './rule.ts'
import { alignEnd, alignStart, type Text } from './text.ts'

export interface Region {
  start: number
  end: number
}

/** What it needs to know of a rule. */
export type Reach = Pick<Rule, 'reach' | 'breaks'>

/** How far a pattern without a bound is followed at first; a match that touches the edge is followed further (grow). */
const OPEN_LINE = 2048
const OPEN_LINES = 16_384
/** No region is longer: an engine call is linear in it, and native re2 copies all of it for each match. */
const LONGEST = 65_536

/** Whether a region may hold a match at all: asked before regions are joined. */
export type Worth = (region: Region) => boolean

/**
 * `hits` are offsets of keywords, ascending. Near ones share a region, which holds all that a match around any of them
 * can reach; only then it is asked whether the region is worth it.
 */
export function regionsFor(rule: Reach, hits: number[], text: Text, worth: Worth = () => true): Region[] {
  const reach = reachOf(rule, text)
  const regions: Region[] = []
  let open: Region | undefined
  for (const hit of hits) {
    if (open && takesIn(open, rule, hit, reach, text)) continue
    if (open && worth(open)) join(regions, open)
    open = around(rule, hit, reach, text)
  }
  if (open && worth(open)) join(regions, open)
  return regions
}

/** Whether the region holds, or was made to hold, what lies around a further hit. */
function takesIn(open: Region, rule: Reach, hit: number, reach: number, text: Text): boolean {
  if (hit >= open.end) return false
  if (rule.breaks === 0 && atLineEnd(text, open.end)) return true // its whole line is in
  const high = Math.min(text.bytes.length, hit + reach + 64)
  const end = rule.breaks === 0 ? lineEnd(text.bytes, open.end, high, 0) : around(rule, hit, reach, text).end
  if (end - open.start > Math.max(WINDOW, reach * 4)) return false
  open.end = Math.max(open.end, alignEnd(text, end))
  return true
}

function join(regions: Region[], next: Region): void {
  const last = regions.at(-1)
  if (last && next.start <= last.end && next.end - last.start <= LONGEST)
    last.end = Math.max(last.end, next.end)
  else regions.push(next)
}

/** For a rule without keywords: everything, in overlapping pieces. */
export function everywhere(rule: Reach, text: Text): Region[] {
  const hits: number[] = []
  for (let at = 0; at < text.bytes.length; at += 64) hits.push(at)
  return regionsFor({ ...rule, breaks: null }, hits, text)
}

/** For a rule whose keyword only has to stand somewhere in the content: each line, and each part of a long one. */
export function everyLine(rule: Reach, text: Text, worth: Worth): Region[] {
  if (rule.breaks !== 0) return everywhere(rule, text)
  const hits: number[] = []
  const step = Math.max(32, Math.min(1024, reachOf(rule, text)))
  for (let start = 0; start < text.bytes.length; ) {
    const found = text.bytes.indexOf(10, start)
    const end = found < 0 ? text.bytes.length : found
    for (let at = start; at < end; at += step) hits.push(at)
    start = end + 1
  }
  return regionsFor(rule, hits, text, worth)
}

/** A keyword that lies farther away has no match here. */
export const FARTHEST = OPEN_LINES + 64

/** The hits whose match may reach into these lines. */
export function hitsNear(rule: Reach, hits: number[], lines: Span[]): number[] {
  return within(hits, lines, farOf(rule))
}

/** How far from a line a keyword may lie whose match reaches into it. */
export function farOf(rule: Reach): number {
  if (rule.breaks === 0) return 0
  return rule.reach === null ? FARTHEST : Math.min(rule.reach * 4 + 64, FARTHEST)
}

/** In bytes: a character of UTF-8 has up to four. Never so far that a region could not take in a second keyword. */
function reachOf(rule: Reach, text: Text): number {
  const open = rule.breaks === null ? OPEN_LINES : OPEN_LINE
  if (rule.reach === null) return open
  return Math.min((rule.reach + 1) * (text.plain ? 1 : 4), OPEN_LINES)
}

/** All that the regex may be given with the hit, be there others near it: null where that has no bound. */
export function regionAround(rule: Reach, hit: number, text: Text): Region | null {
  const region = around(rule, hit, reachOf(rule, text), text)
  if (rule.reach !== null) return region
  const isWhole = atLineStart(text, region.start) && atLineEnd(text, region.end)
  return rule.breaks !== null && isWhole ? region : null
}

function around(rule: Reach, hit: number, reach: number, text: Text): Region {
  const low = Math.max(0, hit - reach)
  const high = Math.min(text.bytes.length, hit + reach + 64) // 64: no keyword is longer
  if (rule.breaks === null) return { start: alignStart(text, low), end: alignEnd(text, high) }
  const start = lineStart(text.bytes, hit, low, rule.breaks)
  return { start: alignStart(text, start), end: alignEnd(text, lineEnd(text.bytes, hit, high, rule.breaks)) }
}

/** Of the line `more` lines up, with the break before it: a match may begin with that. */
function lineStart(bytes: Buffer, from: number, low: number, more: number): number {
  let at = from
  for (let left = more; at > low; at--) if (bytes[at - 1] === 10 && left-- === 0) break
  return at > low ? at - 1 : at
}

/** Of the line `more` lines down, with the break after it. */
function lineEnd(bytes: Buffer, from: number, high: number, more: number): number {
  let at = from
  for (let left = more; at < high; at++) if (bytes[at] === 10 && left-- === 0) break
  return at < high ? at + 1 : at
}

/**
 * A longer region when a match touches an edge that is no line boundary (it may go on beyond, and `\b` or `$` hold
 * there wrongly); null when there is no such edge or the region is long enough.
 */
export function grow(region: Region, match: Region, rule: Reach, text: Text): Region | null {
  const left = match.start <= region.start && !atLineStart(text, region.start)
  const right = match.end >= region.end && !atLineEnd(text, region.end)
  const length = region.end - region.start
  if ((!left && !right) || length >= LONGEST * 2) return null
  const low = left ? Math.max(0, region.start - length) : region.start
  const high = right ? Math.min(text.bytes.length, region.end + length) : region.end
  if (rule.breaks === null) return { start: alignStart(text, low), end: alignEnd(text, high) }
  return {
    start: left ? alignStart(text, lineStart(text.bytes, region.start, low, rule.breaks)) : region.start,
    end: right ? alignEnd(text, lineEnd(text.bytes, region.end, high, rule.breaks)) : region.end,
  }
}

function atLineStart(text: Text, at: number): boolean {
  return at === 0 || text.bytes[at] === 10
}

function atLineEnd(text: Text, at: number): boolean {
  return at === text.bytes.length || text.bytes[at - 1] === 10
}
