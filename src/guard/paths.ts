/** Paths against the policy: protected paths, scopes, and an edit of the policy itself that would leave it unusable. */
import type { Actor, Change, Finding } from '../model.ts'
import { type Opinion, objections, pathOpinions } from '../policy/judge.ts'
import type { Policy } from '../policy/types.ts'
import { findingOf } from './finding.ts'
import { resolveLink } from './links.ts'

/**
 * One finding for each clause that objects to this change. Additions, edits, deletions, mode and type changes all touch a path;
 * a rename arrives as a deletion and an addition, so both its sides are asked. Putting the last valid policy back is free.
 */
export function checkPath(change: Change, actor: Actor, policy: Policy): Finding[] {
  if (restores(change, policy)) return []
  const opinions = objections(pathOpinions(policy, actor.kind, change.path))
  return [...opinions.map(opinion => pathFinding(opinion, change, actor)), ...brokenPolicy(change, policy)]
}

/**
 * A symlink also touches what it points at: one finding for each clause that objects to that path. `target` is the link's blob,
 * read as text; a target outside the work tree is no path of the policy.
 */
export function checkLink(change: Change, target: string, actor: Actor, policy: Policy): Finding[] {
  const pointed = resolveLink(change.path, target)
  if (pointed === null || pointed === change.path) return []
  const category = 'path'
  return objections(pathOpinions(policy, actor.kind, pointed)).map(opinion => {
    const what = `a link ${change.path} to ${pointed}`
    return findingOf(opinion, {
      category,
      what,
      actor,
      at: placeOf(change),
      remedy: 'link to another path, or leave the link out',
    })
  })
}

/** By blob, and as a plain file: another mode would be another change. */
export function restores({ path, after }: Change, { restores: wanted }: Policy): boolean {
  return wanted !== null && path === wanted.path && after?.id === wanted.id && after.mode === '100644'
}

function pathFinding(opinion: Opinion, change: Change, actor: Actor): Finding {
  const outOfScope = opinion.about === 'path out of scope'
  const what = `${ACTS[change.status]} of ${change.path}${outOfScope ? ', out of scope,' : ''}`
  const remedy = outOfScope ? 'leave this path out of the change' : REMEDIES[opinion.full]
  return findingOf(opinion, { category: 'path', what, actor, at: placeOf(change), remedy })
}

const ACTS: Record<Change['status'], string> = {
  added: 'addition',
  modified: 'edit',
  deleted: 'deletion',
  mode: 'mode change',
  type: 'type change',
}

export const REMEDIES = {
  allow: '',
  warn: 'look at it once more: the policy asks for care here',
  ask: 'have a person approve it, or leave this path out of the change',
  deny: 'leave this path out of the change (git restore --staged <path>)',
} as const

export function placeOf({ path, commit }: Pick<Change, 'path' | 'commit'>) {
  return commit === undefined ? { path } : { path, commit }
}

/** A policy that nobody can use must not reach the base: there it would leave the built-in floor alone. */
function brokenPolicy(change: Change, policy: Policy): Finding[] {
  if (change.after === null) return []
  const problems = policy.problems.filter(
    problem => problem.layer === 'working' && problem.file === change.path,
  )
  return problems.map(({ file, line, message, hint }) => ({
    ruleId: 'policy-invalid',
    category: 'path',
    severity: 'high',
    confidence: 'proven',
    verdict: 'deny',
    message: `the policy in this change cannot be used: ${message}`,
    ...placeOf(change),
    ...(line === undefined ? {} : { line }),
    occurrences: [],
    remedy: hint ?? 'mend the line, then `portcullis policy check`',
    clause: { id: 'policy-invalid', layer: 'working', file, ...(line === undefined ? {} : { line }) },
  }))
}
