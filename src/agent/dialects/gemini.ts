/**
 * Gemini CLI: https://geminicli.com/docs/hooks/reference. stdout must be JSON and nothing else. After a tool the reason of a
 * denial takes the place of what the tool gave.
 */
import { json } from '../answers.ts'
import type { Act, Answer, Dialect, Fields, Ruling, ToolCall } from '../call.ts'
import { objectIn, textIn } from '../fields.ts'
import { actOf, textOf } from '../tools.ts'

const EVENTS = /^(Before|After)(Tool|Agent|Model|ToolSelection)$/

export const gemini: Dialect = {
  host: 'gemini-cli',
  recognises: payload => {
    const event = textIn(payload, 'hook_event_name') ?? ''
    return (
      EVENTS.test(event) ||
      (typeof payload.timestamp === 'string' && /gemini/i.test(textIn(payload, 'transcript_path') ?? ''))
    )
  },
  read: readGemini,
  canAsk: () => false,
  answer: answerGemini,
}

function readGemini(payload: Fields): ToolCall {
  const event = textIn(payload, 'hook_event_name') ?? ''
  const facts = {
    tool: textIn(payload, 'tool_name'),
    cwd: textIn(payload, 'cwd'),
    session: textIn(payload, 'session_id'),
    id: textIn(payload, 'timestamp'),
  }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { host: 'gemini-cli', event, act: geminiAct(event, payload), ...Object.fromEntries(known) }
}

function geminiAct(event: string, payload: Fields): Act {
  switch (event) {
    case 'BeforeTool':
      return actOf(textIn(payload, 'tool_name') ?? '', objectIn(payload, 'tool_input'))
    case 'AfterTool':
      return { kind: 'output', output: objectIn(payload, 'tool_response').llmContent ?? '' }
    case 'BeforeAgent':
      return { kind: 'prompt', text: textIn(payload, 'prompt') ?? '' }
    case 'SessionStart':
      return { kind: 'start' }
    default:
      return { kind: 'none' }
  }
}

function answerGemini(call: ToolCall, { verdict, text, redacted }: Ruling): Answer {
  if (redacted !== undefined) return json({ decision: 'deny', reason: `${text}\n\n${textOf(redacted)}` })
  if (verdict === 'deny' || verdict === 'ask') return json({ decision: 'deny', reason: text })
  if (text === '') return json({})
  return json({ hookSpecificOutput: { hookEventName: call.event, additionalContext: text } })
}
