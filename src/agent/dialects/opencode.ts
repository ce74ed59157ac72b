/**
 * OpenCode: https://opencode.ai/docs/plugins. A plugin runs inside of it; ours (src/agent/settings/opencode.ts) starts us with this payload of
 * our own and throws what we deny. `tool.execute.after` may change the output.
 */
import { json } from '../answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { objectIn, textIn } from '../fields.ts'
import { actOf, textOf } from '../tools.ts'

export const opencode: Dialect = {
  host: 'opencode',
  recognises: payload => payload.portcullis_plugin === 'opencode',
  read: readOpencode,
  canAsk: () => false,
  answer: answerOpencode,
}

function readOpencode(payload: Fields): ToolCall {
  const event = textIn(payload, 'event') ?? ''
  const facts = {
    tool: textIn(payload, 'tool'),
    cwd: textIn(payload, 'cwd'),
    session: textIn(payload, 'session'),
    id: textIn(payload, 'call'),
  }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { host: 'opencode', event, act: opencodeAct(event, payload), ...Object.fromEntries(known) }
}

function opencodeAct(event: string, payload: Fields): Act {
  if (event === 'tool.execute.before') return actOf(textIn(payload, 'tool') ?? '', objectIn(payload, 'args'))
  if (event === 'tool.execute.after') return { kind: 'output', output: payload.output ?? '' }
  return event === 'chat.message'
    ? { kind: 'prompt', text: textIn(payload, 'prompt') ?? '' }
    : { kind: 'none' }
}

function answerOpencode(_call: ToolCall, { verdict, text, redacted }: Ruling): Answer {
  if (redacted !== undefined) return json({ decision: 'replace', output: `${text}\n\n${textOf(redacted)}` })
  return json(verdict === 'deny' || verdict === 'ask' ? { decision: 'deny', reason: text } : {})
}
