/** Which paths are not an agent's to change: hooks and their managers, the policy and audit, settings of agents, git's own folder. */
import { isOpen, mayBe, UNKNOWN } from '../shell/marks.ts'
import { spend } from '../shell/reader.ts'
import { resolvePath, type Scope } from '../shell/scope.ts'
import type { Bench } from './bench.ts'
import type { RuleId } from './rules.ts'

/** A folder ends with a slash: everything in it, and it itself. */
const GUARDED: [RuleId, string[]][] = [
  [
    'hook-files',
    [
      '.git/hooks/',
      '.husky/',
      '.githooks/',
      '.lefthook/',
      '.huskyrc',
      'node_modules/husky/',
      'node_modules/lefthook/',
      'node_modules/portcullis/',
      '.husky.js',
      'lefthook.yml',
      'lefthook.yaml',
      '.lefthook.yml',
      '.lefthook.yaml',
      'lefthook-local.yml',
      'lefthook-local.yaml',
      '.lefthook-local.yml',
      'lefthook.toml',
      'lefthook.json',
      '.pre-commit-config.yaml',
      '.pre-commit-config.yml',
      '.overcommit.yml',
      '.simple-git-hooks.json',
      '.simple-git-hooks.js',
      '.simple-git-hooks.cjs',
      '.gitconfig',
      '.config/git/config',
      '.config/husky/init.sh',
      '.git/config',
      '.git/config.worktree',
      '.git/info/attributes',
      '/etc/gitconfig',
    ],
  ],
  [
    'guard-files',
    [
      '.portcullis/',
      '.git/portcullis/',
      '.guard.yml',
      '.guard.yaml',
      '.guard.toml',
      '.guard.json',
      '.guard/',
      '.claude/settings.json',
      '.claude/settings.local.json',
      '.claude/hooks/',
      '.cursor/hooks.json',
      '.cursor/hooks/',
      '.cursor/permissions.json',
      '.cursor/cli.json',
      '.codex/hooks.json',
      '.codex/config.toml',
      '.codex/rules/',
      '.gemini/settings.json',
      '.gemini/policies/',
      '.windsurf/hooks.json',
      '.opencode/plugins/',
      '.opencode/plugin/',
      '.vibe/hooks.toml',
      '.vibe/config.toml',
      '.github/hooks/',
      '.copilot/hooks/',
      '.codeium/windsurf/hooks.json',
      '.local/share/portcullis/',
      '.config/portcullis/',
      '/etc/portcullis/',
      '/etc/claude-code/',
      '/etc/codex/',
      '/etc/gemini-cli/',
      '/etc/cursor/',
      '/etc/windsurf/',
      '/etc/github-copilot/',
      '.gitleaks.toml',
      '.gitleaksignore',
      '.talismanrc',
      '.secretlintrc.json',
      '.gitguardian.yaml',
    ],
  ],
  [
    'raw-repository',
    [
      '.git',
      '.git/refs/',
      '.git/packed-refs',
      '.git/HEAD',
      '.git/objects/',
      '.git/logs/',
      '.git/index',
      '.git/ORIG_HEAD',
      '.git/info/grafts',
      '.git/shallow',
      '.git/worktrees/',
    ],
  ],
]

/** Only a path like this may be one of them: most are not. */
const SPECIAL = /(^|\/)(\.|lefthook|etc\/|node_modules)|[\uFDD0-\uFDD2]/i

/** What may lie there and is nobody's loss. */
const FREE =
  /(^|\/)\.git\/(.*\.lock$|info\/exclude$|COMMIT_EDITMSG$|hooks\/[^/]*\.sample$|gc\.log$|MERGE_MSG$)/

/** The rule that guards `path` as seen from `scope`; null: it is free. Globs and unknown parts count as what they may be. */
export function guardedPath(path: string, scope: Scope, bench: Bench): RuleId | null {
  if (path === '' || (path === UNKNOWN && scope.folder === '')) return null
  const full = resolvePath(scope, path.replaceAll('\\', '/').replace(/^file:\/\//, ''))
  // no file system takes a longer path
  if (full.length > 4096 || FREE.test(full)) return null
  if (SPECIAL.test(full)) spend(bench.budget, 16)
  for (const [rule, list] of SPECIAL.test(full) ? GUARDED : [])
    if (list.some(target => covers(full, target))) return rule
  const more = bench.context.guarded ?? []
  return more.some(target => covers(full, target.replace(/\*+$/, ''))) ? 'guard-files' : null
}

/** Whether `full` is the target or in it, wherever the repository lies. */
function covers(full: string, target: string): boolean {
  const folder = target.endsWith('/')
  const wanted = (folder ? target.slice(0, -1) : target).split('/')
  const segments = full.split('/')
  if (target.startsWith('/')) return wanted.every((part, at) => same(segments[at] ?? '', part))
  for (let from = 0; from + wanted.length <= segments.length; from++) {
    const end = from + wanted.length
    if (end < segments.length && !folder) continue
    if (wanted.every((part, at) => same(segments[from + at]!, part))) return true
  }
  return false
}

/** A segment that is nothing but unknown or a glob says nothing by itself. */
function same(segment: string, part: string): boolean {
  if (!/[\uFDD0-\uFDD2]/.test(segment)) return segment.toLowerCase() === part.toLowerCase()
  // a shell's glob matches no leading dot, and `*.yml` is meant for other files
  if (/^[\uFDD1\uFDD2]/.test(segment) && /^(\.|lefthook)/.test(part)) return false
  return /[^\uFDD0-\uFDD2]/.test(segment) && mayBe(segment, part)
}

/** Whether removing `path` removes a repository, or the folder that is one. */
export function removesRepository(path: string, scope: Scope): boolean {
  const full = resolvePath(scope, path)
  if (/^(~|\/|\.|\.\.)$/.test(full) || /(^|\/)\.git(\/[\uFDD0-\uFDD2]+)?$/i.test(full)) return true
  const last = full.split('/').at(-1) ?? ''
  if (/^\.[\uFDD1\uFDD2]/.test(last)) return true
  return !isOpen(last) && last.startsWith('.') && mayBe(last, '.git')
}

/** Whether it is everything in the folder that the line starts in, or in a home. */
export function isEverything(path: string, scope: Scope): boolean {
  return /^((~|\/|\.\.)\/)?\uFDD1$/.test(resolvePath(scope, path)) && !isOpen(path)
}

const HOLDERS = [
  '.claude',
  '.cursor',
  '.codex',
  '.gemini',
  '.windsurf',
  '.opencode',
  '.vibe',
  '.copilot',
  '.githooks',
]

/** Whether removing or moving this folder takes guarded settings along. */
export function holdsGuarded(path: string, scope: Scope): boolean {
  return HOLDERS.some(folder => covers(resolvePath(scope, path), folder))
}

/** Names that hold secrets. */
export function isSecretPath(path: string): boolean {
  return /(^|\/)(\.env(\.|$)|.*secret|.*credential|id_(rsa|ed25519|ecdsa)|.*\.(pem|key|p12|pfx|kdbx)$|\.npmrc$|\.netrc$)/i.test(
    path,
  )
}

/** Whether it lies in git's own folder, whole or in part: what is sent from there is the repository. */
export function isRepositoryData(path: string, scope: Scope): boolean {
  return /(^|\/)\.git(\/(objects|refs|packed-refs|config|logs)?.*)?$/i.test(resolvePath(scope, path))
}
