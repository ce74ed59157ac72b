/** A pair in its place → the numbers that the model judges by. The order is the model's; `FEATURES` names them. */
import { CHARACTER_FEATURES, charactersOf, entropyOf } from './characters.ts'
import { coverageOf, oddsOf, surpriseOf, type Vocabulary, wordsIn } from './language.ts'
import type { Pair, Place } from './pair.ts'
import {
  AFTER_TESTS,
  BEFORE_TESTS,
  FILE_TESTS,
  LINE_TESTS,
  NAME_TESTS,
  NEAR_TESTS,
  PATH_TESTS,
  type Tests,
  VALUE_TESTS,
} from './tests.ts'

export interface Sample {
  /** the text around the pair: its line at least, whole lines */
  text: string
  pair: Pair
  path: string | undefined
}

const SEPARATORS = ['=', ':', ':=', '=>', '==', ',', '(', '>', ' ', '://', 'is', 'by']
const QUOTES = ['"', "'", '`']
const NUMBERS = [
  ...CHARACTER_FEATURES,
  'surprise',
  'covered',
  'words',
  'longestWord',
  'nameLength',
  'nameWords',
  'nameBest',
  'nameWorst',
  'nameSum',
  'nameLast',
  'lineBest',
  'lineWorst',
  'lineSum',
  'segmentLength',
  'segmentSurprise',
  'segmentEntropy',
  'valueInName',
  'nameInValue',
  'sharedWords',
  'index',
  'typed',
  'escaped',
  'quoted',
  'wrapperCall',
  'wrapperScheme',
  'wrapperEnvironment',
  'wrapperPrefix',
  'gap',
  'lineLength',
  'column',
  'repeated',
] as const

const names = (prefix: string, tests: Tests) => tests.map(([name]) => `${prefix}.${name}`)

export const FEATURES: readonly string[] = [
  ...NUMBERS,
  ...SEPARATORS.map(one => `separator ${one}`),
  ...QUOTES.map(one => `quote ${one}`),
  ...names('name', NAME_TESTS),
  ...names('value', VALUE_TESTS),
  ...names('before', BEFORE_TESTS),
  ...names('after', AFTER_TESTS),
  ...names('line', LINE_TESTS),
  ...names('near', NEAR_TESTS),
  ...names('path', PATH_TESTS),
  ...names('file', FILE_TESTS),
]

/** Characters looked at on each side: the lines next to it. */
export const AROUND = 300

/** As many numbers as FEATURES. */
export function featuresOf({ text, pair, path = '' }: Sample, vocabulary: Vocabulary): Float32Array {
  const name = text.slice(...pair.name)
  const value = text.slice(...pair.value)
  const span = lineOf(text, pair)
  const [start, end] = span
  const words = wordsIn(name)
  const line = text.slice(Math.max(start, pair.name[0] - AROUND), Math.min(end, pair.value[1] + AROUND))
  const before = text.slice(Math.max(start, pair.name[0] - 200), pair.name[0])
  const after = text.slice(pair.value[1], Math.min(end, pair.value[1] + 100))
  const near = text.slice(Math.max(0, start - AROUND), start) + text.slice(end, end + AROUND)
  const out = new Row()
  out.numbers(charactersOf(value))
  out.numbers(languageFeatures(value, vocabulary))
  out.numbers(nameFeatures(name, words, vocabulary))
  out.numbers(contextFeatures(restOfLine(text, pair, span), vocabulary))
  out.numbers(segmentFeatures(value, vocabulary))
  out.numbers(overlapFeatures(name, words, value))
  out.numbers(pairFeatures(pair))
  out.numbers([Math.min(500, end - start), Math.min(200, pair.name[0] - start), Number(near.includes(value))])
  out.among(SEPARATORS, pair.separator)
  out.among(QUOTES, pair.quote)
  out.asked(NAME_TESTS, name)
  out.asked(VALUE_TESTS, value.slice(0, 200))
  out.asked(BEFORE_TESTS, before)
  out.asked(AFTER_TESTS, after)
  out.asked(LINE_TESTS, line)
  out.asked(NEAR_TESTS, near)
  out.numbers(askedOfPath(path))
  return out.values
}

/** Filled from the left: an array of 230 numbers made of many small ones costs as much as all the questions. */
class Row {
  readonly values = new Float32Array(FEATURES.length)
  #at = 0

  numbers(numbers: number[]): void {
    for (let i = 0; i < numbers.length; i++) this.values[this.#at++] = numbers[i]!
  }

  among(all: readonly string[], one: string): void {
    for (let i = 0; i < all.length; i++) this.values[this.#at++] = all[i] === one ? 1 : 0
  }

  asked(tests: Tests, text: string): void {
    for (let i = 0; i < tests.length; i++) this.values[this.#at++] = tests[i]![1].test(text) ? 1 : 0
  }
}

let last: { path: string; answers: number[] } | undefined

/** All that the model asks of a path: the same for all pairs of a content. */
export function askedOfPath(path: string): number[] {
  if (last?.path !== path) {
    const answers = [...PATH_TESTS, ...FILE_TESTS].map(([, regex]) => Number(regex.test(path)))
    last = { path, answers }
  }
  return last.answers
}

function pairFeatures({ index, typed, escaped, quote, wrapper, value, name }: Pair): number[] {
  const gap = Math.min(50, value[0] - name[1])
  return [index, Number(typed), Number(escaped), Number(quote !== ''), ...wrapperFeatures(wrapper), gap]
}

function languageFeatures(value: string, vocabulary: Vocabulary): number[] {
  const { share, words, longest } = coverageOf(value, vocabulary)
  return [surpriseOf(value, vocabulary), share, words, longest]
}

function nameFeatures(name: string, words: string[], { names }: Vocabulary): number[] {
  return [name.length, words.length, ...oddsOf(words, names)]
}

function contextFeatures(rest: string, { lines }: Vocabulary): number[] {
  const words = new Set(wordsIn(rest))
  return oddsOf([...words], lines).slice(0, 3)
}

/** The line around the pair without name and value; shared with the training. */
export function restOfLine(text: string, pair: Pair, [start, end] = lineOf(text, pair)): string {
  const { name, value } = pair
  const before = text.slice(Math.max(start, name[0] - AROUND), name[0])
  return `${before} ${text.slice(name[1], value[0])} ${text.slice(value[1], Math.min(end, value[1] + AROUND))}`
}

/** What is farther away in a line of megabytes is not looked at: that would cost the square of it. */
const FARTHEST = 600

/** The line that a pair lies in. */
export function lineOf(text: string, { name, value }: Pair): Place {
  const [from, to] = [name[0], value[1]]
  const low = Math.max(0, from - FARTHEST)
  const high = Math.min(text.length, to + FARTHEST)
  const end = text.slice(to, high).indexOf('\n')
  return [low + text.slice(low, from).lastIndexOf('\n') + 1, end < 0 ? high : to + end]
}

/** Of the longest run of letters and digits: a token within something longer. */
function segmentFeatures(value: string, vocabulary: Vocabulary): number[] {
  const segments = value.slice(0, 400).match(/[A-Za-z0-9]+/g) ?? ['']
  const longest = segments.reduce((a, b) => (b.length > a.length ? b : a))
  return [longest.length, surpriseOf(longest, vocabulary), entropyOf(longest)]
}

function overlapFeatures(name: string, words: string[], value: string): number[] {
  const lowerName = name.toLowerCase()
  const lowerValue = value.slice(0, 200).toLowerCase()
  const valueWords = new Set(wordsIn(value.slice(0, 200)))
  return [
    Number(lowerName.includes(lowerValue)),
    Number(lowerValue.includes(lowerName)),
    words.filter(word => valueWords.has(word)).length,
  ]
}

function wrapperFeatures(wrapper: string): number[] {
  return [
    Number(/[([{]/.test(wrapper)),
    Number(/(?:bearer|basic|token|apikey)[ \t]+$/i.test(wrapper)),
    Number(/env|config|get|param|fetch|read|load|find|input|prompt|ask|arg/i.test(wrapper)),
    Number(/^[brfuULN@$]{1,2}$/.test(wrapper)),
  ]
}
