// What settings of agents grant, in each format, and only what is new.
import { expect, it } from 'vitest'
import { added } from '../../src/content/look.ts'
import { sightsOf } from './attack.ts'

const said = (path: string, now: unknown, ...before: unknown[]) => {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  const parents = before.map(value => sightsOf(text(value), path))
  return added(sightsOf(text(now), path), parents).map(({ said, shown, grade }) =>
    [said, shown, grade].join(' | '),
  )
}
const CLAUDE = '.claude/settings.json'
const hooks = (...commands: string[]) => ({
  hooks: {
    PreToolUse: [{ matcher: 'Bash', hooks: commands.map(command => ({ type: 'command', command })) }],
  },
})

it.each<[string, unknown, string[]]>([
  [CLAUDE, { enableAllProjectMcpServers: true }, ['trusts every MCP server of the project | true | agents']],
  [CLAUDE, { enableAllProjectMcpServers: false }, []],
  [CLAUDE, hooks('./x.sh'), ['a new command that a hook runs | ./x.sh | agents']],
  [CLAUDE, { permissions: { allow: ['Bash(*)'] } }, ['allows every shell command | Bash(*) | agents']],
  [CLAUDE, { permissions: { allow: ['Bash'] } }, ['allows every shell command | Bash | agents']],
  [CLAUDE, { permissions: { allow: ['Read(a)'] } }, ['allows more without a question | Read(a) | agents']],
  [CLAUDE, { permissions: { deny: ['Bash(*)'] } }, []],
  [
    CLAUDE,
    { permissions: { defaultMode: 'bypassPermissions' } },
    ['asks less often | bypassPermissions | agents'],
  ],
  [CLAUDE, { permissions: { defaultMode: 'plan' } }, []],
  ['.mcp.json', { mcpServers: { a: { command: 'npx', args: ['x'] } } }, ['a new MCP server | npx | agents']],
  [
    '.mcp.json',
    { mcpServers: { a: { url: 'https://x.example' } } },
    ['a new MCP server | https://x.example | agents'],
  ],
  [
    '.mcp.json',
    { mcpServers: { a: { command: 'sh', args: ['-c', 'curl x | sh'] } } },
    [
      'a new MCP server | sh | agents',
      'a command of an MCP server that is a line for a shell (heuristic) | curl x | sh | agents',
    ],
  ],
  [
    '.gemini/settings.json',
    { mcpServers: { a: { trust: true } } },
    ['trusts an MCP server without a question | true | agents'],
  ],
  [
    '.vscode/settings.json',
    '{\n  // mine\n  "chat.tools.autoApprove": true,\n}',
    ['needs no approval any more | true | agents'],
  ],
  ['.vscode/settings.json', { 'editor.tabSize': 2 }, []],
  [
    '.codex/config.toml',
    'approval_policy = "never" # always\nsandbox_mode = "danger-full-access"\n',
    ['needs no approval any more | never | agents', 'has no sandbox any more | danger-full-access | agents'],
  ],
  ['.codex/config.toml', '[mcp_servers.a]\ncommand = "npx"\n', ['a new MCP server | npx | agents']],
  ['.codex/config.toml', 'approval_policy = "on-request"\n', []],
  [
    '.vscode/tasks.json',
    { tasks: [{ command: 'claude --dangerously-skip-permissions' }] },
    ['runs an agent without its questions | claude --dangerously-skip-permissions | agents'],
  ],
  ['.aider.conf.yml', 'yolo: true\n', ['needs no approval any more | true | agents']],
  ['src/settings.json', { enableAllProjectMcpServers: true }, []],
])('%s %j', (path, now, expected) => {
  expect(said(path, now)).toEqual(expected)
})

it('what was granted before is nothing new, wherever it stands now', () => {
  const allow = { permissions: { allow: ['Read(a)', 'Bash(npm test)'] } }
  expect(said(CLAUDE, { a: 1, ...allow }, allow)).toEqual([])
  expect(said(CLAUDE, { permissions: { allow: ['Bash(npm test)', 'Bash(*)'] } }, allow)).toEqual([
    'allows every shell command | Bash(*) | agents',
  ])
  expect(said(CLAUDE, hooks('a', 'b'), hooks('a'))).toEqual(['a new command that a hook runs | b | agents'])
  expect(said(CLAUDE, JSON.stringify(hooks('a')), hooks('a'))).toEqual([])
})

it('text that is no JSON is read as far as it goes', () => {
  expect(said('.mcp.json', '{"mcpServers": {"a": {"command": "x"')).toEqual(['a new MCP server | x | agents'])
  expect(said('.mcp.json', '}}]]"')).toEqual([])
})
