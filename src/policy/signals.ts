/**
 * How coding agents and CI systems show themselves in the environment: facts about other programs, collected by hand. Evidence
 * only tightens: none of these proves anything, and their absence proves nothing either.
 */

/** `NAME` = set to anything but empty, 0, false · `NAME=value` = exactly that · `PREFIX_*` = any of them · a list = all of it. */
export type Signal = string | readonly string[]

/** A strong signal is set only for what an agent runs. The order decides whose name is given; the generic ones come last. */
export const AGENT_SIGNALS: Record<string, readonly Signal[]> = {
  'claude-code': [
    'CLAUDECODE',
    'CLAUDE_CODE_CHILD_SESSION',
    'CLAUDE_CODE_SESSION_ID',
    'CLAUDE_CODE_REMOTE',
    'CLAUDE_CODE_ENTRYPOINT',
  ],
  codex: [
    'CODEX_THREAD_ID',
    'CODEX_SANDBOX',
    'CODEX_SANDBOX_NETWORK_DISABLED',
    'CODEX_CI',
    'CODEX_INTERNAL_ORIGINATOR_OVERRIDE',
  ],
  'cursor-cli': ['CURSOR_AGENT', 'CURSOR_EXTENSION_HOST_ROLE=agent-exec', 'CURSOR_CONVERSATION_ID'],
  'gemini-cli': ['GEMINI_CLI'],
  'copilot-cli': ['COPILOT_CLI', 'COPILOT_AGENT_SESSION_ID'],
  opencode: ['OPENCODE', 'OPENCODE_BIN_PATH', 'OPENCODE_SERVER', 'OPENCODE_CLIENT'],
  antigravity: ['ANTIGRAVITY_AGENT'],
  amp: ['AMP_CURRENT_THREAD_ID', 'AGENT=amp'],
  auggie: ['AUGMENT_AGENT'],
  crush: ['CRUSH', 'AGENT=crush'],
  'qwen-code': ['QWEN_CODE'],
  pi: ['PI_CODING_AGENT'],
  cline: ['CLINE_ACTIVE'],
  junie: ['JUNIE_DATA'],
  kilo: ['KILO_RUN_ID'],
  openclaw: ['OPENCLAW_SHELL'],
  'warp-oz': ['OZ_RUN_ID'],
  jules: [['USER=swebot', 'HOME=/home/jules']],
  'cloud-agent': ['CLOUD_AGENT_*'],
  generic: ['AI_AGENT', 'AGENT'],
}

/** Also set in terminals that a person types in, or by a person's own settings: written down, never decisive. */
export const WEAK_SIGNALS: Record<string, readonly Signal[]> = {
  'cursor-editor': ['CURSOR_TRACE_ID'],
  'cursor-agent': [['CURSOR_TRACE_ID', 'PAGER=head -n 10000 | cat']],
  'vscode-copilot-agent': [['TERM_PROGRAM=vscode', 'GIT_PAGER=cat']],
  'zed-agent': [['TERM_PROGRAM=zed', 'PAGER=cat']],
  kiro: ['TERM_PROGRAM=kiro'],
  replit: ['REPL_ID'],
  windsurf: ['CODEIUM_EDITOR_APP_ROOT'],
  copilot: ['COPILOT_MODEL', 'COPILOT_ALLOW_ALL', 'COPILOT_GITHUB_TOKEN'],
  cline: ['CLINE_*'],
  goose: ['GOOSE_PROVIDER'],
  aider: ['AIDER_*'],
}

export const CI_SIGNALS: Record<string, readonly Signal[]> = {
  github: ['GITHUB_ACTIONS'],
  gitlab: ['GITLAB_CI'],
  circleci: ['CIRCLECI'],
  buildkite: ['BUILDKITE'],
  jenkins: ['JENKINS_URL'],
  azure: ['TF_BUILD'],
  bitbucket: ['BITBUCKET_BUILD_NUMBER'],
  teamcity: ['TEAMCITY_VERSION'],
  drone: ['DRONE'],
  codebuild: ['CODEBUILD_BUILD_ID'],
  generic: ['CI'],
}

/** Programs that are agents, by the name their process or script has. */
export const AGENT_PROCESSES: ReadonlySet<string> = new Set([
  'aider',
  'amp',
  'auggie',
  'claude',
  'cline',
  'codex',
  'copilot',
  'crush',
  'cursor-agent',
  'devin',
  'droid',
  'gemini',
  'goose',
  'hermes',
  'kiro',
  'octofriend',
  'openclaw',
  'opencode',
  'pi',
  'qwen',
])
