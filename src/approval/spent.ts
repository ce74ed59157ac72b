/**
 * An approval of content is spent once its target holds the change: putting back what was taken out again needs a new one. What
 * the target held is read from its history since the commit the approver saw (`tip`), by no clock: a commit says any time it likes.
 *
 * What remains: a target that is put back by force to `tip` itself has no history that tells.
 */
import type { MatchContext } from './match.ts'
import type { ContentEntry, VerifiedApproval } from './types.ts'

/** One path's step in the target's history. */
export type MadeStep = Pick<ContentEntry, 'pathB64' | 'from' | 'to'>

/**
 * The steps each first-parent commit of `target` made after `tip` (a merge: against its first parent), in any order; all of its
 * history for a null tip. null when `tip` is not on the target's first-parent history: then nothing is known.
 */
export type MadeSince = (target: string, tip: string | null) => readonly MadeStep[] | null

const UNKNOWN =
  'counts no more: its target was rewritten since, so nobody can tell whether it held the change (approve it again)'
const SPENT = 'is spent: its target has held this change already (approve it again)'

/**
 * For `MatchContext.spent`. A step A→B is spent when, since its approval, the target's history arrived at B, or made a larger step
 * that A→B was a part of: approved steps A→B and B→C that land squashed, as A→C, are both spent.
 */
export function spentBy(
  approvals: readonly VerifiedApproval[],
  madeSince: MadeSince,
): NonNullable<MatchContext['spent']> {
  const leads = reachOf(approvals)
  return ({ subject, tip }, entry) => {
    if (subject.type !== 'content') return null
    const made = madeSince(subject.target, tip)
    if (made === null) return UNKNOWN
    const here = made.filter(step => step.pathB64 === entry.pathB64)
    return here.some(step => covers(step, entry, leads)) ? SPENT : null
  }
}

type Leads = (pathB64: string, from: string | null, to: string | null) => boolean

/** The step is the entry's, arrives where it does, or is put together from approved steps of which it is one. */
function covers(step: MadeStep, entry: ContentEntry, leads: Leads): boolean {
  if (step.to === entry.to && !isModeOnly(entry)) return true
  return leads(entry.pathB64, step.from, entry.from) && leads(entry.pathB64, entry.to, step.to)
}

/** Its content stays: arriving at it means nothing, only the step itself does. */
function isModeOnly({ from, to }: ContentEntry): boolean {
  return from === to
}

/** Do approved steps at this path lead from one content to another (any leads to itself)? */
function reachOf(approvals: readonly VerifiedApproval[]): Leads {
  const entries = approvals.flatMap(({ subject }) => (subject.type === 'content' ? subject.entries : []))
  return (pathB64, from, to) => {
    const steps = entries.filter(entry => entry.pathB64 === pathB64)
    const reached = new Set([from])
    // a set takes what is added while it is walked
    for (const at of reached) for (const step of steps) if (step.from === at) reached.add(step.to)
    return reached.has(to)
  }
}
