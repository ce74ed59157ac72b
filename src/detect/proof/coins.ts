/** Two encodings with a checksum of their own, which wallets, nostr and age use. */
import { type Check, summed } from './answer.ts'
import { bytesOfBase58 } from './bases.ts'

const VERSIONS: Record<string, string> = {
  '80': 'Bitcoin private key',
  ef: 'Bitcoin test network private key',
  '0488ade4': 'BIP-32 extended private key',
  '049d7878': 'BIP-49 extended private key',
  '04b2430c': 'BIP-84 extended private key',
  '04358394': 'BIP-32 test network extended private key',
}

/** https://en.bitcoin.it/wiki/Base58Check_encoding: the last four bytes begin the double SHA-256 of the others. */
export const base58Check: Check = token => {
  const bytes = bytesOfBase58(token)
  if (!bytes || bytes.length < 5) return summed(false)
  const body = bytes.subarray(0, -4)
  const version = VERSIONS[body.toString('hex', 0, 4)] ?? VERSIONS[body.toString('hex', 0, 1)]
  return summed(twice(body).subarray(0, 4).equals(bytes.subarray(-4)), version)
}

function twice(bytes: Buffer): Buffer {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest()
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const STEPS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki: PREFIX 1 DATA SUM, all of it in one case; age sets no length. */
export const bech32: Check = token => {
  const lower = token.toLowerCase()
  const isOneCase = token === lower || token === token.toUpperCase()
  const split = lower.lastIndexOf('1')
  const prefix = lower.slice(0, split)
  const values = [...lower.slice(split + 1)].map(char => BECH32.indexOf(char))
  if (!isOneCase || split < 1 || values.length < 6 || values.includes(-1)) return summed(false)
  const codes = [...prefix].map(char => char.charCodeAt(0))
  return summed(remainder([...codes.map(c => c >> 5), 0, ...codes.map(c => c & 31), ...values]) === 1)
}

function remainder(values: number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (const [bit, step] of STEPS.entries()) if ((top >> bit) & 1) sum ^= step
  }
  return sum >>> 0
}
