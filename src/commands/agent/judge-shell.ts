/** Commands: what the command guard says of them with the policy's refs and remotes, files of credentials, and credentials in the text. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Act } from '../../agent/call.ts'
import { showsSecretFile } from '../../agent/command-reads.ts'
import { mayHoldCredential } from '../../agent/glance.ts'
import { workTreeAbove } from '../../agent/place.ts'
import { factsIn } from '../../agent/repository-facts.ts'
import { judgeRefByDefault } from '../../command/git/refspec.ts'
import { judgeCommand } from '../../command/judge.ts'
import type { CommandVerdict, RefAct, Shell } from '../../command/types.ts'
import type { Repo } from '../../git/run.ts'
import type { RefUpdate, Verdict } from '../../model.ts'
import { refOpinions, remoteOpinions, verbsOf } from '../../policy/judge.ts'
import { STRENGTH, strongest } from '../../policy/order.ts'
import { normaliseRemote } from '../../policy/remote-url.ts'
import type { Policy } from '../../policy/types.ts'
import type { Desk } from './desk.ts'
import { SECRET_SHOWN } from './judge-read.ts'
import { judgeText } from './judge-text.ts'
import { type Judged, NOTHING } from './judging.ts'

export async function judgeShell({ command, shell }: Act & { kind: 'shell' }, desk: Desk): Promise<Judged> {
  const guarded = said(await verdictOn(command, shell ?? 'posix', desk))
  if (guarded.ruling.verdict === 'deny') return guarded
  if (showsSecretFile(command, desk.home)) return SECRET_SHOWN
  const sent = mayHoldCredential(command) ? await judgeText('send', command, desk) : NOTHING
  return sent.ruling.verdict === 'pass' ? guarded : sent
}

/** For `agent check` as well. A policy that cannot be used leaves the built-in rules for refs. */
export async function verdictOn(command: string, shell: Shell, desk: Desk): Promise<CommandVerdict> {
  const root = workTreeAbove(desk.cwd)
  const { loaded } = await desk.sessionIn(root)
  return judgeCommand(command, {
    shell,
    facts: factsIn(desk.cwd, desk.io.env),
    judgeRef: refJudge(loaded.policy, desk.repo),
    isRemoteAllowed: remote => isAllowed(loaded.policy, remote),
  })
}

/** Clauses of the repository's own policy decide; where none speaks about refs, the guard's usual ones do. */
function refJudge(
  policy: Policy,
  repo: Repo | null,
): (ref: string | null, act: RefAct) => 'deny' | 'ask' | 'none' {
  const hasRefs = policy.refs.some(({ layer }) => layer !== 'floor')
  return (ref, act) => {
    if (ref === null || !hasRefs || policy.problems.length > 0) return judgeRefByDefault(ref, act)
    const verbs = verbsOf('push', { ref, action: ACTIONS[act] })
    const verdict = strongest(refOpinions(policy, 'agent', verbs, ref).map(opinion => opinion.verdict))
    return told(verdict, repo)
  }
}

const ACTIONS: Record<RefAct, RefUpdate['action']> = {
  push: 'update',
  force: 'force',
  lease: 'force',
  delete: 'delete',
}

/** Where git's own hook will ask a person, the host's question now would be one too many, and no approval. */
function told(verdict: Verdict, repo: Repo | null): 'deny' | 'ask' | 'none' {
  if (verdict === 'deny') return 'deny'
  const asksLater = repo !== null && existsSync(join(repo.commonDir, 'portcullis', 'hook'))
  return verdict === 'ask' && !asksLater ? 'ask' : 'none'
}

function isAllowed(policy: Policy, remote: string): boolean | null {
  if (policy.remotes.length === 0 || !/[/:]/.test(remote)) return null
  return remoteOpinions(policy, normaliseRemote(remote)).every(
    ({ verdict }) => STRENGTH[verdict] < STRENGTH.ask,
  )
}

function said({ verdict, reasons }: CommandVerdict): Judged {
  const [first] = reasons
  if (verdict === 'none' || first === undefined) return NOTHING
  const more = reasons
    .slice(1, MOST)
    .map(({ rule, message }) => `\nportcullis: also, ${message} (rule ${rule})`)
  const text = `portcullis: ${first.message} (rule ${first.rule})${more.join('')}\nnext: ${first.next}`
  return { ruling: { verdict, text }, rules: reasons.map(({ rule }) => rule) }
}

const MOST = 3
