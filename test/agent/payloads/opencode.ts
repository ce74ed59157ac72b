/** What our own plugin sends (src/agent/settings/opencode.ts); what it is given is described at https://opencode.ai/docs/plugins. */
import type { Recorded } from './recorded.ts'

const common = { portcullis_plugin: 'opencode', cwd: '/home/dev/app', session: 'ses_1', call: 'call_1' }

export const OPENCODE: Recorded[] = [
  {
    payload: {
      ...common,
      event: 'tool.execute.before',
      tool: 'bash',
      args: { command: 'ls', description: 'x' },
    },
    act: { kind: 'shell', command: 'ls' },
    pass: [0, '{}'],
    ask: [0, '{"decision":"deny","reason":"why"}'],
    deny: [0, '{"decision":"deny","reason":"why"}'],
  },
  {
    payload: {
      ...common,
      event: 'tool.execute.before',
      tool: 'edit',
      args: { filePath: 'a', oldString: 'x', newString: 'y', replaceAll: true },
    },
    act: { kind: 'write', files: [{ path: 'a', edits: [{ from: 'x', to: 'y', all: true }] }] },
  },
  {
    payload: { ...common, event: 'tool.execute.after', tool: 'bash', output: 'out' },
    act: { kind: 'output', output: 'out' },
    redact: [0, '{"decision":"replace","output":"why\\n\\nmasked"}'],
    pass: [0, '{}'],
  },
]
