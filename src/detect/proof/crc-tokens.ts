/**
 * Tokens that end in a CRC-32 of what stands before it. The layouts are no secret: some issuers describe them (GitHub's blog of
 * 2021-04-05, https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/), the others were measured on
 * tokens that were published and revoked. They differ in what is summed and in how the sum is written.
 */
import { type Answer, type Check, malformed, summed } from './answer.ts'
import { BASE62, BASE62_LOWER, digits } from './bases.ts'
import { crc32 } from './crc.ts'

/** npm_, then 30 characters and the sum of these */
export const npm: Check = token => suffix62(token.slice(4))
/** vc?_, then 50 and the sum of these */
export const vercel: Check = token => suffix62(token.slice(4))
/** salad_cloud_org_ or salad_cloud_user_ */
export const saladcloud: Check = token => suffix62(token.replace(/^salad_cloud_(?:org|user)_/, ''))
/** The prefix counts, and the alphabet has lower case first. */
export const apify: Check = token => suffix62(token, BASE62_LOWER)
/** Of an API token the `=` before the sum counts; of a Bitbucket app password (ATBB) there is none. */
export const atlassian: Check = token => suffixHex(token, token.slice(0, -8), hex => hex.toUpperCase())
export const canva: Check = token => suffixHex(token, token.slice(0, -8))
/** cfut_, cfk_, cfat_ and 40 characters */
export const cloudflare: Check = token => suffixHex(token, token.slice(token.indexOf('_') + 1, -8))
/** zpka_, 32 characters, `_` */
export const zuplo: Check = token => suffixHex(token, token.slice(5, -9))
/** The sum's bytes come in the other order. */
export const grafanaServiceAccount: Check = token => suffixHex(token, token.slice(0, -9), swapped)

/** cflt, 54 characters, then six of the base64 of the sum's four bytes, least first */
export const confluent: Check = token => {
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(token.slice(4, -6)))
  return summed(token.slice(-6) === sum.toString('base64').slice(0, 6))
}

/** The last six characters are the sum of those before it. */
export function suffix62(body: string, alphabet = BASE62): Answer {
  if (body.length <= 6) return malformed()
  return summed(body.slice(-6) === digits(crc32(body.slice(0, -6)), alphabet, 6))
}

function suffixHex(token: string, summedPart: string, written = (hex: string) => hex): Answer {
  if (summedPart.length < 8) return malformed()
  return summed(token.slice(-8) === written(crc32(summedPart).toString(16).padStart(8, '0')))
}

function swapped(hex: string): string {
  return Buffer.from(hex, 'hex').reverse().toString('hex')
}
