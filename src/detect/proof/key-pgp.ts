/** OpenPGP secret keys (https://www.rfc-editor.org/rfc/rfc9580, RFC 4880): the first packet, and the armour's sum. */
import { type Answer, mismatch, odd, unknown, valid } from './answer.ts'
import { crc24 } from './crc.ts'
import { bitsOf } from './der.ts'
import { dayOf } from './facts.ts'
import { ENCRYPTED } from './key-der.ts'

const NAMES: Record<number, string> = {
  1: 'RSA',
  2: 'RSA',
  3: 'RSA',
  16: 'Elgamal',
  17: 'DSA',
  18: 'ECDH',
  19: 'ECDSA',
  22: 'EdDSA',
  25: 'X25519',
  26: 'X448',
  27: 'Ed25519',
  28: 'Ed448',
}
/** How many numbers the public part has. */
const NUMBERS: Record<number, number> = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4 }

/** `sum`: the four characters behind `=`, where the armour has them. */
export function pgpKey(bytes: Buffer, sum: string | undefined): Answer {
  const packet = firstPacket(bytes)
  const name = packet && NAMES[packet[5]!]
  if (!packet || name === undefined) return odd()
  const isRight = sum === undefined || Buffer.from(sum, 'base64').readUIntBE(0, 3) === crc24(bytes)
  if (!isRight) return mismatch(`PGP ${name} private key`)
  const facts = [`PGP ${name} private key${sizeOf(packet)}`, created(packet)]
  return isEncrypted(packet) ? unknown(...facts, ENCRYPTED) : valid(...facts)
}

function created(packet: Buffer): string | undefined {
  const day = dayOf(packet.readUInt32BE(1))
  return day === undefined ? undefined : `created ${day}`
}

/** The value of a secret key's packet (tag 5 or 7); null where it is none, or cut off. */
function firstPacket(bytes: Buffer): Buffer | null {
  const head = bytes[0] ?? 0
  const isNew = (head & 0xc0) === 0xc0
  const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f
  if ((head & 0x80) === 0 || (tag !== 5 && tag !== 7)) return null
  const [start, length] = isNew ? newLength(bytes) : oldLength(bytes, head & 3)
  const packet = bytes.subarray(start, start + length)
  return packet.length === length && length > 20 && [3, 4, 5, 6].includes(packet[0]!) ? packet : null
}

function newLength(bytes: Buffer): [start: number, length: number] {
  const first = bytes[1] ?? 0
  if (first < 192) return [2, first]
  if (first < 224) return [3, ((first - 192) << 8) + (bytes[2] ?? 0) + 192]
  return first === 255 && bytes.length > 6 ? [6, bytes.readUInt32BE(2)] : [2, Number.POSITIVE_INFINITY]
}

function oldLength(bytes: Buffer, kind: number): [start: number, length: number] {
  if (kind === 3 || bytes.length < 6) return [1, Number.POSITIVE_INFINITY]
  const size = 1 << kind
  return [1 + size, bytes.readUIntBE(1, size)]
}

const BODY = 6

function sizeOf(packet: Buffer): string {
  const count = NUMBERS[packet[5]!]
  return count === undefined || packet[0] !== 4
    ? ''
    : `, ${bitsOf(packet.subarray(BODY + 2, numberEnd(packet, BODY)))} bits`
}

/** Of a number that has its bits counted in two bytes before it. */
function numberEnd(packet: Buffer, at: number): number {
  return at + 2 > packet.length ? packet.length : at + 2 + ((packet.readUInt16BE(at) + 7) >> 3)
}

/** The byte behind the public part says how the secret one is kept; 0 = as it is. */
function isEncrypted(packet: Buffer): boolean {
  if (packet[0] !== 4) return false
  return (packet[publicEnd(packet)] ?? 0) !== 0
}

function publicEnd(packet: Buffer): number {
  const algorithm = packet[5]!
  const count = NUMBERS[algorithm]
  if (count === undefined) return curveEnd(packet, algorithm)
  let at = BODY
  for (let i = 0; i < count; i++) at = numberEnd(packet, at)
  return at
}

/** 18, 19, 22: the curve's id and a point, 18 with its hash and cipher behind it; the newer ones have a point of fixed length. */
function curveEnd(packet: Buffer, algorithm: number): number {
  const fixed: Record<number, number> = { 25: 32, 26: 56, 27: 32, 28: 57 }
  const length = fixed[algorithm]
  if (length !== undefined) return BODY + length
  const point = numberEnd(packet, BODY + 1 + packet[BODY]!)
  return algorithm === 18 ? point + 1 + (packet[point] ?? 0) : point
}
