/** A private key in its armour, however that was quoted, indented, escaped or diffed: https://www.rfc-editor.org/rfc/rfc7468 */
import { type Answer, type Check, malformed, mismatch, odd, unknown } from './answer.ts'
import { bytesOfBase64 } from './bases.ts'
import { derKey, ENCRYPTED } from './key-der.ts'
import { isOpenssh, opensshKey } from './key-openssh.ts'
import { pgpKey } from './key-pgp.ts'

/** No key has fewer characters. */
const SHORTEST = 64

/** The token: armour and all, or the base64 in it (then the header lines stand before it), or all of that in base64. */
export const privateKey: Check = (token, around) => {
  if (token.startsWith('LS0tLS1CRUdJTi')) return armoured(Buffer.from(token, 'base64').toString('latin1'), '')
  return armoured(token, around.before())
}

function armoured(token: string, before: string): Answer {
  const label = /-----BEGIN [^-]*-----/.exec(token)?.[0] ?? ''
  const inside = /-----BEGIN [^-]*-----([\s\S]*?)(?:-----END|$)/.exec(token)?.[1] ?? token
  const lines = inside.replace(/\\+[nrt]/g, '\n').split('\n')
  const head = `${headOf(before)}\n${label}\n${lines.filter(isHeader).join('\n')}`
  const body = lines.filter(line => !isHeader(line)).join('\n')
  if (body.replace(/[^A-Za-z0-9+/=]/g, '').length < SHORTEST) return malformed('too short for a key')
  if (/Proc-Type: *4, *ENCRYPTED|DEK-Info:|BEGIN SSH2 ENCRYPTED/.test(head))
    return sealed(head, [body, `${signsAtEnd(before)}${body}`])
  const answers = bodiesOf(body).map(one => parsed(one))
  return answers.find(({ verdict }) => verdict !== 'invalid') ?? answers[0] ?? odd()
}

/** From the last header on: what stands above it is another key's. */
function headOf(before: string): string {
  return before.slice(Math.max(0, before.lastIndexOf('BEGIN')))
}

function isHeader(line: string): boolean {
  return /^[^A-Za-z]*[A-Za-z][A-Za-z0-9-]{1,30}: /.test(line)
}

/**
 * Ciphertext may begin with `+` or `/`, and the rule takes those for signs of a diff or a comment: they stand before the
 * token then. What is no ciphertext begins with a letter, by its first bytes.
 */
function signsAtEnd(before: string): string {
  return /[+/]*$/.exec(before)![0]
}

/** Ciphertext: that it is whole base64 is all that can be seen. */
function sealed(head: string, bodies: string[]): Answer {
  const kind = /BEGIN ([A-Z]{2,6}) PRIVATE/.exec(head)?.[1]
  const isWhole = bodies.flatMap(bodiesOf).some(one => one.length % 4 === 0 && bytesOfBase64(one) !== null)
  return isWhole ? unknown(`${kind ? `${kind} ` : ''}private key`, ENCRYPTED) : odd()
}

/**
 * The base64 alone. A line of a diff begins with `+` or `-`; a line of base64 may begin with `+` too: both are tried.
 */
function bodiesOf(body: string): string[] {
  const plain = cleaned(body)
  const undiffed = cleaned(body.replace(/(^|\n)[ \t]*[+-]/g, '$1'))
  return plain === undiffed ? [plain] : [plain, undiffed]
}

/** Quotes, blanks, the signs that join strings and those that begin a comment. */
function cleaned(body: string): string {
  return body.replace(/["'`]\s*\+\s*["'`]/g, '').replace(/[\s"'`,;#*>|\\]/g, '')
}

/** Its first bytes say how long it is, and less than a quarter of that is there: as documentation shows a key. More could be completed. */
function isStub(body: string): boolean {
  const [tag, long, high, low] = Buffer.from(body.slice(0, 8), 'base64')
  if (tag !== 0x30 || long !== 0x82) return false
  return (body.length * 3) / 4 < ((high! << 8) + low!) / 4
}

function parsed(body: string): Answer {
  if (isStub(body)) return malformed('only its beginning')
  const [, main, sum] = /^([A-Za-z0-9+/]+={0,2})(?:=([A-Za-z0-9+/]{4}))?$/.exec(body) ?? []
  const bytes = main === undefined ? null : bytesOfBase64(main)
  if (!bytes) return odd()
  if (isOpenssh(bytes)) return opensshKey(bytes)
  if (bytes[0] === 0x30) return derKey(bytes)
  if ((bytes[0]! & 0x80) !== 0) return pgpKey(bytes, sum)
  return sum === undefined ? odd() : mismatch()
}
