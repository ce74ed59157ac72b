/**
 * OpenAI Codex: https://developers.openai.com/codex/hooks, schemas in codex-rs/hooks/schema/generated of openai/codex. An answer with
 * a field it does not know is void, and so is "ask": the call goes on. After a tool, `decision: block` puts our reason in
 * place of what the tool gave.
 */
import { json, SILENT } from '../answers.ts'
import type { Answer, Dialect, Ruling, ToolCall } from '../call.ts'
import { textIn } from '../fields.ts'
import { textOf } from '../tools.ts'
import { beforeTool, context, readClaudeLike, specific } from './claude-like.ts'

export const codex: Dialect = {
  host: 'codex',
  recognises: payload =>
    textIn(payload, 'hook_event_name') !== undefined &&
    ('turn_id' in payload || /[/\\]\.codex[/\\]/.test(textIn(payload, 'transcript_path') ?? '')),
  read: payload => readClaudeLike('codex', payload),
  canAsk: () => false,
  answer: answerCodex,
}

function answerCodex(call: ToolCall, ruling: Ruling): Answer {
  switch (call.event) {
    case 'PreToolUse':
      return ruling.verdict === 'warn' ? SILENT : beforeTool(call.event, denied(ruling))
    case 'PermissionRequest':
      return ruling.verdict === 'deny' || ruling.verdict === 'ask'
        ? specific(call.event, { decision: { behavior: 'deny', message: ruling.text } })
        : SILENT
    case 'PostToolUse':
      return ruling.redacted === undefined
        ? context(call.event, ruling.text)
        : json({ decision: 'block', reason: `${ruling.text}\n\n${textOf(ruling.redacted)}` })
    case 'UserPromptSubmit':
      return ruling.verdict === 'deny'
        ? json({ decision: 'block', reason: ruling.text })
        : context(call.event, ruling.text)
    case 'SessionStart':
      return context(call.event, ruling.text)
    default:
      return SILENT
  }
}

function denied(ruling: Ruling): Ruling {
  return ruling.verdict === 'ask' ? { ...ruling, verdict: 'deny' } : ruling
}
