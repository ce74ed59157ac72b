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
  type Reading,
  withoutShown,
} from '../detect/index.ts'
import { git, type Repo } from '../git/run.ts'
import type { OwnSecrets } from '../policy/types.ts'
import { type Found, findEnvFiles } from './folders.ts'
import { type HomeFile, homeFiles } from './home.ts'
import { readSmall } from './read.ts'
import { surelyIgnored } from './surely-ignored.ts'

export interface Sources {
  repo: Repo
  env: NodeJS.ProcessEnv
  settings: OwnSecrets
  /** a file of the worktree as the trusted base has it, null where it has none */
  readBase(path: string): Promise<string | null>
}

/** Never throws: what was not foreseen is told, and the rules judge as always. */
export async function gather(sources: Sources): Promise<Gathered> {
  try {
    return await gatherAll(sources)
  } catch (error) {
    const why = error instanceof Error ? error.name : 'an unknown error'
    return {
      secrets: [],
      notices: [`your own secrets could not be gathered (${why}): they are not looked for`],
    }
  }
}

/** What one gathering passes along. */
interface Desk extends Gathered {
  reading: Reading
  trees: Tree[]
}

interface Tree {
  repo: Repo
  root: string
  found: Found
}

async function gatherAll({ repo, env, settings, readBase }: Sources): Promise<Gathered> {
  const reading = { env, ignore: new Set(settings.ignore) }
  const desk: Desk = { reading, trees: worktreesOf(repo).map(look), secrets: [], notices: [] }
  if (settings.files) {
    await Promise.all(desk.trees.map(tree => addIgnored(tree, desk)))
    for (const file of homeFiles(env)) add(desk, file, file.name)
  }
  if (settings.environment) desk.secrets.push(...heldInEnvironment(reading))
  return { secrets: await withoutTemplates(desk, readBase), notices: desk.notices }
}

function look(repo: Repo): Tree {
  const root = repo.worktree!
  return { repo, root, found: findEnvFiles(root) }
}

async function addIgnored({ repo, root, found }: Tree, desk: Desk): Promise<void> {
  for (const name of await ignoredOf(repo, root, found.env, desk))
    add(desk, { kind: 'dotenv', path: join(root, name), name }, `${name} (ignored by git)`)
}

function add({ reading, secrets, notices }: Desk, { kind, path, name }: HomeFile, place: string): void {
  const file = readSmall(path)
  if (file === null) return
  if ('text' in file) secrets.push(...heldInFile(kind, file.text, place, reading))
  else notices.push(notRead(name, file.problem))
}

function notRead(name: string, problem: string): string {
  return `${name} was not read (${problem}): its values are not looked for`
}

/** This worktree and, where it is a linked one, the main one: `.env` is often kept there alone. */
function worktreesOf(repo: Repo): Repo[] {
  if (repo.worktree === null) return []
  const main = dirname(repo.commonDir)
  const isLinked = repo.gitDir !== repo.commonDir && basename(repo.commonDir) === '.git'
  if (!isLinked || main === repo.worktree) return [repo]
  const { GIT_INDEX_FILE: _, ...env } = repo.env
  const there = { ...env, GIT_DIR: repo.commonDir, GIT_WORK_TREE: main }
  return [repo, { ...repo, gitDir: repo.commonDir, worktree: main, env: there }]
}

/** What git tracks it does not ignore: that is judged as content. No process where there is nothing to ask about. */
async function ignoredOf(repo: Repo, root: string, paths: string[], desk: Desk): Promise<string[]> {
  if (paths.length === 0) return []
  const known = surelyIgnored(repo, root, paths)
  const rest = paths.filter(path => !known.has(path))
  return rest.length === 0 ? paths : [...known, ...(await askGit(repo, rest, desk))]
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
  { secrets, trees }: Desk,
  readBase: Sources['readBase'],
): Promise<HeldSecret[]> {
  let left = secrets
  const own = trees[0] // the base has the paths of this worktree
  for (const path of own?.found.templates ?? []) {
    const here = readSmall(join(own!.root, path))
    if (here === null || !('text' in here) || withoutShown(left, here.text).length === left.length) continue
    const shown = await readBase(path)
    if (shown !== null) left = withoutShown(left, shown)
  }
  return left
}
