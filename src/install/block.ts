/** The lines that call us from a hook script, put into it and taken out again byte for byte. Pure text. */
import type { HookEvent } from './events.ts'

const BEGIN = '# portcullis: begin (written by `portcullis init`, taken out by `portcullis init --remove`)'
const END = '# portcullis: end'

/**
 * How a script finds the shim. `committed`: the copy in the worktree, for files that are committed and so hold no
 * absolute path. `local`: the copy in the common git dir, for `.git/hooks`, which serve branches that have no
 * `.portcullis`. `dispatch`: the same, from the folder of hooks beside it.
 */
export type Seat = 'committed' | 'local' | 'dispatch'

const FIND: Record<Seat, string[]> = {
  committed: ['portcullis_hook=.portcullis/hook'],
  // $0 is the hook's path; where .git/hooks is a link, its parent is another folder and git is asked
  local: [
    'portcullis_hook=${0%/*}/../portcullis/hook',
    '[ -f "$portcullis_hook" ] || portcullis_hook=$(git rev-parse --git-common-dir)/portcullis/hook',
  ],
  dispatch: ['portcullis_hook=${0%/*}/../hook'],
}

/** The call for one event. It stands before everything else in a script: what stands after an `exit` or `exec` is never reached. */
export function callLines(event: HookEvent, seat: Seat): string[] {
  const body = event === 'pre-push' ? pushLines() : [`sh "$portcullis_hook" ${event} "$@" || exit $?`]
  const one = seat === 'committed' && event !== 'pre-push'
  if (one) return [`sh .portcullis/hook ${event} "$@" || exit $? # portcullis`]
  return [BEGIN, ...FIND[seat], ...body, END]
}

/** git's list of refs can be read once: we read it and hand it on, or git-lfs after us would upload nothing. */
function pushLines(): string[] {
  return [
    'portcullis_refs=$(sh "$portcullis_hook" --pass-on pre-push "$@") || exit $?',
    'if [ -n "$portcullis_refs" ]; then exec <<PORTCULLIS',
    '$portcullis_refs',
    'PORTCULLIS',
    'else exec </dev/null; fi',
  ]
}

/** `text` with the call in it: after the first line if that is `#!`, and after husky 8's `. husky.sh`, which runs the file again. */
export function withCall(text: string, event: HookEvent, seat: Seat): string {
  const lines = withoutCall(text).split('\n')
  const legacy = lines.findIndex(line => /^\s*\.\s.*husky\.sh/.test(line))
  const at = legacy >= 0 ? legacy + 1 : lines[0]?.startsWith('#!') ? 1 : 0
  lines.splice(at, 0, ...callLines(event, seat))
  return lines.join('\n')
}

/** `text` as it was before `withCall`. */
export function withoutCall(text: string): string {
  const kept: string[] = []
  let inside = false
  for (const line of text.split('\n')) {
    if (line === BEGIN) inside = true
    if (!inside && !isOneLineCall(line)) kept.push(line)
    if (line === END) inside = false
  }
  return kept.join('\n')
}

export function hasCall(text: string): boolean {
  return withoutCall(text) !== text
}

function isOneLineCall(line: string): boolean {
  return /^sh \.portcullis\/hook \S+ "\$@" \|\| exit \$\? # portcullis$/.test(line)
}

/** A whole new hook file. */
export function freshHook(event: HookEvent, seat: Seat): string {
  return `#!/bin/sh\n${callLines(event, seat).join('\n')}\n`
}

/** Is this script in a language the call is written in? Others are kept beside ours and called from it. */
export function isShell(text: string): boolean {
  return /^#!.*\b(sh|bash|dash|ash|ksh|mksh|zsh)\s*(-\S*)?\s*\r?\n/.test(text)
}
