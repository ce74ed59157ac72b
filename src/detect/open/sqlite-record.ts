/** A row of an SQLite table out of its payload. Format: fileformat2.html §2.1 */
export type Value = string | number | null

export interface Varint {
  value: number
  /** behind its last byte */
  end: number
}

/** Seven bits a byte, big-endian; a ninth byte has eight. Above 2^53 it is not exact, and no length is. */
export function varintAt(bytes: Buffer, at: number): Varint {
  let value = 0
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i] ?? 0
    value = value * 128 + (byte & 127)
    if (byte < 128) return { value, end: at + i + 1 }
  }
  return { value: value * 256 + (bytes[at + 8] ?? 0), end: at + 9 }
}

/** The values as far as the payload goes; bytes count as text where they are that. */
export function recordOf(payload: Buffer, encoding: 'utf8' | 'utf16le' | 'utf16be'): Value[] {
  const header = varintAt(payload, 0)
  const values: Value[] = []
  let body = header.value
  for (let at = header.end; at < Math.min(header.value, payload.length); ) {
    const { value: type, end } = varintAt(payload, at)
    const length = lengthOf(type)
    values.push(fieldOf(type, payload.subarray(body, body + length), encoding))
    body += length
    at = end
  }
  return values
}

const LENGTHS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]

function lengthOf(type: number): number {
  return LENGTHS[type] ?? Math.floor((type - 12) / 2)
}

function fieldOf(type: number, bytes: Buffer, encoding: 'utf8' | 'utf16le' | 'utf16be'): Value {
  if (type === 0) return null
  if (type >= 12) return type & 1 ? textOf(bytes, encoding) : blobText(bytes)
  if (type === 8 || type === 9) return type - 8
  if (bytes.length < LENGTHS[type]! || bytes.length === 0) return null
  if (type === 7) return bytes.readDoubleBE(0)
  return type === 6 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length)
}

function textOf(bytes: Buffer, encoding: 'utf8' | 'utf16le' | 'utf16be'): string {
  if (encoding === 'utf8') return bytes.toString('utf8')
  const even = bytes.subarray(0, bytes.length & ~1)
  return (encoding === 'utf16le' ? even : Buffer.from(even).swap16()).toString('utf16le')
}

/** A picture is searched where it lies, as raw bytes. */
function blobText(bytes: Buffer): string | null {
  return bytes.includes(0) ? null : bytes.toString('utf8')
}
