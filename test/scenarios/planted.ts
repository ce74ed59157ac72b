/** Made-up credentials from a seeded generator, so that none lies at rest in the repository. */
import { generateKeyPairSync } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { mulberry32 } from '../../src/detect/random.ts'

export type Kind = 'stripe' | 'github' | 'aws' | 'aws-secret' | 'private-key'

export interface Planted {
  kind: Kind
  text: string
  /** what the report must call it, whatever the rule's exact id */
  rule: RegExp
  /** pieces that no output may hold: any twelve characters in a row give a secret away */
  needles: string[]
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const WINDOW = 12

/** The same seed gives the same text (private keys excepted: node:crypto takes no seed). */
export function plant(kind: Kind, seed: number): Planted {
  const text = MAKERS[kind](mulberry32(seed))
  return { kind, text, rule: RULES[kind], needles: needlesOf(kind, text) }
}

const RULES: Record<Kind, RegExp> = {
  stripe: /stripe/i,
  github: /github/i,
  aws: /aws/i,
  'aws-secret': /aws/i,
  'private-key': /private[- _]?key|\brsa\b|pem/i,
}

const MAKERS: Record<Kind, (next: () => number) => string> = {
  stripe: next => ['sk', '_live_'].join('') + pick(BASE62, 32, next),
  github: githubToken,
  aws: next => ['AK', 'IA'].join('') + pick(BASE32, 16, next),
  'aws-secret': next => pick(`${BASE62}+/`, 40, next),
  'private-key': () => privateKey(),
}

/** A classic GitHub token ends in the CRC-32 of what stands before it, base 62, six digits. */
function githubToken(next: () => number): string {
  const body = pick(BASE62, 30, next)
  let sum = crc32(body)
  let check = ''
  for (let i = 0; i < 6; i++) {
    check = BASE62[sum % 62]! + check
    sum = Math.floor(sum / 62)
  }
  return ['gh', 'p_'].join('') + body + check
}

function privateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
}

function needlesOf(kind: Kind, text: string): string[] {
  if (kind === 'private-key') return text.split('\n').filter(line => /^[A-Za-z0-9+/=]{40,}$/.test(line))
  const body = text.replace(/^sk_live_|^ghp_|^AKIA/, '')
  const windows = []
  for (let i = 0; i + WINDOW <= body.length; i++) windows.push(body.slice(i, i + WINDOW))
  return [...windows, Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex')]
}

function pick(alphabet: string, length: number, next: () => number): string {
  let text = ''
  while (text.length < length) text += alphabet[Math.floor(next() * alphabet.length)]
  return text
}
