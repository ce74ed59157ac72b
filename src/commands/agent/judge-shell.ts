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
import type { CommandVerdict, Shell } from '../../command/types.ts'
import type { Repo } from '../../git/run.ts'
import { policyForCommands } from '../../guard/commands.ts'
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
  const said = policyForCommands(loaded.policy, 'agent', () => 'none')
  return judgeCommand(command, {
    shell,
    facts: factsIn(desk.cwd, desk.io.env),
    ...said,
    judgeRef: refJudge(said, loaded.policy, desk.repo),
  })
}

type Said = ReturnType<typeof policyForCommands>

/**
 * Clauses of the repository's own policy decide, and what they leave free may be pushed; where none speaks about refs, the guard's usual
 * ones do. Where git's own hook will ask a person, the host's question now would be one too many, and no approval.
 */
function refJudge({ judgeRef }: Said, policy: Policy, repo: Repo | null): Said['judgeRef'] {
  const hasRefs = policy.refs.some(({ layer }) => layer !== 'floor')
  if (!hasRefs || policy.problems.length > 0) return judgeRefByDefault
  const asksLater = () => repo !== null && existsSync(join(repo.commonDir, 'portcullis', 'hook'))
  return (ref, act) => {
    if (ref === null) return judgeRefByDefault(ref, act)
    const verdict = judgeRef(ref, act)
    return verdict === 'ask' && asksLater() ? 'none' : verdict
  }
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
