/** One command: simple or compound, with its redirections. */

import { readRedirect } from './heredoc.ts'
import { nested, peek, type Reader, take } from './reader.ts'
import { readScript, skipBlank, wordHere } from './script.ts'
import { readSimple } from './simple.ts'
import { type Group, type Node, type Redirect, type Script, ShellError } from './types.ts'
import { arithmeticEnd, asWord, readWord } from './word.ts'

/** The command that begins here; null where none does. */
export function readCommand(reader: Reader): Node | null {
  const group = nested(reader.budget, () => readGroup(reader))
  if (!group) return readSimple(reader)
  if (group.kind === 'group') group.redirects.push(...redirectsOf(reader))
  return group
}

function readGroup(reader: Reader): Node | null {
  if (peek(reader) === '(') return peek(reader, 1) === '(' ? doubleBracket(reader) : subshell(reader)
  const word = wordHere(reader)
  if (!Object.hasOwn(READERS, word)) return null
  reader.at += word.length
  return READERS[word]!(reader)
}

const READERS: Record<string, (reader: Reader) => Node | null> = {
  '{': reader => group(block(reader, '}')),
  if: conditional,
  while: loop,
  until: loop,
  for: forLoop,
  select: forLoop,
  repeat: reader => {
    skipBlank(reader)
    readWord(reader)
    return { ...group(EMPTY), branches: [body(reader)] }
  },
  case: cases,
  function: named,
  time: passed,
  coproc: passed,
  noglob: passed,
}

const EMPTY: Script = { chains: [] }

function group(first: Script): Group {
  return { kind: 'group', isolated: false, first, branches: [], redirects: [] }
}

function subshell(reader: Reader): Node {
  reader.at++
  const first = readScript(reader, new Set())
  if (!take(reader, ')')) throw new ShellError('unreadable', 'a bracket is not closed')
  return { ...group(first), isolated: true }
}

/** `(( … ))`, or a subshell that starts with one. */
function doubleBracket(reader: Reader): Node {
  const end = arithmeticEnd(reader.text, reader.at + 2)
  if (end < 0) return subshell(reader)
  const inner = asWord(reader.text.slice(reader.at + 2, end), reader)
  reader.at = end + 2
  return { kind: 'simple', assignments: [], words: [literal('(('), inner], redirects: [] }
}

function literal(text: string) {
  return { parts: [{ kind: 'text' as const, text, quoted: true }] }
}

function block(reader: Reader, ...ends: string[]): Script {
  const script = readScript(reader, new Set(ends))
  if (ends.length === 1) expect(reader, ends[0]!)
  return script
}

function expect(reader: Reader, word: string): void {
  if (wordHere(reader) !== word) throw new ShellError('unreadable', `a command without its ${word}`)
  reader.at += word.length
}

function conditional(reader: Reader): Node {
  const first: Script = { chains: [] }
  const branches: Script[] = []
  for (let word = 'if'; word === 'if' || word === 'elif'; ) {
    first.chains.push(...block(reader, 'then').chains)
    branches.push(block(reader, 'elif', 'else', 'fi'))
    word = wordHere(reader)
    reader.at += word.length
    if (word === 'else') branches.push(block(reader, 'fi'))
    else if (word === '') throw new ShellError('unreadable', 'an if without its fi')
  }
  return { ...group(first), branches }
}

function loop(reader: Reader): Node {
  const first = readScript(reader, new Set(['do', '{']))
  return { ...group(first), branches: [body(reader)] }
}

/** What a loop repeats: `do … done`, or one command in braces. */
function body(reader: Reader): Script {
  while (/^[;\s]/.test(peek(reader))) reader.at++
  skipBlank(reader, true)
  const word = wordHere(reader)
  if (word === 'do') {
    reader.at += 2
    return block(reader, 'done')
  }
  const node = readCommand(reader)
  if (!node) throw new ShellError('unreadable', 'a loop without a body')
  return { chains: [[[node]]] }
}

function forLoop(reader: Reader): Node {
  skipBlank(reader)
  if (peek(reader) === '(') {
    const head = doubleBracket(reader)
    return { ...group({ chains: [[[head]]] }), branches: [body(reader)] }
  }
  const name = textOf(reader)
  skipBlank(reader, true)
  const words = wordHere(reader) === 'in' ? inWords(reader) : [argumentsWord()]
  return { ...group(EMPTY), loop: { name, words }, branches: [body(reader)] }
}

function inWords(reader: Reader) {
  reader.at += 2
  const words = []
  for (;;) {
    skipBlank(reader)
    const word = readWord(reader)
    if (!word) return words
    words.push(word)
  }
}

function argumentsWord() {
  return { parts: [{ kind: 'parameter' as const, name: '@', op: '', quoted: true }] }
}

function cases(reader: Reader): Node {
  skipBlank(reader)
  const subject = readWord(reader)
  skipBlank(reader, true)
  expect(reader, 'in')
  const branches: Script[] = []
  for (;;) {
    skipBlank(reader, true)
    if (wordHere(reader) === 'esac') break
    skipPattern(reader)
    branches.push(readScript(reader, new Set(['esac'])))
    if (!take(reader, ';;&') && !take(reader, ';;') && !take(reader, ';&')) break
  }
  skipBlank(reader, true)
  expect(reader, 'esac')
  const words = [literal(':'), ...(subject ? [subject] : [])]
  const first: Script = { chains: [[[{ kind: 'simple', assignments: [], words, redirects: [] }]]] }
  return { ...group(first), branches }
}

function skipPattern(reader: Reader): void {
  take(reader, '(')
  for (;;) {
    skipBlank(reader)
    readWord(reader)
    skipBlank(reader)
    if (take(reader, ')')) return
    if (!take(reader, '|')) throw new ShellError('unreadable', 'a case without its pattern')
  }
}

function named(reader: Reader): Node {
  skipBlank(reader)
  const name = textOf(reader)
  skipBlank(reader)
  if (take(reader, '(')) {
    skipBlank(reader)
    take(reader, ')')
  }
  return definition(reader, name)
}

/** The body of a function, behind its name. */
export function definition(reader: Reader, name: string): Node {
  skipBlank(reader, true)
  const node = nested(reader.budget, () => readCommand(reader))
  if (!node) throw new ShellError('unreadable', 'a function without a body')
  return { kind: 'function', name, body: node }
}

function passed(reader: Reader): Node | null {
  skipBlank(reader)
  while (take(reader, '-p ')) skipBlank(reader)
  return readCommand(reader)
}

function textOf(reader: Reader): string {
  const word = readWord(reader)
  return (word?.parts ?? []).map(part => (part.kind === 'text' ? part.text : '')).join('')
}

function redirectsOf(reader: Reader): Redirect[] {
  const redirects: Redirect[] = []
  for (;;) {
    skipBlank(reader)
    const redirect = readRedirect(reader, skipBlank)
    if (!redirect) return redirects
    redirects.push(redirect)
  }
}
