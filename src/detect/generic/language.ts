/** How much a value is made of words: a table of letter pairs and a list of words, both learned from ordinary source text. */

export interface Vocabulary {
  /** mean log2 of the probability of one class after another, 37 × 37 (a–z, 0–9, anything else), in 1/16 bits */
  pairs: Uint8Array
  /** words of 3 to 14 letters */
  words: ReadonlySet<string>
  /** how much more often a word goes with a secret than without, natural logarithm: in the name, on the line */
  names: Odds
  lines: Odds
}

export type Odds = ReadonlyMap<string, number>

export const CLASSES = 37
export const SHORTEST_WORD = 3
export const LONGEST_WORD = 14
/** Of a longer value the beginning tells enough. */
const READ = 96

/** Letters regardless of case, digits, everything else as one. */
export function classOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97
  if (code >= 65 && code <= 90) return code - 65
  if (code >= 48 && code <= 57) return code - 22
  return CLASSES - 1
}

/** Mean bits per character that the letter pairs cost: high for what is drawn at random. */
export function surpriseOf(value: string, { pairs }: Vocabulary): number {
  const length = Math.min(value.length, READ)
  let sum = 0
  let last = CLASSES - 1
  for (let at = 0; at < length; at++) {
    const next = classOf(value.charCodeAt(at))
    sum += pairs[last * CLASSES + next]!
    last = next
  }
  return length === 0 ? 0 : sum / 16 / length
}

export interface Coverage {
  /** letters that lie in words, of all characters */
  share: number
  words: number
  longest: number
}

/** The longest word at each place, left to right. */
export function coverageOf(value: string, { words }: Vocabulary): Coverage {
  const text = value.slice(0, READ).toLowerCase()
  const coverage = { share: 0, words: 0, longest: 0 }
  for (let at = 0; at < text.length; ) {
    const length = wordAt(text, at, words)
    if (length > 0) {
      coverage.words++
      coverage.share += length
      coverage.longest = Math.max(coverage.longest, length)
    }
    at += Math.max(1, length)
  }
  coverage.share /= Math.max(1, text.length)
  return coverage
}

function wordAt(text: string, at: number, words: ReadonlySet<string>): number {
  let end = at
  while (end < text.length && end - at < LONGEST_WORD && classOf(text.charCodeAt(end)) < 26) end++
  for (let length = end - at; length >= SHORTEST_WORD; length--)
    if (words.has(text.slice(at, at + length))) return length
  return 0
}

/** `secretAccessKey2` → secret, access, key. */
export function wordsIn(name: string): string[] {
  const parts = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []
  return parts.map(part => part.toLowerCase())
}

/** Largest, smallest, sum, last; 0 for what is not known. */
export function oddsOf(
  words: string[],
  odds: Odds,
): [best: number, worst: number, sum: number, last: number] {
  let [best, worst, sum, last] = [-9, 9, 0, 0]
  for (const word of words) {
    last = odds.get(word) ?? 0
    best = Math.max(best, last)
    worst = Math.min(worst, last)
    sum += last
  }
  return [best, worst, sum, last]
}
