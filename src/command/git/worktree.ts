/** What throws away work that is in no commit: reset, checkout, switch, restore, clean, stash, read-tree. */
import type { Bench } from '../bench.ts'
import { guardedPath } from '../paths.ts'
import { type GitCommand, has } from './command.ts'

export function judgeReset(git: GitCommand, bench: Bench): void {
  if (git.parsed.open) bench.say('unknown-part')
  if (has(git, 'hard', 'keep', 'merge')) discards(bench)
  const [target] = git.parsed.dashes
    ? git.parsed.args.slice(0, -git.parsed.paths.length || undefined)
    : git.parsed.args
  if (has(git, 'hard', 'keep', 'merge', 'soft', 'mixed')) judgeMove(target, bench)
}

/** Moving a published branch back rewrites it; forward or to itself not. */
function judgeMove(target: string | undefined, bench: Bench): void {
  if (target === undefined || /^(HEAD|@)$/.test(target) || /^(origin|upstream)\//.test(target)) return
  if (bench.facts.isPublished('HEAD') !== false) {
    bench.say('history-rewritten', bench.facts.isPublished('HEAD') ? 'deny' : 'ask')
  }
}

/** Nothing is lost in a clean tree. */
function discards(bench: Bench): void {
  if (bench.facts.isClean() !== true) bench.say('work-discarded')
}

export function judgeCheckout(git: GitCommand, bench: Bench): void {
  judgeOldFiles(git, bench)
  if (has(git, 'force')) discards(bench)
  if (has(git, 'force-create')) judgeForcedBranch(git.parsed.options.get('force-create') ?? '', bench)
  if (has(git, 'patch')) return
  if (git.parsed.dashes ? git.parsed.paths.length > 0 : takesPaths(git, bench)) discards(bench)
  else if (git.parsed.open && git.parsed.args.length > 1) bench.say('unknown-part')
}

/** Without `--`: a lone word is a branch if there is one, else a path; what looks like a path is taken for one. */
function takesPaths(git: GitCommand, bench: Bench): boolean {
  if (has(git, 'create', 'force-create', 'orphan', 'detach', 'track')) return false
  if (has(git, 'ours', 'theirs', 'pathspec-from-file')) return true
  const [first, ...rest] = git.parsed.args
  if (first === undefined) return false
  if (rest.length > 0) return true
  if (/^(\.{1,2}(\/|$)|:)/.test(first) || /[\uFDD1\uFDD2]/.test(first)) return true
  return /\.[a-z0-9]{1,5}$/i.test(first) && bench.facts.isBranch(first) !== true
}

/** An older policy or hook is another policy or hook. */
function judgeOldFiles(git: GitCommand, bench: Bench): void {
  for (const path of git.parsed.args) {
    const rule = guardedPath(path, git.act.scope, bench)
    if (rule) bench.say(rule)
  }
}

export function judgeSwitch(git: GitCommand, bench: Bench): void {
  if (git.parsed.open) bench.say('unknown-part')
  if (has(git, 'discard-changes')) discards(bench)
  if (has(git, 'force-create')) judgeForcedBranch(git.parsed.options.get('force-create') ?? '', bench)
}

function judgeForcedBranch(name: string, bench: Bench): void {
  if (bench.facts.isBranch(name) === false) return
  if (bench.facts.isMerged(name) !== true) bench.say('branch-dropped')
}

export function judgeRestore(git: GitCommand, bench: Bench): void {
  judgeOldFiles(git, bench)
  if (has(git, 'patch')) return
  if (!has(git, 'staged') || has(git, 'worktree')) discards(bench)
}

export function judgeClean(git: GitCommand, bench: Bench): void {
  if (has(git, 'dry-run') || has(git, 'interactive')) return
  if (git.parsed.open) bench.say('unknown-part')
  if (has(git, 'force') && (has(git, 'x', 'X') || bench.facts.hasNoUntracked() !== true))
    bench.say('work-discarded')
}

export function judgeStash(git: GitCommand, bench: Bench): void {
  const verb = git.words[0]
  if (verb === 'drop' || verb === 'clear') bench.say('stash-dropped')
  if (verb === 'push' || verb === 'save')
    judgeOldFiles({ ...git, parsed: { ...git.parsed, args: git.words } }, bench)
}

export function judgeReadTree(git: GitCommand, bench: Bench): void {
  if (has(git, 'reset', 'u')) discards(bench)
}

export function judgeWorktree(git: GitCommand, bench: Bench): void {
  const [verb, ...rest] = git.words
  if (verb === 'remove' && rest.some(word => /^(-f+|--force)$/.test(word))) bench.say('work-discarded')
}

export function judgeSubmodule(git: GitCommand, bench: Bench): void {
  const verb = git.words.find(word => !word.startsWith('-'))
  const rest = git.words.slice(git.words.indexOf(verb ?? '') + 1)
  if (verb === 'foreach') {
    foreach(rest, git, bench)
    return
  }
  if (verb === 'deinit' && rest.some(word => /^(-\w*f|--force)/.test(word))) bench.say('work-discarded')
  if (verb === 'update' && rest.some(word => /^(-\w*f|--force)$/.test(word))) discards(bench)
}

function foreach(rest: readonly string[], git: GitCommand, bench: Bench): void {
  const words = rest.slice(rest.findIndex(word => !word.startsWith('-')))
  if (words.length === 1) bench.script(words[0]!, git.act.scope)
  else bench.act({ ...git.act, words: [...words] })
}
