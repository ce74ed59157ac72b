/** One word of a POSIX shell, bash or zsh: its quotes taken off, its expansions found. */
import { decodeAnsi } from './ansi.ts'
import { parameter } from './parameter.ts'
import { peek, type Reader, spendWord, take, takeUntil } from './reader.ts'
import { closeScript, parseText } from './script.ts'
import { type Part, ShellError, type Word } from './types.ts'

const ENDS = new Set([' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')', ''])

/** The word that begins here, or null where none does. */
export function readWord(reader: Reader, ends: ReadonlySet<string> = ENDS): Word | null {
  const parts: Part[] = []
  while (!ends.has(peek(reader)) || startsProcess(reader) || startsExtended(reader, parts)) {
    readPart(reader, parts)
  }
  if (parts.length === 0) return null
  spendWord(reader.budget)
  return { parts }
}

/** A heredoc's body, whose expansions count, and whose quotes are text. */
export function readBody(reader: Reader): Word {
  const parts: Part[] = []
  while (peek(reader) !== '') readQuotedPart(reader, parts, '')
  return { parts }
}

/** The argument of `${name-…}`: as a word, up to the bracket that closes it. */
export function readArgument(reader: Reader, quoted: boolean): Word {
  const parts: Part[] = []
  while (peek(reader) !== '}') {
    if (peek(reader) === '') throw new ShellError('unreadable', 'a bracket is not closed')
    if (quoted && peek(reader) !== "'" && peek(reader) !== '"') readQuotedPart(reader, parts, '}')
    else readPart(reader, parts)
  }
  reader.at++
  return { parts }
}

function readPart(reader: Reader, parts: Part[]): void {
  const char = peek(reader)
  if (char === '\\') {
    readEscape(reader, parts)
    return
  }
  if (char === "'") {
    reader.at++
    return void parts.push({ kind: 'text', text: takeUntil(reader, "'"), quoted: true })
  }
  if (char === '"') {
    readDouble(reader, parts)
    return
  }
  if (char === '$' && peek(reader, 1) === "'") {
    readAnsi(reader, parts)
    return
  }
  if (char === '$' && peek(reader, 1) === '"') {
    reader.at++
    readDouble(reader, parts)
    return
  }
  if (char === '$' || char === '`') {
    readExpansion(reader, parts, false)
    return
  }
  if (startsProcess(reader)) {
    readProcess(reader, parts)
    return
  }
  if (startsExtended(reader, parts)) {
    readExtended(reader, parts)
    return
  }
  addText(parts, char, false)
  reader.at++
}

function readEscape(reader: Reader, parts: Part[]): void {
  reader.at++
  if (take(reader, '\r\n') || take(reader, '\n')) return
  addText(parts, peek(reader), true)
  reader.at++
}

function readDouble(reader: Reader, parts: Part[]): void {
  reader.at++
  parts.push({ kind: 'text', text: '', quoted: true })
  while (!take(reader, '"')) {
    if (peek(reader) === '') throw new ShellError('unreadable', 'a quote is not closed')
    readQuotedPart(reader, parts, '"')
  }
}

/** Inside double quotes or a heredoc. */
function readQuotedPart(reader: Reader, parts: Part[], close: string): void {
  const char = peek(reader)
  if (char === '$' || char === '`') {
    readExpansion(reader, parts, true)
    return
  }
  if (char === '\\') {
    const next = peek(reader, 1)
    if (next === '\n') {
      reader.at += 2
      return
    }
    if (next !== '' && (`$\`\\${close}`.includes(next) || next === '"')) reader.at++
  }
  addText(parts, peek(reader), true)
  reader.at++
}

function readAnsi(reader: Reader, parts: Part[]): void {
  reader.at += 2
  const from = reader.at
  while (peek(reader) !== "'") {
    if (peek(reader) === '') throw new ShellError('unreadable', 'a quote is not closed')
    reader.at += peek(reader) === '\\' ? 2 : 1
  }
  parts.push({ kind: 'text', text: decodeAnsi(reader.text.slice(from, reader.at)), quoted: true })
  reader.at++
}

function readExpansion(reader: Reader, parts: Part[], quoted: boolean): void {
  if (take(reader, '`')) return void parts.push(readBackticks(reader, quoted))
  if (take(reader, '$((')) {
    readArithmetic(reader, parts, quoted)
    return
  }
  if (take(reader, '$[')) {
    return void parts.push({ kind: 'arithmetic', inner: asWord(takeUntil(reader, ']'), reader), quoted })
  }
  if (take(reader, '$(')) return void parts.push({ kind: 'command', script: closeScript(reader), quoted })
  const found = parameter(reader, quoted)
  if (found) return void parts.push(found)
  addText(parts, '$', true)
  reader.at++
}

/** `$((` may also be a command substitution that starts with a subshell. */
function readArithmetic(reader: Reader, parts: Part[], quoted: boolean): void {
  const from = reader.at
  const end = arithmeticEnd(reader.text, from)
  if (end < 0) {
    reader.at = from - 1
    return void parts.push({ kind: 'command', script: closeScript(reader), quoted })
  }
  reader.at = end + 2
  parts.push({ kind: 'arithmetic', inner: asWord(reader.text.slice(from, end), reader), quoted })
}

/** Where the `))` stands that closes what begins at `from`; -1 where the brackets do not close as a pair. */
export function arithmeticEnd(text: string, from: number): number {
  let open = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') open++
    else if (text[at] === ')') {
      if (open === 0) return text[at + 1] === ')' ? at : -1
      open--
    }
  }
  return -1
}

/** Text of which only the expansions matter. */
export function asWord(text: string, reader: Reader): Word {
  return readBody({ text, at: 0, budget: reader.budget, pending: [] })
}

function readBackticks(reader: Reader, quoted: boolean): Part {
  const from = reader.at
  while (peek(reader) !== '`') {
    if (peek(reader) === '') throw new ShellError('unreadable', 'a backtick is not closed')
    reader.at += peek(reader) === '\\' ? 2 : 1
  }
  const inner = reader.text.slice(from, reader.at).replace(/\\([$`\\])/g, '$1')
  reader.at++
  return { kind: 'command', script: parseText(inner, reader.budget), quoted }
}

function startsProcess(reader: Reader): boolean {
  const char = peek(reader)
  return (char === '<' || char === '>') && peek(reader, 1) === '('
}

function readProcess(reader: Reader, parts: Part[]): void {
  reader.at += 2
  parts.push({ kind: 'process', script: closeScript(reader), quoted: true })
}

/** bash's `@(a|b)`, zsh's `*(.)`: a bracket right after a glob character is no subshell */
function startsExtended(reader: Reader, parts: Part[]): boolean {
  const last = parts.at(-1)
  if (peek(reader) !== '(' || last?.kind !== 'text' || last.quoted) return false
  return /[@!?*+]$/.test(last.text)
}

function readExtended(reader: Reader, parts: Part[]): void {
  let open = 0
  do {
    const char = peek(reader)
    if (char === '') throw new ShellError('unreadable', 'a bracket is not closed')
    if (char === '(') open++
    if (char === ')') open--
    addText(parts, char, false)
    reader.at++
  } while (open > 0)
}

/** Neighbours of one kind are one part. */
function addText(parts: Part[], text: string, quoted: boolean): void {
  const last = parts.at(-1)
  if (last?.kind === 'text' && last.quoted === quoted) last.text += text
  else parts.push({ kind: 'text', text, quoted })
}
