/**
 * Characters that turn the direction of what follows: with them code reads otherwise than it runs (CVE-2021-42574, "Trojan Source").
 * Prose in Arabic or Hebrew may embed and isolate, as long as each line closes what it opens; overriding is for nobody.
 */
import { codeName } from './neighbours.ts'
import type { Family, Hit, Place, Told } from './types.ts'

const OVERRIDE = /[\u202d\u202e]/
const OPENS_EMBEDDING = /[\u202a\u202b\u202d\u202e]/
const OPENS_ISOLATE = /[\u2066-\u2068]/
const POP_EMBEDDING = '\u202c'
const POP_ISOLATE = '\u2069'

export const bidi: Family = {
  rule: 'hidden-unicode/bidi',
  pattern: /[\u202a-\u202e\u2066-\u2069][^\n]*/gu, // to the end of the line
  judge,
}

function judge({ found }: Hit, { surface }: Place): Told | null {
  const name = codeName(found)
  if (surface === 'prose' && !OVERRIDE.test(found)) {
    return isBalanced(found) ? null : { said: `direction turned by ${name} and not turned back on the line` }
  }
  return { said: `direction turned by ${name}: it reads otherwise than it runs` }
}

function isBalanced(line: string): boolean {
  let embeddings = 0
  let isolates = 0
  for (const character of line) {
    if (OPENS_EMBEDDING.test(character)) embeddings++
    else if (OPENS_ISOLATE.test(character)) isolates++
    else if (character === POP_EMBEDDING) embeddings--
    else if (character === POP_ISOLATE) isolates--
    if (embeddings < 0 || isolates < 0) return false
  }
  return embeddings === 0 && isolates === 0
}
