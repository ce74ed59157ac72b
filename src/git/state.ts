/** What the repository is in the middle of, from the small files git keeps for it (gitrepository-layout): no process. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectId } from '../model.ts'
import { git, type Repo } from './spawn.ts'

/**
 * The branch that a commit would move, as a full ref name. On a detached HEAD in a rebase it is the branch being rebased (that one
 * will be moved in the end); null when no branch is concerned.
 */
export async function headRef(repo: Repo): Promise<string | null> {
  const head = firstLineOf(join(repo.gitDir, 'HEAD'))
  if (head === 'ref: refs/heads/.invalid') return (await symbolicRef(repo, 'HEAD')) ?? rebasedRef(repo)
  const target = /^ref:\s*(\S.*)$/.exec(head ?? '')?.[1]
  return target ?? rebasedRef(repo)
}

/** What the symbolic ref points at, null when it is none: needed only where refs are not files (reftable). */
export async function symbolicRef(repo: Repo, name: string): Promise<string | null> {
  const answer = await git(repo, ['symbolic-ref', '-q', name], { allow: [1, 128] })
  return answer.toString('utf8').trimEnd() || null
}

function rebasedRef(repo: Repo): string | null {
  for (const folder of ['rebase-merge', 'rebase-apply']) {
    const name = firstLineOf(join(repo.gitDir, folder, 'head-name'))
    if (name?.startsWith('refs/')) return name // else "detached HEAD"
  }
  return null
}

/** The commits being merged besides HEAD: MERGE_HEAD, an id a line. */
export function mergeHeads(repo: Repo): ObjectId[] {
  return idsIn(join(repo.gitDir, 'MERGE_HEAD'))
}

/** Commits whose parents a shallow clone does not have. */
export function shallowCommits(repo: Repo): Set<ObjectId> {
  return new Set(idsIn(join(repo.commonDir, 'shallow')))
}

/** Whether objects may be missing by intent (a partial clone): a pack of promised objects carries a `.promisor` file. */
export function isPartial(repo: Repo): boolean {
  const packs = join(repo.env.GIT_OBJECT_DIRECTORY ?? join(repo.commonDir, 'objects'), 'pack')
  return existsSync(packs) && readdirSync(packs).some(name => name.endsWith('.promisor'))
}

function idsIn(file: string): ObjectId[] {
  const text = textOf(file)
  return text === null ? [] : text.split('\n').filter(line => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(line))
}

export function firstLineOf(file: string): string | null {
  return textOf(file)?.split('\n', 1)[0] ?? null
}

export function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    // ENOTDIR: refs/remotes/x is a file where a folder was looked for
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}
