/**
 * Claude Code: https://code.claude.com/docs/en/hooks. Exit 1, 127, a timeout and invalid JSON all mean "go on"; an empty answer
 * leaves its own permissions as they are. `updatedToolOutput` replaces what the model sees and must have the tool's shape.
 */
import { json, SILENT } from '../answers.ts'
import type { Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { textIn } from '../fields.ts'
import { beforeTool, context, readClaudeLike, specific } from './claude-like.ts'

export const claude: Dialect = {
  host: 'claude-code',
  recognises: payload =>
    textIn(payload, 'hook_event_name') !== undefined &&
    textIn(payload, 'session_id') !== undefined &&
    hasClaudesMarks(payload),
  read: payload => readClaudeLike('claude-code', payload),
  canAsk: call => call.event === 'PreToolUse',
  answer: answerClaude,
}

/** Fields that Claude Code alone sends; its transcripts lie under a folder of its name. */
function hasClaudesMarks(payload: Fields): boolean {
  if (/[/\\]\.?claude[/\\]/.test(textIn(payload, 'transcript_path') ?? '')) return true
  return 'permission_mode' in payload || 'agent_type' in payload || 'prompt_id' in payload
}

function answerClaude(call: ToolCall, ruling: Ruling): Answer {
  switch (call.event) {
    case 'PreToolUse':
      return beforeTool(call.event, ruling)
    case 'PermissionRequest': // exit 2 is not heeded here
      return ruling.verdict === 'deny'
        ? specific(call.event, { decision: { behavior: 'deny', message: ruling.text } })
        : SILENT
    case 'PostToolUse':
      return ruling.redacted === undefined
        ? context(call.event, ruling.text)
        : specific(call.event, { updatedToolOutput: ruling.redacted, additionalContext: ruling.text })
    case 'UserPromptSubmit':
    case 'ConfigChange':
      if (ruling.verdict === 'deny') return json({ decision: 'block', reason: ruling.text })
      return call.event === 'ConfigChange' ? SILENT : context(call.event, ruling.text)
    case 'SessionStart':
      return context(call.event, ruling.text)
    default:
      return SILENT
  }
}
