/** Whose yes may count for a clause at all, before it is looked at what they said yes to. */
import type { MatchContext, Review, Voice, Wanted, WantedClause } from './match.ts'
import { shown } from './refusal.ts'
import type { Assurance, VerifiedApproval } from './types.ts'

export interface Voices {
  voices: Voice[]
  /** one sentence for each approval or review that does not count */
  reasons: string[]
}

/** Ordered: each is worth those before it. */
const ASSURANCES: readonly Assurance[] = ['key', 'presence', 'verified']

export function voicesFor(
  clause: WantedClause,
  wanted: Wanted,
  approvals: readonly VerifiedApproval[],
  context: MatchContext,
): Voices {
  const result: Voices = { voices: [], reasons: [] }
  for (const approval of approvals) {
    const reason = approvalDoubt(approval, clause, wanted, context)
    if (reason === null) result.voices.push({ person: approval.approver, approval })
    else result.reasons.push(`${called(approval)} ${reason}`)
  }
  for (const review of context.reviews ?? []) addReview(review, clause, context, result)
  return result
}

/** `alice's approval 0a1b2c3d4e`. */
export function called(approval: VerifiedApproval): string {
  return `${shown(approval.approver)}'s approval ${approval.id.slice(0, 10)}`
}

function approvalDoubt(
  approval: VerifiedApproval,
  clause: WantedClause,
  wanted: Wanted,
  context: MatchContext,
): string | null {
  if (approval.repository !== wanted.repository) return 'is for another repository'
  if (!approval.clauses.includes(clause.id)) return `does not answer ${clause.id}`
  return personDoubt(approval.approver, clause, context) ?? assuranceDoubt(approval, clause)
}

function personDoubt(person: string, clause: WantedClause, { people, groups }: MatchContext): string | null {
  if (!people.has(person)) return 'is by nobody on the trusted base'
  if (clause.exclude?.includes(person)) return 'is by who made the change: somebody else must approve it'
  const { approvers } = clause
  const listed = approvers.some(who =>
    (who.startsWith('@') ? groups.get(who.slice(1)) : [who])?.includes(person),
  )
  return approvers.length === 0 || listed ? null : `is by nobody who may answer it (${approvers.join(', ')})`
}

function assuranceDoubt(approval: VerifiedApproval, { assurance }: WantedClause): string | null {
  if (ASSURANCES.indexOf(approval.assurance) >= ASSURANCES.indexOf(assurance)) return null
  const why = approval.doubt === undefined ? '' : ` (${approval.doubt})`
  return `has the assurance "${approval.assurance}", and "${assurance}" is asked for${why}`
}

function addReview(review: Review, clause: WantedClause, context: MatchContext, result: Voices): void {
  const person = personOf(review.account, context)
  const reason = reviewDoubt(review, person, clause, context)
  if (reason === null) result.voices.push({ person: person!, approval: null })
  else result.reasons.push(`the review by ${shown(review.account)} ${reason}`)
}

function reviewDoubt(
  review: Review,
  person: string | undefined,
  clause: WantedClause,
  context: MatchContext,
): string | null {
  if (clause.reviewCounts !== true) return 'does not answer it: this clause takes signed approvals alone'
  if (review.bot) return 'is by a bot'
  if (review.author) return "is by the pull request's author"
  if (review.lastPusher) return 'is by who pushed last'
  if (person === undefined) return 'is by an account that nobody on the trusted base has (github = "...")'
  return personDoubt(person, clause, context)
}

/** Accounts are told apart without case, as forges do. */
function personOf(account: string, { people }: MatchContext): string | undefined {
  const wanted = account.toLowerCase()
  return [...people].find(([, { github }]) => github?.toLowerCase() === wanted)?.[0]
}
