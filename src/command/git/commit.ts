/** `git commit` and what else makes commits: merge, rebase, cherry-pick, revert, am, pull. */
import { isOpen } from '../../shell/marks.ts'
import { fork } from '../../shell/scope.ts'
import type { Bench } from '../bench.ts'
import { type GitCommand, has } from './command.ts'
import { judgeKey } from './keys.ts'

/** Hooks, signatures, author, message; an amend of what is published. */
export function judgeCommit(git: GitCommand, bench: Bench): void {
  judgeMaking(git, bench)
  if (has(git, 'author')) bench.say('other-identity')
  if (has(git, 'reuse-message', 'reedit-message') && !has(git, 'reset-author'))
    bench.say('other-identity', 'ask')
  if (has(git, 'date')) bench.say('other-identity')
  if (has(git, 'amend') && !has(git, 'dry-run') && bench.facts.isPublished('HEAD') !== false) {
    bench.say('history-rewritten', bench.facts.isPublished('HEAD') ? 'deny' : 'ask')
  }
}

/** What all of them share. */
export function judgeMaking(git: GitCommand, bench: Bench): void {
  if (has(git, 'no-verify')) bench.say('hook-skip')
  if (has(git, 'no-gpg-sign')) bench.say('signing')
  if (has(git, 'no-verify-signatures')) bench.say('signing', 'ask')
  if (git.parsed.open) bench.say('unknown-part')
  judgeMessages(git, bench)
}

const CLAIM = /^\s*(approved|reviewed|acked)-by\s*[:=]/im

export function judgeMessages(git: GitCommand, bench: Bench): void {
  const texts = git.parsed.values
    .filter(([name]) => name === 'message' || name === 'trailer')
    .map(([, value]) => value)
  const file = git.parsed.options.get('file')
  if (file === '-' || file === '/dev/stdin') texts.push(git.act.input ?? '')
  else if (file !== undefined) texts.push(git.act.scope.files.get(file) ?? '')
  if (texts.some(text => CLAIM.test(text))) bench.say('approval-text')
}

/** Rebase: commands it runs, and whether it moves what is published. */
export function judgeRebase(git: GitCommand, bench: Bench): void {
  judgeMaking(git, bench)
  for (const [name, value] of git.parsed.values) {
    if (name === 'exec') bench.script(value, fork(git.act.scope))
  }
  if (has(git, 'continue', 'abort', 'quit', 'skip', 'edit-todo', 'show-current-patch')) return
  const published = bench.facts.isPublished('HEAD')
  if (published !== false) bench.say('history-rewritten', published ? 'deny' : 'ask')
}

/** `git pull`: where from, and what it forces. */
export function judgePull(git: GitCommand, bench: Bench): void {
  judgeMaking(git, bench)
  if (has(git, 'upload-pack')) bench.say('code-execution')
  judgeFetchSpecs(git, bench)
}

/** `git fetch`: a forged tracking ref or an overwritten branch. */
export function judgeFetch(git: GitCommand, bench: Bench): void {
  if (has(git, 'upload-pack')) bench.say('code-execution')
  if (/^ext::/.test(git.parsed.args[0] ?? '')) bench.say('code-execution')
  judgeFetchSpecs(git, bench)
}

function judgeFetchSpecs(git: GitCommand, bench: Bench): void {
  const [remote, ...specs] = git.parsed.args
  for (const spec of specs) {
    const target = spec.includes(':') ? spec.slice(spec.indexOf(':') + 1) : ''
    if (/^\.\/?$/.test(remote ?? '') && target !== '') bench.say('plumbing')
    else if ((spec.startsWith('+') || has(git, 'force')) && isBranchRef(target))
      bench.say('branch-dropped', 'ask')
    else if (/^refs\/replace\//.test(target)) bench.say('plumbing')
  }
}

function isBranchRef(target: string): boolean {
  return target !== '' && !target.startsWith('refs/remotes/') && !isOpen(target)
}

/** `git clone`: hooks come from no template but git's own, no configuration executes. */
export function judgeClone(git: GitCommand, bench: Bench): void {
  if (has(git, 'upload-pack')) bench.say('code-execution')
  if (has(git, 'template')) bench.say('code-execution', 'ask')
  for (const [name, value] of git.parsed.values) {
    const at = value.indexOf('=')
    if (name === 'config')
      judgeKey(at < 0 ? value : value.slice(0, at), at < 0 ? 'true' : value.slice(at + 1), bench)
  }
  if (git.parsed.args.some(word => /^ext::/.test(word))) bench.say('code-execution')
  bench.seen.cloned = true
}
