/** One content through prefilter, regexes and decoders: every candidate in it, overlapping ones too. */
import { type Asked, accepted } from './accept.ts'
import { placesOf } from './apart.ts'
import type { Automaton } from './automaton.ts'
import type { Budget } from './budget.ts'
import { type Candidate, candidatesIn, type Found } from './candidate.ts'
import { layersIn } from './decode.ts'
import { type Layer, rootLayer } from './layer.ts'
import { windowFor } from './precheck.ts'
import { findKeywords } from './prefilter.ts'
import { everyLine, everywhere, type Region, regionsFor, type Worth } from './region.ts'
import type { Rule, RuleTable } from './rule.ts'
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
}

/** Throws CoverageError when the budget runs out, PortcullisError when no engine loads. */
export function scanText(text: Text, scan: Scan): Candidate[] {
  const found: Candidate[] = []
  const queue: Layer[] = [rootLayer(text)]
  for (const layer of queue) {
    for (const pack of scan.packs) scanLayer(layer, pack, scan, found)
    queue.push(...layersIn(layer, scan.budget))
  }
  return found
}

function scanLayer(layer: Layer, pack: Pack, scan: Scan, found: Candidate[]): void {
  const { table } = pack
  for (const [index, hits] of hitsOfRules(pack, layer.text.bytes)) {
    const rule = table.rule(index)
    if (wanted(rule, scan)) runRule(rule, regionsOf(rule, hits, layer.text), layer, scan, found)
  }
  for (const index of table.always) {
    const rule = table.rule(index)
    if (wanted(rule, scan)) runRule(rule, everywhere(rule, layer.text), layer, scan, found)
  }
}

/** Offsets of keywords by rule, ascending. */
function hitsOfRules({ table, automaton }: Pack, bytes: Buffer): Map<number, number[]> {
  const byRule = new Map<number, number[]>()
  const hits = findKeywords(automaton, bytes)
  for (let i = 0; i < hits.length; i += 2) {
    for (const rule of table.keywordRules[hits[i]!]!) {
      const known = byRule.get(rule)
      if (known) known.push(hits[i + 1]!)
      else byRule.set(rule, [hits[i + 1]!])
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

function wanted(rule: Rule, scan: Scan): boolean {
  if (scan.disabled.has(rule.id)) return false
  if (rule.path === undefined) return true
  return scan.path !== undefined && scan.matcherOf(rule.path).find(scan.path, 0) !== null
}

function regionsOf(rule: Rule, hits: number[], text: Text): Region[] {
  const worth = worthOf(rule, text)
  if (!rule.apart) return regionsFor(rule, hits, text, worth)
  const places = placesOf(rule, text)
  return places ? regionsFor(rule, places, text) : everyLine(rule, text, worth)
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
  if (regions.length === 0) return // no engine is loaded, no regex compiled
  const matcher = scan.matcherOf(`(?m)${rule.regex}`) // a window ends at lines: `^` and `$` must mean theirs
  const accept = (one: Rule, match: Found) => accepted(one, match, scan)
  for (const candidate of candidatesIn(rule, matcher, regions, layer, scan.budget, accept))
    found.push(candidate)
}
