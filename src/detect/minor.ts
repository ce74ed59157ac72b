/** Which credentials only warn, however sure it is that they are some: those that open nothing. */
import type { Minor } from '../model.ts'
import type { Candidate } from './candidate.ts'
import { entropyOf } from './entropy.ts'
import { isExample } from './examples.ts'
import { Secret } from './secret.ts'

/** Only of rules whose value has no form of its own: a token or a private key is a leak wherever it stands. */
export function minorOf({ rule, secret }: Candidate, path: string | undefined): Minor | undefined {
  if (!rule.scored && !rule.lowerInExamples) return undefined
  const value = passwordIn(Secret.reveal(secret))
  if (isExample(path) && !looksDrawn(value)) return 'example'
  return rule.scored && isWeak(value) ? 'weak' : undefined
}

/** Drawn at random, not thought up: that is a leak in a test too. */
function looksDrawn(value: string): boolean {
  return value.length >= 16 && /[0-9]/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 3
}

/** Of a Basic header: base64 always looks drawn. */
function passwordIn(secret: string): string {
  const pair = Buffer.from(secret, 'base64').toString('latin1')
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(pair) ? pair.slice(pair.indexOf(':') + 1) : secret
}

const SEQUENCE =
  /^(?:0123456789|1234567890|123456789|abcdefghijklmnopqrstuvwxyz|abcdef0123456789|0123456789abcdef|abc123|abcdef|deadbeef|cafebabe)+[0-9a-f]{0,9}$/i

/** What fingers type where a value is wanted: told, never blocked. */
export function isSequence(secret: Secret): boolean {
  return SEQUENCE.test(Secret.reveal(secret))
}

const DUMMY =
  /^[A-Za-z]+$|pass(?:w(?:or)?d)?|secret|test|example|sample|change|admin|default|dummy|fake|foo|bar|root|user|demo|guest|hello|welcome|qwert|letmein|1234|abcd|^[0-9]{1,8}$/i

/** Words, dummies, keyboard rows; not what is long. */
function isWeak(value: string): boolean {
  return value.length < 20 && DUMMY.test(value)
}
