/** The parts of a content that an edit can matter in, each wider than the one before. */
import { joined, linesAround, linesOf, namesAround } from './focus.ts'
import type { Span } from './layer.ts'

export interface Zones {
  /** the lines it touches */
  edited: Span[]
  /** and one more on each side: a match that is new reaches into them */
  lines: Span[]
  /** one more: such a match holds its keyword, and two line breaks at most where the rule is no far one (far.ts) */
  keys: Span[]
  /** pairs whose surroundings it touches */
  names: Span[]
  /** `keys` and `names` */
  all: Span[]
  /** how much of the content that is */
  bytes: number
}

export function zonesOf(content: Buffer, changed: Span[]): Zones {
  const edited = linesOf(content, changed)
  const lines = linesAround(content, changed)
  const keys = linesAround(content, lines)
  const names = namesAround(content, changed)
  const all = joined([...keys, ...names].sort((a, b) => a[0] - b[0]))
  return { edited, lines, keys, names, all, bytes: all.reduce((sum, [start, end]) => sum + end - start, 0) }
}
