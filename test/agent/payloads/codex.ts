/**
 * As https://developers.openai.com/codex/hooks and codex-rs/hooks/schema/generated/*.schema.json of openai/codex describe them; the
 * answers have no field that those schemas do not have. Compared with what codex 0.171.0 sent to a hook of its own.
 */
import type { Recorded } from './recorded.ts'

const common = {
  session_id: '019a0000-0000-7000-8000-000000000001',
  transcript_path: null,
  cwd: '/home/dev/app',
  model: 'gpt-5-codex',
  permission_mode: 'default',
  turn_id: '1',
}
const before = { ...common, hook_event_name: 'PreToolUse', tool_use_id: 'call_1' }
const PATCH =
  '*** Begin Patch\n*** Add File: a.txt\n+one\n+two\n*** Update File: b.ts\n@@\n-old\n+new\n*** Delete File: c\n*** End Patch'

export const CODEX: Recorded[] = [
  {
    payload: { ...before, tool_name: 'Bash', tool_input: { command: 'git push' } },
    act: { kind: 'shell', command: 'git push' },
    pass: [0, ''],
    warn: [0, ''],
    ask: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"why"}}',
    ],
    deny: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"why"}}',
    ],
  },
  {
    payload: { ...before, tool_name: 'shell', tool_input: { command: ['bash', '-lc', 'git push'] } },
    act: { kind: 'shell', command: "bash -lc 'git push'" },
  },
  {
    payload: { ...before, tool_name: 'apply_patch', tool_input: { command: PATCH } },
    act: {
      kind: 'write',
      files: [
        { path: 'a.txt', content: 'one\ntwo\n' },
        { path: 'b.ts', added: 'new\n' },
        { path: 'c', removed: true },
      ],
    },
  },
  {
    payload: {
      ...common,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'x' },
      tool_response: 'out',
    },
    act: { kind: 'output', output: 'out' },
    redact: [0, '{"decision":"block","reason":"why\\n\\nmasked"}'],
    pass: [0, ''],
  },
  {
    payload: { ...common, hook_event_name: 'UserPromptSubmit', prompt: 'hi' },
    act: { kind: 'prompt', text: 'hi' },
    deny: [0, '{"decision":"block","reason":"why"}'],
  },
  {
    payload: {
      ...before,
      hook_event_name: 'PermissionRequest',
      tool_name: 'Bash',
      tool_input: { command: 'x' },
    },
    act: { kind: 'shell', command: 'x' },
    deny: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"why"}}}',
    ],
    pass: [0, ''],
  },
]
