/** As https://docs.mistral.ai/vibe/code/cli/hooks and vibe/core/hooks/models.py of mistralai/mistral-vibe (ac8f1a0) describe them. */
import type { Recorded } from './recorded.ts'

const common = {
  session_id: 's-1',
  transcript_path: '/home/dev/.vibe/logs/session/1',
  cwd: '/home/dev/app',
  parent_session_id: null,
}

export const VIBE: Recorded[] = [
  {
    payload: {
      ...common,
      hook_event_name: 'pre_tool',
      tool_name: 'bash',
      tool_call_id: 'c1',
      tool_input: { command: 'ls' },
    },
    act: { kind: 'shell', command: 'ls' },
    pass: [0, ''],
    ask: [0, '{"decision":"deny","reason":"why"}'],
    deny: [0, '{"decision":"deny","reason":"why"}'],
  },
  {
    payload: {
      ...common,
      hook_event_name: 'before_tool',
      tool_name: 'write_file',
      tool_call_id: 'c1',
      tool_input: { path: 'a', content: 'x' },
    },
    act: { kind: 'write', files: [{ path: 'a', content: 'x' }] },
  },
  {
    payload: {
      ...common,
      hook_event_name: 'post_tool',
      tool_name: 'bash',
      tool_call_id: 'c1',
      tool_input: {},
      tool_status: 'success',
      tool_output: { stdout: 'out' },
      tool_output_text: 'out',
      tool_error: null,
      duration_ms: 3,
    },
    act: { kind: 'output', output: 'out' },
    redact: [0, '{"decision":"deny","reason":"why\\n\\nmasked"}'],
  },
  { payload: { ...common, hook_event_name: 'post_agent_turn' }, act: { kind: 'none' }, pass: [0, ''] },
]
