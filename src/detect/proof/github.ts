/** GitHub: https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/ */
import { type Answer, type Check, malformed, summed, unknown } from './answer.ts'
import { base32Of, bytesOfBase32 } from './bases.ts'
import { suffix62 } from './crc-tokens.ts'

/** ghp_, gho_, ghu_, ghs_, ghr_: the last six characters are the sum of the others. */
export const githubClassic: Check = token => {
  const stateless = /^ghs_([0-9]{1,12})_/.exec(token)
  return stateless ? unknown(`GitHub App id ${stateless[1]}`) : suffix62(token.slice(4))
}

const FINE_GRAINED = /^(github_pat_([0-9A-Za-z]{22})_[0-9A-Za-z]{43})([0-9A-Za-z]{8})[0-9A-Za-z]{8}$/

/** Behind the random part stand eight characters of a SHA-256; in the first part stands who made it. */
export const githubFineGrained: Check = token => {
  const parts = FINE_GRAINED.exec(token)
  if (!parts) return malformed()
  const { createHash } = process.getBuiltinModule('node:crypto')
  const sum = createHash('sha256').update(parts[1]!).digest()
  return withUser(summed(base32Of(sum).slice(0, 8) === parts[3]), parts[2]!)
}

/** `11`, then the user's number, 32 bits in seven characters of base32, then `0` */
function withUser(answer: Answer, head: string): Answer {
  const id = /^11[A-Z2-7]{6}[AIQY]0/.test(head) ? bytesOfBase32(head.slice(2, 9))?.readUInt32BE(0) : undefined
  return id === undefined ? answer : { ...answer, facts: [...answer.facts, `GitHub user id ${id}`] }
}
