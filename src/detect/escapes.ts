/** Percent, `\uXXXX`, `U+XXXX`, `\xNN` and HTML character escapes: a line that holds some is searched again without them. */
import { asText, type Text } from './text.ts'

/** A decoded text and, for each of its bytes and its end, the offset that byte came from. */
export interface Decoded {
  text: Text
  offsets: ArrayLike<number>
}

const PERCENT = 37
const MARKS = [PERCENT, '\\u', '\\x', '\\U', 'U+', '&#']
const ESCAPE =
  /%([0-9A-Fa-f]{2})|\\+u([0-9A-Fa-f]{4})|\\+u\{([0-9A-Fa-f]{1,6})\}|\\U([0-9A-Fa-f]{8})|U\+([0-9A-Fa-f]{4,6}) ?|\\+x([0-9A-Fa-f]{2})|&#(\d{2,7});|&#[xX]([0-9A-Fa-f]{2,6});/g
/** Of a very long line, pieces of this many bytes. */
const PIECE = 65_536

/** One text for each line (or piece of a long one) that holds escapes; lines without any are not copied. */
export function decodeEscapes(text: Text): Decoded[] {
  const { bytes } = text
  const decoded: Decoded[] = []
  const next = MARKS.map(mark => findMark(bytes, mark, 0))
  let done = 0
  for (let at = least(next); at >= 0; at = advance(bytes, next, done)) {
    const before = bytes.subarray(done, at).lastIndexOf(10)
    const start = Math.max(done, done + before + 1, at - PIECE)
    const end = pieceEnd(bytes, at)
    const line = decodeLine(text, start, end)
    if (line) decoded.push(line)
    done = end
  }
  return decoded
}

/** A percent sign stands in every other line of C, and before two digits of a hex number in few. */
function findMark(bytes: Buffer, mark: string | number, from: number): number {
  let at = bytes.indexOf(mark, from)
  if (mark === PERCENT)
    while (at >= 0 && !(isHex(bytes[at + 1]) && isHex(bytes[at + 2]))) at = bytes.indexOf(mark, at + 1)
  return at
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 102)
}

function least(next: number[]): number {
  return next.reduce((first, at) => (at >= 0 && (first < 0 || at < first) ? at : first), -1)
}

/** Looks again only for marks that lie behind: an absent one is not searched for once a line. */
function advance(bytes: Buffer, next: number[], done: number): number {
  next.forEach((at, index) => {
    if (at >= 0 && at < done) next[index] = findMark(bytes, MARKS[index]!, done)
  })
  return least(next)
}

function pieceEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(10, at)
  return Math.min(end < 0 ? bytes.length : end + 1, at + PIECE)
}

/** As Latin-1, so that a character is a byte: escapes are ASCII, and the rest goes through unchanged. */
function decodeLine(text: Text, start: number, end: number): Decoded | null {
  const line = text.bytes.toString('latin1', start, end)
  const bytes = Buffer.allocUnsafe(line.length) // no escape is shorter than what it stands for
  const offsets = new Uint32Array(line.length + 1)
  let length = 0
  let copied = 0
  const copy = (to: number) => {
    for (; copied < to; copied++) {
      offsets[length] = start + copied
      bytes[length++] = text.bytes[start + copied]!
    }
  }
  for (const found of line.matchAll(ESCAPE)) {
    const character = bytesFor(found)
    if (!character) continue
    copy(found.index)
    offsets.fill(start + found.index, length, length + character.length)
    length += character.copy(bytes, length)
    copied += found[0].length
  }
  if (copied === 0) return null
  copy(line.length)
  offsets[length] = end
  return { text: asText(bytes.subarray(0, length)), offsets: offsets.subarray(0, length + 1) }
}

/** Percent and \x give bytes (of UTF-8, if anything), the others characters. */
function bytesFor(found: RegExpExecArray): Buffer | null {
  const [, percent, short, braced, long, plus, hex, decimal, entity] = found
  const byte = percent ?? hex
  if (byte !== undefined) return Buffer.from([Number.parseInt(byte, 16)])
  const digits = short ?? braced ?? long ?? plus ?? entity
  const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16)
  return code > 0 && code <= 0x10ffff ? Buffer.from(String.fromCodePoint(code)) : null
}
