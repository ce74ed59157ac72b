/** Questions to the clone CI made: is the object there, is the history complete where we look. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectId } from '../model.ts'

/** The door to git, bound to a repository: `(args, options) => git(repo, args, options)`. */
export type Git = (args: string[], options?: { input?: string; allow?: number[] }) => Promise<Buffer>

export interface Clone {
  git: Git
  /** where `shallow` lies */
  commonDir: string
}

/** The commit a revision or id stands for, null when it is not in this clone. Ids of tags are peeled. */
export async function commitOf({ git }: Clone, revision: string): Promise<ObjectId | null> {
  // batch-check answers "missing" for an absent object where rev-parse takes any 40 hex digits as present
  const out = await git(['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    input: `${revision}^{commit}\n`,
  })
  const match = /^([0-9a-f]{40,64}) commit$/.exec(out.toString('utf8').trim())
  return match?.[1] ?? null
}

/** Whether `older` is `newer` or one of its ancestors. */
export async function isAncestor(clone: Clone, older: ObjectId, newer: ObjectId): Promise<boolean> {
  // the only merge base of an ancestor and its descendant is the ancestor; `--is-ancestor` answers by exit code alone
  return (await mergeBase(clone, older, newer)) === older
}

/** The best common ancestor; null when the histories are unrelated (exit 1). */
export async function mergeBase({ git }: Clone, a: ObjectId, b: ObjectId): Promise<ObjectId | null> {
  const out = await git(['merge-base', a, b], { allow: [1] })
  return out.toString('utf8').trim() || null
}

/** Commits whose parents the clone cut off; empty for a full clone. */
export function shallowCommits({ commonDir }: Clone): Set<ObjectId> {
  try {
    return new Set(readFileSync(join(commonDir, 'shallow'), 'utf8').split('\n').filter(Boolean))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}

/** The commits of the range, as ids. */
export async function commitsIn({ git }: Clone, base: ObjectId | null, head: ObjectId): Promise<ObjectId[]> {
  const out = await git(['rev-list', head, ...(base === null ? [] : [`^${base}`]), '--'])
  return out.toString('utf8').split('\n').filter(Boolean)
}
