/** Who may answer a clause, and how sure it must be that a person did: as the policy words it. */
import type { ApprovalTerms, Policy } from '../policy/types.ts'
import type { WantedClause } from './match.ts'
import type { Assurance } from './types.ts'

/** A clause that stands in several layers has several terms: all of them hold. Without any, whoever is enrolled may answer. */
export function termsOf(policy: Policy, id: string, exclude: readonly string[] = []): WantedClause[] {
  const clauses = [...policy.paths, ...policy.changes, ...policy.refs, ...policy.limits].filter(
    clause => clause.id === id,
  )
  const terms: ApprovalTerms[] = clauses.length > 0 ? clauses : [{ approvers: [], count: 1 }]
  return terms.map(({ approvers, count, assurance, distinct, review }) => ({
    id,
    approvers,
    count,
    assurance: (assurance ?? 'key') as Assurance,
    ...(distinct === true ? { exclude } : {}),
    ...(review === true ? { reviewCounts: true } : {}),
  }))
}
