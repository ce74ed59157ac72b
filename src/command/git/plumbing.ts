/** Commands that make commits, move refs or talk to a remote where no hook looks; the index's tricks; remotes. */
import { isOpen } from '../../shell/marks.ts'
import type { Bench } from '../bench.ts'
import { guardedPath, isSecretPath } from '../paths.ts'
import { type GitCommand, has } from './command.ts'
import { isAddress } from './push.ts'

/** Always: commit-tree, fast-import, send-pack, http-push, unpack-objects, receive-pack, … */
export function judgePlumbing(_git: GitCommand, bench: Bench): void {
  bench.say('plumbing')
}

/** An agent's own refs and those of tools may be moved; branches and tags not. */
export function judgeUpdateRef(git: GitCommand, bench: Bench): void {
  if (!has(git, 'stdin') && /^refs\/(agent|wip|stash-backup|bisect)\//.test(git.parsed.args[0] ?? '')) return
  bench.say('plumbing')
}

export function judgeSymbolicRef(git: GitCommand, bench: Bench): void {
  if (has(git, 'delete', 'd') || git.parsed.args.length > 1) bench.say('plumbing')
}

export function judgeReplace(git: GitCommand, bench: Bench): void {
  if (has(git, 'list', 'l', 'delete', 'd') || git.parsed.args.length === 0) return
  bench.say('plumbing')
}

export function judgeAdd(git: GitCommand, bench: Bench): void {
  if (has(git, 'dry-run') || !has(git, 'force')) return
  bench.say('add-ignored', git.parsed.args.some(path => isSecretPath(path)) ? 'deny' : 'ask')
}

export function judgeUpdateIndex(git: GitCommand, bench: Bench): void {
  if (has(git, 'assume-unchanged', 'skip-worktree', 'fsmonitor-valid')) bench.say('index-hidden')
  if (git.parsed.open) bench.say('unknown-part')
  for (const path of git.words) judgePath(path, git, bench)
}

/** `git rm`, `git mv`, `git apply` on paths that are guarded. */
export function judgeMoving(git: GitCommand, bench: Bench): void {
  if (has(git, 'dry-run', 'check', 'stat', 'numstat', 'summary')) return
  if (has(git, 'force') && !has(git, 'cached') && bench.facts.isClean() !== true) bench.say('work-discarded')
  for (const path of git.parsed.args) judgePath(path, git, bench)
}

function judgePath(path: string, git: GitCommand, bench: Bench): void {
  const rule = guardedPath(path, git.act.scope, bench)
  if (rule) bench.say(rule)
}

export function judgeRemote(git: GitCommand, bench: Bench): void {
  const words = git.words.filter(word => !word.startsWith('-'))
  const [verb, ...rest] = words
  if (verb === 'add') judgeAddress(rest.at(-1) ?? '', git, bench)
  else if (verb === 'set-url') judgeAddress(rest[1] ?? '', git, bench)
}

function judgeAddress(address: string, git: GitCommand, bench: Bench): void {
  const allowed = isOpen(address) ? null : (bench.context.isRemoteAllowed?.(address) ?? null)
  if (allowed === true || git.words.includes('--delete')) return
  if (/^ext::/.test(address)) bench.say('code-execution')
  bench.say('remote-address', allowed === false || isAddress(address) ? 'deny' : 'ask')
}

export function judgeBisect(git: GitCommand, bench: Bench): void {
  if (git.words[0] === 'run') bench.act({ ...git.act, words: git.words.slice(1) })
}

export function judgeGrep(git: GitCommand, bench: Bench): void {
  const pager = git.parsed.options.get('open-files-in-pager')
  if (pager !== undefined && !/^(|less|more|vi|vim)$/.test(pager)) bench.say('code-execution')
}

/** `ext::` runs a program as a remote. */
export function judgeLsRemote(git: GitCommand, bench: Bench): void {
  if (git.words.some(word => /^ext::|^--(upload-pack|exec)/.test(word))) bench.say('code-execution')
}

/** `git hook run` judges nothing; `git lfs uninstall` takes hooks away. */
export function judgeLfs(git: GitCommand, bench: Bench): void {
  if (git.words[0] === 'uninstall') bench.say('hook-tool')
}

export function judgeDiff(git: GitCommand, bench: Bench): void {
  for (const word of git.words) {
    const path = /^--output=(.*)$/s.exec(word)?.[1]
    if (path) judgePath(path, git, bench)
  }
}

/** An object may be a commit that no hook saw. */
export function judgeHashObject(git: GitCommand, bench: Bench): void {
  const writes = git.words.includes('-w') || git.words.includes('--literally')
  if (
    writes &&
    git.words.some(
      (word, at) => /^(-t)?(commit|tag)$/.test(word) && (word.startsWith('-t') || git.words[at - 1] === '-t'),
    )
  ) {
    bench.say('plumbing')
  }
}

/** Commits by mail, to another system, or out of a bundle. */
export function judgeSending(git: GitCommand, bench: Bench): void {
  const line = `${git.name} ${git.words[0] ?? ''}`
  if (git.name === 'send-email' && !git.words.includes('--dry-run')) bench.say('repository-sent', 'ask')
  if (/^(svn dcommit|p4 submit)$/.test(line)) bench.say('push-protected', 'ask')
  if (line === 'bundle unbundle') bench.say('plumbing', 'ask')
  if (
    git.words.some(
      word =>
        /^--(exec|sendmail-cmd|httpd|smtp-server)=?[/~]?/.test(word) && !/smtp-server=?[\w.-]*$/.test(word),
    )
  ) {
    bench.say('code-execution')
  }
}

/** `git repack -ad` keeps nothing that no ref reaches. */
export function judgeRepack(git: GitCommand, bench: Bench): void {
  const letters = git.words.filter(word => /^-[a-zA-Z]+$/.test(word)).join('')
  if (/a/.test(letters) && /d/.test(letters)) bench.say('history-dropped', 'ask')
}

/** A template brings hooks and configuration along. */
export function judgeInit(git: GitCommand, bench: Bench): void {
  if (git.words.some(word => word.startsWith('--template'))) bench.say('hook-config', 'ask')
}

/** `difftool -x`: another program */
export function judgeTool(git: GitCommand, bench: Bench): void {
  if (git.words.some(word => /^(-x|--extcmd)/.test(word))) bench.say('code-execution')
}
