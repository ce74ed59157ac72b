/**
 * A precheck (precheck.ts) → the pieces it is made of, over bytes, and wider: it takes in whatever the precheck matches, and more. Places
 * without width (`\b`, `^`) are left out, long counts have no end, a character beyond ASCII is any bytes beyond ASCII.
 */

import { countIn } from './shape.ts'

export type Piece =
  /** one byte of these */
  | { kind: 'byte'; members: Uint8Array }
  | { kind: 'all' | 'any'; pieces: Piece[] }
  /** `low` times; as often as one likes from there on (`open`), or at most once more */
  | { kind: 'times'; piece: Piece; low: number; open: boolean; more: boolean }

interface Reader {
  text: string
  at: number
}

/** More of one thing is no longer counted. */
const MOST = 40
const NOTHING: Piece = { kind: 'all', pieces: [] }
const isBeyond = (byte: number) => byte >= 128
const BEYOND: Piece = { kind: 'times', piece: byteOf(isBeyond), low: 1, open: true, more: false }
/** Of characters that RE2 takes for `k` and `s` where case is of no matter. */
export const FOLDED = byteOf(isBeyond).members
const FOLDED_LETTER: Piece = { ...BEYOND, piece: { kind: 'byte', members: FOLDED } }
const KELVIN = 0x212a
const LONG_S = 0x17f

/** `precheck` as precheck.ts writes it; null where something else stands in it. */
export function piecesOf(precheck: string): Piece | null {
  const reader: Reader = { text: precheck, at: 0 }
  try {
    const piece = anyOf(reader)
    return reader.at === precheck.length ? piece : null
  } catch {
    return null
  }
}

function byteOf(holds: (byte: number) => boolean): Piece & { kind: 'byte' } {
  const members = new Uint8Array(256)
  for (let byte = 0; byte < 256; byte++) members[byte] = holds(byte) ? 1 : 0
  return { kind: 'byte', members }
}

function anyOf(reader: Reader): Piece {
  const pieces = [allOf(reader)]
  while (reader.text[reader.at] === '|') {
    reader.at++
    pieces.push(allOf(reader))
  }
  return pieces.length === 1 ? pieces[0]! : { kind: 'any', pieces }
}

function allOf(reader: Reader): Piece {
  const pieces: Piece[] = []
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at]!)) {
    const piece = counted(reader, one(reader))
    if (piece !== NOTHING) pieces.push(piece)
  }
  return pieces.length === 0 ? NOTHING : { kind: 'all', pieces }
}

function one(reader: Reader): Piece {
  const char = reader.text[reader.at]!
  if (reader.text.startsWith('(?:', reader.at)) {
    reader.at += 3
    const piece = anyOf(reader)
    if (reader.text[reader.at++] !== ')') throw new SyntaxError()
    return piece
  }
  if ('(){}*+?'.includes(char)) throw new SyntaxError()
  if (char === '[') return classIn(reader)
  if (char !== '^' && char !== '$' && !isPlace(reader)) return characterOf(codeIn(reader))
  reader.at += char === '\\' ? 2 : 1
  return NOTHING
}

function isPlace({ text, at }: Reader): boolean {
  return text[at] === '\\' && (text[at + 1] === 'b' || text[at + 1] === 'B')
}

/** A character's code, however it is written. */
function codeIn(reader: Reader): number {
  const written = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([^A-Za-z0-9]))/.exec(
    reader.text.slice(reader.at, reader.at + 6),
  )
  if (!written && reader.text[reader.at] === '\\') throw new SyntaxError()
  const code = reader.text.charCodeAt(reader.at)
  reader.at += written?.[0].length ?? 1
  if (!written) return code
  const [, short, long, plain] = written
  return plain === undefined ? Number.parseInt((short ?? long)!, 16) : plain.charCodeAt(0)
}

function classIn(reader: Reader): Piece {
  const isNegated = reader.text[++reader.at] === '^'
  if (isNegated) reader.at++
  const codes: number[] = []
  while (reader.text[reader.at] !== ']') {
    if (reader.at >= reader.text.length) throw new SyntaxError()
    const from = codeIn(reader)
    const isRange = reader.text[reader.at] === '-' && reader.text[reader.at + 1] !== ']'
    if (isRange) reader.at++
    const to = isRange ? codeIn(reader) : from
    for (let code = from; code <= Math.min(to, 128); code++) codes.push(code)
    if (to > 128) codes.push(to)
  }
  reader.at++
  return memberOf(codes, isNegated)
}

const characters: Piece[] = []

function characterOf(code: number): Piece {
  characters[code] ??= memberOf([code], false)
  return characters[code]
}

/** All that is no ASCII is one: a class without some of it is one that has it. */
function memberOf(codes: number[], isNegated: boolean): Piece {
  const all = new Set(codes)
  const ascii = byteOf(byte => byte < 128 && all.has(byte) !== isNegated)
  const beyond = codes.filter(code => code >= 128)
  if (!isNegated && beyond.length === 0) return ascii
  const isFolded = !isNegated && beyond.every(code => code === KELVIN || code === LONG_S)
  return { kind: 'any', pieces: [ascii, isFolded ? FOLDED_LETTER : BEYOND] }
}

function counted(reader: Reader, piece: Piece): Piece {
  let result = piece
  for (let count = countIn(reader); count; count = countIn(reader))
    if (result !== NOTHING) result = repeated(result, ...count)
  return result
}

function repeated(piece: Piece, low: number, high: number): Piece {
  const open = high > low + 1 || low > MOST
  return { kind: 'times', piece, low: Math.min(low, MOST), open, more: high === low + 1 }
}

/** The longest text that stands in whatever it matches, from three characters on; null: there is none. */
export function textIn(piece: Piece): string | null {
  let best = ''
  let run = ''
  for (const byte of bytesOf(piece)) {
    run = byte === null ? '' : run + String.fromCharCode(byte)
    if (run.length > best.length) best = run
  }
  return best.length < 3 ? null : best
}

/** One after the other; null where it may be one of several, or any number. */
function bytesOf(piece: Piece): (number | null)[] {
  if (piece.kind === 'all') return piece.pieces.flatMap(bytesOf)
  if (piece.kind !== 'byte') return [null]
  const first = piece.members.indexOf(1)
  return [piece.members.lastIndexOf(1) === first && first >= 0 ? first : null]
}
