/** `$NAME`, `${NAME…}`, `$1`, `$@`. */
import { peek, type Reader, take } from './reader.ts'
import { type Part, ShellError } from './types.ts'
import { readArgument } from './word.ts'

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]/y
const BARE = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y

/** The parameter that begins at the `$` here, or null where it is only a dollar. */
export function parameter(reader: Reader, quoted: boolean): Part | null {
  if (peek(reader, 1) === '{') return braced(reader, quoted)
  BARE.lastIndex = reader.at + 1
  const name = BARE.exec(reader.text)?.[0]
  if (name === undefined) return null
  reader.at += 1 + name.length
  return { kind: 'parameter', name, op: '', quoted }
}

function braced(reader: Reader, quoted: boolean): Part {
  reader.at += 2
  // an indirection, a length or a flag of zsh: what it gives is not known
  const odd = take(reader, '!') || (peek(reader) === '#' && peek(reader, 1) !== '}' && take(reader, '#'))
  const flags = peek(reader) === '(' && skipFlags(reader)
  const name = nameAt(reader)
  const index = peek(reader) === '[' ? indexAt(reader) : undefined
  const op = operator(reader)
  const argument = readArgument(reader, quoted)
  const whole = odd || flags || name === '' ? '!' : op
  return { kind: 'parameter', name, ...(index !== undefined && { index }), op: whole, argument, quoted }
}

function nameAt(reader: Reader): string {
  NAME.lastIndex = reader.at
  const name = NAME.exec(reader.text)?.[0] ?? ''
  reader.at += name.length
  return name
}

function skipFlags(reader: Reader): boolean {
  const end = reader.text.indexOf(')', reader.at)
  if (end < 0) throw new ShellError('unreadable', 'a bracket is not closed')
  reader.at = end + 1
  return true
}

function indexAt(reader: Reader): string {
  const end = reader.text.indexOf(']', reader.at)
  if (end < 0) throw new ShellError('unreadable', 'a bracket is not closed')
  const index = reader.text.slice(reader.at + 1, end)
  reader.at = end + 1
  return index
}

const OPERATORS = [
  ':-',
  ':=',
  ':+',
  ':?',
  '##',
  '%%',
  '//',
  '/#',
  '/%',
  '^^',
  ',,',
  '-',
  '=',
  '+',
  '?',
  '#',
  '%',
  '/',
  '^',
  ',',
  '@',
  ':',
]

function operator(reader: Reader): string {
  return OPERATORS.find(op => take(reader, op)) ?? ''
}
