/** An opinion of the policy → a finding. The strength of the verdict gives the severity; a policy's facts are certain. */
import type { Actor, Finding, Occurrence, Severity, Verdict } from '../model.ts'
import type { Opinion } from '../policy/judge.ts'

const SEVERITY: Record<Verdict, Severity> = { deny: 'high', ask: 'medium', warn: 'low', allow: 'low' }

export interface Said {
  category: Finding['category']
  /** what is attempted and where: `push of refs/heads/main` */
  what: string
  actor: Actor
  at: Occurrence
  /** the next step where the clause has no hint of its own */
  remedy: string
}

/** One finding of what one clause says. The message names the act, the verdict and the clause; the line is in `clause`. */
export function findingOf(opinion: Opinion, said: Said): Finding {
  const { clause, verdict, full } = opinion
  const observed = verdict === full ? '' : ` (observed only: would be "${full}")`
  return {
    ruleId: clause.id,
    category: said.category,
    severity: SEVERITY[full],
    confidence: 'proven',
    verdict,
    message: `${said.what} by ${actorName(said.actor)}: ${clause.id} says "${verdict}"${observed}`,
    ...said.at,
    // decide puts paths of one clause together: each must carry its own place
    occurrences: said.at.path === undefined ? [] : [said.at],
    remedy: clause.hint ?? said.remedy,
    clause: clause.ref(),
  }
}

function actorName({ kind, name }: Actor): string {
  if (kind === 'unknown') return 'an unknown actor'
  const article = kind === 'agent' ? 'an' : 'a'
  const title = kind === 'ci' ? 'CI job' : kind
  return name === undefined ? `${article} ${title}` : `${article} ${title} (${name})`
}
