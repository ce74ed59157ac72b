/** Totals of an operation against the policy's limits. */
import type { Actor, Finding } from '../model.ts'
import { limitOpinions, objections, type Totals } from '../policy/judge.ts'
import type { LimitClause, Policy } from '../policy/types.ts'
import { findingOf } from './finding.ts'

export type { Totals } from '../policy/judge.ts'

/** Numbers that add up over commits and pushes: a large change in small slices is a large change. A file's size does not. */
const ADDING = ['files', 'lines', 'bytes', 'binaries'] as const

/**
 * One finding for each limit that is passed; `bytes-per-file` names the largest file. `whole`: of all that is not on the trusted base
 * yet, this operation included; null where that is the operation alone.
 */
export function checkLimits(
  totals: Totals,
  actor: Actor,
  policy: Policy,
  whole: Totals | null = null,
): Finding[] {
  const counted = whole === null ? totals : larger(totals, whole)
  return objections(limitOpinions(policy, actor.kind, counted)).map(opinion => {
    const isFile = opinion.about.startsWith('bytes-per-file')
    const at = isFile && totals.largest ? { path: totals.largest.path } : {}
    const isSum = ADDING.some(name => opinion.about.startsWith(`${name} `) && counted[name] > totals[name])
    const remedy = isFile ? REMEDIES.file : isSum ? REMEDIES.sum : REMEDIES.change
    return findingOf(opinion, { category: 'limit', what: whatOf(opinion.about, isSum), actor, at, remedy })
  })
}

const REMEDIES = {
  file: 'keep large files out of git, or store them with git lfs',
  change: 'split the change into smaller ones',
  sum: 'bring what is there to the trusted base first, then go on on a new branch',
}

function whatOf(about: string, isSum: boolean): string {
  return isSum
    ? `a branch with ${about}, counting all that is not on the trusted base yet,`
    : `a change with ${about}`
}

function larger(own: Totals, whole: Totals): Totals {
  const sums = ADDING.map(name => [name, Math.max(own[name], whole[name])])
  return { ...own, ...Object.fromEntries(sums) }
}

/** Is there a limit for this actor whose number adds up. */
export function addsUp(policy: Policy, actor: Actor): boolean {
  return limitsOf(policy, actor).some(limit => ADDING.some(name => limit[name] !== undefined))
}

/** The number of added lines from which some limit objects to this actor; Infinity where none counts them. */
export function lineLimit(policy: Policy, actor: Actor): number {
  return Math.min(...limitsOf(policy, actor).map(limit => limit.lines ?? Number.POSITIVE_INFINITY))
}

function limitsOf(policy: Policy, { kind }: Actor): LimitClause[] {
  return policy.limits.filter(({ actors }) => actors === null || actors.includes(kind))
}
