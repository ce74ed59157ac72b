/** A command line as a shell reads it: what is written, before anything is expanded. Types only. */

/** One piece of a word. `quoted`: no splitting, no globs, no braces in it. */
export type Part =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'parameter'; name: string; index?: string; op: string; argument?: Word; quoted: boolean }
  | { kind: 'command'; script: Script; quoted: boolean }
  | { kind: 'process'; script: Script; quoted: boolean }
  | { kind: 'arithmetic'; inner: Word; quoted: boolean }

export interface Word {
  parts: Part[]
}

/** `NAME=value`, `NAME+=value`, `NAME=(a b)` */
export interface Assignment {
  name: string
  append: boolean
  value: Word
  array?: Word[]
}

/** `op` as written without its descriptor: `>`, `>>`, `<`, `<<`, `<<<`, `>&`, … `body` is a heredoc's text. */
export interface Redirect {
  op: string
  target: Word
  body?: Word
}

export interface Simple {
  kind: 'simple'
  assignments: Assignment[]
  words: Word[]
  redirects: Redirect[]
}

/** Every compound command: `first` always runs, of `branches` any may run. `isolated`: a subshell. */
export interface Group {
  kind: 'group'
  isolated: boolean
  first: Script
  branches: Script[]
  /** `for NAME in WORDS`: the branches run with each */
  loop?: { name: string; words: Word[] }
  redirects: Redirect[]
}

export interface Definition {
  kind: 'function'
  name: string
  body: Node
}

export type Node = Simple | Group | Definition
/** commands joined by `|` */
export type Pipeline = Node[]
/** pipelines joined by `&&` and `||` */
export type Chain = Pipeline[]
export interface Script {
  chains: Chain[]
}

/** Why a text has no `Script`: it is larger than the limits, or no shell would read it so. */
export class ShellError extends Error {
  readonly kind: 'too large' | 'unreadable'
  constructor(kind: 'too large' | 'unreadable', message: string) {
    super(message)
    this.kind = kind
  }
}
