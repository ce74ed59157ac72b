/** As content/copilot/reference/copilot-cli-reference/cli-hooks-reference.md of github/docs describes them, in both spellings. */
import type { Recorded } from './recorded.ts'

const camel = { sessionId: 's-1', timestamp: 1_704_614_600_000, cwd: '/home/dev/app' }
const pascal = { session_id: 's-1', timestamp: '2026-08-21T10:00:00.000Z', cwd: '/home/dev/app' }

export const COPILOT: Recorded[] = [
  {
    payload: { ...camel, toolName: 'bash', toolArgs: '{"command":"ls"}' },
    act: { kind: 'shell', command: 'ls' },
    pass: [0, ''],
    ask: [0, '{"permissionDecision":"ask","permissionDecisionReason":"why"}'],
    deny: [0, '{"permissionDecision":"deny","permissionDecisionReason":"why"}'],
  },
  {
    payload: { ...camel, toolName: 'create', toolArgs: { path: 'a', file_text: 'x' } },
    act: { kind: 'write', files: [{ path: 'a', content: 'x' }] },
  },
  {
    payload: {
      ...camel,
      toolName: 'str_replace_editor',
      toolArgs: { command: 'create', path: 'a', file_text: 'x' },
    },
    act: { kind: 'write', files: [{ path: 'a', content: 'x' }] },
  },
  {
    payload: { ...camel, toolName: 'view', toolArgs: { path: '.env' } },
    act: { kind: 'read', paths: ['.env'] },
  },
  {
    payload: { ...pascal, hook_event_name: 'PreToolUse', tool_name: 'bash', tool_input: { command: 'ls' } },
    act: { kind: 'shell', command: 'ls' },
    deny: [0, '{"permissionDecision":"deny","permissionDecisionReason":"why"}'],
  },
  {
    payload: {
      ...camel,
      toolName: 'bash',
      toolArgs: {},
      toolResult: { resultType: 'success', textResultForLlm: 'out' },
    },
    act: { kind: 'output', output: { resultType: 'success', textResultForLlm: 'out' } },
    redact: [0, ''],
  },
  { payload: { ...camel, prompt: 'hi' }, act: { kind: 'prompt', text: 'hi' }, deny: [0, ''] },
]
