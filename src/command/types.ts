/** What is asked about a command and what is answered. Types only. */

/** Which language the command is written in. */
export type Shell = 'posix' | 'powershell' | 'cmd'

/** Questions about the repository, asked only where they decide. null: not known, and then the stricter answer is taken. */
export interface Facts {
  /** nothing in the index or the working tree that is not committed (untracked files do not count) */
  isClean(): boolean | null
  /** no untracked files, ignored ones aside */
  hasNoUntracked(): boolean | null
  /** the commit that `revision` names is on a remote-tracking branch */
  isPublished(revision: string): boolean | null
  /** everything on the branch is on another branch too, local or remote */
  isMerged(branch: string): boolean | null
  /** short name; null also where HEAD is detached */
  currentBranch(): string | null
  /** what git's configuration says aliases stand for */
  aliases(): ReadonlyMap<string, string> | null
  /** the text of a script of package.json */
  script(name: string): string | null
  /** whether a branch of that short name exists: tells `git checkout NAME` of a branch from that of a path */
  isBranch(name: string): boolean | null
  /** the same questions about the repository that `folder` is in: absolute, or relative to where the command starts */
  at?(folder: string): Facts
}

/** What a push would do to one ref. `null` ref: it cannot be known which. */
export type RefAct = 'push' | 'force' | 'lease' | 'delete'

export interface CommandContext {
  shell: Shell
  facts: Facts
  /** what the policy says of it; `none`: nothing against it. Refs are full names. Default: `judgeRefByDefault` */
  judgeRef?(ref: string | null, act: RefAct): 'deny' | 'ask' | 'none'
  /** whether the policy allows this remote, a name or URL; null: it says nothing */
  isRemoteAllowed?(remote: string): boolean | null
  /** more paths that are not an agent's to change, relative to the repository: `infra/**` guards a folder */
  guarded?: readonly string[]
}

export type Category =
  | 'hook-bypass'
  | 'tampering'
  | 'plumbing'
  | 'forge'
  | 'identity'
  | 'remote-history'
  | 'local-history'
  | 'exfiltration'
  | 'code-execution'
  | 'worktree'
  | 'index'
  | 'unknown'

/** One objection. All texts are ours: nothing of the command is repeated. */
export interface Reason {
  rule: string
  category: Category
  verdict: 'deny' | 'ask'
  message: string
  /** the next legitimate step, one sentence */
  next: string
}

/** `none`: no opinion; never a permission. The strongest reason comes first. */
export interface CommandVerdict {
  verdict: 'deny' | 'ask' | 'none'
  reasons: Reason[]
}

/** Where nothing can be asked: everything is unknown, so the stricter answer is taken everywhere. */
export const NO_FACTS: Facts = {
  isClean: () => null,
  hasNoUntracked: () => null,
  isPublished: () => null,
  isMerged: () => null,
  currentBranch: () => null,
  aliases: () => null,
  script: () => null,
  isBranch: () => null,
}
