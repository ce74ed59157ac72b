/** What removes or moves commits, branches, tags and the logs that could bring them back. */
import { isOpen } from '../../shell/marks.ts'
import type { Bench } from '../bench.ts'
import { type GitCommand, has } from './command.ts'
import { judgeMessages } from './commit.ts'

export function judgeBranch(git: GitCommand, bench: Bench): void {
  if (git.parsed.open && has(git, 'delete-force', 'move-force', 'force', 'copy-force'))
    bench.say('unknown-part')
  const forced = has(git, 'force')
  if (has(git, 'delete-force') || (has(git, 'delete') && forced)) {
    for (const name of git.parsed.args) drop(name, bench)
    return
  }
  if (has(git, 'move-force') || (has(git, 'move') && forced)) {
    bench.say('branch-dropped')
    return
  }
  if (has(git, 'copy-force') || (has(git, 'copy') && forced)) {
    bench.say('branch-dropped')
    return
  }
  if (forced) overwrite(git.parsed.args[0] ?? '', bench)
}

function drop(name: string, bench: Bench): void {
  if (isOpen(name)) {
    bench.say('unknown-part')
    return
  }
  if (bench.facts.isMerged(name) !== true) bench.say('branch-dropped')
}

function overwrite(name: string, bench: Bench): void {
  if (bench.facts.isBranch(name) === false) return
  if (bench.facts.isMerged(name) !== true) bench.say('branch-dropped')
}

export function judgeTag(git: GitCommand, bench: Bench): void {
  judgeMessages(git, bench)
  if (has(git, 'list', 'verify')) return
  if (has(git, 'delete', 'force')) bench.say('tag-moved')
  else if (git.parsed.open && git.parsed.args.length > 0 && isOpen(git.parsed.args[0]!))
    bench.say('unknown-part')
  if (has(git, 'no-sign')) bench.say('signing', 'ask')
}

export function judgeReflog(git: GitCommand, bench: Bench): void {
  const verb = git.words[0]
  if (verb === 'expire' || verb === 'delete' || verb === 'drop') {
    if (!git.words.some(word => word === '-n' || word === '--dry-run')) bench.say('history-dropped')
  }
}

export function judgeGc(git: GitCommand, bench: Bench): void {
  const prune = git.parsed.options.get('prune')
  if (prune !== undefined && /now|all|^0|seconds?/.test(prune)) bench.say('history-dropped')
}

export function judgePrune(git: GitCommand, bench: Bench): void {
  if (!git.words.some(word => word === '-n' || word === '--dry-run')) bench.say('history-dropped')
}

export function judgeFilter(_git: GitCommand, bench: Bench): void {
  bench.say('history-rewritten')
}

export function judgeNotes(git: GitCommand, bench: Bench): void {
  judgeMessages(git, bench)
  const verb = git.words.find((word, at) => !word.startsWith('-') && git.words[at - 1] !== '--ref')
  if (verb === 'remove' || verb === 'prune') bench.say('history-dropped')
  else if (git.words.some(word => word === '-f' || word === '--force')) bench.say('history-dropped', 'ask')
}

/** `git history` (2.54): rewrites commits in place */
export function judgeHistory(_git: GitCommand, bench: Bench): void {
  if (bench.facts.isPublished('HEAD') !== false) bench.say('history-rewritten')
}
