/**
 * Which keyword hits of a content can come to anything, told from bytes alone. Nine of ten cannot: no key without a run of token
 * characters near its provider's name, no password where nothing follows its name. It only says no where a look at it would.
 */
import { joined } from './focus.ts'
import { mayNameValue } from './generic/glance.ts'
import type { Span } from './layer.ts'
import type { Hits } from './prefilter.ts'
import { hasRun, type Runs } from './runs.ts'
import type { Pack } from './scan.ts'

/** Its place is of no matter. */
const NEVER = 3

/** By keyword, over all of its rules. */
interface Wants {
  /** the least that one of them wants of a run near; 0: one wants none */
  alnum: Uint16Array
  wide: Uint16Array
  /** how far from the keyword that may lie, in bytes */
  far: Int32Array
  /** 1: a name that the model is asked about; 2: nothing else */
  scored: Uint8Array
}

const known = new WeakMap<Pack, Wants>()

/** The hits that remain; `runsOf` is asked at most once, for the runs in these spans: as far as matches around the hits can reach. */
export function worthLooking(
  pack: Pack,
  bytes: Buffer,
  hits: Hits,
  runsOf: (near: () => Span[]) => Runs,
  isQuoting: boolean,
): Hits {
  const wants = wantsOf(pack)
  const kept: Hits = []
  let runs: Runs | undefined
  for (let i = 0; i < hits.length; i += 2) {
    const keyword = hits[i]!
    const at = hits[i + 1]!
    const scored = wants.scored[keyword]!
    if (scored === NEVER) continue
    if (scored !== 0 && mayNameValue(bytes, at, isQuoting)) {
      kept.push(keyword, at)
      continue
    }
    if (scored === 2) continue
    const wide = wants.wide[keyword]!
    if (wide !== 0) {
      runs ??= runsOf(() => reachOf(hits, wants))
      if (!hasRun(runs, at, wants.alnum[keyword]!, wide, wants.far[keyword]!)) continue
    }
    kept.push(keyword, at)
  }
  return kept
}

function reachOf(hits: Hits, { wide, far }: Wants): Span[] {
  const spans: Span[] = []
  for (let i = 0; i < hits.length; i += 2) {
    const reach = wide[hits[i]!] === 0 ? 0 : far[hits[i]!]!
    if (reach > 0) spans.push([Math.max(0, hits[i + 1]! - reach), hits[i + 1]! + reach])
  }
  return joined(spans.sort((a, b) => a[0] - b[0]))
}

/** Of rules whose keyword stands apart from the match, those of whose runs one is there. */
export function withRun({ table }: Pack, rules: number[], runsOf: () => Runs): number[] {
  if (rules.length === 0) return rules
  const runs = runsOf()
  return rules.filter(index => {
    const { run } = table.rule(index)
    return !run || hasRun(runs, 0, run[0], run[1], Number.MAX_SAFE_INTEGER)
  })
}

/** Of a name that the model is asked about, with something that may be its value. */
export function isNamed(pack: Pack, bytes: Buffer, keyword: number, at: number, isQuoting: boolean): boolean {
  const scored = wantsOf(pack).scored[keyword]!
  return scored !== 0 && scored !== NEVER && mayNameValue(bytes, at, isQuoting)
}

function wantsOf(pack: Pack): Wants {
  const wants = known.get(pack) ?? readWants(pack)
  known.set(pack, wants)
  return wants
}

function readWants({ table }: Pack): Wants {
  const count = table.keywordRules.length
  const wants: Wants = {
    alnum: new Uint16Array(count),
    wide: new Uint16Array(count),
    far: new Int32Array(count),
    scored: new Uint8Array(count),
  }
  table.keywordRules.forEach((indices, keyword) => {
    const rules = indices.map(table.rule)
    // rules whose keyword stands apart are asked by their runs (withRun), wherever it stands
    const others = rules.filter(rule => !rule.scored && !rule.apart)
    if (others.length === 0 && !rules.some(rule => rule.scored)) wants.scored[keyword] = NEVER
    else if (rules.some(rule => rule.scored)) wants.scored[keyword] = others.length === 0 ? 2 : 1
    if (others.length === 0 || others.some(({ reach, run }) => reach === null || !run)) return
    wants.alnum[keyword] = Math.min(...others.map(rule => rule.run![0]))
    wants.wide[keyword] = Math.min(...others.map(rule => rule.run![1]))
    wants.far[keyword] = Math.max(...others.map(rule => rule.reach! * 4 + 64))
  })
  return wants
}
