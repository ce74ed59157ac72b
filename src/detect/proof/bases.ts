/** Numbers and bytes in the alphabets that tokens are written in. */

/** As in GMP, GitHub and npm: digits, upper case, lower case. */
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The other order: digits, lower case, upper case. */
export const BASE62_LOWER = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'
/** https://www.rfc-editor.org/rfc/rfc4648#section-6 */
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Bitcoin's: without 0, O, I and l. */
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** `value` (below 2^53) with the most significant digit first, filled up with the zero digit. */
export function digits(value: number, alphabet: string, length = 0): string {
  let out = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / alphabet.length))
    out = alphabet[rest % alphabet.length]! + out
  return out.padStart(length, alphabet[0])
}

/** RFC 4648, in whatever case, without padding; null where another character stands. Bits left over at the end are dropped. */
export function bytesOfBase32(text: string): Buffer | null {
  const out: number[] = []
  let held = 0
  let bits = 0
  for (const char of text.toUpperCase()) {
    const value = BASE32.indexOf(char)
    if (value < 0) return null
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    out.push((held >> bits) & 0xff)
  }
  return Buffer.from(out)
}

/** The most significant bits first; what remains of the last five is filled with zeros. */
export function base32Of(bytes: Uint8Array): string {
  let out = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) out += BASE32[(held >> (bits - 5)) & 31]
  }
  return bits > 0 ? out + BASE32[(held << (5 - bits)) & 31] : out
}

/** Both alphabets of base64, padding optional; null where another character stands or a character is missing. */
export function bytesOfBase64(text: string): Buffer | null {
  const body = text.replace(/={1,2}$/, '')
  if (!/^[A-Za-z0-9+/_-]*$/.test(body) || body.length % 4 === 1) return null
  return Buffer.from(body, 'base64')
}

/** Quadratic; no key is longer. */
const LONGEST58 = 200

/** Null where another character stands, and for long texts. */
export function bytesOfBase58(text: string): Buffer | null {
  if (text.length > LONGEST58) return null
  let value = 0n
  for (const char of text) {
    const digit = BASE58.indexOf(char)
    if (digit < 0) return null
    value = value * 58n + BigInt(digit)
  }
  const zeros = text.length - text.replace(/^1+/, '').length
  const hex = value === 0n ? '' : value.toString(16)
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')])
}
