/** The protocol that Claude Code began and Codex, VS Code and Copilot (in its PascalCase form) share in its main lines. */
import { json, SILENT } from '../answers.ts'
import type { Act, Answer, Fields, Host, Ruling, ToolCall } from '../call.ts'
import { objectIn, textIn } from '../fields.ts'
import { actOf } from '../tools.ts'

/** `tool_name`, `tool_input`, `tool_response`, `prompt`, `session_id`, `cwd`, `tool_use_id`, `model`. */
export function readClaudeLike(host: Host, payload: Fields): ToolCall {
  const event = textIn(payload, 'hook_event_name', 'hookEventName') ?? ''
  const tool = textIn(payload, 'tool_name')
  const facts = {
    tool,
    cwd: textIn(payload, 'cwd'),
    session: textIn(payload, 'session_id', 'sessionId'),
    id: textIn(payload, 'tool_use_id'),
    model: textIn(payload, 'model'),
  }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { host, event, act: actIn(event, tool ?? '', payload), ...Object.fromEntries(known) }
}

function actIn(event: string, tool: string, payload: Fields): Act {
  switch (event) {
    case 'PreToolUse':
    case 'PermissionRequest':
      return actOf(tool, objectIn(payload, 'tool_input'))
    case 'PostToolUse':
      return { kind: 'output', output: payload.tool_response ?? payload.tool_result ?? '' }
    case 'UserPromptSubmit':
      return { kind: 'prompt', text: textIn(payload, 'prompt') ?? '' }
    case 'SessionStart':
      return { kind: 'start' }
    default:
      return { kind: 'none' }
  }
}

/** `hookSpecificOutput.permissionDecision` before a tool; a `warn` is a remark for the model. */
export function beforeTool(event: string, { verdict, text }: Ruling): Answer {
  if (verdict === 'pass') return SILENT
  if (verdict === 'warn') return context(event, text)
  return specific(event, { permissionDecision: verdict, permissionDecisionReason: text })
}

/** A remark for the model, beside what happens anyway. */
export function context(event: string, text: string): Answer {
  return text === '' ? SILENT : specific(event, { additionalContext: text })
}

export function specific(event: string, fields: object): Answer {
  return json({ hookSpecificOutput: { hookEventName: event, ...fields } })
}
