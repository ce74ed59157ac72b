/** As https://code.visualstudio.com/docs/agents/reference/hooks-reference (docs/copilot/customization/hooks.md of microsoft/vscode-docs) describes them. */
import type { Recorded } from './recorded.ts'

const common = {
  timestamp: '2026-02-09T10:30:00.000Z',
  cwd: '/home/dev/app',
  sessionId: 'session-1',
  transcript_path: '/home/dev/.config/Code/User/workspaceStorage/1/GitHub.copilot-chat/transcripts/1.json',
}
const before = { ...common, hookEventName: 'PreToolUse', tool_use_id: 'tool-123' }

export const VSCODE: Recorded[] = [
  {
    payload: { ...before, tool_name: 'run_in_terminal', tool_input: { command: 'ls', explanation: 'x' } },
    act: { kind: 'shell', command: 'ls' },
    pass: [0, ''],
    ask: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"why"}}',
    ],
    deny: [
      0,
      '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"why"}}',
    ],
  },
  {
    payload: {
      ...before,
      tool_name: 'create_file',
      tool_input: { filePath: '/home/dev/app/a', content: 'x' },
    },
    act: { kind: 'write', files: [{ path: '/home/dev/app/a', content: 'x' }] },
  },
  {
    payload: {
      ...before,
      tool_name: 'multi_replace_string_in_file',
      tool_input: {
        replacements: [
          { filePath: 'a', oldString: 'x', newString: 'y' },
          { filePath: 'b', oldString: 'p', newString: 'q' },
        ],
      },
    },
    act: {
      kind: 'write',
      files: [
        { path: 'a', edits: [{ from: 'x', to: 'y' }] },
        { path: 'b', edits: [{ from: 'p', to: 'q' }] },
      ],
    },
  },
  {
    payload: { ...before, tool_name: 'read_file', tool_input: { filePath: '.env', startLine: 1 } },
    act: { kind: 'read', paths: ['.env'] },
  },
  {
    payload: { ...common, hookEventName: 'UserPromptSubmit', prompt: 'hi' },
    act: { kind: 'prompt', text: 'hi' },
    deny: [0, '{"continue":false,"stopReason":"why"}'],
  },
]
