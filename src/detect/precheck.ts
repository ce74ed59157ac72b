/**
 * A rule's regex as a JavaScript one that matches at least wherever the RE2 one does, or null. Built at build time,
 * for the built-in rules only. It decides nothing: a short window in which it finds nothing is not handed to RE2,
 * whose first call costs a hook more than everything else (re2js 5 ms to load, 1–25 ms to compile one wide rule).
 *
 * Why a match is never lost: same syntax but for what is rewritten here (inline flags, `\s`, `.`, case folding with
 * U+212A and U+017F); `$` holds at more places in JavaScript, never at fewer; whatever is not surely the same gives
 * null. Why it cannot hang: it backtracks, but over at most `windowFor` characters, and a repository's own rules have none.
 */

/** Longest window that is asked about, in characters, where a match has no bound: the worst costs the square of it. */
export const WINDOW = 1024
/** The same where a match is short: each place costs what the match allows, whatever the window (docs/performance.md). */
const WIDE = 8192
const SHORT = 600

type Bounds = { reach: number | null; breaks: number | null }

/** How long a window may be for this rule's precheck to be asked. */
export function windowFor(rule: Bounds): number {
  return isShort(rule) ? WIDE : WINDOW
}

/** A match is short and lies in one line or two: looking for it costs about the same wherever it is looked for. */
export function isShort({ reach, breaks }: Bounds): boolean {
  return reach !== null && reach <= SHORT && breaks !== null && breaks <= 1
}

interface Reader {
  text: string
  at: number
}

interface Flags {
  i: boolean
  s: boolean
}

class Unsure extends Error {}

/** For text without surrogates: RE2 counts code points, JavaScript UTF-16 units. Run with flag `m`. */
export function precheckOf(regex: string): string | null {
  const reader: Reader = { text: regex, at: 0 }
  try {
    const source = branches(reader, { i: false, s: false })
    if (reader.at < regex.length) return null
    new RegExp(source, 'm')
    return source
  } catch {
    return null // Unsure, or JavaScript refuses what RE2 took
  }
}

function branches(reader: Reader, outer: Flags): string {
  const flags = { ...outer }
  let source = ''
  while (reader.at < reader.text.length && reader.text[reader.at] !== ')') source += piece(reader, flags)
  return source
}

function piece(reader: Reader, flags: Flags): string {
  const char = reader.text[reader.at]!
  if (char === '(') return group(reader, flags)
  if (char === '[') return classIn(reader, flags)
  if (char === '\\') return escaped(reader, flags)
  const count = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(reader.text.slice(reader.at, reader.at + 16))
  reader.at += count?.[0].length ?? 1
  if (count) return count[0]
  if ('|^$'.includes(char)) return char
  return char === '.' ? (flags.s ? '[^]' : '[^\\n]') : literal(char.charCodeAt(0), flags)
}

function group(reader: Reader, flags: Flags): string {
  const opening = /^\((?:\?P?<\w+>|\?([ims]*)(?:-([is]+))?([:)])|(?!\?))/.exec(reader.text.slice(reader.at))
  if (!opening) throw new Unsure()
  reader.at += opening[0].length
  const [, on = '', off = '', end] = opening
  const inner = {
    i: (flags.i || on.includes('i')) && !off.includes('i'),
    s: (flags.s || on.includes('s')) && !off.includes('s'),
  }
  if (end === ')') {
    Object.assign(flags, inner)
    return ''
  }
  const source = branches(reader, inner)
  reader.at++
  return `(?:${source})`
}

/** 128 marks for ASCII, one for everything above, and behind it single characters that have no case, at their code. */
type Members = boolean[]
const ABOVE = 128

function literal(code: number, flags: Flags): string {
  if (code >= ABOVE) throw new Unsure()
  const members: Members = []
  members[code] = true
  return classOf(members, false, flags)
}

function escaped(reader: Reader, flags: Flags): string {
  const letter = reader.text[reader.at + 1]
  if (letter === 'b' || letter === 'B') {
    reader.at += 2
    return `\\${letter}`
  }
  const members: Members = []
  addEscape(reader, members)
  return classOf(members, false, flags)
}

function classIn(reader: Reader, flags: Flags): string {
  const negated = reader.text[++reader.at] === '^'
  if (negated) reader.at++
  const members: Members = []
  for (let first = true; first || reader.text[reader.at] !== ']'; first = false) {
    if (reader.at >= reader.text.length || reader.text.startsWith('[:', reader.at)) throw new Unsure()
    addItem(reader, members)
  }
  reader.at++
  return classOf(members, negated, flags)
}

function addItem(reader: Reader, members: Members): void {
  const from = oneOf(reader, members)
  const ranged = reader.text[reader.at] === '-' && reader.text[reader.at + 1] !== ']'
  if (from === null) {
    if (ranged) throw new Unsure()
    return
  }
  if (ranged) reader.at++
  const to = ranged ? oneOf(reader, members) : from
  if (to === null || (ranged && to >= ABOVE)) throw new Unsure()
  if (!ranged) return
  for (let code = from; code <= to; code++) members[code] = true
}

/** A single character's code, or null when a named class was added. */
function oneOf(reader: Reader, members: Members): number | null {
  if (reader.text[reader.at] === '\\') return addEscape(reader, members)
  const code = reader.text.charCodeAt(reader.at++)
  if (code === ABOVE || (code > ABOVE && !caseless(code))) throw new Unsure()
  members[code] = true
  return code
}

function caseless(code: number): boolean {
  const char = String.fromCharCode(code)
  return char.toLowerCase() === char.toUpperCase() && !(code >= 0xd800 && code <= 0xdfff)
}

const CONTROL: Record<string, number> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7 }
const NAMED: Record<string, RegExp> = { d: /[0-9]/, w: /[0-9A-Za-z_]/, s: /[\t\n\f\r ]/ }

function addEscape(reader: Reader, members: Members): number | null {
  const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(reader.text.slice(reader.at, reader.at + 12))
  const letter = reader.text[reader.at + 1] ?? ''
  reader.at += hex?.[0].length ?? 2
  const named = NAMED[letter.toLowerCase()]
  if (!hex && named) return addNamed(named, letter !== letter.toLowerCase(), members)
  const code = hex ? Number.parseInt((hex[1] ?? hex[2])!, 16) : (CONTROL[letter] ?? letter.charCodeAt(0))
  if (!(code < ABOVE) || (!hex && CONTROL[letter] === undefined && /[A-Za-z0-9]/.test(letter)))
    throw new Unsure()
  members[code] = true
  return code
}

function addNamed(named: RegExp, negated: boolean, members: Members): null {
  for (let code = 0; code < ABOVE; code++)
    if (named.test(String.fromCharCode(code)) !== negated) members[code] = true
  if (negated) members[ABOVE] = true
  return null
}

function classOf(members: Members, negated: boolean, flags: Flags): string {
  if (flags.i) fold(members)
  const one = members.indexOf(true)
  if (!negated && one !== ABOVE && one < ABOVE && members.lastIndexOf(true) === one) return byte(one)
  let source = ranges(members)
  if (members[ABOVE]) source += '\\x80-\\uffff'
  for (const code of Object.keys(members).map(Number)) if (code > ABOVE) source += String.fromCharCode(code)
  // letters beyond ASCII that RE2 folds to k and s; left out of a negated class they only match more
  if (flags.i && !negated) source += (members[107] ? '\\u212a' : '') + (members[115] ? '\\u017f' : '')
  return `[${negated ? '^' : ''}${source}]`
}

function ranges(members: Members): string {
  let source = ''
  for (let code = 0; code < ABOVE; code++) {
    if (!members[code]) continue
    const from = code
    while (code + 1 < ABOVE && members[code + 1]) code++
    source += code > from ? `${byte(from)}-${byte(code)}` : byte(from)
  }
  return source
}

function byte(code: number): string {
  const char = String.fromCharCode(code)
  if (/[\w "'`,:;<>=@#%&!~/]/.test(char)) return char
  return code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\${char}`
}

function fold(members: Members): void {
  for (let code = 65; code <= 90; code++) {
    const either = members[code] || members[code + 32]
    if (either) members[code] = members[code + 32] = true
  }
}
