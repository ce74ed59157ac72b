/** Which of several candidates for one secret is reported, and with what confidence. */
import type { Confidence, Minor } from '../model.ts'
import type { Candidate } from './candidate.ts'
import { CERTAINTY, oneLower } from './certainty.ts'
import { isHeld } from './held/candidates.ts'
import { overlap, type Span } from './layer.ts'
import { isSequence, minorOf } from './minor.ts'
import { type Lines, lineAt } from './position.ts'
import { prove } from './proof/prove.ts'

/** A candidate that stands, with its confidence in this content. */
export interface Standing extends Candidate {
  confidence: Confidence
  minor?: Minor
  /** what the token says of itself */
  facts: string[]
  /** a check of its form failed */
  isDisproved: boolean
}

/** One candidate per secret, in the order of the content. */
export function resolve(candidates: Candidate[], lines: Lines, path: string | undefined): Standing[] {
  const judged = candidates.map(one => {
    const minor = minorOf(one, path)
    const before = confidenceOf(one, candidates, lines)
    const { confidence, facts } = prove(one, before) ?? { confidence: before, facts: [] }
    return {
      ...one,
      confidence,
      facts,
      isDisproved: CERTAINTY[confidence] < CERTAINTY[before],
      ...(minor ? { minor } : {}),
    }
  })
  const kept: Standing[] = []
  const taken = new Taken()
  for (const one of withoutDisproved(withoutShadows(judged)).sort(bySpecificity)) {
    const other = taken.overlapping(one)
    if (other && one.held) other.held ??= one.held // the surer rule speaks, and says whose value it is
    if (other) continue
    taken.add(one)
    kept.push(one)
  }
  return kept.sort((a, b) => a.root[0] - b.root[0] || a.span[0] - b.span[0])
}

/**
 * Without a repository's own candidates for what a built-in rule is surer of: a change could otherwise bring a rule of low
 * confidence and have it reported in place of the finding that blocks (no layer loosens another, design §7.2).
 */
function withoutShadows(judged: Standing[]): Standing[] {
  if (!judged.some(one => one.rule.own)) return judged
  const surer = Object.values(CERTAINTY).map(step => {
    const taken = new Taken()
    for (const one of judged) if (!one.rule.own && CERTAINTY[one.confidence] > step) taken.add(one)
    return taken
  })
  return judged.filter(one => !one.rule.own || !surer[CERTAINTY[one.confidence]]!.overlaps(one))
}

/** Without what a provider's other rules make of a token whose check failed: the rule that knows its form decides. */
function withoutDisproved(judged: Standing[]): Standing[] {
  const disproved = new Taken()
  for (const one of judged) if (one.isDisproved) disproved.add(one)
  return judged.filter(one => {
    const other = one.isDisproved || one.confidence === 'proven' ? undefined : disproved.overlapping(one)
    return other?.rule.provider !== one.rule.provider
  })
}

/** A missing partner costs one step and never silences: the other half may lie in another file. */
function confidenceOf(candidate: Candidate, all: Candidate[], lines: Lines): Confidence {
  const { rule } = candidate
  const complete = rule.required.every(({ id, withinLines }) =>
    all.some(other => other.rule.id === id && distance(candidate, other, lines) <= withinLines),
  )
  const { confidence = rule.confidence } = candidate
  if (isSequence(candidate.secret)) return 'low'
  return complete ? confidence : oneLower(confidence)
}

/** In lines, 0 when they share one. */
function distance(a: Candidate, b: Candidate, lines: Lines): number {
  const [startA, endA] = a.match.map(offset => lineAt(lines, offset)) as Span
  const [startB, endB] = b.match.map(offset => lineAt(lines, offset)) as Span
  return Math.max(0, startB - endA, startA - endB)
}

/** By rank, then confidence, then the plainer encoding, then the longer secret, then the longer match. */
function bySpecificity(a: Standing, b: Standing): number {
  return (
    rankOf(a) - rankOf(b) ||
    CERTAINTY[b.confidence] - CERTAINTY[a.confidence] ||
    CERTAINTY[b.rule.confidence] - CERTAINTY[a.rule.confidence] || // two that are proven: what knows more of it
    Number(isHeld(a)) - Number(isHeld(b)) || // a rule as sure knows more: whose it is, where to revoke it
    a.layer.depth - b.layer.depth ||
    b.span[1] - b.span[0] - (a.span[1] - a.span[0]) ||
    a.root[0] - b.root[0] ||
    b.match[1] - b.match[0] - (a.match[1] - a.match[0]) ||
    (a.rule.id < b.rule.id ? -1 : 1) // not by which keyword stands first in the content
  )
}

/**
 * What is proven first: nothing may stand in its place. A provider's rule knows more than a generic one, unless it is in doubt where that
 * one is not; a token whose check failed is known to be no good, whatever its name says.
 */
function rankOf(one: Standing): number {
  if (one.confidence === 'proven') return 0
  const isSure = one.confidence !== 'low'
  if (isGeneric(one)) return isSure ? 3 : 5
  return isSure ? 1 : one.isDisproved ? 2 : 4
}

function isGeneric(candidate: Candidate): boolean {
  return candidate.rule.provider.toLowerCase() === 'generic'
}

/** Spans by buckets of 256 bytes: thousands of candidates need no comparison of each with each. */
class Taken {
  readonly #buckets = new Map<number, Standing[]>()

  add(one: Standing): void {
    for (const bucket of buckets(one.root)) {
      const known = this.#buckets.get(bucket)
      if (known) known.push(one)
      else this.#buckets.set(bucket, [one])
    }
  }

  overlaps(one: Standing): boolean {
    return this.overlapping(one) !== undefined
  }

  overlapping(one: Standing): Standing | undefined {
    for (const bucket of buckets(one.root)) {
      const found = this.#buckets.get(bucket)?.find(other => sameSecret(one, other))
      if (found) return found
    }
    return undefined
  }
}

function buckets([start, end]: Span): number[] {
  const last = Math.max(start, end - 1) >> 8
  return Array.from({ length: last - (start >> 8) + 1 }, (_, index) => (start >> 8) + index)
}

/** In one layer: by their own spans, for two secrets in one base64 piece are two. Across layers: by what they come from. */
function sameSecret(a: Candidate, b: Candidate): boolean {
  return a.layer === b.layer ? overlap(a.span, b.span) : overlap(a.root, b.root)
}
