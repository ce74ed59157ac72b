/** What is asked for has a short name: who asks again for the same thing asks under the same one. */
import { createHash } from 'node:crypto'
import { canonical, type Json } from '../canonical.ts'
import type { Subject } from './types.ts'

/** What a request is about. */
export interface Asked {
  subject: Subject
  /** ids, in any order */
  clauses: readonly string[]
  repository: string
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const LENGTH = 10

/** The first 10 characters, base32 (RFC 4648, lower case), of sha256 over the canonical {subject, clauses, repository}. */
export function requestId({ subject, clauses, repository }: Asked): string {
  const asked = { subject, clauses: [...new Set(clauses)].sort(), repository }
  const digest = createHash('sha256')
    .update(canonical(asked as unknown as Json))
    .digest()
  return base32(digest).slice(0, LENGTH)
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map(five => ALPHABET[Number.parseInt(five, 2)]).join('')
}
