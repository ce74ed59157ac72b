/** A pair in its place → the numbers that the model judges by. The order is the model's; `FEATURES` names them. */
import { CHARACTER_FEATURES, charactersOf } from './characters.ts'
import { coverageOf, oddsOf, surpriseOf, type Vocabulary, wordsIn } from './language.ts'
import type { Pair } from './pair.ts'
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
const AROUND = 300

/** As many numbers as FEATURES. */
export function featuresOf({ text, pair, path = '' }: Sample, vocabulary: Vocabulary): Float32Array {
  const name = text.slice(...pair.name)
  const value = text.slice(...pair.value)
  const [start, end] = lineOf(text, pair.name[0], pair.value[1])
  const line = text.slice(Math.max(start, pair.name[0] - AROUND), Math.min(end, pair.value[1] + AROUND))
  const before = text.slice(Math.max(start, pair.name[0] - 200), pair.name[0])
  const after = text.slice(pair.value[1], Math.min(end, pair.value[1] + 100))
  const near = text.slice(Math.max(0, start - AROUND), start) + text.slice(end, end + AROUND)
  return Float32Array.from([
    ...charactersOf(value),
    ...languageFeatures(value, vocabulary),
    ...nameFeatures(name, vocabulary),
    ...contextFeatures(text, pair, vocabulary),
    ...segmentFeatures(value, vocabulary),
    ...overlapFeatures(name, value),
    pair.index,
    Number(pair.typed),
    Number(pair.escaped),
    Number(pair.quote !== ''),
    ...wrapperFeatures(pair.wrapper),
    Math.min(50, pair.value[0] - pair.name[1]),
    Math.min(500, end - start),
    Math.min(200, pair.name[0] - start),
    Number(near.includes(value)),
    ...SEPARATORS.map(one => Number(pair.separator === one)),
    ...QUOTES.map(one => Number(pair.quote === one)),
    ...asked(NAME_TESTS, name),
    ...asked(VALUE_TESTS, value.slice(0, 200)),
    ...asked(BEFORE_TESTS, before),
    ...asked(AFTER_TESTS, after),
    ...asked(LINE_TESTS, line),
    ...asked(NEAR_TESTS, near),
    ...asked(PATH_TESTS, path),
    ...asked(FILE_TESTS, path),
  ])
}

function asked(tests: Tests, text: string): number[] {
  return tests.map(([, regex]) => Number(regex.test(text)))
}

function languageFeatures(value: string, vocabulary: Vocabulary): number[] {
  const { share, words, longest } = coverageOf(value, vocabulary)
  return [surpriseOf(value, vocabulary), share, words, longest]
}

function nameFeatures(name: string, { names }: Vocabulary): number[] {
  const words = wordsIn(name)
  return [name.length, words.length, ...oddsOf(words, names)]
}

function contextFeatures(text: string, pair: Pair, { lines }: Vocabulary): number[] {
  const words = new Set(wordsIn(restOfLine(text, pair)))
  return oddsOf([...words], lines).slice(0, 3)
}

/** The line around the pair without name and value; shared with the training. */
export function restOfLine(text: string, { name, value }: Pair): string {
  const [start, end] = lineOf(text, name[0], value[1])
  const before = text.slice(Math.max(start, name[0] - AROUND), name[0])
  return `${before} ${text.slice(name[1], value[0])} ${text.slice(value[1], Math.min(end, value[1] + AROUND))}`
}

function lineOf(text: string, from: number, to: number): [number, number] {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = text.indexOf('\n', to)
  return [start, end < 0 ? text.length : end]
}

/** Of the longest run of letters and digits: a token within something longer. */
function segmentFeatures(value: string, vocabulary: Vocabulary): number[] {
  const segments = value.slice(0, 400).match(/[A-Za-z0-9]+/g) ?? ['']
  const longest = segments.reduce((a, b) => (b.length > a.length ? b : a))
  return [longest.length, surpriseOf(longest, vocabulary), charactersOf(longest)[8]!]
}

function overlapFeatures(name: string, value: string): number[] {
  const lowerName = name.toLowerCase()
  const lowerValue = value.slice(0, 200).toLowerCase()
  const valueWords = new Set(wordsIn(value.slice(0, 200)))
  return [
    Number(lowerName.includes(lowerValue)),
    Number(lowerValue.includes(lowerName)),
    wordsIn(name).filter(word => valueWords.has(word)).length,
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
