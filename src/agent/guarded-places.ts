/**
 * Places that no agent changes by an editing tool, whatever a policy says: what judges it (the policy is a clause of its own, the built-in
 * floor), git's own files, and the settings by which its host would drop the hook. A policy can only add to this.
 */
import type { Ruling } from './call.ts'

export interface Place {
  /** absolute, links resolved, with `/` */
  path: string
  /** from the top of the work tree that it lies in; null outside of any */
  inside: string | null
  home: string
}

/** Files of a `.git` folder that git itself hands to an editor. */
const EDITED =
  /\/\.git\/(?:worktrees\/[^/]+\/)?(?:(?:COMMIT|MERGE|TAG|SQUASH|NOTES)_(?:EDIT)?MSG|rebase-merge\/(?:git-rebase-todo|message))$/

/** Settings of hosts with their hooks in them, in a project and under the home folder alike. */
const HOST_SETTINGS =
  /^(?:\.claude\/settings(?:\.local)?\.json|\.codex\/(?:hooks\.json|config\.toml)|\.cursor\/hooks\.json|\.gemini\/settings\.json|\.windsurf\/hooks\.json|\.codeium\/(?:windsurf\/)?hooks\.json|\.github\/hooks\/[^/]+\.json|\.copilot\/(?:hooks\/.+|config\.json)|(?:\.config\/opencode|\.opencode)\/(?:plugins?\/.+|opencode\.jsonc?)|opencode\.jsonc?|\.vibe\/(?:hooks|config)\.toml)$/i

/** What git and Portcullis read of a user, outside of any repository. */
const HOME_SETTINGS =
  /^(?:\.gitconfig|\.config\/git\/.+|\.config\/portcullis\/.+|\.local\/share\/portcullis\/.+|\.config\/husky\/.+|\.ssh\/.+)$/

const SYSTEM =
  /^\/etc\/(?:gitconfig|portcullis\/.+|claude-code\/.+|cursor\/.+|codex\/.+|gemini-cli\/.+|windsurf\/.+|github-copilot\/.+)$/

export interface Guarded {
  rule: string
  verdict: Exclude<Ruling['verdict'], 'pass' | 'warn'>
  what: string
  next: string
}

/** Null where nothing built in objects. */
export function guardedPlace({ path, inside, home }: Place): Guarded | null {
  const own = path.startsWith(`${home}/`) ? path.slice(home.length + 1) : ''
  if (/\/\.git(?:\/|$)/.test(path) && !EDITED.test(path)) return GIT
  if (isPolicy(inside)) return POLICY
  if (HOST_SETTINGS.test(inside ?? '') || HOST_SETTINGS.test(own)) return SETTINGS
  return HOME_SETTINGS.test(own) || SYSTEM.test(path) ? MACHINE : null
}

/** The files that judge; rules and baseline beside them are the floor's clause alone. */
function isPolicy(inside: string | null): boolean {
  return /^\.portcullis\/(?:policy\.toml|hook|agent|key)$/i.test(inside ?? '')
}

const GIT: Guarded = {
  rule: 'agent-git-internals',
  verdict: 'deny',
  what: "git's own files are not edited by hand",
  next: 'use a git command for it; what changes hooks or configuration is for a person to do',
}
const POLICY: Guarded = {
  rule: 'agent-policy',
  verdict: 'ask',
  what: 'this file decides what you may do',
  next: 'leave it as it is, and tell your user what you would change and why; a person changes it in a commit of their own',
}
const SETTINGS: Guarded = {
  rule: 'agent-settings',
  verdict: 'ask',
  what: 'this file decides which hooks and permissions you have',
  next: 'leave it as it is, and tell your user which setting you need',
}
const MACHINE: Guarded = {
  rule: 'agent-machine-settings',
  verdict: 'ask',
  what: "this file is a setting of your user's machine, not of this project",
  next: 'put the setting into the project, or ask your user to make it',
}
