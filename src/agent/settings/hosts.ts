/**
 * Where each host keeps its hooks, and what is put there. Sources: the pages named in src/agent/dialects/. Every command ends in
 * `|| exit 2`: a launcher that is gone would otherwise be an exit code that hosts go on after.
 */
import { join } from 'node:path'
import type { Host } from '../call.ts'
import type { Insertion } from './json-insert.ts'
import { pluginText } from './opencode.ts'
import { readRules, shellRules } from './permissions.ts'

export type Scope = 'user' | 'project' | 'local'

export interface Folders {
  home: string
  env: NodeJS.ProcessEnv
  /** the work tree; null outside of any */
  root: string | null
}

export interface HostSettings {
  host: Host
  title: string
  /** its folder under the home folder: is it used on this machine? */
  folder: string
  /** null where the host has no such file */
  file(scope: Scope, folders: Folders): string | null
  /** how the file is made: insertions into JSON, tables at the end of TOML, or a file that is ours as a whole */
  content(command: string): { json: Insertion[] } | { toml: string } | { whole: string }
  /** the launcher as the committed form names it */
  projectPath: string
  /** what its user has to do besides */
  hint?: string
}

const inRoot =
  (name: string) =>
  (scope: Scope, { root }: Folders) =>
    scope === 'project' && root !== null ? join(root, name) : null

const claude: HostSettings = {
  host: 'claude-code',
  title: 'Claude Code',
  folder: '.claude',
  file: (scope, { home, env, root }) => {
    if (scope === 'user') return join(env.CLAUDE_CONFIG_DIR || join(home, '.claude'), 'settings.json')
    return root === null
      ? null
      : join(root, '.claude', scope === 'local' ? 'settings.local.json' : 'settings.json')
  },
  content: command => ({
    json: [
      ...claudeHooks(command, ['PreToolUse', 'PostToolUse', 'UserPromptSubmit', 'SessionStart']),
      ...[...shellRules('Bash'), ...readRules()].map(item => ({ path: ['permissions', 'deny'], item })),
    ],
  }),
  projectPath: '"$CLAUDE_PROJECT_DIR/.portcullis/agent"',
}

/** The form that Codex shares. Tool events have a matcher; no matcher stands for all. */
function claudeHooks(command: string, events: string[]): Insertion[] {
  return events.map(event => ({
    path: ['hooks', event],
    item: {
      ...(/ToolUse$/.test(event) && { matcher: '*' }),
      hooks: [{ type: 'command', command, timeout: 30 }],
    },
  }))
}

const codex: HostSettings = {
  host: 'codex',
  title: 'Codex',
  folder: '.codex',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.env.CODEX_HOME || join(folders.home, '.codex'), 'hooks.json')
      : inRoot('.codex/hooks.json')(scope, folders),
  content: command => ({
    json: claudeHooks(command, ['PreToolUse', 'PostToolUse', 'UserPromptSubmit', 'SessionStart']),
  }),
  projectPath: '"$(git rev-parse --show-toplevel)/.portcullis/agent"',
  hint: 'Codex runs new hooks only after you trust them: type /hooks in it',
}

const cursor: HostSettings = {
  host: 'cursor',
  title: 'Cursor',
  folder: '.cursor',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.home, '.cursor/hooks.json')
      : inRoot('.cursor/hooks.json')(scope, folders),
  content: command => ({
    json: [
      { path: ['version'], value: 1 },
      ...[
        'beforeShellExecution',
        'beforeMCPExecution',
        'beforeReadFile',
        'preToolUse',
        'beforeSubmitPrompt',
      ].map(event => ({ path: ['hooks', event], item: { command, timeout: 30, failClosed: true } })),
      ...['postToolUse', 'sessionStart'].map(event => ({
        path: ['hooks', event],
        item: { command, timeout: 30 },
      })),
    ],
  }),
  projectPath: '"${CURSOR_PROJECT_DIR:-.}/.portcullis/agent"',
}

const gemini: HostSettings = {
  host: 'gemini-cli',
  title: 'Gemini CLI',
  folder: '.gemini',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.home, '.gemini/settings.json')
      : inRoot('.gemini/settings.json')(scope, folders),
  content: command => ({
    json: ['BeforeTool', 'AfterTool', 'BeforeAgent', 'SessionStart'].map(event => ({
      path: ['hooks', event],
      item: {
        ...(/Tool$/.test(event) && { matcher: '.*' }),
        hooks: [{ type: 'command', name: 'portcullis', command, timeout: 30_000 }],
      },
    })),
  }),
  projectPath: '"${GEMINI_PROJECT_DIR:-.}/.portcullis/agent"',
}

/** VS Code reads the same files, and turns `preToolUse` into its own `PreToolUse`. */
const copilot: HostSettings = {
  host: 'copilot',
  title: 'GitHub Copilot',
  folder: '.copilot',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.env.COPILOT_HOME || join(folders.home, '.copilot'), 'hooks/portcullis.json')
      : inRoot('.github/hooks/portcullis.json')(scope, folders),
  content: command => ({ whole: `${JSON.stringify(copilotHooks(command), null, 2)}\n` }),
  projectPath: '.portcullis/agent',
}

export function copilotHooks(command: string): object {
  return { version: 1, hooks: { preToolUse: [{ type: 'command', bash: command, timeoutSec: 30 }] } }
}

const vscode: HostSettings = { ...copilot, host: 'vscode', title: 'VS Code', folder: '.vscode' }

const windsurf: HostSettings = {
  host: 'windsurf',
  title: 'Windsurf',
  folder: '.codeium',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.home, '.codeium/windsurf/hooks.json')
      : inRoot('.windsurf/hooks.json')(scope, folders),
  content: command => ({
    json: ['pre_run_command', 'pre_write_code', 'pre_read_code', 'pre_mcp_tool_use', 'pre_user_prompt'].map(
      event => ({
        path: ['hooks', event],
        item: { command, show_output: true },
      }),
    ),
  }),
  projectPath: '.portcullis/agent',
}

const opencode: HostSettings = {
  host: 'opencode',
  title: 'OpenCode',
  folder: '.config/opencode',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.env.XDG_CONFIG_HOME || join(folders.home, '.config'), 'opencode/plugins/portcullis.js')
      : inRoot('.opencode/plugins/portcullis.js')(scope, folders),
  content: command => ({ whole: pluginText(command) }),
  projectPath: '.portcullis/agent',
}

const vibe: HostSettings = {
  host: 'mistral-vibe',
  title: 'Mistral Vibe',
  folder: '.vibe',
  file: (scope, folders) =>
    scope === 'user'
      ? join(folders.env.VIBE_HOME || join(folders.home, '.vibe'), 'hooks.toml')
      : inRoot('.vibe/hooks.toml')(scope, folders),
  content: command => ({ toml: ['pre_tool', 'post_tool'].map(type => vibeHook(type, command)).join('\n') }),
  projectPath: '.portcullis/agent',
  hint: 'Vibe reads hooks of a project only in a folder that you trust; before 2.16 its events are before_tool and after_tool',
}

/** `strict`: a failure denies. A name must be the only one of its kind. */
function vibeHook(type: string, command: string): string {
  return `[[hooks]]
name = "portcullis-${type.replace('_', '-')}"
type = "${type}"
match = "*"
command = ${JSON.stringify(command)}
timeout = 30.0
strict = true
`
}

export const HOST_SETTINGS: readonly HostSettings[] = [
  claude,
  codex,
  cursor,
  gemini,
  copilot,
  vscode,
  windsurf,
  opencode,
  vibe,
]
