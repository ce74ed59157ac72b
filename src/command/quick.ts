/** What can be told of a command line without reading it as a shell does. */

/** Programs that change nothing, run nothing they are given, and read no configuration of the repository that runs something. */
const HARMLESS = new Set(
  'ls pwd cat head tail wc sort cut tr grep egrep fgrep rg ag tree stat du df file which type whoami date uname id ps true false test basename dirname realpath readlink md5sum sha1sum sha256sum cmp diff comm nl od hexdump strings jq sleep seq column fold expand printenv arch nproc uptime free tsc eslint biome prettier vitest jest pytest mypy ruff flake8 black tox'.split(
    ' ',
  ),
)

/** Letters, digits and what no shell treats as special; the first word alone must be a name. */
const PLAIN = /^[ \t]*([a-z0-9_-]+)(?:[ \t][A-Za-z0-9_./,:@%+=^ \t-]*)?$/

/** Programs among them that can be told to write a file or start a program, by an option. */
const CAN_ACT = /\s-\S*(o|p|T)/

/** false: nothing in it can be objected to, whatever the repository. A word of such a line is only ever text. */
export function isInteresting(command: string): boolean {
  if (command.length > 1024) return true
  const name = PLAIN.exec(command)?.[1]
  return name === undefined || !HARMLESS.has(name) || CAN_ACT.test(command)
}

/** Whether an unreadable text may be about what is guarded. */
export function mentionsGuarded(text: string): boolean {
  return /git|\bgh\b|glab|hook|husky|portcullis/i.test(text.replace(/["'\\`]|\$\{?\w*\}?/g, ''))
}
