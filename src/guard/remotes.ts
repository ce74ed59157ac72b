/** The remote of a push against the allow-lists of every layer. */
import type { Actor, Finding } from '../model.ts'
import { objections, remoteOpinions } from '../policy/judge.ts'
import { normaliseRemote } from '../policy/remote-url.ts'
import type { Policy } from '../policy/types.ts'
import { findingOf } from './finding.ts'

/** `remote.url` is the effective URL git told the hook (after insteadOf and pushurl). Its credentials are never printed. */
export function checkRemote(remote: { url: string } | undefined, actor: Actor, policy: Policy): Finding[] {
  if (remote === undefined) return []
  const url = normaliseRemote(remote.url)
  const remedy =
    'push to a remote the policy names, or have this one added to [remotes] allow in a change of its own'
  return objections(remoteOpinions(policy, url)).map(opinion =>
    findingOf(opinion, { category: 'ref', what: `a push to ${url}`, actor, at: {}, remedy }),
  )
}
