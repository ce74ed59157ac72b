/** What the policy says about a push that a command would make, in the command guard's words. */
import { judgeRefByDefault } from '../command/git/refspec.ts'
import type { CommandContext, RefAct } from '../command/types.ts'
import type { ActorKind, RefUpdate, Verdict } from '../model.ts'
import { refOpinions, remoteOpinions, verbsOf } from '../policy/judge.ts'
import { STRENGTH, strongest } from '../policy/order.ts'
import { normaliseRemote } from '../policy/remote-url.ts'
import type { Policy } from '../policy/types.ts'

const ACTIONS: Record<RefAct, RefUpdate['action']> = {
  push: 'update',
  force: 'force',
  lease: 'force',
  delete: 'delete',
}

type Said = Required<Pick<CommandContext, 'judgeRef' | 'isRemoteAllowed'>>

/** For this actor. A ref that no clause speaks about is judged as `unnamed` says: as without a policy, unless it is given. */
export function policyForCommands(
  policy: Policy,
  actor: ActorKind,
  unnamed: Said['judgeRef'] = judgeRefByDefault,
): Said {
  return {
    judgeRef: (ref, act) => {
      if (ref === null) return judgeRefByDefault(ref, act)
      const opinions = refOpinions(policy, actor, verbsOf('push', { ref, action: ACTIONS[act] }), ref)
      return opinions.length === 0
        ? unnamed(ref, act)
        : said(strongest(opinions.map(({ verdict }) => verdict)))
    },
    isRemoteAllowed: remote => isRemoteAllowed(policy, remote),
  }
}

function said(verdict: Verdict): 'deny' | 'ask' | 'none' {
  return verdict === 'deny' || verdict === 'ask' ? verdict : 'none'
}

/** A name is the configuration's, about which a list of addresses says nothing. */
function isRemoteAllowed(policy: Policy, remote: string): boolean | null {
  if (!/[:/]/.test(remote)) return null
  const opinions = remoteOpinions(policy, normaliseRemote(remote))
  return opinions.length === 0 ? null : opinions.every(({ verdict }) => STRENGTH[verdict] < STRENGTH.ask)
}
