/**
 * Windsurf's Cascade: https://docs.windsurf.com/windsurf/cascade/hooks. Only exit code 2 of a `pre_` event blocks; what is
 * printed is shown, never read. Outputs cannot be replaced.
 */
import { block, SILENT } from '../answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { listIn, objectIn, textIn, textsIn } from '../fields.ts'
import { textOf } from '../tools.ts'

export const windsurf: Dialect = {
  host: 'windsurf',
  recognises: payload => textIn(payload, 'agent_action_name') !== undefined,
  read: readWindsurf,
  canAsk: () => false,
  answer: answerWindsurf,
}

function readWindsurf(payload: Fields): ToolCall {
  const event = textIn(payload, 'agent_action_name') ?? ''
  const info = objectIn(payload, 'tool_info')
  const facts = {
    tool: textIn(info, 'mcp_tool_name'),
    cwd: textIn(info, 'cwd'),
    session: textIn(payload, 'trajectory_id'),
    id: textIn(payload, 'execution_id'),
    model: textIn(payload, 'model_name'),
  }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { host: 'windsurf', event, act: windsurfAct(event, info), ...Object.fromEntries(known) }
}

function windsurfAct(event: string, info: Fields): Act {
  switch (event) {
    case 'pre_run_command':
      return { kind: 'shell', command: textIn(info, 'command_line') ?? '' }
    case 'pre_write_code':
      return { kind: 'write', files: [{ path: textIn(info, 'file_path') ?? '', edits: editsIn(info) }] }
    case 'pre_read_code':
      return { kind: 'read', paths: textsIn(info, 'file_path') }
    case 'pre_mcp_tool_use':
      return { kind: 'send', text: textOf(info.mcp_tool_arguments) }
    case 'pre_user_prompt':
      return { kind: 'prompt', text: textIn(info, 'user_prompt') ?? '' }
    default:
      return { kind: 'none' }
  }
}

function editsIn(info: Fields) {
  return listIn(info, 'edits').map(edit => ({
    from: textIn(edit, 'old_string') ?? '',
    to: textIn(edit, 'new_string') ?? '',
  }))
}

function answerWindsurf(_call: ToolCall, { verdict, text }: Ruling): Answer {
  return verdict === 'deny' || verdict === 'ask' ? block(text) : SILENT
}
