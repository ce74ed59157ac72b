/** As https://code.claude.com/docs/en/hooks describes them, compared with what claude-code 2.1.332 sent to a hook of its own. */
import type { Recorded } from './recorded.ts'

const common = {
  session_id: '6f1c2d3e-0000-4000-8000-000000000001',
  transcript_path: '/home/dev/.claude/projects/-home-dev-app/6f1c2d3e.jsonl',
  cwd: '/home/dev/app',
}
const before = {
  ...common,
  permission_mode: 'default',
  hook_event_name: 'PreToolUse',
  tool_use_id: 'toolu_01',
}

export const CLAUDE: Recorded[] = [
  {
    payload: { ...before, tool_name: 'Bash', tool_input: { command: 'npm test', description: 'run tests' } },
    act: { kind: 'shell', command: 'npm test' },
    deny: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"why"}}',
    ],
    ask: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"why"}}',
    ],
    pass: [0, ''],
  },
  {
    payload: { ...before, tool_name: 'Write', tool_input: { file_path: '/home/dev/app/a.ts', content: 'x' } },
    act: { kind: 'write', files: [{ path: '/home/dev/app/a.ts', content: 'x' }] },
  },
  {
    payload: {
      ...before,
      tool_name: 'Edit',
      tool_input: { file_path: '/home/dev/app/a.ts', old_string: 'a', new_string: 'b', replace_all: true },
    },
    act: {
      kind: 'write',
      files: [{ path: '/home/dev/app/a.ts', edits: [{ from: 'a', to: 'b', all: true }] }],
    },
  },
  {
    payload: {
      ...before,
      tool_name: 'MultiEdit',
      tool_input: {
        file_path: '/home/dev/app/a.ts',
        edits: [
          { old_string: 'a', new_string: 'b' },
          { old_string: 'c', new_string: 'd' },
        ],
      },
    },
    act: {
      kind: 'write',
      files: [
        {
          path: '/home/dev/app/a.ts',
          edits: [
            { from: 'a', to: 'b' },
            { from: 'c', to: 'd' },
          ],
        },
      ],
    },
  },
  {
    payload: {
      ...before,
      tool_name: 'NotebookEdit',
      tool_input: { notebook_path: '/home/dev/n.ipynb', new_source: 'y' },
    },
    act: { kind: 'write', files: [{ path: '/home/dev/n.ipynb', content: 'y' }] },
  },
  {
    payload: { ...before, tool_name: 'Read', tool_input: { file_path: '/home/dev/app/.env', limit: 10 } },
    act: { kind: 'read', paths: ['/home/dev/app/.env'] },
  },
  {
    payload: { ...before, tool_name: 'mcp__files__write', tool_input: { path: 'a', content: 'b' } },
    act: { kind: 'write', files: [{ path: 'a', content: 'b' }] },
  },
  {
    payload: { ...before, tool_name: 'mcp__tracker__comment', tool_input: { issue: 7, body: 'hello' } },
    act: { kind: 'send', text: '{\n "issue": 7,\n "body": "hello"\n}' },
  },
  {
    payload: {
      ...common,
      permission_mode: 'default',
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'env' },
      tool_response: { stdout: 'out', stderr: '', interrupted: false, isImage: false },
      tool_use_id: 'toolu_01',
    },
    act: { kind: 'output', output: { stdout: 'out', stderr: '', interrupted: false, isImage: false } },
    redact: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PostToolUse","updatedToolOutput":"masked","additionalContext":"why"}}',
    ],
    pass: [0, ''],
  },
  {
    payload: { ...common, permission_mode: 'default', hook_event_name: 'UserPromptSubmit', prompt: 'hi' },
    act: { kind: 'prompt', text: 'hi' },
    deny: [0, '{"decision":"block","reason":"why"}'],
    pass: [0, ''],
  },
  {
    payload: { ...common, hook_event_name: 'SessionStart', source: 'startup', model: 'opus' },
    act: { kind: 'start' },
    warn: [0, '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"why"}}'],
  },
  {
    payload: { ...common, permission_mode: 'default', hook_event_name: 'Stop', stop_hook_active: false },
    act: { kind: 'none' },
    pass: [0, ''],
  },
]
