/**
 * GitHub Copilot, on the command line and in the cloud: https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-hooks-reference.
 * The spelling of the event in the hook file decides the form: `preToolUse` brings `toolName` and `toolArgs`, `PreToolUse` Claude's fields.
 * In the cloud nobody can be asked: `ask` is a denial there. Prompts and outputs are only told, not asked about.
 */
import { json, SILENT } from '../answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { objectIn, textIn } from '../fields.ts'
import { actOf } from '../tools.ts'
import { readClaudeLike } from './claude-like.ts'

export const copilot: Dialect = {
  host: 'copilot',
  recognises: payload => isCamel(payload) || isPascal(payload),
  read: payload => (isCamel(payload) ? readCamel(payload) : readClaudeLike('copilot', payload)),
  canAsk: call => call.event === 'PreToolUse',
  answer: answerCopilot,
}

/** A number of milliseconds beside `cwd`, and no name of the event: that is told by which fields there are. */
function isCamel(payload: Fields): boolean {
  return (
    typeof payload.timestamp === 'number' &&
    typeof payload.cwd === 'string' &&
    ('toolName' in payload || 'prompt' in payload || 'source' in payload || 'sessionId' in payload)
  )
}

/** Claude's fields with a timestamp, which Claude Code does not send, and without a transcript, which Gemini CLI sends. */
function isPascal(payload: Fields): boolean {
  const event = textIn(payload, 'hook_event_name') ?? ''
  return /^[A-Z]/.test(event) && typeof payload.timestamp === 'string' && !('transcript_path' in payload)
}

function readCamel(payload: Fields): ToolCall {
  const tool = textIn(payload, 'toolName')
  const [event, act] = camelAct(tool, payload)
  const session = textIn(payload, 'sessionId')
  return {
    host: 'copilot',
    event,
    act,
    cwd: textIn(payload, 'cwd')!,
    id: String(payload.timestamp),
    ...(tool !== undefined && { tool }),
    ...(session !== undefined && { session }),
  }
}

function camelAct(tool: string | undefined, payload: Fields): [string, Act] {
  if (tool !== undefined && 'toolResult' in payload)
    return ['PostToolUse', { kind: 'output', output: payload.toolResult }]
  if (tool !== undefined && !('error' in payload))
    return ['PreToolUse', actOf(tool, objectIn(payload, 'toolArgs'))]
  const prompt = textIn(payload, 'prompt')
  if (prompt !== undefined) return ['UserPromptSubmit', { kind: 'prompt', text: prompt }]
  return 'source' in payload ? ['SessionStart', { kind: 'start' }] : ['other', { kind: 'none' }]
}

function answerCopilot(call: ToolCall, { verdict, text }: Ruling): Answer {
  if (call.event !== 'PreToolUse' || verdict === 'pass' || verdict === 'warn') return SILENT
  return json({ permissionDecision: verdict, permissionDecisionReason: text })
}
