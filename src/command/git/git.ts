/** What a git command line would really do. */
import { isExact, isOpen, mayBe, REPOSITORY, UNKNOWN } from '../../shell/marks.ts'
import { resolvePath } from '../../shell/scope.ts'
import { type Act, type Bench, benchAt } from '../bench.ts'
import { NO_FACTS } from '../types.ts'
import { runAlias } from './alias.ts'
import { type GitCommand, type GitJudge, type Globals, readGlobals } from './command.ts'
import { judgeClone, judgeCommit, judgeFetch, judgeMaking, judgePull, judgeRebase } from './commit.ts'
import { judgeConfig } from './config.ts'
import { judgeGitEnvironment } from './environment.ts'
import * as history from './history.ts'
import { judgeKey } from './keys.ts'
import { ANY_OTHER, READS, WRITES } from './names.ts'
import { parseOptions } from './options.ts'
import * as plumbing from './plumbing.ts'
import { judgePush } from './push.ts'
import { ANY, SPECS } from './specs.ts'
import * as worktree from './worktree.ts'

const JUDGES: Record<string, GitJudge> = {
  commit: judgeCommit,
  merge: judgeMaking,
  rebase: judgeRebase,
  'cherry-pick': judgeMaking,
  revert: judgeMaking,
  am: judgeMaking,
  pull: judgePull,
  fetch: judgeFetch,
  clone: judgeClone,
  push: judgePush,
  config: judgeConfig,
  reset: worktree.judgeReset,
  checkout: worktree.judgeCheckout,
  switch: worktree.judgeSwitch,
  restore: worktree.judgeRestore,
  clean: worktree.judgeClean,
  stash: worktree.judgeStash,
  'read-tree': worktree.judgeReadTree,
  'checkout-index': worktree.judgeReadTree,
  worktree: worktree.judgeWorktree,
  submodule: worktree.judgeSubmodule,
  branch: history.judgeBranch,
  tag: history.judgeTag,
  reflog: history.judgeReflog,
  gc: history.judgeGc,
  prune: history.judgePrune,
  'filter-branch': history.judgeFilter,
  'filter-repo': history.judgeFilter,
  notes: history.judgeNotes,
  history: history.judgeHistory,
  'update-ref': plumbing.judgeUpdateRef,
  'symbolic-ref': plumbing.judgeSymbolicRef,
  replace: plumbing.judgeReplace,
  add: plumbing.judgeAdd,
  stage: plumbing.judgeAdd,
  'update-index': plumbing.judgeUpdateIndex,
  rm: plumbing.judgeMoving,
  mv: plumbing.judgeMoving,
  remote: plumbing.judgeRemote,
  bisect: plumbing.judgeBisect,
  grep: plumbing.judgeGrep,
  'ls-remote': plumbing.judgeLsRemote,
  lfs: plumbing.judgeLfs,
  diff: plumbing.judgeDiff,
  'format-patch': plumbing.judgeDiff,
  difftool: plumbing.judgeTool,
  'hash-object': plumbing.judgeHashObject,
  'send-email': plumbing.judgeSending,
  svn: plumbing.judgeSending,
  p4: plumbing.judgeSending,
  bundle: plumbing.judgeSending,
  archive: plumbing.judgeSending,
  instaweb: plumbing.judgeSending,
  repack: plumbing.judgeRepack,
  init: plumbing.judgeInit,
  'init-db': plumbing.judgeInit,
}
for (const name of [
  'commit-tree',
  'fast-import',
  'send-pack',
  'http-push',
  'unpack-objects',
  'receive-pack',
  'http-backend',
  'daemon',
  'mktag',
  'index-pack',
  'cvsimport',
  'remote-ext',
]) {
  JUDGES[name] = plumbing.judgePlumbing
}

/** Judges `git` and the words behind it; gives what it prints where that is known. */
export function judgeGit(outer: Act, outerBench: Bench): string {
  const globals = readGlobals(outer.words.slice(1))
  const act = { ...outer, scope: placed(outer, globals) }
  const bench = elsewhere(act, globals, outerBench)
  const name = act.words[1 + globals.at]
  for (const [key, value] of globals.configured) judgeKey(key, value, bench)
  if (globals.options.has('--exec-path') && globals.options.get('--exec-path') !== '')
    bench.say('code-execution')
  if (name === undefined) return UNKNOWN
  const words = act.words.slice(globals.at + 2)
  if (!isExact(name)) judgeOpenName(act, bench)
  else judgeNamed(name, { name, words, act, configured: globals.configured }, globals, bench)
  keepCopy(name, words, act.scope)
  return printed(name, words, bench)
}

/** A file that holds the repository, for whoever sends it afterwards. */
function keepCopy(name: string, words: readonly string[], scope: Act['scope']): void {
  if (name !== 'bundle' && name !== 'archive') return
  for (const word of words) {
    const path = word.replace(/^(-o|--output=)/, '')
    if (/\.\w+$/.test(path)) scope.files.set(resolvePath(scope, path), UNKNOWN + REPOSITORY)
  }
}

/** `-C` moves on from where the shell is. */
function placed(act: Act, globals: Globals): Act['scope'] {
  const folders = globals.folders.filter(folder => folder !== '')
  if (folders.length === 0) return act.scope
  const scope = { ...act.scope }
  for (const folder of folders) scope.folder = resolvePath(scope, folder)
  return scope
}

/** Facts of the repository it is about; of one named by its git folder nothing is known. */
function elsewhere(act: Act, globals: Globals, bench: Bench): Bench {
  const named = globals.options.has('--git-dir') || globals.options.has('--work-tree')
  if (named || act.environment.has('GIT_DIR') || act.environment.has('GIT_WORK_TREE'))
    return { ...bench, facts: NO_FACTS }
  return benchAt(act.scope.folder, bench)
}

function judgeNamed(name: string, parts: Omit<GitCommand, 'parsed'>, globals: Globals, bench: Bench): void {
  const alias = aliasOf(name, globals, bench)
  if (alias !== null) {
    runAlias(alias, parts.words, bench, parts.act.scope.folder)
    return
  }
  if (!READS.has(name) && !WRITES.has(name) && !ANY_OTHER.has(name) && !Object.hasOwn(JUDGES, name)) {
    bench.say('unknown-command')
    return
  }
  if (/^(-h|--help)$/.test(parts.words[0] ?? '')) return
  const git: GitCommand = { ...parts, parsed: parseOptions(parts.words, SPECS[name] ?? ANY) }
  judgeGitEnvironment(git, bench)
  judgeGitDir(git, globals, bench)
  if (bench.seen.sourced && WRITES.has(name)) bench.say('sourced-before')
  if (Object.hasOwn(JUDGES, name)) JUDGES[name]!(git, bench)
}

/** An alias given on the line, or by the configuration. git lets none hide a command of its own. */
function aliasOf(name: string, globals: Globals, bench: Bench): string | null {
  if (READS.has(name) || WRITES.has(name) || ANY_OTHER.has(name)) return null
  const given = globals.configured.find(([key]) => key.toLowerCase() === `alias.${name.toLowerCase()}`)
  return given?.[1] ?? bench.facts.aliases()?.get(name.toLowerCase()) ?? null
}

/** The subcommand is only partly known: asked where it may be one that writes. */
function judgeOpenName(act: Act, bench: Bench): void {
  const name = act.words.find((word, at) => at > 0 && isOpen(word)) ?? UNKNOWN
  if ([...WRITES].some(one => mayBe(name, one))) bench.say('unknown-part')
}

/** Hooks of another repository than the one it stands in are other hooks. */
function judgeGitDir(git: GitCommand, globals: Globals, bench: Bench): void {
  const folder = globals.options.get('--git-dir')
  if (folder === undefined || !WRITES.has(git.name)) return
  if (!/(^|\/)\.git\/?$/.test(folder)) bench.say('hook-environment', 'ask')
}

const ANSWERS: [pattern: RegExp, answer: (bench: Bench) => string | null][] = [
  [
    /^(branch --show-current|rev-parse --abbrev-ref (HEAD|@)|symbolic-ref (-q |--quiet )?--short (-q )?HEAD)$/,
    b => b.facts.currentBranch() ?? 'HEAD',
  ],
  [/^rev-parse (--show-toplevel|--show-cdup)$/, () => '.'],
  [
    /^rev-parse (--absolute-git-dir|--git-dir|--git-common-dir|--path-format=absolute --git-(common-)?dir)$/,
    () => '.git',
  ],
]

/** What it prints, where paths and names are told by it. */
function printed(name: string, words: readonly string[], bench: Bench): string {
  const line = [name, ...words].join(' ')
  const path = /^rev-parse --git-path (\S+)$/.exec(line)?.[1]
  if (path) return `.git/${path}`
  if (/^(bundle create|archive|fast-export|pack-objects|format-patch|diff|show|cat-file)\b/.test(line))
    return UNKNOWN + REPOSITORY
  const found = ANSWERS.find(([pattern]) => pattern.test(line))
  return found?.[1](bench) ?? UNKNOWN
}
