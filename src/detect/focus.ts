/**
 * The part of a content about which an edit can have changed anything. What an edit brings has a match that reaches into the lines
 * it touches, or a pair that the model sees with other text near it, or a keyword without which a rule was not asked.
 */
import type { Span } from './layer.ts'
import type { Hits } from './prefilter.ts'
import type { Runs } from './runs.ts'

export interface Focus {
  /** the lines an edit touches and one more on each side; ascending, apart from each other. Undefined: all of the content */
  lines?: Span[]
  /** names that begin here are judged anew; ascending, apart from each other. Undefined: all names */
  names?: Span[]
  /** by pack */
  packs: PackFocus[]
  /** of as much of the content as a match that counts can reach; made once */
  runs(): Runs
  /** nothing in `lines` is encoded: no layer is looked for */
  isPlain?: boolean
}

export interface PackFocus {
  /** those in `names`, and of rules whose match holds many lines as far from `lines` as it can reach */
  hits: Hits
  /** rules whose keyword stands apart from the match: to be asked of the lines … */
  apart: number[]
  /** … and of the whole content, for their keyword is new */
  everywhere: number[]
}

/** A line longer than this is taken as far as a match can reach (region.ts). */
const LONGEST_LINE = 1 << 17

/** The lines the spans touch. Ascending spans. */
export function linesOf(bytes: Buffer, spans: Span[]): Span[] {
  const all: Span[] = []
  for (const [start, end] of spans) {
    const last = all.at(-1)
    if (last && end < last[1]) continue
    const from = linesUp(bytes, start, 0)
    if (last && from <= last[1]) last[1] = linesDown(bytes, end, 0)
    else all.push([from, linesDown(bytes, end, 0)])
  }
  return all
}

/** The lines the spans touch, and one more on each side: a match may begin or end with a line break. Ascending spans. */
export function linesAround(bytes: Buffer, spans: Span[]): Span[] {
  const all: Span[] = []
  let inner = -1 // where the last line that is touched ends: spans before it change nothing
  for (const [start, end] of spans) {
    if (end < inner) continue
    const from = linesUp(bytes, start, 1)
    const last = all.at(-1)
    inner = linesDown(bytes, end, 0)
    const to = linesDown(bytes, inner, 0)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else all.push([from, to])
  }
  return all
}

/** Of what the model looks at (features.ts): text near a pair's line, and as far as that line is followed. */
const NEAR = 300
const PAIR_LINE = 600 + 60 + 2048

/** Where a name may begin whose pair has one of the spans near it. Ascending spans. */
export function namesAround(bytes: Buffer, spans: Span[]): Span[] {
  const all: Span[] = []
  for (const [start, end] of spans) {
    const low = Math.max(0, start - NEAR)
    const high = Math.min(bytes.length, end + NEAR)
    const last = all.at(-1)
    const to = Math.min(linesDown(bytes, high, 0), high + PAIR_LINE)
    if (last && low <= last[1]) last[1] = Math.max(last[1], to)
    else all.push([Math.max(linesUp(bytes, low, 0), low - PAIR_LINE), to])
  }
  return joined(all)
}

/** Where the line of `at` begins, or the one `more` lines up. */
function linesUp(bytes: Buffer, at: number, more: number): number {
  const low = Math.max(0, at - LONGEST_LINE)
  for (let from = at, left = more; ; left--) {
    const found = from <= 0 ? -1 : bytes.lastIndexOf(10, from - 1)
    if (found < low) return low
    if (left === 0) return found + 1
    from = found
  }
}

/** Behind the break of the line of `at`, or of the one `more` lines down. */
function linesDown(bytes: Buffer, at: number, more: number): number {
  const high = Math.min(bytes.length, at + LONGEST_LINE)
  for (let from = at, left = more; ; left--) {
    const found = bytes.indexOf(10, from)
    if (found < 0 || found >= high) return high
    if (left === 0) return found + 1
    from = found + 1
  }
}

/** Ascending spans; those that touch become one. */
export function joined(spans: Span[]): Span[] {
  const all: Span[] = []
  for (const [start, end] of spans) {
    const last = all.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else all.push([start, end])
  }
  return all
}

/** The offsets, ascending, that lie in one of the spans or at most `far` from it. */
export function within(offsets: number[], spans: Span[], far = 0): number[] {
  let next = 0
  return offsets.filter(at => {
    while (next < spans.length && at >= spans[next]![1] + far) next++
    return next < spans.length && at >= spans[next]![0] - far
  })
}
