/**
 * GitLab's routable tokens: PREFIX-PAYLOAD.01.LLCCCCCCC. LL is the payload's length, C the CRC-32 of all before it, both base
 * 36. The payload ends in lines that say where to route it, and their length in one byte
 * (https://docs.gitlab.com/security/tokens/, gitlab-org/gitlab lib/authn/token_field/generator/routable_token.rb).
 */
import { type Check, mismatch, summed, unknown } from './answer.ts'
import { BASE36, bytesOfBase64, digits } from './bases.ts'
import { crc32 } from './crc.ts'

const ROUTABLE =
  /^gl[a-z]{1,6}-(?:t[0-9a-z]_)?([A-Za-z0-9_-]{20,})\.(?:[0-9a-z]{2}\.)?([0-9a-z]{2})([0-9a-z]{7})$/

/** Tokens of the older form carry no sum, and no dot. */
export const gitlabToken: Check = token => {
  const parts = ROUTABLE.exec(token)
  if (!parts) return token.includes('.') ? mismatch() : unknown()
  const [, payload, length, sum] = parts as unknown as [string, string, string, string]
  const holds = digits(crc32(token.slice(0, -7)), BASE36, 7) === sum && lengthHolds(payload, length)
  return summed(holds, ...routes(payload))
}

function lengthHolds(payload: string, length: string): boolean {
  return Number.parseInt(length, 36) === payload.length
}

const WORDS: Record<string, string> = {
  c: 'GitLab cell',
  g: 'GitLab group id',
  o: 'GitLab organization id',
  p: 'GitLab project id',
  u: 'GitLab user id',
}

function routes(payload: string): string[] {
  const bytes = bytesOfBase64(payload)
  if (!bytes || bytes.length < 2) return []
  const length = bytes[bytes.length - 1]!
  const lines = bytes.subarray(Math.max(0, bytes.length - 1 - length), -1).toString('latin1')
  if (!/^(?:[a-z]:[0-9a-z]{1,13}(?:\n|$))+$/.test(lines)) return []
  return lines.split('\n').flatMap(line => {
    const word = WORDS[line[0] ?? '']
    return word === undefined ? [] : [`${word} ${Number.parseInt(line.slice(2), 36)}`]
  })
}
