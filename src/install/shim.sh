#!/bin/sh
# Portcullis: what git's hooks call, `sh .portcullis/hook EVENT ARGS`. It finds the engine and Node, lets them
# judge, and passes only on a verdict written for this very call. POSIX sh: dash, bash and busybox run it.
# `portcullis init` writes this file and `portcullis doctor` compares it; changes made here are overwritten.

# bash imports functions from the environment, even as sh: a function named `git` or `[` would answer for the real one
\unset -f command exec exit eval read printf test [ set shift return cd git date rm 2>/dev/null
# what makes Node load code, skip checks or start slowly before the engine's first line
unset NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE NODE_PRESERVE_SYMLINKS \
  NODE_PRESERVE_SYMLINKS_MAIN NODE_ICU_DATA NODE_V8_COVERAGE NODE_DEBUG NODE_DEBUG_NATIVE NODE_EXTRA_CA_CERTS \
  NODE_REDIRECT_WARNINGS NODE_PENDING_DEPRECATION NODE_CHANNEL_FD NODE_UNIQUE_ID OPENSSL_CONF OPENSSL_MODULES
nl='
'
IFS=" 	$nl"
set -f
pass_on=
[ "${1-}" != --pass-on ] || { pass_on=1 && shift; } # a script with more to do wants git's list of refs on stdout
event=${1-}
[ $# -eq 0 ] || shift

# A signal of each agent and CI that actorFrom() (src/policy/actor.ts) knows. A name missing here costs nothing but exactness:
# Node reads the whole environment, and a receipt is tied to one commit anyway.
signals='CLAUDECODE CLAUDE_CODE_SESSION_ID CLAUDE_CODE_REMOTE CLAUDE_CODE_ENTRYPOINT CLAUDE_CODE_CHILD_SESSION
CODEX_THREAD_ID CODEX_SANDBOX CODEX_CI CODEX_INTERNAL_ORIGINATOR_OVERRIDE CURSOR_AGENT CURSOR_CONVERSATION_ID
GEMINI_CLI COPILOT_CLI COPILOT_AGENT_SESSION_ID OPENCODE OPENCODE_BIN_PATH OPENCODE_SERVER OPENCODE_CLIENT
ANTIGRAVITY_AGENT AMP_CURRENT_THREAD_ID AUGMENT_AGENT CRUSH QWEN_CODE PI_CODING_AGENT CLINE_ACTIVE OZ_RUN_ID AI_AGENT
AGENT CI GITHUB_ACTIONS GITLAB_CI CIRCLECI BUILDKITE JENKINS_URL TF_BUILD BITBUCKET_BUILD_NUMBER TEAMCITY_VERSION
DRONE CODEBUILD_BUILD_ID'

refuse() { # 3 = could not decide; $1 what failed, $2 the next step
  printf 'portcullis: %s\n' "$1" >&2
  [ -z "${2-}" ] || printf '  next: %s\n' "$2" >&2
  exit 3
}

scrubbed_git() { # only inside $( ): configuration injected by the environment must not steer the shim's own questions
  unset GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT GIT_EXTERNAL_DIFF GIT_DIFF_OPTS
  GIT_GRAFT_FILE=/dev/null GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1
  export GIT_GRAFT_FILE GIT_OPTIONAL_LOCKS GIT_NO_LAZY_FETCH
  exec git --no-replace-objects "$@" 2>/dev/null
}

locate() { # gitdir and common, read from files where that is possible: a git process costs more than all of this
  gitdir=${GIT_DIR-} line=
  if [ -z "$gitdir" ] && [ -f .git ]; then
    IFS= read -r line <.git
    gitdir=${line#gitdir: }
  fi
  : "${gitdir:=.git}"
  if ! [ -f "$gitdir/HEAD" ]; then
    gitdir=$(git rev-parse --absolute-git-dir) || refuse 'git does not find the repository of this hook'
    line=$(git rev-parse --show-cdup) && [ -n "$line" ] && cd "$line" # the hook's directory is the worktree's root
  fi
  common=${GIT_COMMON_DIR-}
  if [ -z "$common" ] && [ -f "$gitdir/commondir" ]; then
    IFS= read -r common <"$gitdir/commondir"
    case $common in /* | [A-Za-z]:*) ;; *) common=$gitdir/$common ;; esac
  fi
  : "${common:=$gitdir}"
}

is_portcullis() { # $1 a folder: is this checkout Portcullis itself?
  [ -f "$1/bin/portcullis.js" ] && [ -f "$1/src/install/shim.sh" ]
}

find_engine() { # empty when there is none
  find_package
  [ -z "$engine" ] || [ ! -f "${engine%portcullis.js}hook.cjs" ] || engine=${engine%portcullis.js}hook.cjs # the same, started faster
}

find_package() { # bin/portcullis.js of the first that is there
  for folder in . "$common/.."; do
    engine=$folder/node_modules/portcullis/bin/portcullis.js
    [ -f "$engine" ] && return
    engine=$folder/bin/portcullis.js
    is_portcullis "$folder" && [ -f "$folder/dist/cli.js" ] && return
  done
  engine=$common/portcullis/engine/bin/portcullis.js
  [ -f "$engine" ] || engine=
}

find_node() { # empty when there is none; init wrote the first place, the others serve a machine where that Node is gone
  node=
  [ -f "$common/portcullis/node" ] && IFS= read -r node <"$common/portcullis/node" && [ -x "$node" ] && return
  node=$(command -v node) && [ -x "$node" ] && return
  set +f
  for node in "${NVM_DIR:-$HOME/.nvm}"/versions/node/v[2-9][0-9].*/bin/node "${VOLTA_HOME:-$HOME/.volta}"/bin/node \
    "${FNM_DIR:-$HOME/.local/share/fnm}"/aliases/default/bin/node "$HOME"/.fnm/aliases/default/bin/node \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/shims/node "$HOME"/.local/share/mise/shims/node "$HOME"/.nix-profile/bin/node \
    /opt/homebrew/bin/node /usr/local/bin/node /usr/bin/node /snap/bin/node; do
    [ -x "$node" ] && break
    node=
  done
  set -f
}

is_id() { # a whole object id, 40 or 64 hex digits
  case $1 in *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} -eq 40 ] || [ ${#1} -eq 64 ]
}

read_head() { # head: the id, empty before the first commit; branch: the full ref, empty when detached
  head='' branch='' line=''
  [ -L "$gitdir/HEAD" ] || IFS= read -r line <"$gitdir/HEAD"
  case $line in
  'ref: refs/heads/'*)
    branch=${line#ref: }
    [ -f "$common/$branch" ] && IFS= read -r head <"$common/$branch"
    ;;
  *) head=$line ;;
  esac
  is_id "$head" || ask_head # packed, a reftable, unborn
  [ -n "$branch" ] || read_rebased
}

ask_head() {
  head='' branch=''
  if line=$(scrubbed_git rev-parse HEAD --symbolic-full-name HEAD); then
    head=${line%%"$nl"*} branch=${line#*"$nl"}
    [ "$branch" != HEAD ] || branch=
  else
    branch=$(scrubbed_git symbolic-ref HEAD)
  fi
}

read_rebased() { # picks run on a detached HEAD: the branch being rebased is the one that counts
  for line in rebase-merge rebase-apply; do
    [ -f "$gitdir/$line/head-name" ] && IFS= read -r branch <"$gitdir/$line/head-name"
  done
}

read_merged() { # the other parents. pre-merge-commit has no MERGE_HEAD yet, but GITHEAD_<id> variables
  merged=
  if [ -f "$gitdir/MERGE_HEAD" ]; then
    while IFS= read -r line; do merged="$merged $line"; done <"$gitdir/MERGE_HEAD"
  elif [ "$event" = pre-merge-commit ]; then
    IFS=$nl
    for line in $(set); do
      case $line in GITHEAD_*=*) line=${line%%=*} && merged="$merged ${line#GITHEAD_}" ;; esac
    done
    IFS=" 	$nl"
  fi
}

read_signals() {
  seen=
  for line in $signals; do eval "[ -z \"\${$line+x}\" ]" || seen="$seen $line"; done
}

# What makes this commit the commit that was judged. The author's date is the start of this `git commit`, so a
# receipt is worth nothing to the next one; an amend carries HEAD's author and so never matches a plain commit.
describe() {
  context=
  tree=$(scrubbed_git write-tree) && is_id "$tree" || { tree='' && return; }
  read_head
  read_merged
  read_signals
  case $merged in *' '*' '*) return ;; esac # an octopus is judged each time: its heads come in no sure order
  context="1 tree=$tree parents=$head$merged branch=$branch gitdir=$gitdir engine=$engine actor=$seen"
  context="$context author=${GIT_AUTHOR_NAME-} <${GIT_AUTHOR_EMAIL-}> ${GIT_AUTHOR_DATE-}"
  receipt=$common/portcullis/receipts/$tree
}

# The message as git hands it over, judged a moment ago by the other hook: its file has not been written since.
describe_message() {
  read_signals
  context="1 message=${1-} gitdir=$gitdir engine=$engine actor=$seen"
  context="$context author=${GIT_AUTHOR_NAME-} <${GIT_AUTHOR_EMAIL-}> ${GIT_AUTHOR_DATE-}"
  receipt=$common/portcullis/receipts/message.used
}

newer() { # $1 is newer than all that a verdict rests on beside the context
  set +f
  for line in .portcullis .portcullis/* .portcullis/rules/* "${engine%/bin/*}/dist" "${engine%/bin/*}/dist/cli.js" \
    "$common/config" "$gitdir/config.worktree" "$common"/portcullis/tasks/* "$common/FETCH_HEAD" "$common/packed-refs" \
    /etc/portcullis/* "${XDG_CONFIG_HOME:-${HOME-}/.config}/portcullis/"*; do
    [ ! -e "$line" ] || [ "$1" -nt "$line" ] || { set -f && return 1; }
  done
  set -f
}

fresh() { # $1 a receipt, $2 seconds: the very same context, not too old, and not from the future
  stamp='' line=''
  [ -n "$context" ] && [ -f "$1" ] || return 1
  { IFS= read -r stamp && IFS= read -r line; } <"$1" || return 1
  [ "$line" = "$context" ] && newer "$1" || return 1
  case $stamp in 0* | *[!0-9]* | '' | ????????????*) return 1 ;; esac
  now=$(exec date +%s) && [ "$stamp" -le "$now" ] && [ $((now - stamp)) -lt "$2" ]
}

since() { # $1 a mark of this very commit: git writes the message's file, $2, anew in each
  [ -f "$2" ] && [ "$1" -nt "$2" ] && fresh "$1" 30
}

# The same call a moment ago, from the other hook git also ran (hook file and configuration), or the receipt of
# pre-commit, which is emptied: it serves once.
already_judged() {
  case $event in
  pre-commit | pre-merge-commit) fresh "$receipt" 600 ;;
  commit-msg) since "$receipt" "${1-}" ;;
  prepare-commit-msg)
    ! since "$receipt.used" "${1-}" || return 0
    fresh "$receipt" 600 || return 1
    { true >"$receipt"; } 2>/dev/null || return 1 # `true`: a failing redirection of `:` would end the shell
    { printf '%s\n%s\n' "$now" "$context" >"$receipt.used"; } 2>/dev/null || :
    ;;
  *) return 1 ;;
  esac
}

# git 2.54 and newer run the hook of the configuration and then the hook file, also after the first said no: why was
# told then. The mark can only block, and any pass clears it. An address may hold a password: only its length is kept.
read_block() {
  mark=$common/portcullis/receipts/blocked
  [ "$event" != pre-push ] || context="gitdir=$gitdir remote=${#1} url=${#2}"
  [ -s "$mark" ] && [ "${PORTCULLIS_SEAT-}" != configuration ] && [ -n "$context" ] || return 0
  { IFS= read -r stamp && IFS= read -r line && IFS= read -r code; } <"$mark" || return 0
  case $stamp in 0* | *[!0-9]* | '' | ????????????*) return 0 ;; esac
  [ "$line" = "$event $context" ] || return 0
  now=$(exec date +%s) && [ "$stamp" -le "$now" ] && [ $((now - stamp)) -lt 5 ] || return 0
  case $code in [1-3]) printf 'portcullis: blocked, as said above\n' >&2 && exit "$code" ;; esac
}

stop() { # $1 the engine's exit code
  if [ "${PORTCULLIS_SEAT-}" = configuration ] && [ -n "$context" ]; then # the hook file comes next
    { printf '%s\n%s\n%s\n' "$(exec date +%s)" "$event $context" "$1" >"$mark"; } 2>/dev/null
  fi
  exit "$1"
}

make_nonce() { # tells this call's verdict from any other output
  nonce=
  [ -r /proc/sys/kernel/random/uuid ] && IFS= read -r nonce </proc/sys/kernel/random/uuid
  [ -n "$nonce" ] || nonce=$$-$PPID-$(exec date +%s)-${RANDOM-}
}

# The objects that Node will ask git for, asked while Node starts. What is missing here it asks for itself; an octopus, a
# merge and the first commit are left to it.
preload() {
  line='' base=refs/remotes/origin/main
  [ -f "$common/refs/remotes/origin/HEAD" ] && IFS= read -r line <"$common/refs/remotes/origin/HEAD"
  case $line in 'ref: refs/remotes/'*) base=${line#ref: } ;; esac
  {
    for line in HEAD "$base"; do
      for part in '^{commit}' :.portcullis/policy.toml :.portcullis/key :.portcullis/rules; do
        printf '%s%s %s%s\n' "$line" "$part" "$line" "$part"
      done
    done
    printf '%s %s\n' :.portcullis/policy.toml :.portcullis/policy.toml :.portcullis/key :.portcullis/key
    [ -z "$tree" ] || printf '%s\n' 'HEAD^{tree}' "$tree"
    # -r -t: files and the folders they are in, of each what it was and what it becomes
    [ -z "$tree" ] || scrubbed_git diff-tree -r -t --raw --no-abbrev --no-renames --no-ext-diff --ignore-submodules=none "$head" "$tree" |
      sed -n 's/^:[0-7]* [0-7]* \([0-9a-f]*\) \([0-9a-f]*\) .*/\1\
\2/p'
  } | scrubbed_git cat-file --batch='%(objectname) %(objecttype) %(objectsize) %(rest)'
}

judge_commit() { # as judge, the objects on standard input; without a tree those of the policy alone
  make_nonce
  out=$(preload | (exec "$node" "$engine" hook "$event" --nonce "$nonce" --objects stdin "$@"))
  pass_on_verdict $?
}

judge() { # never returns but on a pass
  read_block "$remote" "$url"
  make_nonce
  out=$(exec "$node" "$engine" hook "$event" --nonce "$nonce" "$@")
  pass_on_verdict $?
}

pass_on_verdict() { # $1 Node's exit code; $out what it said
  code=$1
  case $code in
  0) [ "${out##*"$nl"}" = "portcullis $nonce allow" ] || refuse "the engine ended without a verdict (${engine})" 'npx portcullis doctor' ;;
  1 | 2 | 3) stop "$code" ;;
  *) refuse "the engine broke off with code $code ($engine)" 'npx portcullis doctor' ;;
  esac
  [ ! -s "$mark" ] || { true >"$mark"; } 2>/dev/null
}

answer_probe() { # for doctor: that git came this far. It always fails, so no one commits with it
  case $PORTCULLIS_PROBE in *[!0-9a-f]*) exit 3 ;; esac
  printf 'portcullis-probe %s %s %s\t%s\t%s\n' "$PORTCULLIS_PROBE" "$event" "$0" "$engine" "$node" >&2
  exit 3
}

# a closed descriptor would be given to the pipes below
{ true >&1; } 2>/dev/null || exec >/dev/null
{ true >&2; } 2>/dev/null || exec 2>/dev/null
{ true <&0; } 2>/dev/null || exec </dev/null
locate
find_engine
find_node
[ -z "${PORTCULLIS_PROBE-}" ] || answer_probe
[ -n "$node" ] || refuse 'no Node to judge with' 'install Node 20.19 or newer, then run: npx portcullis init'
if [ -z "$engine" ]; then
  ! is_portcullis . || refuse 'this checkout of Portcullis is not built' 'npm ci'
  refuse 'its engine is not installed in this clone, so nothing can be judged' 'npm ci, or: npx portcullis init'
fi

tree='' context='' receipt='' remote='' url=''
case $event in
'') refuse 'no event was named' 'call it as: sh .portcullis/hook EVENT ARGUMENTS' ;;
pre-commit | pre-merge-commit | prepare-commit-msg)
  describe
  [ -n "$context" ] && already_judged "$@" && exit 0
  [ "$event" != prepare-commit-msg ] || receipt=$receipt.used
  [ -z "$tree" ] || set -- --tree "$tree" --parents "$head$merged" --branch "$branch" -- "$@"
  [ -n "$tree" ] || set -- -- "$@"
  [ -z "$context" ] || set -- --receipt "$receipt" --context "$context" "$@"
  set -- --git-dir "$gitdir" --common-dir "$common" "$@"
  if [ -n "$tree" ] && [ -n "$head" ] && [ -z "$merged" ]; then judge_commit "$@"; else judge "$@"; fi
  ;;
commit-msg)
  describe_message "$@"
  ! already_judged "$@" || exit 0
  judge_commit --git-dir "$gitdir" --common-dir "$common" --receipt "$receipt" --context "$context" -- "$@"
  ;;
pre-push)
  # git always gives a pipe. Anything else means that a hook manager kept the list of refs to itself
  [ -p /dev/stdin ] || [ -f /dev/stdin ] ||
    refuse 'the list of refs did not arrive on standard input' \
      'let the hook manager pass it on (lefthook: use_stdin: true), then: npx portcullis doctor'
  remote=${1-} url=${2-}
  if [ -n "$pass_on" ]; then
    refs=$(cat)
    judge --git-dir "$gitdir" --common-dir "$common" -- "$@" <<EOF
$refs
EOF
    printf '%s\n' "$refs"
  else
    judge --git-dir "$gitdir" --common-dir "$common" -- "$@"
  fi
  ;;
*) judge --git-dir "$gitdir" --common-dir "$common" -- "$@" ;;
esac
exit 0
