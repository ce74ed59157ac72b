/** Who made commits: a few names a hundred thousand times, each searched once. */
import { isUtf8 } from 'node:buffer'
import type { Piece } from './head.ts'
import { openByteNames } from './names.ts'
import type { Spoken } from './words.ts'

/** What was found in an identity, whoever has it. */
export type Identity = Omit<Spoken, 'n'> & { identity: string }

export interface Identities {
  /** by its text */
  of(identity: string): Identity
  /** by its bytes within a commit; null where they are not in UTF-8: what they say hangs on the rest of the commit */
  at(content: Buffer, piece: Piece): Identity | null
}

export function openIdentities(search: (identity: string) => Spoken): Identities {
  const texts = new Map<string, Identity>()
  const names = openByteNames()
  const known: (Identity | null)[] = []
  const of = (identity: string) => {
    const found = texts.get(identity) ?? { ...search(identity), identity }
    texts.set(identity, found)
    return found
  }
  return {
    of,
    at(content, { start, end }) {
      const number = names.number(content, start, end)
      if (number === known.length)
        known.push(isUtf8(content.subarray(start, end)) ? of(content.toString('utf8', start, end)) : null)
      return known[number]!
    },
  }
}
