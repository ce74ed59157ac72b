/** Tokens as their issuers make them, with sums that hold: made at run time, with Node's own hashes where it has them. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { digits } from '../../src/detect/proof/bases.ts'
import { marvin32 } from '../../src/detect/proof/marvin.ts'
import { expand } from '../../src/detect/template.ts'

const UPPER = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LOWER = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

export interface Issued {
  /** the rule that finds it */
  rule: string
  /** the check by name, and one token for each seed */
  proof: string
  make(seed: number): string
  /** where its sum covers it: a changed character there must be seen */
  covered: [start: number, end: number]
  facts?: string[]
}

/** Every family whose tokens carry a sum. */
export const ISSUED: Issued[] = [
  github('p', 'github-pat'),
  github('o', 'github-oauth-token'),
  github('u', 'github-user-token'),
  github('s', 'github-app-token'),
  sum('github-refresh-token', 'github-classic', ['ghr', '_'], 70, body => six(body)),
  sum('npm-access-token', 'npm', ['npm', '_'], 30, body => six(body)),
  sum('vercel-token', 'vercel', ['vcp', '_'], 50, body => six(body)),
  sum('saladcloud-api-key', 'saladcloud', ['salad_cloud', '_user_'], 40, body => six(body)),
  sum('apify-api-token', 'apify', ['apify', '_api_'], 30, (body, prefix) => six(prefix + body, LOWER)),
  sum('cloudflare-token', 'cloudflare', ['cfut', '_'], 40, body => hex(body)),
  sum('canva-client-secret', 'canva', ['cn', 'vca'], 43, (body, prefix) => hex(prefix + body)),
  sum('bitbucket-app-password', 'bitbucket', ['AT', 'BB'], 24, (body, prefix) =>
    hex(prefix + body).toUpperCase(),
  ),
  sum('zuplo-api-key', 'zuplo', ['zpka', '_'], 32, body => `_${hex(body)}`),
  sum(
    'grafana-service-account-token',
    'grafana-service-account',
    ['glsa', '_'],
    32,
    (body, prefix) => `_${least(prefix + body).toString('hex')}`,
  ),
  sum(
    'atlassian-api-token',
    'atlassian',
    ['ATA', 'TT3'],
    180,
    (body, prefix) => `=${hex(`${prefix}${body}=`).toUpperCase()}`,
  ),
  sum('confluent-api-secret', 'confluent', ['cf', 'lt'], 54, body =>
    least(body).toString('base64').slice(0, 6),
  ),
  {
    rule: 'github-fine-grained-pat',
    proof: 'github-fine-grained',
    make: fineGrained,
    covered: [11, 85],
    facts: ['GitHub user id 5725456'],
  },
  {
    rule: 'gitlab-pat',
    proof: 'gitlab',
    make: routable,
    covered: [6, 46],
    facts: ['GitLab organization id 1', 'GitLab user id 1000'],
  },
  {
    rule: 'azure-storage-key',
    proof: 'azure-key',
    make: seed => azureKey(seed, 64, '+ASt', 'Default0'),
    covered: [0, 76],
    facts: ['Azure Storage'],
  },
  {
    rule: 'azure-cosmos-key',
    proof: 'azure-key',
    make: seed => azureKey(seed, 64, 'ACDb', 'MastRW00'),
    // Marvin32 adds the first word to the seed: a key changed there can hold for another of the service's seeds (RW00, RO00)
    covered: [6, 76],
    facts: ['Azure Cosmos DB'],
  },
  {
    rule: 'azure-platform-key',
    proof: 'azure-key',
    make: seed => azureKey(seed, 32, '+ASb', 'Send0000'),
    covered: [0, 33],
    facts: ['Azure Service Bus'],
  },
  {
    rule: 'azure-platform-key',
    proof: 'azure-key',
    make: seed => azureKey(seed, 39, '+ACR', 'ACRDflt0'),
    covered: [0, 42],
    facts: ['Azure Container Registry'],
  },
  { rule: 'azure-ad-client-secret', proof: 'azure-ad-secret', make: azureAd, covered: [0, 3] },
  {
    rule: 'age-secret-key',
    proof: 'bech32',
    make: seed => bech32('AGE-SECRET-KEY-', seed, 52).toUpperCase(),
    covered: [16, 74],
  },
  { rule: 'nostr-secret-key', proof: 'bech32', make: seed => bech32('nsec', seed, 52), covered: [5, 63] },
  {
    rule: 'bip32-extended-private-key',
    proof: 'base58check',
    make: extendedKey,
    covered: [4, 111],
    facts: ['BIP-32 extended private key'],
  },
]

function github(kind: string, rule: string): Issued {
  return sum(rule, 'github-classic', ['gh', `${kind}_`], 30, body => six(body))
}

/** A prefix in two parts, so that no text here begins a token; a random body; its sum. */
function sum(
  rule: string,
  proof: string,
  parts: [string, string],
  length: number,
  tail: (body: string, prefix: string) => string,
): Issued {
  const prefix = parts.join('')
  const make = (seed: number) => {
    const body = expand(`⟦[A-Za-z0-9]{${length}}⟧`, seed)
    return prefix + body + tail(body, prefix)
  }
  return { rule, proof, make, covered: [prefix.length, prefix.length + length] }
}

function six(text: string, alphabet = UPPER): string {
  return digits(crc32(text), alphabet, 6)
}

function hex(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

function least(text: string): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(crc32(text))
  return bytes
}

function fineGrained(seed: number): string {
  const head = `${['github', 'pat', '11ABLV2EA0'].join('_')}${expand('⟦[A-Za-z0-9]{12}⟧', seed)}_${expand('⟦[A-Za-z0-9]{43}⟧', seed + 1)}`
  const sha = createHash('sha256').update(head).digest()
  const bits = [...sha.subarray(0, 5)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const check = bits.match(/.{5}/g)!.map(five => base32[Number.parseInt(five, 2)]!)
  return head + check.join('') + expand('⟦[A-Za-z0-9]{8}⟧', seed + 2)
}

function routable(seed: number): string {
  const route = 'o:1\nu:rs'
  const bytes = Buffer.from(
    `${expand('⟦[A-Za-z0-9]{16}⟧', seed)}${route}${String.fromCharCode(route.length)}`,
    'latin1',
  )
  const payload = bytes.toString('base64url')
  const head = `${['gl', 'pat-'].join('')}${payload}.01.${digits(payload.length, LOWER.slice(0, 36), 2)}`
  return head + digits(crc32(head), LOWER.slice(0, 36), 7)
}

function azureKey(seed: number, size: number, signature: string, name: string): string {
  const length = Math.ceil((size * 8) / 6)
  const text = `${expand(`⟦[A-Za-z0-9]{${length - 10}}⟧`, seed)}${signature}AAAAAA`
  const bytes = Buffer.from(text, 'base64')
  bytes.writeUInt32LE(marvin32(bytes.subarray(0, -4), name), bytes.length - 4)
  return bytes.toString('base64')
}

function azureAd(seed: number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~'
  const head = `${expand('⟦[A-Za-z]{3}⟧', seed)}${['8Q', '~'].join('')}${expand('⟦[A-Za-z0-9]{31}⟧', seed + 1)}`
  return head + digits(marvin32(Buffer.from(head), 'AadPwd00'), alphabet, 6).slice(0, 3)
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** BIP-173's own recipe: the six values that bring the remainder to 1. */
function bech32(prefix: string, seed: number, length: number): string {
  const data = [...expand(`⟦[${BECH32}]{${length}}⟧`, seed)].map(char => BECH32.indexOf(char))
  const codes = [...prefix.toLowerCase()].map(char => char.charCodeAt(0))
  const spread = [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31)]
  const rest = remainder([...spread, ...data, 0, 0, 0, 0, 0, 0]) ^ 1
  const check = [25, 20, 15, 10, 5, 0].map(shift => (rest >> shift) & 31)
  return `${prefix.toLowerCase()}1${[...data, ...check].map(value => BECH32[value]).join('')}`
}

function remainder(values: number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    if (top & 1) sum ^= 0x3b6a57b2
    if (top & 2) sum ^= 0x26508e6d
    if (top & 4) sum ^= 0x1ea119fa
    if (top & 8) sum ^= 0x3d4233dd
    if (top & 16) sum ^= 0x2a1462b3
  }
  return sum
}

function extendedKey(seed: number): string {
  const random = createHash('sha512').update(String(seed)).digest()
  const body = Buffer.concat([
    Buffer.from('0488ade4000000000000000000', 'hex'),
    random,
    Buffer.from([0]),
  ]).subarray(0, 78)
  const twice = createHash('sha256').update(createHash('sha256').update(body).digest()).digest()
  return base58(Buffer.concat([body, twice.subarray(0, 4)]))
}

function base58(bytes: Buffer): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let value = BigInt(`0x${bytes.toString('hex')}`)
  let out = ''
  for (; value > 0n; value /= 58n) out = alphabet[Number(value % 58n)]! + out
  return out
}
