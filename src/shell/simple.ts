/** A simple command: assignments, words, redirections. Also `[[ … ]]`, whose operators are words. */
import { definition } from './compound.ts'
import { readRedirect } from './heredoc.ts'
import { peek, type Reader, take } from './reader.ts'
import { skipBlank } from './script.ts'
import { type Assignment, type Node, ShellError, type Simple, type Word } from './types.ts'
import { readWord } from './word.ts'

/** The simple command that begins here, or a function's definition; null where none does. */
export function readSimple(reader: Reader): Node | null {
  if (/^\[\[\s/.test(reader.text.slice(reader.at, reader.at + 3))) return readTest(reader)
  const simple: Simple = { kind: 'simple', assignments: [], words: [], redirects: [] }
  while (readPiece(reader, simple)) {
    skipBlank(reader)
    if (peek(reader) === '(' && defines(reader, simple)) {
      return definition(reader, simple.words.map(plain).join(''))
    }
  }
  const empty = simple.words.length + simple.assignments.length + simple.redirects.length === 0
  return empty ? null : simple
}

function readPiece(reader: Reader, simple: Simple): boolean {
  const redirect = readRedirect(reader, skipBlank)
  if (redirect) {
    simple.redirects.push(redirect)
    return true
  }
  const word = readWord(reader)
  if (!word) return false
  const assignment = assigned(word, reader)
  if (assignment && (simple.words.length === 0 || declares(simple.words[0]!))) {
    simple.assignments.push(assignment)
    if (simple.words.length > 0) simple.words.push(word)
  } else simple.words.push(word)
  return true
}

const DECLARE = new Set(['export', 'declare', 'typeset', 'local', 'readonly'])

function declares(word: Word): boolean {
  return DECLARE.has(plain(word))
}

const ASSIGNED = /^([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=/

/** `NAME=…` taken apart; null for another word. */
function assigned(word: Word, reader: Reader): Assignment | null {
  const first = word.parts[0]
  if (first?.kind !== 'text' || first.quoted) return null
  const found = ASSIGNED.exec(first.text)
  if (!found) return null
  const rest = { ...first, text: first.text.slice(found[0].length) }
  const value = { parts: [rest, ...word.parts.slice(1)] }
  const empty = rest.text === '' && word.parts.length === 1
  const array = empty && take(reader, '(') ? arrayWords(reader) : undefined
  return { name: found[1]!, append: found[3] === '+', value, ...(array && { array }) }
}

function arrayWords(reader: Reader): Word[] {
  const words: Word[] = []
  for (;;) {
    skipBlank(reader, true)
    if (take(reader, ')')) return words
    const word = readWord(reader)
    if (!word) throw new ShellError('unreadable', 'an array is not closed')
    words.push(word)
  }
}

function defines(reader: Reader, simple: Simple): boolean {
  if (simple.words.length !== 1 || simple.assignments.length > 0) return false
  const from = reader.at
  reader.at++
  skipBlank(reader)
  if (take(reader, ')')) return true
  reader.at = from
  return false
}

function readTest(reader: Reader): Node {
  const words: Word[] = []
  reader.at += 2
  for (;;) {
    for (skipBlank(reader); /[\s;&|<>()]/.test(peek(reader)); skipBlank(reader)) reader.at++
    const word = readWord(reader)
    if (!word) throw new ShellError('unreadable', 'a [[ is not closed')
    if (plain(word) === ']]') break
    words.push(word)
  }
  return { kind: 'simple', assignments: [], words: [text('[['), ...words], redirects: [] }
}

function plain(word: Word): string {
  return word.parts.map(part => (part.kind === 'text' ? part.text : '?')).join('')
}

function text(value: string): Word {
  return { parts: [{ kind: 'text', text: value, quoted: true }] }
}
