/** What can be said against a command, and what to do instead. Ids are stable: the audit and the policy may name them. */
import type { Category, Reason } from './types.ts'

type Rule = [category: Category, verdict: 'deny' | 'ask', message: string, next: string]

const AS_IT_IS = 'leave it as it is; a person changes it in a commit of their own'
const HOOKS_STAY = 'leave the hooks as they are; portcullis doctor tells what is wrong with them'
const PLAIN = 'use git commit and git push as they are, so that the hooks see what is done'
const FIX = 'run it so that the hooks run, and mend what they name'
const PERSON = 'ask a person to do this, and say why it is needed'
const KEEP = 'save the work first: commit it, or git stash'
const SPELL = 'write the command out, with its words as they will be'

const RULES = {
  'hook-skip': [
    'hook-bypass',
    'deny',
    'this would keep the hooks that check a commit or push from running',
    FIX,
  ],
  'hook-config': [
    'hook-bypass',
    'deny',
    'this changes where git finds its hooks or which of them run',
    HOOKS_STAY,
  ],
  'hook-environment': [
    'hook-bypass',
    'deny',
    'a variable set here keeps hooks from running or sends git elsewhere',
    FIX,
  ],
  'hook-files': ['tampering', 'deny', 'this changes or removes files that git hooks are made of', HOOKS_STAY],
  'guard-files': [
    'tampering',
    'deny',
    'this changes the policy, the audit log or settings that keep watch over agents',
    AS_IT_IS,
  ],
  'hook-tool': ['tampering', 'deny', 'this uninstalls or disables the hook manager', HOOKS_STAY],
  'self-approval': ['identity', 'deny', 'approving and changing the guard is for people', PERSON],
  plumbing: ['plumbing', 'deny', 'this makes commits or moves refs where no hook looks', PLAIN],
  'raw-repository': ['plumbing', 'deny', "this writes into git's own folder, past git", PLAIN],
  'fresh-clone': [
    'plumbing',
    'ask',
    'a push out of a clone made on the same line runs without the hooks of this repository',
    PLAIN,
  ],
  'forge-write': [
    'forge',
    'deny',
    'this changes files, refs or releases on the forge, where no hook looks',
    PLAIN,
  ],
  'forge-protection': [
    'forge',
    'deny',
    'this changes the protection, rules or settings of a repository',
    PERSON,
  ],
  'forge-review': ['forge', 'deny', 'this approves or merges past the rules for review', PERSON],
  'forge-delete': ['forge', 'deny', 'this deletes or archives a repository', PERSON],
  'forge-act': ['forge', 'ask', 'this acts on the forge for everybody to see', PERSON],
  'other-identity': [
    'identity',
    'deny',
    'this commits in the name or at the time of somebody else',
    'commit as who is configured',
  ],
  'identity-config': [
    'identity',
    'ask',
    'this changes in whose name commits are made',
    'leave the identity to its owner',
  ],
  signing: [
    'identity',
    'deny',
    'this turns signatures off or changes who checks them',
    'leave signing as it is configured',
  ],
  'approval-text': [
    'identity',
    'deny',
    'the message claims the approval of a person',
    'leave approvals to those who give them',
  ],
  'push-protected': [
    'remote-history',
    'deny',
    'this changes a protected branch directly',
    'push another branch and open a pull request',
  ],
  'push-force': [
    'remote-history',
    'deny',
    'this may overwrite what others pushed',
    'fetch, rebase or merge onto it, and push without force',
  ],
  'push-delete': ['remote-history', 'deny', 'this deletes a branch or tag on the remote', PERSON],
  'push-everything': [
    'remote-history',
    'deny',
    'this pushes or deletes every ref at once',
    'push the one branch by name',
  ],
  'push-config': [
    'remote-history',
    'deny',
    'this changes what later pushes overwrite',
    'name what is to be pushed, once',
  ],
  'remote-address': [
    'exfiltration',
    'deny',
    'this sends the repository to, or takes it from, another address',
    PERSON,
  ],
  'repository-sent': ['exfiltration', 'deny', "this sends the repository's own data away", PERSON],
  'code-execution': [
    'code-execution',
    'deny',
    'this has git run a program that the configuration does not name',
    'run that program by itself, where it can be seen',
  ],
  'alias-defined': [
    'code-execution',
    'deny',
    'this defines an alias that does what is not allowed by its own name',
    'use the command itself',
  ],
  'alias-asked': [
    'code-execution',
    'ask',
    'this defines an alias for git or its hooks',
    'use the command itself',
  ],
  'work-discarded': ['worktree', 'deny', 'this throws away work that is nowhere else', KEEP],
  'stash-dropped': [
    'worktree',
    'deny',
    'this throws away stashed work',
    'apply the stash to a branch of its own first',
  ],
  'repository-removed': ['worktree', 'deny', 'this removes the repository or its history', PERSON],
  'history-dropped': [
    'local-history',
    'deny',
    'this removes what lost work could be brought back from',
    PERSON,
  ],
  'history-rewritten': [
    'local-history',
    'deny',
    'this rewrites commits that are published',
    'add a new commit on top instead',
  ],
  'branch-dropped': [
    'local-history',
    'deny',
    'this removes or moves a branch whose commits may be nowhere else',
    'merge it first, or keep it under another name',
  ],
  'tag-moved': ['local-history', 'deny', 'this removes or moves a tag', 'make a new tag instead'],
  'add-ignored': ['index', 'deny', 'this adds files that the repository ignores', 'leave ignored files out'],
  'index-hidden': ['index', 'deny', 'this hides changes of a file from git', 'leave the file visible to git'],
  'unknown-part': ['unknown', 'ask', 'a part of this git command is only known when it runs', SPELL],
  'unknown-program': ['unknown', 'ask', 'which program runs here is only known when it runs', SPELL],
  'unknown-script': [
    'unknown',
    'ask',
    'this runs commands that cannot be seen before they run',
    'show the commands, and run them one by one',
  ],
  'unknown-command': [
    'unknown',
    'ask',
    'git has no command of this name: an alias or another program would run',
    'use the command itself',
  ],
  'sourced-before': [
    'unknown',
    'ask',
    'a file sourced before may change what git does',
    'run git on a line of its own',
  ],
  'package-script': [
    'unknown',
    'ask',
    'a script that releases or pushes runs here',
    'show its commands, and run them one by one',
  ],
  unreadable: ['unknown', 'ask', 'this mentions git or hooks and cannot be read as a command', SPELL],
  'not-judged': [
    'unknown',
    'deny',
    'this command could not be judged: a failure of the guard itself',
    'report it, and write the command in a simpler way',
  ],
  'too-large': ['unknown', 'deny', 'this command is too large to be judged', 'put less on one line'],
} satisfies Record<string, Rule>

export type RuleId = keyof typeof RULES

/** The rule's objection; `verdict` where it differs from what the rule says by itself. */
export function reason(rule: RuleId, verdict?: 'deny' | 'ask'): Reason {
  const [category, own, message, next] = RULES[rule]
  return { rule, category, verdict: verdict ?? (own as 'deny' | 'ask'), message, next }
}

/** Every rule, for the documentation and its test. */
export function allRules(): Reason[] {
  return Object.keys(RULES).map(id => reason(id as RuleId))
}
