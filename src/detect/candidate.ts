/** What a rule's regex found in one layer, before it is compared with other candidates. */
import type { Confidence } from '../model.ts'
import { type Budget, spendBytes, spendCandidate } from './budget.ts'
import type { Matcher } from './engine.ts'
import type { HeldSecret } from './held/held.ts'
import type { Layer, Span } from './layer.ts'
import { machineIfOften } from './machine.ts'
import type { Memo } from './memo.ts'
import { windowFor } from './precheck.ts'
import { grow, type Region } from './region.ts'
import type { Rule } from './rule.ts'
import { Secret } from './secret.ts'
import { slice, type Text } from './text.ts'

export interface Candidate {
  rule: Rule
  secret: Secret
  layer: Layer
  /** of the secret, in its layer */
  span: Span
  /** of the secret and of the whole match, in the content */
  root: Span
  match: Span
  /** what the model says, for a scored rule */
  confidence?: Confidence
  /** where its value is kept: of a held secret, and of any rule's candidate that turned out to be one */
  held?: HeldSecret
}

/** A match in text form, for the checks that read it; never kept. */
export interface Found {
  secret: string
  match: string
  /** the region's text and the match's place in it, for checks of the line */
  window: string
  at: number
}

export type Accept = (rule: Rule, found: Found) => boolean

/** Shorter windows are searched as fast as they are digested. */
const WORTH_DIGESTING = 256

/** All matches of one rule in its regions of one layer. Throws CoverageError when the budget runs out. */
export function candidatesIn(
  rule: Rule,
  matcher: Matcher,
  regions: Region[],
  layer: Layer,
  budget: Budget,
  accept: Accept,
  memo?: Memo,
): Candidate[] {
  const found: Candidate[] = []
  let done = 0 // regions may overlap: what ends before here was seen
  for (const region of regions) {
    for (const candidate of unlessKnown(rule, matcher, region, layer, budget, accept, memo)) {
      if (candidate.span[1] <= done) continue
      done = candidate.span[1]
      spendCandidate(budget)
      found.push(candidate)
    }
  }
  return found
}

/** A window without a match is remembered: what lies beside it plays no part. */
function unlessKnown(
  rule: Rule,
  matcher: Matcher,
  region: Region,
  layer: Layer,
  budget: Budget,
  accept: Accept,
  memo?: Memo,
): Candidate[] {
  const { start, end } = region
  if (!memo || end - start < WORTH_DIGESTING) {
    if (!mayMatch(rule, layer.text, region)) return []
    return inRegion(rule, matcher, region, layer, budget, accept)
  }
  const digest = memo.digest(rule.id + layer.text.encoding, layer.text.bytes.subarray(start, end))
  if (memo.knows(digest)) return []
  if (!mayMatch(rule, layer.text, region)) {
    memo.add(digest)
    return []
  }
  let matched = false
  const noted: Matcher = {
    find(text, from) {
      const groups = matcher.find(text, from)
      matched ||= groups !== null
      return groups
    },
  }
  const found = inRegion(rule, noted, region, layer, budget, accept)
  if (!matched) memo.add(digest)
  return found
}

/** In one pass over the bytes; shorter windows were asked about by their precheck (scan.ts). */
function mayMatch(rule: Rule, { bytes }: Text, { start, end }: Region): boolean {
  return end - start <= windowFor(rule) || machineIfOften(rule)?.within(bytes, start, end) !== false
}

function inRegion(
  rule: Rule,
  matcher: Matcher,
  region: Region,
  layer: Layer,
  budget: Budget,
  accept: Accept,
): Candidate[] {
  const { text } = layer
  const window = slice(text, region.start, region.end)
  const found: Candidate[] = []
  let from = 0
  while (from <= window.length) {
    const groups = matcher.find(window, from)
    spendBytes(budget, (groups ? groups[1]! : window.length) - from)
    if (!groups) break
    const match = bytesOf(text, window, region.start, groups[0]!, groups[1]!)
    const larger = grow(region, { start: match[0], end: match[1] }, rule, text)
    if (larger) return inRegion(rule, matcher, larger, layer, budget, accept)
    const candidate = candidateOf(rule, groups, window, region.start, layer, match, accept)
    if (candidate) found.push(candidate)
    // not from the match's end: its last character may begin the next one, and a value refused may hold a name
    const [secretStart, secretEnd] = secretIn(groups, rule.secretGroup)
    from = Math.max(candidate ? secretEnd : secretStart, groups[0]! + 1)
  }
  return found
}

function candidateOf(
  rule: Rule,
  groups: number[],
  window: string,
  base: number,
  layer: Layer,
  match: Span,
  accept: Accept,
): Candidate | null {
  const [start, end] = secretIn(groups, rule.secretGroup)
  if (end <= start) return null
  const secret = window.slice(start, end)
  const found = { secret, match: window.slice(groups[0], groups[1]), window, at: start }
  if (!accept(rule, found)) return null
  const span = bytesOf(layer.text, window, base, start, end)
  if (match[0] < span[0] && layer.text.bytes[match[0]] === 10) match[0]++ // a line break before it is not a line of it
  return {
    rule,
    secret: new Secret(secret),
    layer,
    span,
    root: layer.toRoot(span),
    match: layer.toRoot(match),
  }
}

/** The group asked for, else the first that holds something, else the whole match. */
function secretIn(groups: number[], asked: number): Span {
  const holds = (group: number) => groups[group * 2 + 1]! > groups[group * 2]!
  let group = asked
  if (asked === 0 || !holds(asked)) {
    group = 1
    while (group * 2 < groups.length && !holds(group)) group++
  }
  if (group * 2 >= groups.length) group = 0
  return [groups[group * 2]!, groups[group * 2 + 1]!]
}

/** Offsets in the window's text → offsets in the layer's bytes. */
function bytesOf(text: Text, window: string, base: number, start: number, end: number): Span {
  if (text.plain) return [base + start, base + end]
  const from = base + Buffer.byteLength(window.slice(0, start))
  return [from, from + Buffer.byteLength(window.slice(start, end))]
}
