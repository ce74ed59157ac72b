/** JSON Web Tokens, https://www.rfc-editor.org/rfc/rfc7519: a header and a payload in JSON that anybody can read. */
import { type Answer, type Check, malformed, valid } from './answer.ts'
import { bytesOfBase64 } from './bases.ts'
import { dayOf, named } from './facts.ts'

export type Json = Record<string, unknown>

/** Two parts that are JSON objects, the first with an `alg`, are no chance. */
export const jsonWebToken: Check = (token, { now }) => {
  const [head, body] = token.split('.')
  const header = jsonOf(head)
  const payload = jsonOf(body)
  if (typeof header?.alg !== 'string' || !payload) return malformed()
  const isDemo = isSignedWithDemoKey(token, header.alg)
  const answer = withRole(
    withEnd(valid(`signed with ${header.alg}`, named('issuer', issuer(payload.iss))), payload, now),
    payload,
  )
  return isDemo
    ? { ...answer, facts: [...answer.facts, 'signed with a key that everybody knows'], open: true }
    : answer
}

/** Of jwt.io, of Supabase's local stack, of tutorials: who knows the key can make such a token himself. */
const DEMO_KEYS = [
  'your-256-bit-secret',
  'your-384-bit-secret',
  'your-512-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'secret',
]

function isSignedWithDemoKey(token: string, algorithm: string): boolean {
  const bits = /^HS(256|384|512)$/.exec(algorithm)?.[1]
  const end = token.lastIndexOf('.')
  if (bits === undefined) return false
  const { createHmac } = process.getBuiltinModule('node:crypto')
  const sign = (key: string) => createHmac(`sha${bits}`, key).update(token.slice(0, end)).digest('base64url')
  return DEMO_KEYS.some(key => sign(key) === token.slice(end + 1))
}

/** The object that base64 text holds; null where it holds none. */
export function jsonOf(text: string | undefined): Json | null {
  const bytes = text === undefined ? null : bytesOfBase64(text)
  if (!bytes) return null
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}

/** Without the user and password that a URL may hold. */
function issuer(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '') : undefined
}

/** Some write the number as text. */
function withEnd(answer: Answer, { exp }: Json, now: number): Answer {
  const end =
    typeof exp === 'number' || (typeof exp === 'string' && /^[0-9]{1,12}$/.test(exp))
      ? Number(exp)
      : undefined
  if (end === undefined) return { ...answer, facts: [...answer.facts, 'never expires'] }
  const isOver = end * 1000 < now
  const day = dayOf(end)
  const fact = `${isOver ? 'expired' : 'expires'} ${day ?? (isOver ? 'long ago' : 'in centuries')}`
  return { ...answer, facts: [...answer.facts, fact], ...(isOver ? { expired: true } : {}) }
}

/** Supabase's anon key is made for browsers, its service_role key passes all row-level security. */
function withRole(answer: Answer, { iss, ref, role }: Json): Answer {
  if (typeof role !== 'string') return answer
  const isSupabase = typeof iss === 'string' && iss.startsWith('supabase')
  const isOpen = isSupabase && role === 'anon'
  const project = isSupabase ? named('Supabase project', ref) : undefined
  const facts = [
    `role ${role}${isOpen ? ', which is public' : ''}`,
    ...(project === undefined ? [] : [project]),
  ]
  return { ...answer, facts: [...answer.facts, ...facts], ...(isOpen ? { open: true } : {}) }
}
