/**
 * SHA-256 (FIPS 180-4) for the few hundred bytes of one record. node:crypto costs a hook 3–7 ms to load, this one 1 ms cold
 * (docs/performance.md); what is longer goes to node:crypto, which is faster from about 3 KB on.
 */

/** Bytes from which loading node:crypto is the cheaper way. */
const LONG = 3072

/** The digest of a text's UTF-8 bytes, 64 hex digits. */
export function sha256(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  return bytes.length < LONG ? ownSha256(bytes) : nodeSha256(bytes)
}

/** For whoever hashes much: loads node:crypto. */
export function nodeSha256(bytes: Buffer | string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest('hex')
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUNDS = Uint32Array.from(primes(64), prime => fraction(Math.cbrt(prime)))

/** The same of the square roots of the first 8. */
const START = Uint32Array.from(primes(8), prime => fraction(Math.sqrt(prime)))

/** Exported for its test. */
export function ownSha256(bytes: Buffer): string {
  const padded = pad(bytes)
  const state = Uint32Array.from(START)
  const schedule = new Uint32Array(64)
  for (let at = 0; at < padded.length; at += 64) {
    expand(schedule, padded, at)
    compress(state, schedule)
  }
  return Array.from(state, word => word.toString(16).padStart(8, '0')).join('')
}

/** A one bit, zeros, and the length in bits as eight bytes, up to a whole block. */
function pad(bytes: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil((bytes.length + 9) / 64) * 64)
  bytes.copy(padded)
  padded[bytes.length] = 0x80
  padded.writeUInt32BE(Math.floor(bytes.length / 2 ** 29), padded.length - 8)
  padded.writeUInt32BE((bytes.length << 3) >>> 0, padded.length - 4)
  return padded
}

function expand(w: Uint32Array, block: Buffer, at: number): void {
  for (let i = 0; i < 16; i++) w[i] = block.readUInt32BE(at + 4 * i)
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15]!
    const b = w[i - 2]!
    const low = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)
    const high = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10)
    w[i] = w[i - 16]! + low + w[i - 7]! + high
  }
}

/** FIPS 180-4, 6.2.2, step 3; the names are the standard's. Rotations stand in line: this runs once, uncompiled. */
function compress(state: Uint32Array, w: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [...Eight]
  for (let i = 0; i < 64; i++) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const first = (h + high + ((e & f) ^ (~e & g)) + ROUNDS[i]! + w[i]!) | 0
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + next[i]!
}

type Eight = [number, number, number, number, number, number, number, number]

function primes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every(prime => n % prime !== 0)) found.push(n)
  return found
}

function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) >>> 0
}
