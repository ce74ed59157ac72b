/**
 * Cursor: https://cursor.com/docs/agent/hooks. With `failClosed` an empty answer blocks, so there is always one; its own list of allowed
 * commands is asked whatever a hook allows, and its `ask` is not reliable (https://github.com/DobermanCore/Doberman-Core/pull/563,
 * https://github.com/deftai/directive/issues/2779): we deny instead.
 */
import { json } from '../answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { objectIn, textIn, textsIn } from '../fields.ts'
import { actOf, textOf } from '../tools.ts'

export const cursor: Dialect = {
  host: 'cursor',
  recognises: payload =>
    'cursor_version' in payload || ('conversation_id' in payload && 'generation_id' in payload),
  read: readCursor,
  canAsk: () => false,
  answer: answerCursor,
}

function readCursor(payload: Fields): ToolCall {
  const event = textIn(payload, 'hook_event_name') ?? ''
  const facts = {
    tool: textIn(payload, 'tool_name'),
    // an event about a whole conversation has only its folders
    cwd: textIn(payload, 'cwd') || textsIn(payload, 'workspace_roots')[0],
    session: textIn(payload, 'conversation_id'),
    // the two events of one shell command have no other id in common
    id: textIn(payload, 'generation_id'),
    model: textIn(payload, 'model'),
  }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { host: 'cursor', event, act: cursorAct(event, payload), ...Object.fromEntries(known) }
}

function cursorAct(event: string, payload: Fields): Act {
  switch (event) {
    case 'beforeShellExecution':
      return { kind: 'shell', command: textIn(payload, 'command') ?? '' }
    case 'beforeMCPExecution': // its tools are another server's, whatever their fields are called; `command` is that server's
      return { kind: 'send', text: textOf(payload.tool_input) }
    case 'beforeReadFile':
    case 'beforeTabFileRead':
      return { kind: 'read', paths: textsIn(payload, 'file_path') }
    case 'preToolUse':
      return actOf(textIn(payload, 'tool_name') ?? '', objectIn(payload, 'tool_input'))
    case 'postToolUse':
      return { kind: 'output', output: payload.tool_output ?? '' }
    case 'beforeSubmitPrompt':
      return { kind: 'prompt', text: textIn(payload, 'prompt') ?? '' }
    case 'sessionStart':
      return { kind: 'start' }
    default:
      return { kind: 'none' }
  }
}

const PERMISSION = new Set([
  'beforeShellExecution',
  'beforeMCPExecution',
  'beforeReadFile',
  'beforeTabFileRead',
  'preToolUse',
  'subagentStart',
])

function answerCursor(call: ToolCall, { verdict, text, redacted }: Ruling): Answer {
  const blocked = verdict === 'deny' || verdict === 'ask'
  if (PERMISSION.has(call.event))
    return json(
      blocked ? { permission: 'deny', user_message: text, agent_message: text } : { permission: 'allow' },
    )
  if (call.event === 'beforeSubmitPrompt')
    return json(blocked ? { continue: false, user_message: text } : { continue: true })
  if (call.event === 'postToolUse' && redacted !== undefined)
    return json({ updated_mcp_tool_output: redacted, additional_context: text })
  return json(call.event === 'sessionStart' && text !== '' ? { additional_context: text } : {})
}
