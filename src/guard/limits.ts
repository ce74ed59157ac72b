/** Totals of an operation against the policy's limits. */
import type { Actor, Finding } from '../model.ts'
import { limitOpinions, objections, type Totals } from '../policy/judge.ts'
import type { Policy } from '../policy/types.ts'
import { findingOf } from './finding.ts'

export type { Totals } from '../policy/judge.ts'

/** One finding for each limit that is passed; `bytes-per-file` names the largest file. */
export function checkLimits(totals: Totals, actor: Actor, policy: Policy): Finding[] {
  return objections(limitOpinions(policy, actor.kind, totals)).map(opinion => {
    const isFile = opinion.about.startsWith('bytes-per-file')
    const at = isFile && totals.largest ? { path: totals.largest.path } : {}
    const remedy = isFile
      ? 'keep large files out of git, or store them with git lfs'
      : 'split the change into smaller ones'
    return findingOf(opinion, {
      category: 'limit',
      what: `a change with ${opinion.about}`,
      actor,
      at,
      remedy,
    })
  })
}

/** The number of added lines from which some limit objects to this actor; Infinity where none counts them. */
export function lineLimit(policy: Policy, { kind }: Actor): number {
  const bound = policy.limits.filter(({ actors }) => actors === null || actors.includes(kind))
  return Math.min(...bound.map(limit => limit.lines ?? Number.POSITIVE_INFINITY))
}
