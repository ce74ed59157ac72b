/** Texts on their way to a model or to somebody else: a prompt, the input of a tool, what a tool gave back. */

import { workTreeAbove } from '../../agent/place.ts'
import { redactIn } from '../../agent/redact.ts'
import { CERTAINTY } from '../../detect/certainty.ts'
import { type Detectors, detect } from '../../detect/index.ts'
import type { Credential } from '../../model.ts'
import type { LoadedPolicy } from '../../policy/load.ts'
import type { Desk } from './desk.ts'
import { type Judged, NOTHING } from './judging.ts'

export async function judgeText(kind: 'prompt' | 'send', text: string, desk: Desk): Promise<Judged> {
  const { loaded, detectors } = await desk.sessionIn(workTreeAbove(desk.cwd))
  await detectors.held?.load()
  const found = blocking(text, detectors, loaded)
  if (found.length === 0) return NOTHING
  const text_ = `portcullis: ${WHAT[kind]} ${named(found)}. next: ${NEXT[kind]}`
  const verdict = loaded.policy.mode === 'observe' ? 'warn' : 'deny'
  return { ruling: { verdict, text: text_ }, rules: [...new Set(found.map(({ ruleId }) => ruleId))] }
}

const WHAT = {
  prompt: 'the prompt holds',
  send: 'what would be sent to this tool holds',
} as const
const NEXT = {
  prompt:
    'take it out, name the variable or file that keeps it instead, and revoke it if it was pasted elsewhere before',
  send: 'leave it out; let the tool take it from its own configuration, or ask your user',
} as const

/** Masked where something is found; the host's dialect knows whether it can be put in place of the original. */
export async function judgeOutput(output: unknown, desk: Desk): Promise<Judged> {
  const { loaded, detectors } = await desk.sessionIn(workTreeAbove(desk.cwd))
  await detectors.held?.load()
  const rules = new Set<string>()
  const redacted = redactIn(output, text => {
    const found = blocking(text, detectors, loaded)
    for (const { ruleId } of found) rules.add(ruleId)
    return found
  })
  if (rules.size === 0) return NOTHING
  const text = `portcullis: ${rules.size === 1 ? 'a credential' : 'credentials'} in this output (${[...rules].sort().join(', ')}) ${rules.size === 1 ? 'is' : 'are'} not for a model. Where it says [redacted], go on without the value, and tell your user that the tool prints it`
  return { ruling: { verdict: 'warn', text, redacted }, rules: [...rules] }
}

/** Those that a commit would be refused for. Examples and dummies pass. */
function blocking(text: string, detectors: Detectors, { policy }: LoadedPolicy): Credential[] {
  const from = CERTAINTY[policy.credentials.deny]
  return detect(text, undefined, detectors).filter(
    ({ confidence, minor }) => CERTAINTY[confidence] >= from && minor === undefined,
  )
}

function named(found: Credential[]): string {
  const [first] = found
  const more = found.length > 1 ? ` and ${found.length - 1} more` : ''
  return `a credential (${first!.ruleId}: ${first!.description}, line ${first!.line})${more}`
}
