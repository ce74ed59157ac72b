/** What refs come down to, and what tags say on the way: read from the store itself. */
import type { Detectors } from '../detect/index.ts'
import { withHint } from '../errors.ts'
import { parseTag } from '../git/commit.ts'
import type { Ref } from '../git/refs.ts'
import type { Reader } from '../pack/reader.ts'
import { findObject, KINDS, type ObjectTable } from '../pack/table.ts'
import { type Spoken, search } from './words.ts'

export interface Ends {
  /** object numbers of commits */
  commits: number[]
  /** a ref, or a tag, that ends at a tree or a file */
  loose: { ref: string; n: number; kind: 'tree' | 'blob' }[]
  /** ids that refs or tags name and the store has not, or that could not be read */
  missing: { id: string; ref: string; reason?: string }[]
  /** of ref names, tag messages and taggers */
  spoken: (Spoken & { ref: string })[]
  /** by ref: the commit it ends at */
  tips: Map<string, number>
  /** tags on the way */
  tags: number[]
}

export function readEnds(table: ObjectTable, reader: Reader, refs: Ref[], detectors: Detectors): Ends {
  const ends: Ends = { commits: [], loose: [], missing: [], spoken: [], tips: new Map(), tags: [] }
  const identities = new Set<string>()
  for (const ref of refs) {
    if (ref.name !== '') speak(ends, ref.name, search(-1, 'ref-name', ref.name, detectors))
    try {
      follow(ref)
    } catch (error) {
      ends.missing.push({ id: ref.id, ref: ref.name, reason: withHint(error as Error) })
    }
  }
  return ends

  function follow(ref: Ref): void {
    let id = ref.id
    for (;;) {
      const n = findObject(table, id)
      const kind = n < 0 ? 'unknown' : KINDS[table.type[n]!]!
      if (kind === 'tag') {
        id = readTag(n, ref.name)
        continue
      }
      if (kind === 'commit') {
        ends.commits.push(n)
        ends.tips.set(ref.name, n)
      } else if (kind === 'unknown') ends.missing.push({ id, ref: ref.name })
      else ends.loose.push({ ref: ref.name, n, kind })
      return
    }
  }

  /** What it tags. */
  function readTag(n: number, ref: string): string {
    const tag = parseTag(reader.read(n))
    ends.tags.push(n)
    speak(ends, ref, search(n, 'tag-message', tag.message, detectors))
    const identity = tag.tagger?.identity
    if (identity !== undefined && identities.size < identities.add(identity).size)
      speak(ends, ref, search(n, 'identity', identity, detectors))
    return tag.object
  }
}

function speak(ends: Ends, ref: string, spoken: Spoken): void {
  if (spoken.credentials.length > 0 || spoken.reason !== undefined) ends.spoken.push({ ...spoken, ref })
}
