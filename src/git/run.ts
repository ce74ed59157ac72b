/** The one door to git: open a repository here, and every git process is started by this folder. */
export { type Known, knownFromHook, openRepo } from './open.ts'
export { git, gitStream, type Repo, type RunOptions } from './spawn.ts'
