/** The parts of a content that an edit can matter in, each wider than the one before. */
import { changedSpans, type Edit } from './edit.ts'
import { joined, linesAround, linesOf, namesAround } from './focus.ts'
import type { Span } from './layer.ts'
import { type Skim, skimAt } from './skim/open.ts'

export interface Zones {
  /** what is not copied, and where copies meet (edit.ts) */
  changed: Span[]
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

export function zonesOf(content: Buffer, edit: Edit): Zones {
  const skim = skimAt(content)
  const isBeside = skim !== null && edit.copies.buffer === content.buffer
  return isBeside ? skimZones(skim, content, edit) : walkZones(content, edit)
}

/** In JavaScript. */
export function walkZones(content: Buffer, edit: Edit): Zones {
  const changed = changedSpans(edit)
  const edited = linesOf(content, changed)
  const lines = linesAround(content, changed)
  const keys = linesAround(content, lines)
  const names = namesAround(content, changed)
  const all = joined([...keys, ...names].sort((a, b) => a[0] - b[0]))
  return { changed, edited, lines, keys, names, all, bytes: lengthOf(all) }
}

function lengthOf(spans: Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0)
}

function skimZones(skim: Skim, content: Buffer, { copies, count, before }: Edit): Zones {
  const { out, numbers } = skim
  const end = skim.zones(content.byteOffset, content.length, copies.byteOffset, count, before, out)
  return new Listed(numbers.slice(out >> 2, end >> 2))
}

const LISTS = 6

/** Six counts, and the spans of six lists: most edits are done with before anybody asks for more than two of these. */
class Listed implements Zones {
  #lists: (Span[] | undefined)[] = []

  constructor(readonly numbers: Uint32Array) {}

  get changed() {
    return this.#list(0)
  }
  get edited() {
    return this.#list(1)
  }
  get lines() {
    return this.#list(2)
  }
  get keys() {
    return this.#list(3)
  }
  get names() {
    return this.#list(4)
  }
  get all() {
    return this.#list(5)
  }
  get bytes() {
    let sum = 0
    const { numbers } = this
    for (let at = numbers.length - numbers[LISTS - 1]! * 2; at < numbers.length; at += 2)
      sum += numbers[at + 1]! - numbers[at]!
    return sum
  }

  #list(which: number): Span[] {
    this.#lists[which] ??= this.#spans(which)
    return this.#lists[which]
  }

  #spans(which: number): Span[] {
    let at = LISTS
    for (let one = 0; one < which; one++) at += this.numbers[one]! * 2
    const spans: Span[] = []
    const end = at + this.numbers[which]! * 2
    for (; at < end; at += 2) spans.push([this.numbers[at]!, this.numbers[at + 1]!])
    return spans
  }
}
