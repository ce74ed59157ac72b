/** As https://docs.windsurf.com/windsurf/cascade/hooks and docs/reference-cascade.md of CorridorSecurity/hookshot describe them. */
import type { Recorded } from './recorded.ts'

const common = {
  trajectory_id: 't-1',
  execution_id: 'e-1',
  timestamp: '2026-08-21T10:00:00Z',
  model_name: 'swe-1',
}

export const WINDSURF: Recorded[] = [
  {
    payload: {
      ...common,
      agent_action_name: 'pre_run_command',
      tool_info: { command_line: 'ls', cwd: '/home/dev/app' },
    },
    act: { kind: 'shell', command: 'ls' },
    pass: [0, ''],
    ask: [2, '', 'why'],
    deny: [2, '', 'why'],
  },
  {
    payload: {
      ...common,
      agent_action_name: 'pre_write_code',
      tool_info: { file_path: '/home/dev/app/a', edits: [{ old_string: 'x', new_string: 'y' }] },
    },
    act: { kind: 'write', files: [{ path: '/home/dev/app/a', edits: [{ from: 'x', to: 'y' }] }] },
  },
  {
    payload: {
      ...common,
      agent_action_name: 'pre_read_code',
      tool_info: { file_path: '/home/dev/app/.env' },
    },
    act: { kind: 'read', paths: ['/home/dev/app/.env'] },
  },
  {
    payload: {
      ...common,
      agent_action_name: 'pre_mcp_tool_use',
      tool_info: { mcp_server_name: 's', mcp_tool_name: 't', mcp_tool_arguments: { a: 1 } },
    },
    act: { kind: 'send', text: '{\n "a": 1\n}' },
  },
  {
    payload: { ...common, agent_action_name: 'pre_user_prompt', tool_info: { user_prompt: 'hi' } },
    act: { kind: 'prompt', text: 'hi' },
    deny: [2, '', 'why'],
  },
  {
    payload: {
      ...common,
      agent_action_name: 'post_run_command',
      tool_info: { command_line: 'ls', output: 'x' },
    },
    act: { kind: 'none' },
    pass: [0, ''],
  },
]
