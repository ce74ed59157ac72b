/** The command that goes on from the state git is in: a blocked pick of a rebase is not mended by another `git commit`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Repo } from '../git/run.ts'

/** Git's own files say what it is in the middle of (gitrepository-layout); undefined for a plain commit. */
export function resumeCommand({ gitDir }: Repo): string | undefined {
  const isIn = (name: string) => existsSync(join(gitDir, name))
  if (isIn('rebase-merge') || isIn('rebase-apply'))
    return "'git rebase --continue' (git puts the blocked pick back; if it then comes a second time: 'git rebase --skip')"
  if (isIn('CHERRY_PICK_HEAD')) return "'git cherry-pick --continue'"
  if (isIn('REVERT_HEAD')) return "'git revert --continue'"
  if (isIn('MERGE_HEAD')) return "'git merge --continue'"
  return undefined
}
