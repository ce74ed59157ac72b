/** Commands that show or send a file of credentials. What only uses one (`source .env`, `--env-file .env`) is not among them. */
import { LIMITS, openBudget } from '../shell/reader.ts'
import { openScope } from '../shell/scope.ts'
import { parseText } from '../shell/script.ts'
import { ShellError } from '../shell/types.ts'
import { type Call, walk } from '../shell/walk.ts'
import { isSecretFile } from './secret-files.ts'
import { mentionsSecretFile } from './secret-mentions.ts'

/** Programs that put a file's content onto the screen, or onto the network. */
const SHOWS = new Set(
  'cat tac less more head tail bat batcat nl od xxd hexdump strings base64 base32 grep egrep fgrep rg ag sed awk gawk mawk cut sort uniq tr fold fmt pr jq yq dd get-content gc type select-string curl wget scp sftp rsync nc ncat netcat socat openssl gpg'.split(
    ' ',
  ),
)
const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'eval', 'ssh'])

/** Does a command of this line show a file of credentials? A line that no shell reads shows nothing. */
export function showsSecretFile(command: string, home: string): boolean {
  if (!mentionsSecretFile(command) || command.length > LIMITS.input) return false
  return shows(command, home, 0)
}

function shows(text: string, home: string, depth: number): boolean {
  let found = false
  const call = (one: Call) => {
    found ||=
      isShowing(one, home) || nested(one.words).some(inner => depth < 4 && shows(inner, home, depth + 1))
    return ''
  }
  try {
    const budget = openBudget()
    walk(parseText(text, budget), openScope(budget), { budget, call })
  } catch (error) {
    // unreadable or past the limits: the command guard has its say about those
    if (!(error instanceof ShellError)) throw error
  }
  return found
}

/** Wrappers (`sudo`, `env`, `timeout 5`) stand before the program: any word may be it. */
function isShowing({ words, redirects }: Call, home: string): boolean {
  const at = words.findIndex(word => SHOWS.has(programIn(word)))
  if (at < 0) return false
  const read = redirects.flatMap(({ op, target }) => (op === '<' ? [target] : []))
  return [...words.slice(at + 1).flatMap(filesIn), ...read].some(file => isSecretFile(file, home))
}

function programIn(word: string): string {
  return word
    .replace(/^.*[/\\]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase()
}

/** `@.env` and `-F file=@.env` of curl, `if=.env` of dd, `host:.env` of scp. */
function filesIn(word: string): string[] {
  return [word, ...[...word.matchAll(/[@=:]/g)].map(({ index }) => word.slice(index + 1))]
}

function nested(words: readonly string[]): string[] {
  return words.some(word => SHELLS.has(programIn(word))) ? words.filter(word => /\s/.test(word)) : []
}
