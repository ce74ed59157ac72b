/** Refs against the policy: commits to, and pushes, creations, forces, deletions and moves of what is protected or out of scope. */
import type { Finding, Operation, RefUpdate } from '../model.ts'
import { type Opinion, objections, refOpinions, verbsOf } from '../policy/judge.ts'
import type { Policy } from '../policy/types.ts'
import { findingOf } from './finding.ts'

/** One finding for each clause that objects to one of the operation's ref updates. */
export function checkRefs(op: Pick<Operation, 'kind' | 'actor' | 'refs'>, policy: Policy): Finding[] {
  // our own refs are judged by what they hold (approval/own-refs.ts): a scope of branches says nothing about them
  const refs = op.refs.filter(({ ref }) => !ref.startsWith('refs/portcullis/'))
  return refs.flatMap(update => {
    const opinions = refOpinions(policy, op.actor.kind, verbsOf(op.kind, update), update.ref)
    return objections(opinions).map(opinion => refFinding(opinion, op, update))
  })
}

function refFinding(opinion: Opinion, op: Pick<Operation, 'actor'>, { ref }: RefUpdate): Finding {
  const verb = opinion.about
  const what = ACTS[verb] ?? `${verb} of`
  const remedy = REMEDIES[verb] ?? REMEDIES.push!
  return findingOf(opinion, { category: 'ref', what: `${what} ${ref}`, actor: op.actor, at: { ref }, remedy })
}

const OUT_OF_SCOPE = 'ref out of scope'

const ACTS: Record<string, string> = {
  commit: 'commit to',
  push: 'push to',
  create: 'creation of',
  force: 'forced push to',
  delete: 'deletion of',
  move: 'move of',
  [OUT_OF_SCOPE]: 'use, out of scope, of',
}

const REMEDIES: Record<string, string> = {
  commit: 'put the work on a branch of its own (git switch -c <topic>) and open a pull request',
  push: 'push the work as another branch (git push <remote> HEAD:<topic>) and open a pull request',
  create: 'use a name that the policy leaves free, or have the policy changed first',
  force: 'keep what is on the remote: fetch, merge or rebase onto it, then push',
  delete: 'leave the ref where it is, or have its owner change the policy first',
  move: 'make a new tag instead of moving this one',
  [OUT_OF_SCOPE]: 'use a branch that lies in the scope',
}
