/** Lists the policy can name: classes of changes, and `@builtin/…` path lists (facts about where tools keep their settings). */

/** Classes of change a clause can name. Those not in `CONTENT_CLASSES` are not evaluated yet: `policy check` says so. */
export const CHANGE_CLASSES = [
  'agent-config-changed',
  'agent-permissions-widened',
  'binary-added',
  'codeowners-changed',
  'dependency-added',
  'dependency-removed',
  'dependency-source-changed',
  'generated-changed',
  'gitattributes-filter-changed',
  'hidden-unicode',
  'hook-config-changed',
  'install-script-changed',
  'instruction-injection',
  'large-file',
  'license-changed',
  'lockfile-without-manifest',
  'migration-changed',
  'migration-destructive',
  'mode-executable-added',
  'policy-changed',
  'submodule-changed',
  'symlink-added',
  'test-deleted-or-skipped',
  'workflow-changed',
  'workflow-permissions-widened',
] as const

/** Classes that are looked for whether a clause names them or not (src/content/): a clause only makes them stricter. */
export const CONTENT_CLASSES: readonly string[] = [
  'agent-permissions-widened',
  'hidden-unicode',
  'instruction-injection',
]

/** Files that make git, or what wraps it, run commands. */
const HOOKS = [
  '/.husky/**',
  '/.githooks/**',
  '/.lefthook/**',
  '/lefthook*.y*ml',
  '/.lefthook*.y*ml',
  '/.pre-commit-config.y*ml',
  '/.lintstagedrc*',
]

/** What CI runs, and who must review it. */
const WORKFLOWS = [
  '/.github/workflows/**',
  '/.github/actions/**',
  '/.gitlab-ci.yml',
  '/.gitlab/ci/**',
  '/.circleci/**',
  '/.buildkite/**',
  '/.drone.yml',
  '/Jenkinsfile',
  '/azure-pipelines.yml',
  '/bitbucket-pipelines.yml',
  '/action.y*ml',
  '/CODEOWNERS',
  '/.github/CODEOWNERS',
  '/docs/CODEOWNERS',
]

/** Settings by which a coding agent gains commands, tools or permissions. Instruction text (AGENTS.md) is not among them. */
const AGENT_CONFIG = [
  '/.claude/settings*.json',
  '/.claude/hooks/**',
  '/.claude/commands/**',
  '/.claude/agents/**',
  '/.claude/skills/**',
  '/.claude/scheduled-tasks/**',
  '/.claude-plugin/**',
  '**/.mcp.json',
  '**/mcp.json',
  '/.cursor/*.json',
  '/.codex/**',
  '/.gemini/settings.json',
  '/.gemini/policies/**',
  '/.gemini/commands/**',
  '/.gemini/extensions/**',
  '/.opencode/**',
  '/opencode.json*',
  '/.amp/settings.json*',
  '/.kiro/hooks/**',
  '/.kiro/settings/**',
  '/.roo/mcp.json',
  '/.roomodes',
  '/.cline/**',
  '/.continue/**',
  '/.augment/**',
  '/.factory/**',
  '/.devin/config.json',
  '/.antigravity/settings.json',
  '/.agents/**',
  '/.qwen/settings.json',
  '/.goose/**',
  '/.junie/**',
  '/.rovodev/**',
  '/.pi/**',
  '/.vscode/settings.json',
  '/.vscode/tasks.json',
  '/.vscode/launch.json',
  '/.idea/workspace.xml',
  '/.zed/settings.json',
  '/.devcontainer/**',
  '/.github/hooks/**',
  '/.github/agents/**',
  '/.github/copilot/settings.json',
  '/.aider.conf.yml',
  '/.grok/**',
  '/.hermes/**',
  '/.warp/**',
]

/** Text that agents take for instructions. Commands, agents and skills are on both lists: they are text, and they run. */
const AGENT_INSTRUCTIONS = [
  '**/AGENTS.md',
  '**/AGENTS.override.md',
  '**/CLAUDE.md',
  '**/CLAUDE.local.md',
  '**/GEMINI.md',
  '**/QWEN.md',
  '**/CRUSH.md',
  '**/WARP.md',
  '**/REASONIX.md',
  '**/BUGBOT.md',
  '**/SKILL.md',
  '**/.cursorrules',
  '**/.cursor/rules/**',
  '**/.windsurfrules',
  '/.windsurf/rules/**',
  '**/.clinerules',
  '/.clinerules/**',
  '/.roo/rules*/**',
  '/.github/copilot-instructions.md',
  '/.github/instructions/**',
  '/.github/prompts/**',
  '/.github/chatmodes/**',
  '/.github/agents/**/*.md',
  '/.claude/rules/**',
  '/.claude/commands/**/*.md',
  '/.claude/agents/**/*.md',
  '/.claude/skills/**/*.md',
  '/.agents/**/*.md',
  '/.gemini/commands/**',
  '/.opencode/**/*.md',
  '/.continue/rules/**',
  '/.kiro/steering/**',
  '/.junie/guidelines.md',
  '/.augment-guidelines',
  '/.goosehints',
  '/.rules',
  '/replit.md',
  '/.hermes.md',
  '/.rulesync/**',
  '/.ai/**',
  '/.aiassistant/**',
  '/llms.txt',
]

/** What keeps files from agents: with an entry gone they see more, with an entry more a reviewer of theirs sees less. */
const AGENT_IGNORE = [
  '**/.aiignore',
  '**/.cursorignore',
  '**/.cursorindexingignore',
  '**/.geminiignore',
  '**/.clineignore',
  '**/.rooignore',
  '**/.codeiumignore',
  '**/.augmentignore',
  '**/.kilocodeignore',
  '**/.kiroignore',
  '**/.devinignore',
  '**/.warpindexingignore',
  '**/.windsurfignore',
]

/** The lists a `match` can name. */
export const PATH_LISTS: Record<string, readonly string[]> = {
  '@builtin/agent-config': AGENT_CONFIG,
  '@builtin/agent-ignore': AGENT_IGNORE,
  '@builtin/agent-instructions': AGENT_INSTRUCTIONS,
  '@builtin/hooks': HOOKS,
  '@builtin/workflows': WORKFLOWS,
}

/** `@builtin/…` entries replaced by what they stand for. */
export function expandLists(patterns: readonly string[]): string[] {
  return patterns.flatMap(pattern => PATH_LISTS[pattern] ?? pattern)
}
