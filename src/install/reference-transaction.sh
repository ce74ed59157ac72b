#!/bin/sh
# Portcullis: git's reference-transaction hook, opt-in (`portcullis init --reference-transaction`). A branch does not move to a commit that
# is new here unless a recorded decision let its tree pass: plumbing, fast-import and switched-off hooks end here. POSIX sh, without
# Node: git calls it three times for each commit.

[ "${1-}" = prepared ] || exit 0
\unset -f command exec exit printf test [ set shift return git grep read 2>/dev/null
unset GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT
home=${0%/*}
set -f

covered() { # $1 a tree: did a decision on a commit let it pass? The last two segments, and what waits beside them
  set +f
  set -- "$1" "$home"/audit/[0-9]*.jsonl
  tree=$1
  while [ $# -gt 2 ]; do shift; done
  [ "$1" != "$tree" ] || shift
  set -- "$@" "$home"/audit/spill-*.jsonl
  set -f
  LC_ALL=C grep -hsF "\"tree\":\"$tree\"" "$@" | passed
}

passed() { # canonical JSON: members in the order of their names, the verdict last
  while IFS= read -r line; do
    case $line in
    *'"unread":0}'*'"covers":{"parents":['*"\"tree\":\"$tree\"}"*'"event":"decision"'*'"v":1,"verdict":"'allow'"}') return 0 ;;
    *'"unread":0}'*'"covers":{"parents":['*"\"tree\":\"$tree\"}"*'"event":"decision"'*'"v":1,"verdict":"'warn'"}') return 0 ;;
    esac
  done
  return 1
}

known() { # $1 a commit: was it here before, or fetched a moment ago?
  new=$(git --no-replace-objects rev-list -n 1 "$1" --not --branches --remotes --tags 2>/dev/null) || return 1
  [ -z "$new" ] || LC_ALL=C grep -qs "^$1" "$(git rev-parse --git-path FETCH_HEAD)"
}

while IFS=' ' read -r old new ref; do
  case $ref in refs/heads/*) ;; *) continue ;; esac
  case $new in "$old" | ref:* | *[!0-9a-f]*) continue ;; *[!0]*) ;; *) continue ;; esac # unchanged, symbolic, deleted
  tree=$(git --no-replace-objects rev-parse -q --verify "$new^{tree}" 2>/dev/null) &&
    { covered "$tree" || known "$new"; } && continue
  printf 'portcullis: %s does not move to %s: no recorded decision covers it\n' "$ref" "$new" >&2
  printf '  next: stage the change and commit it with git commit, so that it is judged\n' >&2
  exit 1
done
exit 0
