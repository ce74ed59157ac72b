/** The options of git's subcommands that matter here, as `git COMMAND --git-completion-helper-all` and the manual list them. */
import type { Spec } from './options.ts'

const MERGING =
  'stat summary log squash commit edit cleanup= ff ff-only rerere-autoupdate verify-signatures strategy= strategy-option= verbose quiet allow-unrelated-histories progress gpg-sign autostash overwrite-ignore signoff no-verify'

export const SPECS: Record<string, Spec> = {
  commit: {
    short: 'mFCct',
    attached: 'Su',
    names: {
      n: 'no-verify',
      m: 'message',
      F: 'file',
      S: 'gpg-sign',
      C: 'reuse-message',
      c: 'reedit-message',
      t: 'template',
    },
    long: 'quiet verbose file= author= date= message= reedit-message= reuse-message= fixup= squash= reset-author trailer= signoff template= edit cleanup= status gpg-sign all include interactive patch only no-verify dry-run short branch ahead-behind porcelain long null amend no-post-rewrite untracked-files pathspec-from-file= pathspec-file-nul allow-empty allow-empty-message',
  },
  push: {
    short: 'o',
    names: { f: 'force', d: 'delete', n: 'dry-run', u: 'set-upstream', o: 'push-option' },
    long: 'verbose quiet repo= all branches mirror delete tags dry-run porcelain force force-with-lease force-if-includes recurse-submodules= thin receive-pack= exec= set-upstream progress prune no-verify follow-tags signed atomic push-option= ipv4 ipv6',
  },
  merge: {
    short: 'msXF',
    attached: 'S',
    names: { m: 'message', F: 'file', S: 'gpg-sign' },
    long: `${MERGING} message= file= into-name= abort quit continue`,
  },
  pull: {
    short: 'sXoj',
    attached: 'Sr',
    names: { f: 'force' },
    long: `${MERGING} rebase recurse-submodules all append upload-pack= force tags prune jobs= dry-run keep depth= shallow-since= shallow-exclude= deepen= unshallow update-shallow refmap= server-option= ipv4 ipv6 negotiation-tip= show-forced-updates set-upstream`,
  },
  rebase: {
    short: 'xsXC',
    attached: 'Sr',
    names: { x: 'exec', i: 'interactive' },
    long: 'onto= keep-base no-verify quiet verbose no-stat signoff committer-date-is-author-date reset-author-date ignore-date ignore-whitespace whitespace= force-rebase no-ff continue skip abort quit edit-todo show-current-patch apply merge interactive preserve-merges rerere-autoupdate empty= keep-empty autosquash update-refs gpg-sign autostash exec= allow-empty-message rebase-merges fork-point strategy= strategy-option= root reschedule-failed-exec reapply-cherry-picks',
  },
  'cherry-pick': {
    short: 'mX',
    attached: 'S',
    names: { n: 'no-commit' },
    long: 'quit continue abort skip cleanup= no-commit edit signoff mainline= rerere-autoupdate strategy= strategy-option= gpg-sign ff allow-empty allow-empty-message keep-redundant-commits no-verify',
  },
  revert: {
    short: 'mX',
    attached: 'S',
    names: { n: 'no-commit' },
    long: 'quit continue abort skip cleanup= no-commit edit signoff mainline= rerere-autoupdate strategy= strategy-option= gpg-sign reference no-verify',
  },
  am: {
    short: 'pC',
    attached: 'S',
    names: { n: 'no-verify' },
    long: 'interactive binary 3way no-verify quiet signoff utf8 keep keep-non-patch message-id keep-cr scissors quoted-cr= whitespace= ignore-space-change ignore-whitespace directory= exclude= include= patch-format= reject resolvemsg= continue resolved skip abort quit show-current-patch allow-empty committer-date-is-author-date ignore-date rerere-autoupdate gpg-sign empty= rebasing',
  },
  reset: {
    short: 'U',
    names: { p: 'patch', N: 'intent-to-add' },
    long: 'quiet no-refresh mixed soft hard merge keep recurse-submodules patch intent-to-add pathspec-from-file= pathspec-file-nul',
  },
  checkout: {
    short: 'bB',
    names: { f: 'force', p: 'patch', B: 'force-create', b: 'create' },
    long: 'guess overlay quiet recurse-submodules progress merge conflict= detach track force orphan= overwrite-ignore ignore-other-worktrees ours theirs patch ignore-skip-worktree-bits pathspec-from-file= pathspec-file-nul',
  },
  switch: {
    short: 'cC',
    names: { f: 'discard-changes', c: 'create', C: 'force-create', force: 'discard-changes' },
    long: 'create= force-create= guess discard-changes quiet recurse-submodules progress merge conflict= detach track force orphan= overwrite-ignore ignore-other-worktrees',
  },
  restore: {
    short: 's',
    names: { S: 'staged', W: 'worktree', p: 'patch', s: 'source' },
    long: 'source= staged worktree ignore-unmerged overlay quiet recurse-submodules progress merge conflict= ours theirs patch ignore-skip-worktree-bits pathspec-from-file= pathspec-file-nul',
  },
  clean: {
    short: 'e',
    names: { n: 'dry-run', f: 'force', i: 'interactive' },
    long: 'quiet dry-run force interactive exclude=',
  },
  branch: {
    short: 'u',
    attached: 't',
    names: {
      D: 'delete-force',
      M: 'move-force',
      C: 'copy-force',
      d: 'delete',
      m: 'move',
      f: 'force',
      c: 'copy',
    },
    long: 'verbose quiet track set-upstream set-upstream-to= unset-upstream color remotes contains= no-contains= abbrev all delete move copy list show-current create-reflog edit-description force merged no-merged column sort= points-at= ignore-case recurse-submodules format=',
  },
  tag: {
    short: 'muF',
    attached: 'n',
    names: { d: 'delete', f: 'force', l: 'list', m: 'message', F: 'file' },
    long: 'list delete verify annotate message= file= edit sign cleanup= local-user= force create-reflog column contains no-contains merged no-merged sort= points-at= format= color ignore-case',
  },
  add: {
    short: '',
    names: { f: 'force', n: 'dry-run' },
    long: 'dry-run verbose interactive patch edit force update renormalize intent-to-add all ignore-removal refresh ignore-errors ignore-missing sparse chmod= warn-embedded-repo pathspec-from-file= pathspec-file-nul',
  },
  'update-index': {
    short: '',
    long: 'ignore-submodules add replace remove unmerged refresh really-refresh cacheinfo chmod= assume-unchanged skip-worktree ignore-skip-worktree-entries info-only force-remove stdin index-info unresolve again ignore-missing verbose clear-resolve-undo index-version= split-index untracked-cache test-untracked-cache force-untracked-cache force-write-index fsmonitor fsmonitor-valid',
  },
  rm: {
    short: '',
    names: { n: 'dry-run', f: 'force' },
    long: 'dry-run quiet cached force ignore-unmatch sparse pathspec-from-file= pathspec-file-nul',
  },
  mv: { short: '', names: { n: 'dry-run' }, long: 'verbose dry-run force sparse' },
  config: {
    short: 'f',
    names: { f: 'file', l: 'list', e: 'edit' },
    long: 'global system local worktree file= blob= get get-all get-regexp get-urlmatch replace-all add unset unset-all rename-section remove-section list fixed-value edit get-color get-colorbool type= bool int bool-or-int bool-or-str path expiry-date null name-only includes show-origin show-scope default= all regexp= value= append comment= url=',
  },
  remote: { short: '', long: 'verbose push all add delete' },
  notes: { short: 'mFCc', names: { m: 'message', F: 'file' }, long: 'ref= message= file= force' },
  gc: {
    short: '',
    attached: '',
    long: 'quiet prune cruft aggressive auto force keep-largest-pack expire-to=',
  },
  grep: {
    short: 'ABCefm',
    attached: 'O',
    names: { O: 'open-files-in-pager' },
    long: 'open-files-in-pager max-depth= threads= max-count= context= after-context= before-context=',
  },
  clone: {
    short: 'bcjou',
    names: { c: 'config', u: 'upload-pack' },
    long: 'verbose quiet progress reject-shallow no-checkout bare mirror local no-hardlinks shared recurse-submodules recursive jobs= template= reference= reference-if-able= dissociate origin= branch= upload-pack= depth= shallow-since= shallow-exclude= single-branch no-tags shallow-submodules separate-git-dir= config= server-option= ipv4 ipv6 filter= also-filter-submodules remote-submodules sparse bundle-uri=',
  },
  fetch: {
    short: 'oj',
    names: { f: 'force' },
    long: 'verbose quiet all set-upstream append atomic upload-pack= force multiple tags jobs= prefetch prune prune-tags recurse-submodules dry-run write-fetch-head keep update-head-ok progress depth= shallow-since= shallow-exclude= deepen= unshallow refetch update-shallow refmap= server-option= ipv4 ipv6 negotiation-tip= negotiate-only filter= auto-maintenance auto-gc show-forced-updates write-commit-graph stdin',
  },
}

SPECS.stage = SPECS.add!

/** For what has no table: flags are flags, and no word is a value. */
export const ANY: Spec = { short: '', names: { f: 'force' }, long: 'no-verify force dry-run' }
