#!/bin/sh
# Portcullis: what coding agents call before and after their tools. It finds the engine and Node and ends with 0 or 2, nothing else:
# to most agents any other code means "go on". `portcullis agent install` writes it; changes made here are overwritten.

\unset -f command exit printf read test [ 2>/dev/null
# what makes Node load code, skip checks or start slowly before the engine's first line
unset NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE NODE_PRESERVE_SYMLINKS \
  NODE_PRESERVE_SYMLINKS_MAIN NODE_ICU_DATA NODE_V8_COVERAGE NODE_DEBUG NODE_DEBUG_NATIVE NODE_EXTRA_CA_CERTS \
  NODE_REDIRECT_WARNINGS NODE_PENDING_DEPRECATION NODE_CHANNEL_FD NODE_UNIQUE_ID OPENSSL_CONF OPENSSL_MODULES

refuse() { # $1 what failed, $2 the next step
  printf 'portcullis: %s, so the action is blocked\n  next: %s\n' "$1" "$2" >&2
  exit 2
}

here=${0%/*}
[ "$here" != "$0" ] || here=.

find_engine() { # beside this file (a user's or a clone's own copy), else the project's package, else what init left in the clone
  engine=$here/engine/bin/agent.cjs
  [ -f "$engine" ] && return
  engine=$here/../bin/agent.cjs # dist/agent.sh of a package, for the machine's own settings; a checkout of Portcullis itself
  [ -f "$engine" ] && { [ -f "$here/agent.cjs" ] || [ -f "$here/../src/install/agent.sh" ]; } && return
  engine=$here/../node_modules/portcullis/bin/agent.cjs
  [ -f "$engine" ] && return
  find_common
  for engine in "$common/../node_modules/portcullis/bin/agent.cjs" "$common/portcullis/engine/bin/agent.cjs"; do
    [ -f "$engine" ] && return
  done
  engine=
}

find_common() { # the git dir that all worktrees of this clone share, told by files
  common=$here/../.git line=
  [ -f "$common" ] || return
  IFS= read -r line <"$common"
  common=${line#gitdir: }
  case $common in /* | [A-Za-z]:*) ;; *) common=$here/../$common ;; esac
  [ -f "$common/commondir" ] || return
  IFS= read -r line <"$common/commondir"
  case $line in /* | [A-Za-z]:*) common=$line ;; *) common=$common/$line ;; esac
}

find_node() { # empty when there is none; install wrote the first place
  for node in "$here/node" "${common:-$here/../.git}/portcullis/node"; do
    [ -f "$node" ] && IFS= read -r node <"$node" && [ -x "$node" ] && return
  done
  node=$(command -v node) && [ -x "$node" ] && return
  for node in "${NVM_DIR:-$HOME/.nvm}"/versions/node/v[2-9][0-9].*/bin/node "${VOLTA_HOME:-$HOME/.volta}"/bin/node \
    "${FNM_DIR:-$HOME/.local/share/fnm}"/aliases/default/bin/node "$HOME"/.local/share/mise/shims/node \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/shims/node "$HOME"/.nix-profile/bin/node /opt/homebrew/bin/node /usr/local/bin/node \
    /usr/bin/node /snap/bin/node; do
    [ -x "$node" ] && return
  done
  node=
}

common=
find_engine
[ -n "$engine" ] || refuse 'Portcullis is not installed in this clone' 'npm ci, or: npx portcullis init'
find_node
[ -n "$node" ] || refuse 'there is no Node to judge with' 'install Node 20.19 or newer'
"$node" "$engine" agent hook && exit 0
exit 2
