/** How a forgery is tried, and what an honest one looks like. */

import { type MatchContext, matchApprovals, type Wanted } from '../../../src/approval/match.ts'
import { buildStatement } from '../../../src/approval/statement.ts'
import type { Approval, VerifiedApproval } from '../../../src/approval/types.ts'
import { type VerifyContext, verifyApproval } from '../../../src/approval/verify.ts'
import { canonical, type Json } from '../../../src/canonical.ts'
import type { EnrolledKey } from '../../../src/policy/types.ts'
import {
  ALICE,
  approval,
  BOB,
  content,
  context,
  type entry,
  missing,
  PEOPLE,
  person,
  refUpdate,
  sealed,
  signed,
  verified,
  wanted,
} from '../make.ts'
import { skEd25519 } from '../software.ts'

/** A forgery, and the sentence it is refused with. */
export type Case = [name: string, sentence: string | RegExp, attempt: () => string]

/** The sentence an envelope is refused with. */
export function refusal(bytes: Buffer, changed: Partial<VerifyContext> = {}): string {
  const result = verifyApproval(bytes, context(changed))
  return 'refused' in result ? result.refused.message : 'ACCEPTED'
}

/** The sentences of a clause that good signatures do not answer. */
export function unmet(
  what: Wanted,
  approvals: VerifiedApproval[],
  changed: Partial<MatchContext> = {},
): string {
  const match = matchApprovals(what, approvals, { people: PEOPLE, groups: new Map(), ...changed })
  return match.met ? 'ACCEPTED' : missing(match).join('\n')
}

export const enrolled = (key: EnrolledKey) => ({
  people: new Map([person('alice', key), person('bob', BOB)]),
})
export const line = (changed: Partial<EnrolledKey>) => enrolled({ key: ALICE.line, ...changed })
export const GOOD = signed(approval())

/** Parsed JSON that is about to be spoilt. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what is broken
type Loose = any

/** The good envelope with something of it changed, in canonical form again. */
export function reshaped(change: (envelope: Loose) => void): Buffer {
  const envelope = JSON.parse(GOOD.toString())
  change(envelope)
  return Buffer.from(canonical(envelope))
}

/** A good signature over a statement with something of it changed. */
export function restated(change: (statement: Loose) => void): Buffer {
  const statement = JSON.parse(buildStatement(approval()).toString())
  change(statement)
  return sealed(Buffer.from(canonical(statement as Json)))
}

/** A good signature over an approval that no honest tool would write. */
export const odd = (changed: Record<string, unknown>) => signed(approval(changed as Partial<Approval>))

export const sk = skEd25519('alice')

export const good = () => verified(approval())
export const byPath = (...entries: ReturnType<typeof entry>[]) => wanted({ subject: content(entries) })
export const path = '.github/workflows/ci.yml'

export const forced = (changed: Partial<Approval> = {}) =>
  verified(approval({ subject: refUpdate(), tip: null, ...changed }))
export const moved = (changed: Parameters<typeof refUpdate>[0]) => wanted({ subject: refUpdate(changed) })
