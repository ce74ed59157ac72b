/**
 * Bytes → text that can be searched: UTF-8 or Latin-1 bytes, whatever they were before. Nothing is lost and every
 * offset stays an offset into these bytes: invalid UTF-8 is read as Latin-1, UTF-16 is written anew as UTF-8.
 */
import { isAscii, isUtf8 } from 'node:buffer'

export interface Text {
  bytes: Buffer
  encoding: 'utf8' | 'latin1'
  /** one byte is one character: offsets need no conversion */
  plain: boolean
  /** all bytes as Latin-1, made when first asked for: slices of it cost nothing */
  whole: () => string
  /** little of it is looked at: slices are made of the bytes */
  isSparse?: boolean
}

/** Byte order marks are dropped: no editor counts them in a column. */
export function textOf(data: Buffer | string): Text {
  if (typeof data === 'string') return asText(Buffer.from(data, 'utf8'))
  const order = byteOrder(data)
  if (order !== undefined) return asText(fromUtf16(data, order))
  const marked = data.length >= 3 && data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf
  return asText(marked ? data.subarray(3) : data)
}

/** Bytes that are already as they shall be searched: nothing is dropped or turned. */
export function asText(bytes: Buffer): Text {
  const ascii = isAscii(bytes)
  const encoding = ascii || isUtf8(bytes) ? 'utf8' : 'latin1'
  let whole: string | undefined
  return {
    bytes,
    encoding,
    plain: ascii || encoding === 'latin1',
    whole: () => {
      const made = whole ?? bytes.toString('latin1')
      whole = made
      return made
    },
  }
}

/** The text of a range. Both ends must lie on character boundaries (alignStart, alignEnd). */
export function slice(text: Text, start: number, end: number): string {
  return text.plain ? latin1(text, start, end) : text.bytes.toString('utf8', start, end)
}

/** Larger contents are not held as a string as well. */
export const LARGE = 1 << 26
/** The same where little of a content is looked at. */
const SMALL = 1 << 14

/** The bytes of a range, each as one character. */
export function latin1(text: Text, start: number, end: number): string {
  return isLarge(text) ? text.bytes.toString('latin1', start, end) : text.whole().slice(start, end)
}

/** Whether a string of all of it is not to be made. */
export function isLarge({ bytes, isSparse }: Text): boolean {
  return bytes.length > (isSparse ? SMALL : LARGE)
}

/** The nearest character boundary at or before. */
export function alignStart(text: Text, offset: number): number {
  let at = offset
  if (!text.plain) while (at > 0 && (text.bytes[at]! & 0xc0) === 0x80) at--
  return at
}

/** The nearest character boundary at or after. */
export function alignEnd(text: Text, offset: number): number {
  let at = offset
  if (!text.plain) while (at < text.bytes.length && (text.bytes[at]! & 0xc0) === 0x80) at++
  return at
}

/** Half of a character beyond 16 bits: RE2 counts one where JavaScript counts two. */
export const SURROGATE = /[\ud800-\udfff]/

const SAMPLE = 8192

/** By its mark, or, without one, by where the NUL bytes lie in the first 8 KB (text is mostly Latin there). */
function byteOrder(data: Buffer): 'le' | 'be' | undefined {
  if (data.length < 2) return undefined
  if (data[0] === 0xff && data[1] === 0xfe) return 'le'
  if (data[0] === 0xfe && data[1] === 0xff) return 'be'
  const sample = data.subarray(0, SAMPLE)
  if (sample.indexOf(0) < 0) return undefined
  return orderByNuls(sample)
}

function orderByNuls(sample: Buffer): 'le' | 'be' | undefined {
  const nuls = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) nuls[index & 1]!++
  })
  const half = sample.length / 2
  const [even = 0, odd = 0] = nuls
  if (odd > 0.4 * half && even < 0.05 * half) return 'le'
  if (even > 0.4 * half && odd < 0.05 * half) return 'be'
  return undefined
}

/** Bytes turned at once: no string of V8 may have more than 512 MB. */
const PIECE = 1 << 22

function fromUtf16(data: Buffer, order: 'le' | 'be'): Buffer {
  const even = data.subarray(0, data.length & ~1)
  const little = order === 'le' ? even : Buffer.from(even).swap16()
  const marked = little[0] === 0xff && little[1] === 0xfe
  const pieces: Buffer[] = []
  for (let at = marked ? 2 : 0; at < little.length; ) {
    const end = pieceEnd(little, Math.min(little.length, at + PIECE))
    pieces.push(Buffer.from(little.toString('utf16le', at, end)))
    at = end
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}

/** Not between the halves of a character. */
function pieceEnd(little: Buffer, end: number): number {
  const isHalf = end < little.length && (little[end - 1]! & 0xfc) === 0xd8
  return isHalf ? end + 2 : end
}
