/** What can be told of a command line without reading it as a shell does. */

/** Programs that change nothing, run nothing they are given, and read no configuration of the repository that runs something. */
export const HARMLESS: ReadonlySet<string> = new Set(
  'ls cd pwd cat head tail wc sort cut tr grep egrep fgrep rg ag tree stat du df file which type whoami date uname id ps true false test basename dirname realpath readlink md5sum sha1sum sha256sum cmp diff comm nl od hexdump strings jq sleep seq column fold expand printenv arch nproc uptime free tsc eslint biome prettier vitest jest pytest mypy ruff flake8 black tox'.split(
    ' ',
  ),
)

/** Letters, digits and what no shell treats as special; the first word alone must be a name. */
const PLAIN = /^[ \t]*([a-z0-9_-]+)(?:[ \t][A-Za-z0-9_./,:@%+=^ \t-]*)?$/

/** Programs among them that can be told to write a file or start a program, by an option. */
const CAN_ACT = /\s-\S*(o|p|T)/

/** Of git only what reads, by its own name: git lets no alias hide a command of its own. */
const READS = /^[ \t]*git[ \t]+(status|log|show|rev-parse|ls-files|blame|describe|shortlog)([ \t]|$)/
const PACKAGES = /^[ \t]*npm[ \t]+(test|ci|install)[ \t]*$/

/** Between commands of one line, where nothing is quoted: what could quote stands in no plain command. */
const BETWEEN = /&&|\|\||[;|]/

/** false: nothing in it can be objected to, whatever the repository. A word of such a line is only ever text. */
export function isInteresting(command: string): boolean {
  return command.length > 1024 || command.split(BETWEEN).some(isOne)
}

function isOne(command: string): boolean {
  const name = PLAIN.exec(command)?.[1]
  if (name === 'git') return !READS.test(command) || /\s--?o/.test(command)
  if (name === 'npm') return !PACKAGES.test(command)
  return name === undefined || !HARMLESS.has(name) || CAN_ACT.test(command)
}

/** Whether an unreadable text may be about what is guarded. */
export function mentionsGuarded(text: string): boolean {
  return /git|\bgh\b|glab|hook|husky|portcullis/i.test(text.replace(/["'\\`]|\$\{?\w*\}?/g, ''))
}
