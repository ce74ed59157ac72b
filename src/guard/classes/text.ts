/** Bytes as text, and what one text has more of than the others. */
import type { Versions } from './types.ts'

/** UTF-8, or UTF-16 where it says so: another encoding must not hide a line. */
export function textOf(data: Buffer): string {
  const isUtf16 = data[0] === 0xff && data[1] === 0xfe
  return isUtf16 ? data.toString('utf16le', 2) : data.toString('utf8').replace(/^\uFEFF/, '')
}

export interface Texts {
  /** empty where there is no content any more */
  after: string
  before: string[]
}

export function textsOf({ after, before }: Versions): Texts {
  return { after: after === null ? '' : textOf(after), before: before.map(textOf) }
}

/** How often each fact is seen. */
export type Counts = Map<string, number>

export function countsOf(facts: Iterable<string>): Counts {
  const counts: Counts = new Map()
  for (const fact of facts) counts.set(fact, (counts.get(fact) ?? 0) + 1)
  return counts
}

/** Facts that the new text has more often than any text before: moved within the file is not new. */
export function newIn(after: Counts, before: readonly Counts[]): string[] {
  return [...after.keys()].filter(fact => before.every(old => (old.get(fact) ?? 0) < after.get(fact)!))
}

/** Facts that every text before has and the new one has not. */
export function goneFrom(after: Counts, before: readonly Counts[]): string[] {
  const [first, ...rest] = before
  if (first === undefined) return []
  return [...first.keys()].filter(fact => !after.has(fact) && rest.every(old => old.has(fact)))
}

/** Facts in the groups of a pattern (the first group that took part), in the order of the text. */
export function matchesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([whole, ...groups]) => groups.find(Boolean) ?? whole)
}
