/**
 * PDF: its compressed streams, and the text that they show, whose strings are split for kerning (`[(gh) -20 (p_…)] TJ`).
 * Fonts that number their glyphs give no text; encrypted files and other filters than Flate are not opened.
 * Format: ISO 32000-1 §7.3.8, §9.4.3
 */
import { inflate } from './inflate.ts'
import { type Allowance, exhausted, limit, type Piece, unreadable } from './piece.ts'

const STREAM = Buffer.from('stream')
const END = Buffer.from('endstream')
/** A stream's dictionary stands before it, and is short. */
const DICTIONARY = 1024

export function* openPdf(bytes: Buffer, _name: string, allowance: Allowance): Generator<Piece> {
  if (bytes.subarray(-2048).includes('/Encrypt')) yield unreadable('', 'is encrypted')
  let number = 0
  for (let at = bytes.indexOf(STREAM); at >= 0; ) {
    const end = bytes.indexOf(END, at)
    const stop = end < 0 ? bytes.length : end
    if (isFlate(bytes, at))
      yield* contentOf(`stream ${++number}`, bytes.subarray(dataStart(bytes, at), stop), allowance)
    if (allowance.bytes <= 0 || allowance.members <= 0) return yield exhausted(allowance)!
    at = bytes.indexOf(STREAM, stop + END.length)
  }
}

/** Pictures are left: they are compressed by other filters, or hold no text. */
function isFlate(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - DICTIONARY), at)
  const dictionary = before.slice(before.lastIndexOf(' obj') + 1)
  return /\/FlateDecode/.test(dictionary) && !/\/Subtype\s*\/Image|\/Length1\b|\/FontFile/.test(dictionary)
}

function dataStart(bytes: Buffer, at: number): number {
  const start = at + STREAM.length
  if (bytes[start] === 13 && bytes[start + 1] === 10) return start + 2
  return bytes[start] === 10 || bytes[start] === 13 ? start + 1 : start
}

function* contentOf(name: string, data: Buffer, allowance: Allowance): Generator<Piece> {
  allowance.members--
  const { bytes, isLimit, fault } = inflate('zlib', data, allowance)
  if (isLimit) yield limit(name, fault!)
  if (bytes.length === 0) return // damaged or encrypted: other readers leave it too
  const text = shownText(bytes)
  if (text !== '') yield { name, bytes: Buffer.from(text, 'latin1') }
  yield { name, bytes }
}

/** What the text operators show; a move to another line breaks it. */
const SHOWN = /\(((?:\\[\s\S]|[^\\()]){0,32767})\)|(?<![A-Za-z])(?:T[dDm*]|ET|['"])(?![A-Za-z])/g

function shownText(bytes: Buffer): string {
  const content = bytes.toString('latin1')
  if (!/\bT[jJ]\b/.test(content)) return ''
  let text = ''
  for (const [, shown] of content.matchAll(SHOWN)) text += shown === undefined ? '\n' : unescaped(shown)
  return text
}

function unescaped(shown: string): string {
  return shown.replace(/\\(?:([0-7]{1,3})|(\r?\n)|([\s\S]))/g, (_, octal, end, char) =>
    octal === undefined
      ? end === undefined
        ? (CONTROL[char] ?? char)
        : ''
      : String.fromCharCode(Number.parseInt(octal, 8) & 255),
  )
}

const CONTROL: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '', f: '' }
