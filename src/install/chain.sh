#!/bin/sh
# Portcullis: `sh chain EVENT ARGS` runs what git would run for EVENT if our folder of hooks were not configured:
# the hook of the core.hooksPath configured before ours (husky's, a personal one), else git's own.
event=$1
shift
set -f
IFS='
'
found=
for path in $(git config --type=path --get-all core.hooksPath); do
  case $path in */portcullis/hooks) ;; *) found=$path ;; esac
done
[ -n "$found" ] || found=$(git rev-parse --git-common-dir)/hooks
[ -x "$found/$event" ] || exit 0
exec "$found/$event" "$@"
