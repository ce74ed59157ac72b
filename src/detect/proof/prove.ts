/** A candidate whose rule names a check, and how sure one can be of it after that. */
import type { Confidence } from '../../model.ts'
import type { Candidate } from '../candidate.ts'
import { oneLower } from '../certainty.ts'
import { Secret } from '../secret.ts'
import { alignEnd, alignStart, slice } from '../text.ts'
import { type Answer, type Around, type Check, unknown } from './answer.ts'
import { printableFacts } from './facts.ts'
import { checkNamed } from './registry.ts'

export interface Proof {
  confidence: Confidence
  facts: string[]
}

/**
 * `confidence` as it stands without a proof. A sum that holds makes it `proven`; one that fails makes it `low`, a form that
 * may only be mangled costs one step; nothing is ever dropped. Null where the rule names no check.
 */
export function prove(candidate: Candidate, confidence: Confidence, now = Date.now()): Proof | null {
  const check = candidate.rule.proof === undefined ? undefined : checkNamed(candidate.rule.proof)
  if (!check) return null
  const token = Secret.reveal(candidate.secret)
  const answer = answerOf(check, token, aroundOf(candidate, now))
  return { confidence: confidenceAfter(answer, confidence), facts: printableFacts(answer.facts, token) }
}

/** Longer ones are no tokens, and their checks would cost time. */
const LONGEST = 65_536

/** A check that fails on a text says nothing of it. */
export function answerOf(check: Check, token: string, around: Around): Answer {
  if (token.length > LONGEST) return unknown()
  try {
    return check(token, around)
  } catch {
    return unknown()
  }
}

function confidenceAfter(answer: Answer, declared: Confidence): Confidence {
  if (answer.verdict === 'unknown') return answer.expired ? oneLower(declared) : declared
  if (answer.verdict === 'invalid') return answer.doubtful ? oneLower(declared) : 'low'
  if (answer.open) return 'low'
  return answer.expired ? oneLower(declared) : 'proven'
}

/** Bytes looked at on each side: a URL's query, the header lines of a key. */
const BESIDE = 600

function aroundOf({ layer, span }: Candidate, now: number): Around {
  const { text } = layer
  return {
    now,
    before: () => slice(text, alignEnd(text, Math.max(0, span[0] - BESIDE)), span[0]),
    after: () => slice(text, span[1], alignStart(text, Math.min(text.bytes.length, span[1] + BESIDE))),
  }
}
