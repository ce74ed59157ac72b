/** Lists the policy can name: classes of changes, and `@builtin/…` path lists (facts about where tools keep their settings). */

/** Classes of change a clause can name; src/guard/classes/table.ts computes them. */
export const CHANGE_CLASSES = [
  'agent-config-changed',
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
  'symlink-outside-tree',
  'test-deleted-or-skipped',
  'workflow-changed',
  'workflow-permissions-widened',
] as const

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
  '/.vscode/settings.json',
  '/.vscode/tasks.json',
  '/.vscode/launch.json',
  '/.zed/settings.json',
  '/.devcontainer/**',
  '/.github/hooks/**',
  '/.github/agents/**',
  '/.github/copilot/settings.json',
  '/.aider.conf.yml',
]

/** The lists a `match` can name. */
export const PATH_LISTS: Record<string, readonly string[]> = {
  '@builtin/agent-config': AGENT_CONFIG,
  '@builtin/hooks': HOOKS,
  '@builtin/workflows': WORKFLOWS,
}

/** `@builtin/…` entries replaced by what they stand for. */
export function expandLists(patterns: readonly string[]): string[] {
  return patterns.flatMap(pattern => PATH_LISTS[pattern] ?? pattern)
}
