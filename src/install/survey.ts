/** What is there before anything is changed: the repository, git, and who owns its hooks. Reads only. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { GitError, UsageError } from '../errors.ts'
import { ask, askLine, ownEnvironment } from './ask.ts'

export type ManagerName = 'husky' | 'lefthook' | 'pre-commit' | 'hooks-path' | 'personal-hooks-path'

export interface Manager {
  name: ManagerName
  /** the folder of hook files, or the configuration file */
  path: string
}

export interface Survey {
  /** the worktree `init` was started in */
  root: string
  gitDir: string
  commonDir: string
  env: NodeJS.ProcessEnv
  /** as [2, 54] */
  gitVersion: [number, number]
  /** core.hooksPath, weakest first, ours left out */
  hooksPaths: { scope: string; value: string }[]
  managers: Manager[]
}

/** Throws GitError where there is no git or no repository, UsageError in a bare repository. */
export function survey(cwd: string, environment: NodeJS.ProcessEnv): Survey {
  const env = ownEnvironment(environment)
  const found = ask(cwd, ['rev-parse', '--absolute-git-dir', '--is-bare-repository', '--git-common-dir'], env)
  if (found.code === 127)
    throw new GitError('git could not be started', { hint: 'install git, or put it on PATH' })
  if (found.code !== 0) throw new GitError(`not in a repository: ${found.stderr.trim()}`, { subject: cwd })
  const [gitDir = '', bare, common = ''] = found.stdout.split('\n')
  const root = askLine(cwd, ['rev-parse', '--show-toplevel'], env)
  if (bare === 'true' || !root) throw bareError(gitDir)
  const place = {
    root,
    gitDir,
    commonDir: realpathSync(resolve(cwd, common)),
    env,
    gitVersion: gitVersion(cwd, env),
  }
  const hooksPaths = configuredPaths(place.root, env)
  return { ...place, hooksPaths, managers: managersOf(place.root, hooksPaths) }
}

function bareError(gitDir: string): UsageError {
  const hint = 'client hooks belong to a clone with files; a server is guarded by pre-receive'
  return new UsageError(`"${gitDir}" is a bare repository, it has no worktree to guard`, {
    subject: gitDir,
    hint,
  })
}

function gitVersion(cwd: string, env: NodeJS.ProcessEnv): [number, number] {
  const match = /(\d+)\.(\d+)/.exec(askLine(cwd, ['version'], env) ?? '')
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)]
}

/** Git has hooks in its configuration from 2.54 on; older ones ignore the keys. */
export function hasConfigHooks([major, minor]: [number, number]): boolean {
  return major > 2 || (major === 2 && minor >= 54)
}

/** Our own folder of hooks: `core.hooksPath` where hooks that are not ours must be called after us. */
export function dispatchFolder(commonDir: string): string {
  return join(commonDir, 'portcullis/hooks')
}

/** The same, however it is spelled in the configuration: relative in the main worktree, absolute in linked ones. */
export function isDispatchFolder(path: string): boolean {
  return /\/portcullis\/hooks\/?$/.test(path)
}

function configuredPaths(root: string, env: NodeJS.ProcessEnv) {
  const args = ['config', '--null', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']
  const words = ask(root, args, env).stdout.split('\0')
  const paths: Survey['hooksPaths'] = []
  for (let at = 0; at + 1 < words.length; at += 2) {
    const value = words[at + 1] ?? ''
    if (!isDispatchFolder(value)) paths.push({ scope: words[at] ?? '', value })
  }
  return paths
}

function managersOf(root: string, hooksPaths: Survey['hooksPaths']): Manager[] {
  const managers: Manager[] = []
  const path = hooksPaths.at(-1)?.value
  const husky = huskyFolder(root, path)
  if (husky) managers.push({ name: 'husky', path: husky })
  else if (path)
    managers.push({
      name: isWithin(root, path) ? 'hooks-path' : 'personal-hooks-path',
      path: resolve(root, path),
    })
  const lefthook = firstFile(root, ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml'])
  if (lefthook) managers.push({ name: 'lefthook', path: lefthook })
  const framework = firstFile(root, ['.pre-commit-config.yaml', '.pre-commit-config.yml'])
  if (framework) managers.push({ name: 'pre-commit', path: framework })
  return managers
}

/** husky's folder of hook files: `.husky`, or another where `husky DIR` put `DIR/_` into core.hooksPath. */
function huskyFolder(root: string, path: string | undefined): string | null {
  const set = path ? /^(.*)\/_\/?$/.exec(path) : null
  if (set?.[1] !== undefined) return resolve(root, set[1])
  if (path) return null
  const file = join(root, 'package.json')
  const wanted = existsSync(file) && /"husky"\s*:/.test(readFileSync(file, 'utf8'))
  return wanted || existsSync(join(root, '.husky')) ? join(root, '.husky') : null
}

/** In the worktree and not in a git directory: then it is committed, or meant to be. */
function isWithin(root: string, path: string): boolean {
  const inside = relative(root, resolve(root, path))
  return !isAbsolute(inside) && !inside.startsWith('..') && !/(^|\/)\.git(\/|$)/.test(inside)
}

function firstFile(root: string, names: string[]): string | undefined {
  return names.map(name => join(root, name)).find(file => existsSync(file))
}
