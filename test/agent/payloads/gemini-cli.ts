/** As docs/hooks/reference.md of google-gemini/gemini-cli describes them, compared with what gemini-cli 0.61.0 sent to a hook of its own. */
import type { Recorded } from './recorded.ts'

const common = {
  session_id: 's-1',
  transcript_path: '/home/dev/.gemini/tmp/abc/chats/session.json',
  cwd: '/home/dev/app',
  timestamp: '2026-08-21T10:00:00.000Z',
}
const before = { ...common, hook_event_name: 'BeforeTool' }

export const GEMINI: Recorded[] = [
  {
    payload: {
      ...before,
      tool_name: 'run_shell_command',
      tool_input: { command: 'ls', description: 'look' },
    },
    act: { kind: 'shell', command: 'ls' },
    pass: [0, '{}'],
    ask: [0, '{"decision":"deny","reason":"why"}'],
    deny: [0, '{"decision":"deny","reason":"why"}'],
  },
  {
    payload: {
      ...before,
      tool_name: 'write_file',
      tool_input: { file_path: '/home/dev/app/a', content: 'x' },
    },
    act: { kind: 'write', files: [{ path: '/home/dev/app/a', content: 'x' }] },
  },
  {
    payload: {
      ...before,
      tool_name: 'replace',
      tool_input: { file_path: 'a', old_string: 'x', new_string: 'y' },
    },
    act: { kind: 'write', files: [{ path: 'a', edits: [{ from: 'x', to: 'y' }] }] },
  },
  {
    payload: { ...before, tool_name: 'read_many_files', tool_input: { include: ['src/**', '.env'] } },
    act: { kind: 'read', paths: ['src/**', '.env'] },
  },
  {
    payload: {
      ...common,
      hook_event_name: 'AfterTool',
      tool_name: 'run_shell_command',
      tool_input: {},
      tool_response: { llmContent: 'out', returnDisplay: 'out' },
    },
    act: { kind: 'output', output: 'out' },
    pass: [0, '{}'],
    redact: [0, '{"decision":"deny","reason":"why\\n\\nmasked"}'],
  },
  {
    payload: { ...common, hook_event_name: 'BeforeAgent', prompt: 'hi' },
    act: { kind: 'prompt', text: 'hi' },
    deny: [0, '{"decision":"deny","reason":"why"}'],
  },
  {
    payload: { ...common, hook_event_name: 'SessionStart', source: 'startup' },
    act: { kind: 'start' },
    warn: [0, '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"why"}}'],
  },
]
