/** What the reflogs still name: commits that were amended, rebased or reset away, dropped branches, stashes below the top one. */
import type { ObjectId } from '../model.ts'
import { git, type Repo } from './spawn.ts'

/**
 * Commits of every reflog of every worktree, once each. An entry whose object is gone (pruned on purpose, or by another
 * repository that shares the store) is left out, as git does.
 */
export async function reflogCommits(repo: Repo): Promise<ObjectId[]> {
  // --no-walk: only what entries name; the walk is ours. --stdin, with nothing in it: else no entry at all is wrong usage
  const output = await git(repo, ['rev-list', '--reflog', '--no-walk=unsorted', '--stdin'])
  return [...new Set(output.toString('latin1').split('\n'))].filter(id => id !== '')
}
