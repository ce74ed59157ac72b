/** From a folder to a repository: one git process, or none where a hook already knows. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { GitError } from '../errors.ts'
import { gitEnv, injectedSafeDirectories } from './env.ts'
import { git, type Repo } from './spawn.ts'

/** What a caller knows without asking git. */
export interface Known {
  gitDir: string
  commonDir: string
  worktree: string | null
}

/**
 * Opens the repository that `cwd` is in. `env.PORTCULLIS_GIT` may name the git binary.
 * Throws GitError: git not found, not a repository, or a repository of another owner (safe.directory).
 */
export async function openRepo(cwd: string, env: NodeJS.ProcessEnv, known?: Known): Promise<Repo> {
  const binary = env.PORTCULLIS_GIT || 'git'
  const clean = absolutePaths(gitEnv(env), cwd)
  if (known) return opened(binary, clean, known, hashLengthOf(known.commonDir))
  const probe: Repo = { git: binary, gitDir: cwd, commonDir: cwd, worktree: cwd, env: clean, hashLength: 40 }
  const facts = await ask(probe, injectedSafeDirectories(env))
  return opened(binary, clean, facts, facts.hashLength)
}

/**
 * What a hook knows from its folder and environment, without a process: git started it there, so ownership has been checked.
 * Undefined where that is not plain (then ask git).
 */
export function knownFromHook(cwd: string, env: NodeJS.ProcessEnv): Known | undefined {
  const gitDir = env.GIT_DIR ? resolve(cwd, env.GIT_DIR) : dotGit(join(cwd, '.git'))
  if (!gitDir || env.GIT_COMMON_DIR || !existsSync(join(gitDir, 'HEAD'))) return undefined
  const worktree = env.GIT_WORK_TREE ? resolve(cwd, env.GIT_WORK_TREE) : worktreeOf(cwd, gitDir)
  return worktree === undefined ? undefined : { gitDir, commonDir: commonDirOf(gitDir), worktree }
}

/** With GIT_DIR and no `.git` here (a bare repository, a server) only git can tell. */
function worktreeOf(cwd: string, gitDir: string): string | undefined {
  const here = dotGit(join(cwd, '.git'))
  return here && realpathSync(here) === realpathSync(gitDir) ? cwd : undefined
}

/** `.git` is a folder, or a file `gitdir: PATH` (gitrepository-layout). */
function dotGit(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  if (statSync(path).isDirectory()) return path
  const link = /^gitdir: (.+?)\n?$/s.exec(readFileSync(path, 'utf8'))?.[1]
  return link === undefined ? undefined : resolve(dirname(path), link)
}

/** `commondir` exists in a linked worktree's git dir only (gitrepository-layout). */
function commonDirOf(gitDir: string): string {
  const file = join(gitDir, 'commondir')
  return existsSync(file) ? resolve(gitDir, readFileSync(file, 'utf8').trimEnd()) : gitDir
}

/** `extensions.objectFormat` stands in the common config file and nowhere else (git refuses it elsewhere). */
function hashLengthOf(commonDir: string): 40 | 64 {
  const file = join(commonDir, 'config')
  return existsSync(file) && /^\s*objectformat\s*=\s*"?sha256/im.test(readFileSync(file, 'utf8')) ? 64 : 40
}

async function ask(probe: Repo, safe: string[]): Promise<Known & { hashLength: 40 | 64 }> {
  const given = safe.flatMap(directory => ['-c', `safe.directory=${directory}`])
  // --show-toplevel comes last: in a bare repository it fails (128) after the rest has been printed
  const asked = ['--absolute-git-dir', '--git-common-dir', '--show-object-format', '--show-toplevel']
  const answer = await git(probe, [...given, 'rev-parse', ...asked], { allow: [128] })
  const lines = answer.toString('utf8').split('\n').slice(0, -1)
  const [gitDir, commonDir, format, worktree] = lines
  if (!gitDir || !commonDir || lines.length > 4) throw await refusal(probe, given)
  // git < 2.28 does not know --show-object-format, echoes it, and knows sha1 only
  const hashLength = format === 'sha256' ? 64 : 40
  const from = probe.worktree ?? '.'
  return { gitDir, commonDir: resolve(from, commonDir), worktree: worktree ?? null, hashLength }
}

/** Asks once more, only for the words of git's refusal. */
async function refusal(probe: Repo, given: string[]): Promise<GitError> {
  try {
    await git(probe, [...given, 'rev-parse', '--absolute-git-dir'])
  } catch (error) {
    return refused(probe, error)
  }
  return new GitError('git named the repository in a way that cannot be read', {
    hint: 'a folder name with a line break is not supported',
  })
}

function refused(probe: Repo, error: unknown): GitError {
  const text = error instanceof Error ? error.message : ''
  const cwd = probe.worktree ?? '.'
  if (/dubious ownership|unsafe repository/.test(text)) return foreignOwner(cwd, text)
  if (/not a git repository/i.test(text)) {
    const hint = 'run it inside a repository, or make one with: git init'
    return new GitError(`"${cwd}" is not a git repository`, { subject: cwd, hint, cause: error })
  }
  return error instanceof GitError ? error : new GitError(text || 'git could not open the repository')
}

function foreignOwner(cwd: string, text: string): GitError {
  const directory = /'([^']+)'/.exec(text)?.[1] ?? cwd
  const hint = `if you trust it: git config --global --add safe.directory ${quoted(directory)}`
  return new GitError(`git refuses "${directory}": it belongs to another user`, { subject: directory, hint })
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

/** GIT_DIR named outright: every later call skips discovery, and finds the same repository from any folder. */
function opened(binary: string, clean: NodeJS.ProcessEnv, known: Known, hashLength: 40 | 64): Repo {
  const { gitDir, commonDir, worktree } = known
  const env: NodeJS.ProcessEnv = { ...clean, GIT_DIR: gitDir }
  if (worktree) env.GIT_WORK_TREE = worktree
  return { git: binary, gitDir, commonDir, worktree, env, hashLength }
}

/** These count from the folder git was started in, which need not be the one later calls run in. */
function absolutePaths(env: NodeJS.ProcessEnv, cwd: string): NodeJS.ProcessEnv {
  for (const name of ['GIT_DIR', 'GIT_COMMON_DIR', 'GIT_WORK_TREE', 'GIT_OBJECT_DIRECTORY']) {
    const value = env[name]
    if (value && !isAbsolute(value)) env[name] = resolve(cwd, value)
  }
  return env
}
