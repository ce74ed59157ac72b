/** A git command line taken apart: global options, then the subcommand and its words. */
import type { Act, Bench } from '../bench.ts'
import type { Parsed } from './options.ts'

export interface GitCommand {
  name: string
  /** behind the name */
  words: string[]
  parsed: Parsed
  act: Act
  /** `-c` and `--config-env`: key and value, UNKNOWN where the value comes from elsewhere */
  configured: [key: string, value: string][]
}

export type GitJudge = (git: GitCommand, bench: Bench) => void

/** Whether one of these options was given. */
export function has(git: GitCommand, ...names: string[]): boolean {
  return names.some(name => git.parsed.options.has(name))
}

/** The global options before a subcommand. */
export interface Globals {
  configured: [key: string, value: string][]
  /** of `-C`, in order */
  folders: string[]
  /** where the subcommand stands; the length where there is none */
  at: number
  /** `--exec-path=…`, `--git-dir=…` and so on */
  options: Map<string, string>
  /** a word there may be anything */
  open: boolean
}

const WITH_VALUE = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--config-env',
  '--attr-source',
])

/** Reads the words behind `git`. */
export function readGlobals(words: readonly string[]): Globals {
  const globals: Globals = { configured: [], folders: [], at: words.length, options: new Map(), open: false }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (!word.startsWith('-')) return { ...globals, at }
    const [name, attached] = parted(word)
    const takes = WITH_VALUE.has(name) && attached === undefined
    take(globals, name, takes ? words[at + 1] : attached)
    if (takes) at++
  }
  return globals
}

/** `--name=value` in two; `-Cpath` and `-ckey=value` do not exist in git. */
function parted(word: string): [string, string | undefined] {
  const at = word.indexOf('=')
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word, undefined]
}

function take(globals: Globals, name: string, value = ''): void {
  if (name === '-c') globals.configured.push(pair(value, true))
  else if (name === '--config-env') globals.configured.push([pair(value, false)[0], '\uFDD0'])
  else if (name === '-C') globals.folders.push(value)
  else globals.options.set(name, value)
}

/** `key=value`; a key alone is true. */
function pair(text: string, bare: boolean): [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, bare ? 'true' : ''] : [text.slice(0, at), text.slice(at + 1)]
}
