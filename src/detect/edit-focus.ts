/** What has to be asked of a content, and which keywords in it have to be known when the next one is made from it. */
import { copied, type Edit } from './edit.ts'
import { farWords } from './far.ts'
import { type Focus, within } from './focus.ts'
import type { Span } from './layer.ts'
import { findKeywords, findKeywordsIn, type Hits } from './prefilter.ts'
import { lazyRuns, runsIn } from './runs.ts'
import type { Pack } from './scan.ts'
import { isNamed, withRun, worthLooking } from './triage.ts'
import type { Zones } from './zones.ts'

export interface Focused {
  focus: Focus
  /** by pack, ascending by offset */
  carried: ArrayLike<number>[]
}

export interface Edited extends Focused {
  /** ids of rules whose keyword stands apart, and stands nowhere any more */
  gone: string[]
}

/** All of a content. */
export function wholeFocus(bytes: Buffer, packs: Pack[], isQuoting: boolean): Focused {
  const runs = lazyRuns(bytes)
  const focus: Focus = { packs: [], runs }
  const carried: ArrayLike<number>[] = []
  for (const pack of packs) {
    const hits = findKeywords(pack.automaton, bytes)
    const kept = sorted(toCarry(pack, bytes, hits, isQuoting))
    const everywhere = withRun(pack, [...apartRules(pack, kept)], runs)
    focus.packs.push({ hits: worthLooking(pack, bytes, hits, runs, isQuoting), apart: [], everywhere })
    carried.push(kept)
  }
  return { focus, carried }
}

/** Keywords are looked for in the zones, and known of everything else. */
export function editFocus(
  bytes: Buffer,
  edit: Edit,
  zones: Zones,
  before: ArrayLike<number>[],
  packs: Pack[],
  isQuoting: boolean,
): Edited {
  const runs = lazyRuns(bytes, zones.all)
  const gone: string[] = []
  const focus: Focus = { lines: zones.lines, names: zones.names, packs: [], runs }
  const carried: ArrayLike<number>[] = []
  packs.forEach((pack, index) => {
    const near = findKeywordsIn(pack.automaton, bytes, zones.keys)
    const { lengths } = pack.automaton
    const kept = beyond(
      copied(before[index]!, keyword => lengths[keyword]!, edit),
      zones.keys,
    )
    const all = merged(kept, sorted(toCarry(pack, bytes, near, isQuoting)))
    carried.push(all)
    const known = apartRules(pack, before[index]!)
    const now = apartRules(pack, all)
    for (const rule of known) if (!now.has(rule)) gone.push(pack.table.rule(rule).id)
    const hits = near.concat(inReach(pack, kept, zones))
    focus.packs.push({
      hits: worthLooking(pack, bytes, hits, around => runsIn(bytes, around()), isQuoting),
      apart:
        now.size === 0
          ? NONE
          : withRun(
              pack,
              [...now].filter(rule => known.has(rule)),
              runs,
            ),
      everywhere:
        now.size === 0
          ? NONE
          : withRun(
              pack,
              [...now].filter(rule => !known.has(rule)),
              () => runsIn(bytes),
            ),
    })
  })
  return { focus, carried, gone }
}

/** Of what is known beyond the zones: what far rules may match from there, and the names whose surroundings are touched. */
function inReach(pack: Pack, pairs: number[], zones: Zones): number[] {
  if (pairs.length === 0) return pairs
  const { far, reach } = farWords(pack)
  const reaching: number[] = []
  for (let i = 0; i < pairs.length; i += 2) {
    const near =
      far[pairs[i]!] === 1
        ? within([pairs[i + 1]!], zones.lines, reach)
        : within([pairs[i + 1]!], zones.names)
    if (near.length > 0) reaching.push(pairs[i]!, pairs[i + 1]!)
  }
  return reaching
}

const NONE: number[] = []
const NO_RULES: ReadonlySet<number> = new Set()

/** Rules whose keyword stands apart, of which a keyword is among the pairs. */
function apartRules(pack: Pack, pairs: ArrayLike<number>): ReadonlySet<number> {
  const { apart } = farWords(pack)
  let rules: Set<number> | undefined
  for (let i = 0; i < pairs.length; i += 2)
    for (const rule of apart[pairs[i]!]!) {
      rules ??= new Set()
      rules.add(rule)
    }
  return rules ?? NO_RULES
}

/** Pairs whose offset lies in none of the spans. */
function beyond(pairs: number[], spans: Span[]): number[] {
  if (pairs.length === 0) return pairs
  const kept: number[] = []
  let next = 0
  for (let i = 0; i < pairs.length; i += 2) {
    const at = pairs[i + 1]!
    while (next < spans.length && at >= spans[next]![1]) next++
    if (next === spans.length || at < spans[next]![0]) kept.push(pairs[i]!, at)
  }
  return kept
}

/** Keywords of far rules, and names that something may be given to. */
function toCarry(pack: Pack, bytes: Buffer, hits: Hits, isQuoting: boolean): number[] {
  const { far } = farWords(pack)
  const kept: number[] = []
  for (let i = 0; i < hits.length; i += 2)
    if (far[hits[i]!] === 1 || isNamed(pack, bytes, hits[i]!, hits[i + 1]!, isQuoting))
      kept.push(hits[i]!, hits[i + 1]!)
  return kept
}

/** Of two lists that ascend one that does. */
function merged(a: number[], b: number[]): number[] {
  if (b.length === 0) return a
  const all: number[] = []
  let at = 0
  for (let i = 0; i < b.length; i += 2) {
    for (; at < a.length && a[at + 1]! <= b[i + 1]!; at += 2) all.push(a[at]!, a[at + 1]!)
    all.push(b[i]!, b[i + 1]!)
  }
  for (; at < a.length; at += 2) all.push(a[at]!, a[at + 1]!)
  return all
}

/** By offset, then keyword. */
function sorted(pairs: number[]): number[] {
  let isSorted = true
  for (let i = 3; i < pairs.length; i += 2) if (pairs[i]! < pairs[i - 2]!) isSorted = false
  if (isSorted) return pairs
  const keys = new Float64Array(pairs.length >> 1)
  for (let i = 0; i < keys.length; i++) keys[i] = pairs[i * 2 + 1]! * KEYWORDS + pairs[i * 2]!
  keys.sort()
  for (let i = 0; i < keys.length; i++) {
    const at = Math.floor(keys[i]! / KEYWORDS)
    pairs[i * 2] = keys[i]! - at * KEYWORDS
    pairs[i * 2 + 1] = at
  }
  return pairs
}

/** More than an automaton has (automaton.ts). */
const KEYWORDS = 1 << 16
