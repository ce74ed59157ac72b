/** One content through prefilter, regexes and decoders: every candidate in it, overlapping ones too. */
import { type Asked, accepted } from './accept.ts'
import { openInner } from './all-focus.ts'
import { placesOf } from './apart.ts'
import { openFollowed } from './asked.ts'
import type { Automaton } from './automaton.ts'
import type { Budget } from './budget.ts'
import { type Candidate, candidatesIn, type Found } from './candidate.ts'
import { layersIn } from './decode.ts'
import { type Focus, joined, type PackFocus } from './focus.ts'
import type { Model } from './generic/model.ts'
import { scoredIn } from './generic/scored.ts'
import { heldCandidates } from './held/candidates.ts'
import type { Finder } from './held/finder.ts'
import { type Layer, rootLayer, type Span } from './layer.ts'
import { machineIfOften } from './machine.ts'
import type { Memo } from './memo.ts'
import { alwaysAt, mayStandAt } from './place.ts'
import { windowFor } from './precheck.ts'
import { findKeywords, type Hits } from './prefilter.ts'
import { everyLine, everywhere, hitsNear, type Region, regionsFor, type Worth } from './region.ts'
import type { Rule, RuleTable } from './rule.ts'
import { hasRun, type Runs, runsIn } from './runs.ts'
import { latin1, SURROGATE, slice, type Text } from './text.ts'

/** Rules and the automaton of their keywords. */
export interface Pack {
  table: RuleTable
  automaton: Automaton
}

/** What every step of one content's scan shares. */
export interface Scan extends Asked {
  packs: Pack[]
  disabled: ReadonlySet<string>
  budget: Budget
  model: () => Model
  /** of the user's own secrets; null: none, or not gathered */
  finder: Finder | null
  /** of what held nothing, for many versions of the same contents */
  memo?: Memo | undefined
}

/**
 * Throws CoverageError when the budget runs out, PortcullisError when no engine loads. With a focus only what an edit there can have
 * brought is looked for; some beside it is found too.
 */
export function scanText(text: Text, scan: Scan, focus?: Focus): Candidate[] {
  const found: Candidate[] = []
  const inner = openInner(scan.packs, scan.path)
  const queue: Layer[] = [rootLayer(text)]
  for (const layer of queue) {
    const part = layer.depth === 0 ? focus : inner(layer.text)
    scan.packs.forEach((pack, index) => {
      scanLayer(layer, pack, scan, part, part?.packs[index], found)
    })
    for (const candidate of heldCandidates(layer, scan, part?.lines)) found.push(candidate)
    if (!part?.isPlain) queue.push(...layersIn(layer, scan.budget, part?.lines))
  }
  return found
}

function scanLayer(
  layer: Layer,
  pack: Pack,
  scan: Scan,
  focus: Focus | undefined,
  part: PackFocus | undefined,
  found: Candidate[],
): void {
  const isIdle = part && part.hits.length + part.apart.length + part.everywhere.length === 0
  if (!isIdle) askNamed(layer, pack, scan, focus, part, found)
  for (const index of alwaysAt(pack.table, scan.path)) askAlways(pack.table.rule(index), layer, scan, found)
}

/** The rules whose keywords are there. */
function askNamed(
  layer: Layer,
  { table, automaton }: Pack,
  scan: Scan,
  focus: Focus | undefined,
  part: PackFocus | undefined,
  found: Candidate[],
): void {
  const byRule = hitsOfRules(table, part?.hits ?? findKeywords(automaton, layer.text.bytes))
  for (const index of [...(part?.apart ?? []), ...(part?.everywhere ?? [])])
    byRule.set(index, byRule.get(index) ?? []) // its keyword may lie anywhere
  const named = hitsOfScored(table, byRule)
  if (named.length > 0) found.push(...scoredIn(table, named, layer, scan, focus?.names))
  const withRun = runFilter(layer.text, focus)
  const followed = openFollowed(layer.text.bytes)
  for (const [index, all] of inOrder(byRule)) {
    const rule = table.rule(index)
    if (scan.disabled.has(rule.id) || !mayStandAt(rule, scan.path)) continue
    const hits = withRun(rule, followed(rule, all))
    if (hits.length === 0 && !rule.apart) continue
    const lines = part?.everywhere.includes(index) ? undefined : focus?.lines
    runRule(rule, regionsOf(rule, hits, layer.text, lines), layer, scan, found)
  }
}

/** A rule without keywords. */
function askAlways(rule: Rule, layer: Layer, scan: Scan, found: Candidate[]): void {
  const { text } = layer
  if (scan.disabled.has(rule.id)) return
  if (machineIfOften(rule)?.within(text.bytes, 0, text.bytes.length) === false) return
  runRule(rule, everywhere(rule, text), layer, scan, found)
}

/** Of a rule's hits those that have a run near of which its matches hold one; of a whole content the runs are looked for once. */
function runFilter(text: Text, focus: Focus | undefined): (rule: Rule, hits: number[]) => number[] {
  let whole: Runs | undefined
  return (rule, hits) => {
    if (!rule.run || rule.reach === null || rule.apart) return hits
    const [alnum, wide] = rule.run
    const far = rule.reach * (text.plain ? 1 : 4) + 64
    if (!focus?.lines) whole ??= focus?.runs() ?? runsIn(text.bytes)
    const runs = whole ?? runsIn(text.bytes, joined(hits.map(hit => [Math.max(0, hit - far), hit + far])))
    return hits.filter(hit => hasRun(runs, hit, alnum, wide, far))
  }
}

/** Of all rules without a regex at once: one name may hold the words of several. Taken out of `byRule`. */
function hitsOfScored(table: RuleTable, byRule: Map<number, number[]>): number[] {
  const hits = new Set<number>()
  for (const index of table.scored) {
    for (const hit of byRule.get(index) ?? []) hits.add(hit)
    byRule.delete(index)
  }
  return [...hits].sort((a, b) => a - b)
}

/** What is found comes in the order of the rules, whichever hits triage has left: an excerpt shows the first of equals. */
function inOrder(byRule: Map<number, number[]>): [number, number[]][] {
  return [...byRule].sort((a, b) => a[0] - b[0])
}

/** Offsets of keywords by rule, ascending. */
function hitsOfRules(table: RuleTable, hits: Hits): Map<number, number[]> {
  const byRule = new Map<number, number[]>()
  for (let i = 0; i < hits.length; i += 2) {
    const hit = hits[i + 1]!
    for (const rule of table.keywordRules[hits[i]!]!) {
      const known = byRule.get(rule)
      if (known) known.push(hit)
      else byRule.set(rule, [hit])
    }
  }
  for (const offsets of byRule.values()) ascending(offsets)
  return byRule
}

/** Hits come in the order of their ends: nearly sorted, mostly sorted. */
function ascending(offsets: number[]): void {
  for (let i = 1; i < offsets.length; i++) {
    if (offsets[i]! < offsets[i - 1]!) {
      offsets.sort((a, b) => a - b)
      return
    }
  }
}

/** Asked last: it needs a regex engine, and few contents hold anything for a rule that is bound to a path. */
function holdsHere(rule: Rule, scan: Scan): boolean {
  if (rule.path === undefined) return true
  return scan.path !== undefined && holdsPath(rule.path, scan.path, scan)
}

const pathsAsked = new Map<string, boolean>()
/** A history asks the same few rules about the same paths, thousands of times. */
const MOST_ASKED = 20_000

function holdsPath(regex: string, path: string, scan: Scan): boolean {
  const key = `${regex}\n${path}`
  const known = pathsAsked.get(key)
  if (known !== undefined) return known
  const answer = scan.matcherOf(regex).find(path, 0) !== null
  if (pathsAsked.size >= MOST_ASKED) pathsAsked.clear()
  pathsAsked.set(key, answer)
  return answer
}

function regionsOf(rule: Rule, hits: number[], text: Text, lines?: Span[]): Region[] {
  const worth = worthOf(rule, text)
  if (!rule.apart) return regionsFor(rule, lines ? hitsNear(rule, hits, lines) : hits, text, worth)
  const spans: Span[] = lines ?? [[0, text.bytes.length]]
  const places = spans.map(span => placesOf(rule, text, span))
  return places.includes(null)
    ? everyLine(rule, text, worth)
    : regionsFor(rule, places.flat() as number[], text)
}

const prechecks = new Map<string, RegExp>()

/** Says no only where the rule's precheck, and so its regex, finds nothing. */
function worthOf(rule: Rule, text: Text): Worth {
  const { precheck } = rule
  if (precheck === undefined) return () => true
  const pattern = prechecks.get(precheck) ?? new RegExp(precheck, 'm')
  prechecks.set(precheck, pattern)
  const longest = windowFor(rule)
  return ({ start, end }) => {
    if (end - start > longest) return true
    const window = latin1(text, start, end)
    return (
      pattern.test(window) ||
      (!text.plain && BEYOND_ASCII.test(window) && worthWide(pattern, slice(text, start, end)))
    )
  }
}

const BEYOND_ASCII = /[\x80-\xff]/

function worthWide(pattern: RegExp, window: string): boolean {
  return pattern.test(window) || SURROGATE.test(window)
}

function runRule(rule: Rule, regions: Region[], layer: Layer, scan: Scan, found: Candidate[]): void {
  if (regions.length === 0 || !holdsHere(rule, scan)) return // no engine is loaded, no regex compiled
  const matcher = scan.matcherOf(`(?m)${rule.regex}`) // a window ends at lines: `^` and `$` must mean theirs
  const accept = (one: Rule, match: Found) => accepted(one, match, scan)
  for (const candidate of candidatesIn(rule, matcher, regions, layer, scan.budget, accept, scan.memo))
    found.push(candidate)
}
