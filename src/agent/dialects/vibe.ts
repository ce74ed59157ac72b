/**
 * Mistral Vibe: https://docs.mistral.ai/vibe/code/cli/hooks, vibe/core/hooks/models.py of mistralai/mistral-vibe. Until 2.15 its events were
 * `before_tool` and `after_tool`, then `pre_tool` and `post_tool`. Nothing on stdout passes; a failure passes too unless the hook is
 * `strict`. After a tool the reason of a denial takes the place of what the tool gave.
 */
import { json, SILENT } from '../answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { objectIn, textIn } from '../fields.ts'
import { actOf, textOf } from '../tools.ts'

const BEFORE = /^(pre|before)_tool$/
const AFTER = /^(post|after)_tool$/

export const vibe: Dialect = {
  host: 'mistral-vibe',
  recognises: payload =>
    /^(pre|before|post|after)_(tool|agent|agent_turn)$/.test(textIn(payload, 'hook_event_name') ?? ''),
  read: readVibe,
  canAsk: () => false,
  answer: answerVibe,
}

function readVibe(payload: Fields): ToolCall {
  const event = textIn(payload, 'hook_event_name') ?? ''
  const facts = {
    tool: textIn(payload, 'tool_name'),
    cwd: textIn(payload, 'cwd'),
    session: textIn(payload, 'session_id'),
    id: textIn(payload, 'tool_call_id'),
  }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { host: 'mistral-vibe', event, act: vibeAct(event, payload), ...Object.fromEntries(known) }
}

function vibeAct(event: string, payload: Fields): Act {
  if (BEFORE.test(event)) return actOf(textIn(payload, 'tool_name') ?? '', objectIn(payload, 'tool_input'))
  if (AFTER.test(event))
    return { kind: 'output', output: payload.tool_output_text ?? payload.tool_output ?? '' }
  return { kind: 'none' }
}

function answerVibe(_call: ToolCall, { verdict, text, redacted }: Ruling): Answer {
  if (redacted !== undefined) return json({ decision: 'deny', reason: `${text}\n\n${textOf(redacted)}` })
  if (verdict === 'deny' || verdict === 'ask') return json({ decision: 'deny', reason: text })
  return text === '' ? SILENT : json({ system_message: text })
}
