/**
 * VS Code's own agent: https://code.visualstudio.com/docs/agents/reference/hooks-reference. Its hook files are Copilot's and
 * Claude Code's; `matcher` is not looked at. `sessionId` and `hookEventName` are its spelling. Outputs cannot be replaced.
 */
import { json, SILENT } from '../answers.ts'
import type { Answer, Dialect, Ruling, ToolCall } from '../call.ts'
import { textIn } from '../fields.ts'
import { beforeTool, context, readClaudeLike } from './claude-like.ts'

export const vscode: Dialect = {
  host: 'vscode',
  recognises: payload =>
    textIn(payload, 'hookEventName') !== undefined ||
    /github\.copilot-chat|[/\\]workspaceStorage[/\\]/.test(textIn(payload, 'transcript_path') ?? ''),
  read: payload => readClaudeLike('vscode', payload),
  canAsk: call => call.event === 'PreToolUse',
  answer: answerVscode,
}

function answerVscode(call: ToolCall, ruling: Ruling): Answer {
  switch (call.event) {
    case 'PreToolUse':
      return beforeTool(call.event, ruling)
    case 'UserPromptSubmit':
      return ruling.verdict === 'deny' ? json({ continue: false, stopReason: ruling.text }) : SILENT
    case 'PostToolUse':
      return ruling.redacted === undefined ? SILENT : json({ systemMessage: ruling.text })
    case 'SessionStart':
      return context(call.event, ruling.text)
    default:
      return SILENT
  }
}
