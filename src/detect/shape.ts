/**
 * What can be known of a regex without running it: how long a match can be, whether it can hold a line break, and
 * what each group begins with. Reads RE2 syntax (https://github.com/google/re2/wiki/Syntax); where in doubt it
 * says the more careful thing (longer, with line breaks, no prefix), so that a window never loses a match.
 */

import {
  EMPTY_RUN,
  eitherRun,
  isOf,
  joinRuns,
  NO_RUN,
  ofOnly,
  type Run,
  type RunClass,
  timesRun,
} from './runs.ts'

export interface Part {
  max: number
  /** how many line breaks a match can hold at most */
  breaks: number
  /** the same, its first and its last character left out: `(?:[^A-Z]|$)` at the end does not make a match span lines */
  inner: number
  /** what every match of it begins with, as far as it is fixed */
  prefix: string
  /** it matches `prefix` and nothing else */
  exact: boolean
  /** runs of letters and digits, and of those with `+ / = _ -`, that every match holds */
  alnum: Run
  wide: Run
}

export interface Shape extends Part {
  /** index 0 is the whole */
  groups: Part[]
}

interface Flags {
  i: boolean
  s: boolean
}

interface Reader {
  text: string
  at: number
  groups: Part[]
}

const EMPTY: Part = {
  max: 0,
  breaks: 0,
  inner: 0,
  prefix: '',
  exact: true,
  alnum: EMPTY_RUN,
  wide: EMPTY_RUN,
}
const DOUBT: Part = { max: 1, breaks: 1, inner: 0, prefix: '', exact: false, alnum: NO_RUN, wide: NO_RUN }
const ONE = ofOnly(1)

/** Assumes a regex that an engine has accepted; never throws on one that it has not. */
export function shapeOf(regex: string): Shape {
  const reader: Reader = { text: regex, at: 0, groups: [EMPTY] }
  let whole = alternation(reader, { i: false, s: false })
  while (reader.at < regex.length) {
    reader.at++ // an unbalanced `)`: the engine refuses it, we only must end
    whole = join(whole, alternation(reader, { i: false, s: false }))
  }
  reader.groups[0] = whole
  return { ...whole, groups: reader.groups }
}

function alternation(reader: Reader, flags: Flags): Part {
  const own = { ...flags } // `(?i)` in the middle holds to the end of its group
  let result = sequence(reader, own)
  while (reader.text[reader.at] === '|') {
    reader.at++
    result = either(result, sequence(reader, own))
  }
  return result
}

function sequence(reader: Reader, flags: Flags): Part {
  const parts: Part[] = []
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at]!)) {
    parts.push(repeated(reader, atom(reader, flags)))
  }
  return { ...parts.reduce(join, EMPTY), inner: innerOf(parts.filter(part => part.max > 0)) }
}

function innerOf(parts: Part[]): number {
  if (parts.length === 1) return parts[0]!.inner
  const last = parts.length - 1
  const inside = parts.filter((part, index) => !((index === 0 || index === last) && part.max === 1))
  return inside.reduce((sum, part) => sum + part.breaks, 0)
}

function join(a: Part, b: Part): Part {
  return {
    max: a.max + b.max,
    breaks: a.breaks + b.breaks,
    inner: a.breaks + b.breaks,
    prefix: a.exact ? a.prefix + b.prefix : a.prefix,
    exact: a.exact && b.exact,
    alnum: joinRuns(a.alnum, b.alnum),
    wide: joinRuns(a.wide, b.wide),
  }
}

function either(a: Part, b: Part): Part {
  let same = 0
  while (same < a.prefix.length && a.prefix[same] === b.prefix[same]) same++
  return {
    max: Math.max(a.max, b.max),
    breaks: Math.max(a.breaks, b.breaks),
    inner: Math.max(a.inner, b.inner),
    prefix: a.prefix.slice(0, same),
    exact: a.exact && b.exact && a.prefix === b.prefix,
    alnum: eitherRun(a.alnum, b.alnum),
    wide: eitherRun(a.wide, b.wide),
  }
}

function repeated(reader: Reader, part: Part): Part {
  let result = part
  for (let count = countIn(reader); count; count = countIn(reader)) result = times(result, ...count)
  return result
}

/** How often what stands before is repeated, read on; null where nothing says so. */
export function countIn(reader: Pick<Reader, 'text' | 'at'>): [number, number] | null {
  const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(reader.text.slice(reader.at, reader.at + 16))
  if (!found) return null
  reader.at += found[0].length
  return bounds(found)
}

function bounds(found: RegExpExecArray): [number, number] {
  const mark = found[0][0]
  if (mark === '*') return [0, Number.POSITIVE_INFINITY]
  if (mark === '+') return [1, Number.POSITIVE_INFINITY]
  if (mark === '?') return [0, 1]
  const low = Number(found[1])
  if (!found[2]) return [low, low]
  return [low, found[3] ? Number(found[3]) : Number.POSITIVE_INFINITY]
}

function times(part: Part, low: number, high: number): Part {
  if (low === 1 && high === 1) return part
  const max = part.max === 0 || high === 0 ? 0 : part.max * high
  const breaks = part.breaks === 0 || high === 0 ? 0 : part.breaks * high
  return {
    max,
    breaks,
    inner: high > 1 ? breaks : part.inner,
    prefix: low > 0 ? part.prefix : '',
    exact: false,
    alnum: timesRun(part.alnum, low),
    wide: timesRun(part.wide, low),
  }
}

function atom(reader: Reader, flags: Flags): Part {
  const char = reader.text[reader.at]!
  if (char === '(') return group(reader, flags)
  if (char === '[') return charClass(reader)
  if (char === '\\') return escaped(reader, flags)
  reader.at++
  if (char === '^' || char === '$') return EMPTY
  if (char === '.') return { ...DOUBT, breaks: flags.s ? 1 : 0 }
  return literal(char, flags)
}

function literal(char: string, flags: Flags): Part {
  const fixed = !flags.i || char.toLowerCase() === char.toUpperCase()
  const runOf = (kind: RunClass) => (isOf(char, kind) ? ONE : NO_RUN)
  return {
    max: 1,
    breaks: char === '\n' ? 1 : 0,
    inner: 0,
    prefix: fixed ? char : '',
    exact: fixed,
    alnum: runOf('alnum'),
    wide: runOf('wide'),
  }
}

function group(reader: Reader, flags: Flags): Part {
  const opening = /^\((?:\?P?<\w+>|\?([imsU-]*)([:)]))?/.exec(reader.text.slice(reader.at))
  reader.at += opening?.[0].length ?? 1
  const letters = opening?.[1]
  if (letters !== undefined && opening?.[2] === ')') {
    Object.assign(flags, changed(flags, letters))
    return EMPTY
  }
  const place = letters === undefined ? reader.groups.push(EMPTY) - 1 : 0
  const part = alternation(reader, letters === undefined ? flags : changed(flags, letters))
  reader.at++ // the closing `)`
  if (place > 0) reader.groups[place] = part
  return part
}

function changed(flags: Flags, letters: string): Flags {
  const [on = '', off = ''] = letters.split('-')
  return {
    i: off.includes('i') ? false : flags.i || on.includes('i'),
    s: off.includes('s') ? false : flags.s || on.includes('s'),
  }
}

function charClass(reader: Reader): Part {
  const found = /^\[(\^?)(\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*)\]/.exec(reader.text.slice(reader.at))
  reader.at += found?.[0].length ?? 1
  if (!found) return DOUBT
  const body = found[2]!
  // `[^…]` holds a line break unless it surely names one; `[…]` holds one if it may name one
  const sure = /\\[nsWD]|\n|\[:space:\]/.test(body)
  const may = sure || /\\[pP]|\\x(?:0[0-9aA]|\{)|\\[0-7]|\[:(?:\^|cntrl|ascii)|[\0-\t]-/.test(body)
  const runOf = (kind: RunClass) => (found[1] === '' && holdsOnly(body, kind) ? ONE : NO_RUN)
  const breaks = (found[1] ? !sure : may) ? 1 : 0
  return { max: 1, breaks, inner: 0, prefix: '', exact: false, alnum: runOf('alnum'), wide: runOf('wide') }
}

/** Letters that fold to others beyond ASCII count: no key is written with those. */
function holdsOnly(body: string, kind: RunClass): boolean {
  return (kind === 'alnum' ? ALNUM_BODY : WIDE_BODY).test(body)
}

const ALNUM_BODY = /^(?:\\d|[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[A-Za-z0-9])+$/
const WIDE_BODY = /^(?:\\w|\\d|\\[-+/=_]|[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[A-Za-z0-9+/=_]|^-|-$)+$/

function escaped(reader: Reader, flags: Flags): Part {
  const rest = reader.text.slice(reader.at)
  const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest)
  if (quoted) {
    reader.at += quoted[0].length
    return [...quoted[1]!].map(char => literal(char, flags)).reduce(join, EMPTY)
  }
  const found =
    /^\\(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|([pP])(?:\{[^}]*\}|.)|([0-7]{1,3})|([\s\S]))/.exec(rest)
  reader.at += found?.[0].length ?? 1
  if (!found || found[3] || found[4]) return DOUBT
  const hex = found[1] ?? found[2]
  if (hex) return literal(String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)), flags)
  return named(found[5]!, flags)
}

const CONTROL: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07' }

function named(letter: string, flags: Flags): Part {
  if ('bBAz'.includes(letter)) return EMPTY
  if (letter === 'd') return { ...DOUBT, breaks: 0, alnum: ONE, wide: ONE }
  if (letter === 'w') return { ...DOUBT, breaks: 0, wide: ONE }
  if (letter === 'S') return { ...DOUBT, breaks: 0 }
  if ('sDW'.includes(letter)) return DOUBT
  return literal(CONTROL[letter] ?? letter, flags)
}
