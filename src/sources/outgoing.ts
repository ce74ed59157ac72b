/** All that a branch holds beyond the trusted base, as one change: what limits add up over commits and pushes. */
import type { Objects } from '../git/objects.ts'
import { mergeBase } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { diffTrees } from '../git/tree.ts'
import type { Change, ObjectId } from '../model.ts'
import { readCommit } from './texts.ts'
import { treeWalk } from './walk.ts'

/** Where a branch ends, or will: its tree, and the commits it comes after. */
export interface End {
  tree: ObjectId
  /** of a commit that is there already: itself */
  commits: ObjectId[]
}

/**
 * What differs from the place where the branch left the base; of a merge, from the place of each parent. Null where that is what the
 * operation itself brings, or cannot be told (no base, no common history): then the operation's own numbers are all there are.
 */
export async function outgoingChanges(
  repo: Repo,
  objects: Objects,
  base: ObjectId | null,
  end: End,
): Promise<Change[] | null> {
  if (base === null) return null
  const left = await Promise.all(end.commits.map(commit => mergeBase(repo, base, commit)))
  const from = left.filter(commit => commit !== null)
  if (from.length === 0 || end.commits.every((commit, i) => left[i] === commit)) return null
  const trees = await Promise.all(from.map(async commit => (await readCommit(objects, commit)).tree))
  const changes: Change[] = []
  for await (const change of diffTrees(treeWalk(repo, objects), trees, end.tree)) changes.push(change)
  return changes
}
