/** As https://cursor.com/docs/agent/hooks and https://cupcake.eqtylab.io/reference/harnesses/cursor describe them. */
import type { Recorded } from './recorded.ts'

const common = {
  conversation_id: 'conv-1',
  generation_id: 'gen-1',
  model: 'gpt-5',
  cursor_version: '3.9.16',
  workspace_roots: ['/home/dev/app'],
  user_email: null,
}

export const CURSOR: Recorded[] = [
  {
    payload: { ...common, hook_event_name: 'beforeShellExecution', command: 'npm test', cwd: '' },
    act: { kind: 'shell', command: 'npm test' },
    // with failClosed an empty answer blocks; its allow-list is asked whatever a hook says
    pass: [0, '{"permission":"allow"}'],
    ask: [0, '{"permission":"deny","user_message":"why","agent_message":"why"}'],
    deny: [0, '{"permission":"deny","user_message":"why","agent_message":"why"}'],
  },
  {
    payload: {
      ...common,
      hook_event_name: 'beforeMCPExecution',
      tool_name: 'query',
      tool_input: '{"sql":"select 1"}',
      command: 'npx srv',
    },
    act: { kind: 'send', text: '{"sql":"select 1"}' },
    pass: [0, '{"permission":"allow"}'],
  },
  {
    payload: {
      ...common,
      hook_event_name: 'beforeReadFile',
      file_path: '/home/dev/app/.env',
      content: 'A=1',
      attachments: [],
    },
    act: { kind: 'read', paths: ['/home/dev/app/.env'] },
    deny: [0, '{"permission":"deny","user_message":"why","agent_message":"why"}'],
  },
  {
    payload: {
      ...common,
      hook_event_name: 'preToolUse',
      tool_name: 'Write',
      tool_input: { file_path: 'a.ts', contents: 'x' },
      tool_use_id: 't',
      cwd: '/home/dev/app',
    },
    act: { kind: 'write', files: [{ path: 'a.ts', content: 'x' }] },
    pass: [0, '{"permission":"allow"}'],
  },
  {
    payload: {
      ...common,
      hook_event_name: 'preToolUse',
      tool_name: 'Delete',
      tool_input: { path: 'a.ts' },
      tool_use_id: 't',
    },
    act: { kind: 'write', files: [{ path: 'a.ts', removed: true }] },
  },
  {
    payload: { ...common, hook_event_name: 'beforeSubmitPrompt', prompt: 'hi', attachments: [] },
    act: { kind: 'prompt', text: 'hi' },
    pass: [0, '{"continue":true}'],
    deny: [0, '{"continue":false,"user_message":"why"}'],
  },
  {
    payload: {
      ...common,
      hook_event_name: 'postToolUse',
      tool_name: 'MCP:query',
      tool_input: {},
      tool_output: 'out',
    },
    act: { kind: 'output', output: 'out' },
    pass: [0, '{}'],
    redact: [0, '{"updated_mcp_tool_output":"masked","additional_context":"why"}'],
  },
  {
    payload: { ...common, hook_event_name: 'afterFileEdit', file_path: '/home/dev/app/a.ts', edits: [] },
    act: { kind: 'none' },
    pass: [0, '{}'],
  },
]
