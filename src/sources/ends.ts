/** What refs come down to: commits, and now and then a tree or a file; and what they and their tags say. */
import type { Objects } from '../git/objects.ts'
import type { Ref } from '../git/refs.ts'
import type { ObjectId, Text } from '../model.ts'
import { type Peeled, peel } from './texts.ts'
import type { Loose } from './walk.ts'

export interface Ends {
  commits: ObjectId[]
  loose: Loose[]
  /** ids that refs name and that are not there */
  missing: ObjectId[]
  texts: Text[]
}

export async function refEnds(objects: Objects, refs: Ref[]): Promise<Ends> {
  const ends = await Promise.all(
    refs.map(async ref => ({ ref: ref.name, ...(await peel(objects, ref.id, ref.name)) })),
  )
  return {
    commits: ends.filter(end => end.type === 'commit').map(end => end.id),
    loose: ends.flatMap(looseOf),
    missing: ends.filter(end => end.type === null).map(end => end.id),
    texts: refTexts(ends),
  }
}

type End = Peeled & { ref: string }

function looseOf({ ref, type, id }: End): Loose[] {
  return type === 'tree' || type === 'blob' ? [{ ref, type, id }] : []
}

function refTexts(ends: End[]): Text[] {
  const names = ends.map(({ ref }): Text => ({ kind: 'ref-name', text: ref, ref }))
  const seen = new Set<string>() // an identity that tags ten releases is one
  const texts = ends.flatMap(end => end.texts)
  return [...names, ...texts.filter(text => text.kind !== 'identity' || seen.size < seen.add(text.text).size)]
}
