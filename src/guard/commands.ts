/** What the policy says about a push that a command would make, in the command guard's words. */
import { judgeRefByDefault } from '../command/git/refspec.ts'
import type { CommandContext, RefAct } from '../command/types.ts'
import type { ActorKind, RefUpdate } from '../model.ts'
import { objections, refOpinions, remoteOpinions, verbsOf } from '../policy/judge.ts'
import { normaliseRemote } from '../policy/remote-url.ts'
import type { Policy } from '../policy/types.ts'

const ACTIONS: Record<RefAct, RefUpdate['action']> = {
  push: 'update',
  force: 'force',
  lease: 'force',
  delete: 'delete',
}

/** `judgeRef` and `isRemoteAllowed` for this actor. A ref that no clause speaks about is judged as without a policy. */
export function policyForCommands(
  policy: Policy,
  actor: ActorKind,
): Required<Pick<CommandContext, 'judgeRef' | 'isRemoteAllowed'>> {
  return {
    judgeRef: (ref, act) => judgeRef(policy, actor, ref, act),
    isRemoteAllowed: remote => isRemoteAllowed(policy, remote),
  }
}

function judgeRef(
  policy: Policy,
  actor: ActorKind,
  ref: string | null,
  act: RefAct,
): 'deny' | 'ask' | 'none' {
  if (ref === null) return judgeRefByDefault(ref, act)
  const opinions = refOpinions(policy, actor, verbsOf('push', { ref, action: ACTIONS[act] }), ref)
  if (opinions.length === 0) return judgeRefByDefault(ref, act)
  const verdicts = objections(opinions).map(({ verdict }) => verdict)
  return verdicts.includes('deny') ? 'deny' : verdicts.includes('ask') ? 'ask' : 'none'
}

/** A name is the configuration's, about which a list of addresses says nothing. */
function isRemoteAllowed(policy: Policy, remote: string): boolean | null {
  if (!/[:/]/.test(remote)) return null
  const opinions = remoteOpinions(policy, normaliseRemote(remote))
  return opinions.length === 0 ? null : objections(opinions).length === 0
}
