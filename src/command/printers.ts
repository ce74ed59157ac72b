/** Programs that print what they are given: what they print is known, and may be run by a shell behind them. */
import { decodeAnsi } from '../shell/ansi.ts'
import { isExact, isOpen, UNKNOWN, written } from '../shell/marks.ts'
import { resolvePath } from '../shell/scope.ts'
import type { Act, Bench } from './bench.ts'

type Printer = (words: string[], act: Act) => string | null

const PRINTERS: Record<string, Printer> = {
  __proto__: null as never,
  echo: (words, act) => echo(words, act),
  print: words => `${words.filter(word => !word.startsWith('-')).join(' ')}\n`,
  printf: words => (words[0] === '-v' ? '' : printf(words[0] === '--' ? words.slice(1) : words)),
  cat,
  tac: cat,
  rev: (words, act) =>
    words.length === 0 && act.input !== null && isExact(act.input) ? reverse(act.input) : null,
  tr: (_words, act) => (act.input === null ? null : UNKNOWN),
  base64: (words, act) =>
    words.some(word => /^(-d|-D|--decode)$/.test(word)) ? decoded(act.input, 'base64') : null,
  xxd: (words, act) => (words.some(word => /^-\w*r/.test(word)) ? decoded(act.input, 'hex') : null),
  true: () => '',
  ':': () => '',
}

/** What it prints; null where it is no such program, or not known. */
export function printedBy(name: string, act: Act, _bench: Bench): string | null {
  if (ENVIRONMENTS.test(name)) return ''
  const printer = PRINTERS[name]
  return printer ? printer(act.words.slice(1).map(written), act) : null
}

/** What these print is meant to be evaluated, and is their own. */
const ENVIRONMENTS =
  /^(ssh-agent|direnv|pyenv|rbenv|nodenv|jenv|goenv|brew|fnm|mise|rtx|asdf|conda|starship|zoxide|thefuck|dircolors|lesspipe|luarocks|opam|minikube|docker-machine|keychain|register-python-argcomplete|nvm|volta|pixi|micromamba|atuin|fzf|aws_completer)$/

/** With escapes read and unread where only one of them is a command, both are seen: bash reads none, zsh and dash do. */
function echo(words: string[], _act: Act): string {
  const at = words.findIndex(word => !/^-[neE]+$/.test(word))
  const flags = words.slice(0, at < 0 ? words.length : at).join('')
  const text = words.slice(at < 0 ? words.length : at).join(' ')
  return `${flags.includes('E') ? text : decodeAnsi(text)}${flags.includes('n') ? '' : '\n'}`
}

/** `%s`, `%b`, `%d` and `%%`, used again while arguments are left. */
function printf([format = '', ...args]: string[]): string {
  if (isOpen(format)) return UNKNOWN
  let text = ''
  let left = [...args]
  for (let round = 0; round < 1000; round++) {
    const before = left.length
    text += decodeAnsi(format).replace(/%(%|[-+0-9.# ]*[a-zA-Z])/g, (_all, verb: string) => {
      if (verb === '%') return '%'
      const value = left[0] ?? ''
      left = left.slice(1)
      return verb.endsWith('b')
        ? decodeAnsi(value)
        : verb.endsWith('s') || verb.endsWith('d')
          ? value
          : UNKNOWN
    })
    if (left.length === 0 || left.length === before) break
  }
  return text
}

function cat(words: string[], act: Act): string | null {
  const files = words.filter(word => !word.startsWith('-') || word === '-')
  if (files.length === 0) return act.input ?? UNKNOWN
  const texts = files.map(file =>
    file === '-' ? (act.input ?? UNKNOWN) : act.scope.files.get(resolvePath(act.scope, file)),
  )
  return texts.every(text => text !== undefined) ? texts.join('') : null
}

function reverse(text: string): string {
  return text
    .split('\n')
    .map(line => [...line].reverse().join(''))
    .join('\n')
}

function decoded(text: string | null, encoding: 'base64' | 'hex'): string {
  if (text === null || !isExact(text)) return UNKNOWN
  return Buffer.from(text.replace(/\s/g, ''), encoding).toString('utf8')
}
