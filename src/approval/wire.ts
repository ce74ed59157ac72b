/** The types of the SSH wire (RFC 4251 §5), read with every length checked. */
import { refuse } from './refusal.ts'

/** Reads from the front. Each method throws a Refusal when the bytes end before what they announce. */
export class WireReader {
  private at = 0
  private readonly bytes: Buffer
  /** what is read, for the message: `the signature` */
  private readonly what: string

  constructor(bytes: Buffer, what: string) {
    this.bytes = bytes
    this.what = what
  }

  raw(length: number): Buffer {
    const end = this.at + length
    if (end > this.bytes.length) refuse('truncated', `${this.what} ends before its own lengths say`)
    const piece = this.bytes.subarray(this.at, end)
    this.at = end
    return piece
  }

  uint32(): number {
    return this.raw(4).readUInt32BE(0)
  }

  byte(): number {
    return this.raw(1)[0]!
  }

  string(): Buffer {
    return this.raw(this.uint32())
  }

  /** A string that is a name: ASCII alone. */
  name(): string {
    const bytes = this.string()
    const printable = bytes.every(byte => byte > 0x20 && byte < 0x7f)
    return printable
      ? bytes.toString('latin1')
      : refuse('bad-name', `${this.what} holds a name that is no text`)
  }

  /** A whole number above 0 in its shortest form, without the zero byte that marks it as positive. */
  mpint(): Buffer {
    const bytes = this.string()
    const first = bytes[0] ?? 0
    const padded = bytes.length > 1 && first === 0
    const shortest = padded ? bytes[1]! >= 0x80 : first > 0 && first < 0x80
    if (!shortest) refuse('bad-number', `${this.what} holds a number that is not in its shortest form`)
    return padded ? bytes.subarray(1) : bytes
  }

  /** Nothing may come after. */
  end(): void {
    const left = this.bytes.length - this.at
    if (left > 0) refuse('trailing-bytes', `${this.what} has ${left} bytes after its end`)
  }
}

/** A `string`: its length in four bytes, and its bytes. */
export function wireString(bytes: Buffer | string): Buffer {
  const value = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes
  const length = Buffer.alloc(4)
  length.writeUInt32BE(value.length)
  return Buffer.concat([length, value])
}

/** Standard base64 with its padding, as the bytes would be written again; null for every other spelling. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
