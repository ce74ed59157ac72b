/** git's own commands. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** They change nothing that matters here. */
export const READS = words(
  'annotate archimport archive blame bugreport cat-file check-attr check-ignore check-mailmap check-ref-format cherry column commit-graph count-objects credential credential-cache credential-store describe diagnose diff diff-files diff-index diff-tree difftool diff-pairs fmt-merge-msg for-each-ref for-each-repo format-patch fsck get-tar-commit-id gitk gui help hook instaweb interpret-trailers last-modified log ls-files ls-remote ls-tree mailinfo mailsplit maintenance merge-base merge-tree name-rev patch-id range-diff refs repo request-pull rev-list rev-parse shortlog show show-branch show-index show-ref status stripspace upload-pack upload-archive var verify-commit verify-pack verify-tag version web--browse whatchanged write-tree mktree hash-object pack-objects multi-pack-index repack pack-refs rerere sparse-checkout grep bundle backfill replay send-email imap-send quiltimport cvsexportcommit cvsserver fast-export fetch-pack http-fetch merge-file merge-index merge-one-file mergetool prune-packed update-server-info cmp lfs flow absorb delta gui--askpass sh-setup p4 svn subtree machete town cliff citool crypt secret review annex imerge revise extras standup ignore fixup',
)

/** They make commits, move refs, change configuration or talk to a remote. */
export const WRITES = words(
  'commit merge rebase cherry-pick revert am pull push reset checkout switch branch tag config remote stash update-ref symbolic-ref commit-tree fast-import send-pack filter-branch filter-repo history notes replace',
)

/** The rest. */
export const ANY_OTHER = words(
  'add stage apply bisect checkout-index clean clone fetch gc init init-db mv prune read-tree reflog restore rm submodule unpack-file unpack-objects update-index worktree http-push receive-pack http-backend daemon mktag index-pack shell cvsimport remote-ext remote-fd remote-http remote-https',
)
