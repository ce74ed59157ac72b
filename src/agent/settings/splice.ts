/** Insertions and cuts in a text, planned against the text as it is. */

export interface Splice {
  at: number
  /** characters that go */
  cut: number
  text: string
}

/** All at once; none overlaps another. Of two at the same place the first in the list stands first. */
export function apply(text: string, splices: readonly Splice[]): string {
  const sorted = splices.map((splice, n) => ({ ...splice, n })).sort((a, b) => a.at - b.at || a.n - b.n)
  let out = ''
  let at = 0
  for (const splice of sorted) {
    out += text.slice(at, splice.at) + splice.text
    at = splice.at + splice.cut
  }
  return out + text.slice(at)
}
