/**
 * Gathers what this machine keeps secret for its user: `.env*` files that git ignores, the credential files of the home folder,
 * and variables of the environment. An extra net beside the rules, so what cannot be read is told and is no failure.
 */
import { basename, dirname, join } from 'node:path'
import {
  type Gathered,
  type HeldSecret,
  heldInEnvironment,
  heldInFile,
  withoutShown,
} from '../detect/index.ts'
import { git, type Repo } from '../git/run.ts'
import type { OwnSecrets } from '../policy/types.ts'
import { findEnvFiles } from './folders.ts'
import { homeFiles } from './home.ts'
import { readSmall } from './read.ts'
import { surelyIgnored } from './surely-ignored.ts'

export interface Sources {
  repo: Repo
  env: NodeJS.ProcessEnv
  settings: OwnSecrets
  /** a file of the worktree as the trusted base has it, null where it has none */
  readBase(path: string): Promise<string | null>
}

/** Never throws. */
export async function gather({ repo, env, settings, readBase }: Sources): Promise<Gathered> {
  const reading = { env, ignore: new Set(settings.ignore) }
  const gathered: Gathered = { secrets: [], notices: [] }
  const add = (kind: Parameters<typeof heldInFile>[0], path: string, name: string, place = name) => {
    const found = readSmall(path)
    if (found === null) return
    if ('text' in found) gathered.secrets.push(...heldInFile(kind, found.text, place, reading))
    else gathered.notices.push(notRead(name, found.problem))
  }
  const trees = repo.worktree === null ? [] : worktreesOf(repo, repo.worktree)
  const found = trees.map(tree => findEnvFiles(tree.worktree!))
  const ignored = settings.files
    ? await Promise.all(trees.map((tree, i) => ignoredOf(tree, found[i]!.env, gathered)))
    : []
  ignored.forEach((paths, i) => {
    for (const path of paths) add('dotenv', join(trees[i]!.worktree!, path), path, `${path} (ignored by git)`)
  })
  if (settings.files) for (const { kind, path, name } of homeFiles(env)) add(kind, path, name)
  if (settings.environment) gathered.secrets.push(...heldInEnvironment(reading))
  if (repo.worktree === null) return gathered
  return {
    ...gathered,
    secrets: await withoutTemplates(gathered.secrets, repo.worktree, found[0]!.templates, readBase),
  }
}

function notRead(name: string, problem: string): string {
  return `${name} was not read (${problem}): its values are not looked for`
}

/** This worktree and, where it is a linked one, the main one: `.env` is often kept there alone. */
function worktreesOf(repo: Repo, worktree: string): Repo[] {
  const main = dirname(repo.commonDir)
  if (repo.gitDir === repo.commonDir || basename(repo.commonDir) !== '.git' || main === worktree)
    return [repo]
  const { GIT_INDEX_FILE: _, ...env } = repo.env
  const there = { ...env, GIT_DIR: repo.commonDir, GIT_WORK_TREE: main }
  return [repo, { ...repo, gitDir: repo.commonDir, worktree: main, env: there }]
}

/** What git tracks it does not ignore: that is judged as content. No process where there is nothing to ask about. */
async function ignoredOf(repo: Repo, paths: string[], gathered: Gathered): Promise<string[]> {
  if (paths.length === 0 || repo.worktree === null) return []
  const known = surelyIgnored(repo, repo.worktree, paths)
  const rest = paths.filter(path => !known.has(path))
  return rest.length === 0 ? paths : [...known, ...(await askGit(repo, rest, gathered))]
}

async function askGit(repo: Repo, paths: string[], { notices }: Gathered): Promise<string[]> {
  try {
    const input = paths.map(path => `${path}\0`).join('')
    const answer = await git(repo, ['check-ignore', '-z', '--stdin'], { input, allow: [1] }) // 1: none of them
    return answer.toString('utf8').split('\0').filter(Boolean)
  } catch (error) {
    notices.push(notRead(paths.join(', '), error instanceof Error ? error.message : 'git did not answer'))
    return []
  }
}

/**
 * A value that a template shows to everybody opens nothing. The template counts as it stands on the trusted base: a real value
 * written into it by the very change that is judged is a leak like any other.
 */
async function withoutTemplates(
  secrets: HeldSecret[],
  root: string,
  templates: string[],
  readBase: Sources['readBase'],
): Promise<HeldSecret[]> {
  let left = secrets
  for (const path of templates) {
    const here = readSmall(join(root, path))
    if (here === null || !('text' in here) || withoutShown(left, here.text).length === left.length) continue
    const shown = await readBase(path)
    if (shown !== null) left = withoutShown(left, shown)
  }
  return left
}
