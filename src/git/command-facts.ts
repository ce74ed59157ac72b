/** Facts about a repository for the command guard: asked of git one by one, synchronously, and only when they decide. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Facts, NO_FACTS } from '../command/types.ts'
import { ALWAYS, type Repo } from './spawn.ts'

/** How long git may take for one answer; past it the answer is not known. */
const PATIENCE_MS = 2000

/** Facts about `repo` as seen from the folder `cwd`. Each fact is asked at most once for each argument. What git cannot say is null: then the stricter answer counts. */
export function commandFacts(repo: Repo, cwd: string): Facts {
  return factsOf({ ...repo, worktree: repo.worktree ?? repo.gitDir }, cwd)
}

/** Where git is asked, and as what. */
type Place = Pick<Repo, 'git' | 'env' | 'worktree'>

function factsOf(repo: Place, cwd: string): Facts {
  const ask = remembered((args: string) => run(repo, args.split('\0')))
  const answer = (...args: string[]) => ask(args.join('\0'))
  return {
    isClean: () =>
      empty(answer('status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=none')),
    hasNoUntracked: () => empty(answer('ls-files', '--others', '--exclude-standard', '-z')),
    isPublished: revision => isPublished(revision, answer),
    isMerged: branch => isMerged(branch, answer),
    currentBranch: () => answer('symbolic-ref', '--quiet', '--short', 'HEAD')?.text.trim() || null,
    aliases: remembered(() => aliasesIn(answer('config', '-z', '--get-regexp', '^alias\\.'))),
    script: remembered((name: string) => scriptOf(repo, name)),
    isBranch: name => exists(answer('show-ref', '--verify', '--quiet', '--', `refs/heads/${name}`)),
    at: remembered((folder: string) => factsAt(repo, cwd, folder)),
  }
}

/** git finds the repository of another folder by itself; one that is none has no facts. */
function factsAt(repo: Place, cwd: string, folder: string): Facts {
  const {
    GIT_DIR: _dir,
    GIT_WORK_TREE: _tree,
    GIT_COMMON_DIR: _common,
    GIT_INDEX_FILE: _index,
    ...env
  } = repo.env
  const home = repo.env.HOME ?? ''
  const place = resolve(
    cwd,
    folder.replace(/^~(?=\/|$)/, () => home),
  )
  const top = run({ ...repo, env, worktree: place }, ['rev-parse', '--show-toplevel'])
  return top?.code === 0
    ? factsOf({ ...repo, env, worktree: top.text.replace(/\r?\n$/, '') }, place)
    : NO_FACTS
}

interface Answer {
  code: number
  text: string
}

type Ask = (...args: string[]) => Answer | null

/** null: git could not be started, was ended, or failed. Exit 1 is an answer of most of these: no. */
function run(repo: Place, args: string[]): Answer | null {
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const cwd = repo.worktree!
  const env = { ...repo.env, GIT_OPTIONAL_LOCKS: '0' }
  const options = {
    cwd,
    env,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    maxBuffer: 64 << 20,
    windowsHide: true,
  } as const
  const { status, stdout } = spawnSync(repo.git, [...ALWAYS, ...args], options)
  return status === 0 || status === 1 ? { code: status, text: stdout } : null
}

function remembered<A extends string, T>(ask: (argument: A) => T): (argument?: A) => T {
  const known = new Map<string, T>()
  return argument => {
    const key = argument ?? ''
    if (!known.has(key)) known.set(key, ask(key as A))
    return known.get(key)!
  }
}

function empty(answer: Answer | null): boolean | null {
  return answer === null || answer.code !== 0 ? null : answer.text === ''
}

function exists(answer: Answer | null): boolean | null {
  return answer && answer.code === 0
}

/** A revision that begins with a dash would be an option. */
function isPublished(revision: string, answer: Ask): boolean | null {
  if (revision.startsWith('-')) return null
  const branches = answer('for-each-ref', '--count=1', '--format=x', '--contains', revision, 'refs/remotes/')
  return branches === null || branches.code !== 0 ? null : branches.text !== ''
}

/** Everything on it is on another branch, here or on a remote. */
function isMerged(branch: string, answer: Ask): boolean | null {
  const ref = `refs/heads/${branch}`
  const holders = answer(
    'for-each-ref',
    '--format=%(refname)',
    '--contains',
    ref,
    'refs/heads/',
    'refs/remotes/',
  )
  if (holders === null || holders.code !== 0) return null
  return holders.text.split('\n').some(name => name !== '' && name !== ref)
}

function aliasesIn(answer: Answer | null): ReadonlyMap<string, string> | null {
  if (answer === null) return null
  const pairs = answer.text.split('\0').filter(pair => pair !== '')
  return new Map(pairs.map(pair => aliasOf(pair)))
}

/** `alias.name\nvalue`; names are lower-case already. */
function aliasOf(pair: string): [string, string] {
  const at = pair.indexOf('\n')
  return [pair.slice('alias.'.length, at < 0 ? undefined : at), at < 0 ? '' : pair.slice(at + 1)]
}

/** The script of that name in the package.json at the top. */
function scriptOf(repo: Place, name: string): string | null {
  if (repo.worktree === null) return null
  try {
    const text = readFileSync(join(repo.worktree, 'package.json'), 'utf8')
    const scripts = (JSON.parse(text) as { scripts?: Record<string, unknown> } | null)?.scripts
    const script = scripts && Object.hasOwn(scripts, name) ? scripts[name] : null
    return typeof script === 'string' ? script : null
  } catch {
    return null
  }
}
