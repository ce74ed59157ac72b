/**
 * Notebooks (.ipynb): each line of a cell is a JSON string of its own, so a value that goes over lines, or holds an escape, is whole
 * only when the strings of an array are put together. Format: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import type { Mapped } from './layer.ts'
import { asText, type Text } from './text.ts'

const QUOTE = 34
const BACKSLASH = 92
/** A text is ended at the next array behind this many bytes: the offsets of each byte are kept. */
const PIECE = 1 << 18

/**
 * The strings of each array put together, and by itself each other string that holds an escape, with the place of each byte; nothing
 * of any other file. What stands alone and unescaped (a picture) is seen where it lies.
 */
export function notebookStrings(text: Text): Mapped[] {
  const { bytes } = text
  if (!isNotebook(bytes)) return []
  const mapped: Mapped[] = []
  let writer = openWriter()
  let isInArray = false
  for (let at = bytes.indexOf(QUOTE), last = -1; at >= 0; ) {
    const end = stringEnd(bytes, at)
    const isNext: boolean = isInArray && follows(bytes, last, at)
    isInArray = isNext || opensArray(bytes, at)
    if (isInArray || bytes.subarray(at, end).includes(BACKSLASH)) {
      if (!isNext && writer.length > PIECE) {
        mapped.push(writer.done(at))
        writer = openWriter()
      }
      if (!isNext) writer.byte(10, at)
      writeString(bytes, at + 1, end, writer)
    }
    last = end + 1
    at = bytes.indexOf(QUOTE, end + 1)
  }
  mapped.push(writer.done(bytes.length))
  return mapped
}

/** An object that names the format. Its first bytes tell of nearly all other files. */
export function isNotebook(bytes: Buffer): boolean {
  return bytes[pastBlanks(bytes, 0)] === 0x7b && bytes.includes('"nbformat"') && bytes.includes('"cells"')
}

/** Of the string that begins at `at`, where its closing quote lies; the end where it has none. */
function stringEnd(bytes: Buffer, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i++
    else if (bytes[i] === QUOTE) return i
  }
  return bytes.length
}

/** Whether nothing but a comma and blanks lie between. */
function follows(bytes: Buffer, from: number, to: number): boolean {
  const comma = pastBlanks(bytes, from)
  return bytes[comma] === 0x2c && pastBlanks(bytes, comma + 1) === to
}

function pastBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at++
  return at
}

function opensArray(bytes: Buffer, at: number): boolean {
  let before = at - 1
  while (isBlank(bytes[before])) before--
  return bytes[before] === 0x5b
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}

interface Writer {
  length: number
  byte(byte: number, offset: number): void
  done(end: number): Mapped
}

function openWriter(): Writer {
  let bytes = Buffer.allocUnsafe(4096)
  let offsets = new Uint32Array(4097)
  const grow = () => {
    bytes = Buffer.concat([bytes], bytes.length * 2)
    const larger = new Uint32Array(bytes.length + 1)
    larger.set(offsets)
    offsets = larger
  }
  return {
    length: 0,
    byte(byte, offset) {
      if (this.length === bytes.length) grow()
      offsets[this.length] = offset
      bytes[this.length++] = byte
    },
    done(end) {
      offsets[this.length] = end
      return { text: asText(bytes.subarray(0, this.length)), offsets }
    },
  }
}

const SHORT: Record<number, number> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 }

/** RFC 8259 §7; `\\uXXXX` is left to the decoder of escapes. */
function writeString(bytes: Buffer, start: number, end: number, writer: Writer): void {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte !== BACKSLASH || bytes[at + 1] === 117) {
      writer.byte(byte, at)
      continue
    }
    const letter = bytes[at + 1]!
    writer.byte(SHORT[letter] ?? letter, at++)
  }
}
