/**
 * Which keyword hits of a content can come to anything, told from bytes alone. Nine of ten cannot: no key without a run of token
 * characters near its provider's name, no password where nothing follows its name. It only says no where a look at it would.
 */
import { type Asked, MAYBE, NO, openAsked } from './asked.ts'
import { joined } from './focus.ts'
import { mayNameValue } from './generic/glance.ts'
import type { Span } from './layer.ts'
import type { Hits } from './prefilter.ts'
import { hasRun, type Runs, runsIn } from './runs.ts'
import type { Pack } from './scan.ts'
import { NEVER } from './wants.ts'

/** The hits that remain; `runsOf` is asked at most once, for the runs in these spans: as far as matches around the hits can reach. */
export function worthLooking(
  pack: Pack,
  bytes: Buffer,
  hits: Hits,
  runsOf: (near: () => Span[]) => Runs,
  isQuoting: boolean,
): Hits {
  const asked = openAsked(pack, bytes)
  const left = leftOf(pack, bytes, hits, asked, isQuoting)
  const kept: Hits = []
  let runs: Runs | undefined
  for (let i = 0; i < left.length; i += 3) {
    const keyword = left[i]!
    const at = left[i + 1]!
    if (left[i + 2] !== NAMED) {
      if (left[i + 2] === RUNNING) {
        runs ??= runsNear(pack, bytes, left, runsOf)
        const { alnum, wide, far } = pack.table.wants
        if (!hasRun(runs, at, alnum[keyword]!, wide[keyword]!, far[keyword]!)) continue
      }
      if (!asked.mayMatch(keyword, at)) continue
    }
    kept.push(keyword, at)
  }
  return kept
}

/** Something may be given to the name; a run has to be near; neither is asked. */
const NAMED = 0
const RUNNING = 1
const OTHER = 2

/** Threes: keyword, place, and what is known. What is left where nothing but the next bytes are looked at. */
function leftOf({ table }: Pack, bytes: Buffer, hits: Hits, asked: Asked, isQuoting: boolean): number[] {
  const { scored, wide } = table.wants
  const left: number[] = []
  for (let i = 0; i < hits.length; i += 2) {
    const keyword = hits[i]!
    const at = hits[i + 1]!
    const kind = scored[keyword]!
    if (kind === NEVER) continue
    const isNamed = kind !== 0 && mayNameValue(bytes, at, isQuoting)
    const answer = kind === 2 ? NO : asked.mayFollow(keyword, at) // of a name too: open rules want to know of all
    if (isNamed) left.push(keyword, at, NAMED)
    else if (answer !== NO) left.push(keyword, at, answer === MAYBE || wide[keyword] === 0 ? OTHER : RUNNING)
  }
  return left
}

/** Of few hits that want one the runs around them, and not those that somebody else may want later on. */
function runsNear(
  { table }: Pack,
  bytes: Buffer,
  left: number[],
  runsOf: (near: () => Span[]) => Runs,
): Runs {
  const { far } = table.wants
  const spans: Span[] = []
  for (let i = 0; i < left.length; i += 3) {
    const [at, reach] = [left[i + 1]!, far[left[i]!]!]
    if (left[i + 2] === RUNNING) spans.push([Math.max(0, at - reach), Math.min(bytes.length, at + reach)])
  }
  const near = joined(spans.sort((a, b) => a[0] - b[0]))
  const length = near.reduce((sum, [start, end]) => sum + end - start, 0)
  return length * 2 < bytes.length ? runsIn(bytes, near) : runsOf(() => near)
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
