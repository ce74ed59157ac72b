/** Which clauses that ask are answered, by whom, and why the others are not. Pure: everything comes in verified. */
import type { Person } from '../policy/types.ts'
import { matchContent } from './match-content.ts'
import { matchRef } from './match-ref.ts'
import type { Assurance, ContentEntry, Subject, VerifiedApproval } from './types.ts'
import { voicesFor } from './voices.ts'

/** One clause whose verdict is `ask`. */
export interface WantedClause {
  id: string
  /** people and `@groups`; none = whoever is enrolled */
  approvers: readonly string[]
  /** how many people, however many keys they have */
  count: number
  assurance: Assurance
  /** ids of people who cannot answer it: author and last pusher, where the clause leaves them out (see persons.ts) */
  exclude?: readonly string[]
  /** a forge's review answers it too */
  reviewCounts?: boolean
}

/** What is asked for, recomputed from objects and refs: never taken from a request's file. */
export interface Wanted {
  clauses: readonly WantedClause[]
  /** content: the net steps against the target's tip. ref-update: `before` is the ref's value as it is now */
  subject: Subject
  repository: string
}

/** An approving review of exactly the head that is judged, as the forge tells it. */
export interface Review {
  /** the forge's account: `github` in [people] */
  account: string
  bot: boolean
  /** did this account open the pull request, or push to it last */
  author: boolean
  lastPusher: boolean
}

export interface MatchContext {
  /** of the trusted base */
  people: ReadonlyMap<string, Person>
  groups: ReadonlyMap<string, readonly string[]>
  reviews?: readonly Review[]
  /** of an approval's entry that no longer counts: the sentence why (spent.ts) */
  spent?: (approval: VerifiedApproval, entry: ContentEntry) => string | null
  /** of a ref update's approval that was used, or may have been: the sentence why (nonces.ts) */
  used?: (approval: VerifiedApproval) => string | null
}

/** A person's yes that counts, and what it stands on. */
export interface Voice {
  person: string
  /** null = a forge's review */
  approval: VerifiedApproval | null
}

export interface ClauseMatch {
  id: string
  met: boolean
  /** whose yes answers it; one voice for each approval that was needed */
  by: readonly Voice[]
  /** what is missing, and why what there is does not count: sentences; empty when it is met */
  missing: readonly string[]
}

export interface Match {
  /** every clause is met */
  met: boolean
  clauses: readonly ClauseMatch[]
}

/** Each clause on its own; one approval may answer several. */
export function matchApprovals(
  wanted: Wanted,
  approvals: readonly VerifiedApproval[],
  context: MatchContext,
): Match {
  const clauses = wanted.clauses.map(clause => matchClause(clause, wanted, approvals, context))
  return { met: clauses.every(clause => clause.met), clauses }
}

function matchClause(
  clause: WantedClause,
  wanted: Wanted,
  approvals: readonly VerifiedApproval[],
  context: MatchContext,
): ClauseMatch {
  const { voices, reasons } = voicesFor(clause, wanted, approvals, context)
  const { subject } = wanted
  const found =
    subject.type === 'content'
      ? matchContent(subject, voices, clause.count, context.spent)
      : matchRef(subject, voices, clause.count, context.used)
  const met = found.missing.length === 0
  return {
    id: clause.id,
    met,
    by: found.by,
    missing: met ? [] : [...new Set([...found.missing, ...reasons])],
  }
}
