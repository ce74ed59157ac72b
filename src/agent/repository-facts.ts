/** The repository that a command starts in, as the command guard asks about it. No process is started before it asks. */
import type { Facts } from '../command/types.ts'
import { commandFacts } from '../git/command-facts.ts'
import { gitEnv } from '../git/env.ts'
import { workTreeAbove } from './place.ts'

/** Variables of another repository do not count: git finds the one of `cwd` by itself. */
export function factsIn(cwd: string, environment: NodeJS.ProcessEnv): Facts {
  const {
    GIT_DIR: _dir,
    GIT_WORK_TREE: _tree,
    GIT_COMMON_DIR: _common,
    GIT_INDEX_FILE: _index,
    ...env
  } = gitEnv(environment)
  const worktree = workTreeAbove(cwd) ?? cwd
  const git = environment.PORTCULLIS_GIT || 'git'
  return commandFacts({ git, env, worktree, gitDir: worktree, commonDir: worktree, hashLength: 40 }, cwd)
}
