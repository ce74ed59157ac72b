/**
 * Which keyword hits of a content can come to anything, told from bytes alone. Nine of ten cannot: no key without a run of token
 * characters near its provider's name, no password where nothing follows its name. It only says no where a look at it would.
 */
import { type Asked, openAsked } from './asked.ts'
import { joined } from './focus.ts'
import { mayNameValue } from './generic/glance.ts'
import type { Span } from './layer.ts'
import type { Hits } from './prefilter.ts'
import { hasRun, type Runs } from './runs.ts'
import type { Pack } from './scan.ts'
import { NEVER, type Wants } from './wants.ts'

/** The hits that remain; `runsOf` is asked at most once, for the runs in these spans: as far as matches around the hits can reach. */
export function worthLooking(
  pack: Pack,
  bytes: Buffer,
  hits: Hits,
  runsOf: (near: () => Span[]) => Runs,
  isQuoting: boolean,
): Hits {
  const { wants } = pack.table
  const kept: Hits = []
  let runs: Runs | undefined
  let mayMatch: Asked | undefined
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
    mayMatch ??= openAsked(pack, bytes)
    if (!mayMatch(keyword, at)) continue
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
  const scored = pack.table.wants.scored[keyword]!
  return scored !== 0 && scored !== NEVER && mayNameValue(bytes, at, isQuoting)
}
