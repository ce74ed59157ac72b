/**
 * The first of two steps: every value that a telling name is given, in whatever notation. Wide on purpose; the model
 * judges (model.ts). By hand because one wide regex costs a JavaScript engine 60 times what this costs (docs/performance.md).
 */
import type { Pair, Place } from './pair.ts'

/** Where an address begins that may hold a user and a password. */
const ADDRESS = '://'

const LONGEST_NAME = 60
const LONGEST_VALUE = 2048
const SHORTEST_VALUE = 4
/** Arguments of one call, elements of one list. */
const VALUES = 3

/** The pairs whose name holds the word at `at` of the text; name and value lie in one line. */
export function pairsAt(text: string, at: number): Pair[] {
  if (text.startsWith(ADDRESS, at)) return addressAt(text, at)
  const name = nameAround(text, at)
  const after = mayFollow(text, name) ? separatorAfter(text, name) : null
  if (!after) return []
  return valuesAfter(text, name, after)
}

/** As far as letters, digits, `_`, `$`, `.`, `-` and `@` go; not the full stop that ends a sentence. */
export function nameAround(text: string, at: number): Place {
  let start = at
  while (start > 0 && at - start < LONGEST_NAME && isName(text.charCodeAt(start - 1))) start--
  let end = at
  while (end < text.length && end - at < LONGEST_NAME && isName(text.charCodeAt(end))) end++
  while (end > at && isStop(text.charCodeAt(end - 1))) end--
  return [start, end]
}

function isStop(code: number): boolean {
  return code === 46 || code === 45 // . -
}

function isName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46 ||
    code === 45 ||
    code === 36 ||
    code === 64
  )
}

/** Half of all words that make a name telling stand in prose and code where nothing is given to them: seen without a regex. */
function mayFollow(text: string, [start, end]: Place): boolean {
  let at = end
  while (at < end + 4 && CLOSING.includes(text[at] ?? '\n')) at++
  const blank = at
  while (at < end + 44 && (text[at] === ' ' || text[at] === '\t')) at++
  const next = text[at] ?? '\n'
  if (ENDING.includes(next)) return false
  return at === blank || !isLetter(next) || text[start] === '-' || holdsSign(text, at)
}

const CLOSING = '"\'`])\\'
const ENDING = '\n\r;*/#}{~^'

function isLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z')
}

/** A type or a word and then a separator, or a value with digits; not further prose. */
function holdsSign(text: string, from: number): boolean {
  for (let at = from; at < from + 60; at++) {
    const char = text[at]
    if (char === undefined || char === '\n') return false
    if (char === '=' || char === '"' || char === "'" || char === ':' || (char >= '0' && char <= '9'))
      return true
  }
  return false
}

interface Separated {
  separator: string
  end: number
  typed: boolean
}

/** Closing quote or bracket of the name, a type, the separator, blanks. */
const SEPARATOR =
  /(?:\\{0,2}(?:["'`]|&quot;|%22)|[\])]){0,4}[ \t]{0,40}(?:(:[ \t]?[\w.<>[\]&*?'|]{1,40}|[\w.<>[\]*]{1,30})[ \t]{0,8}(?==[^=]))?(:=|=>|->|={1,3}|!==?|[?|+.]{1,2}=|\|\||\?\?|::?|=|<<|,|\(|>|&gt;|%3[dD]|is[ \t]|by[ \t]|)[ \t]{0,40}/y

function separatorAfter(text: string, [, end]: Place): Separated | null {
  SEPARATOR.lastIndex = end
  const match = SEPARATOR.exec(text)
  if (!match) return null
  const separator = match[2]!
  const blanks = match[0].endsWith(' ') || match[0].endsWith('\t')
  if (separator === '' && !blanks) return null
  return { separator: separator.trim() || ' ', end: SEPARATOR.lastIndex, typed: match[1] !== undefined }
}

/** A scheme, a prefix, a call, an opening bracket: what may stand before a value. */
const WRAPPER =
  /(?:(?:(?:new|await|return|const|static)[ \t]{1,3})?[\w.$:\\>[\]-]{0,60}(?:<\w{0,20}>)?[([{]{1,2}[ \t]{0,8}(?:\w{1,20}[ \t]?[=:,][ \t]?)?)?(?:(?:Bearer|Basic|bearer|basic|Token|token|ApiKey)[ \t]{1,3}|[brfuULN@$]{1,2}(?=["'`]))?/y
const OPENING = /(\\{0,2})(["'`]|&quot;|%22)/y
const SCHEME = /(?:Bearer|Basic|bearer|basic|Token|token|ApiKey|apikey)[ \t]{1,3}/y

function valuesAfter(text: string, name: Place, { separator, end, typed }: Separated): Pair[] {
  const base = { name, separator, typed }
  WRAPPER.lastIndex = end
  const wrapper = WRAPPER.exec(text)![0]
  const quoted = quotedAt(text, end + wrapper.length)
  if (quoted) {
    const first: Pair = { ...base, ...quoted, wrapper, index: 0 }
    const more = /[([{]/.test(wrapper) || separator === '(' ? following(text, first) : []
    return [first, ...more].flatMap(pair => strip(text, pair))
  }
  if (separator === '(') return laterArgument(text, base, end)
  if (separator === ',') return []
  return unquoted(text, base, end)
}

/** A scheme within the quotes belongs to the wrapper: `"Bearer …"`. */
function strip(text: string, pair: Pair): Pair[] {
  SCHEME.lastIndex = pair.value[0]
  const scheme = SCHEME.exec(text)
  if (scheme && SCHEME.lastIndex < pair.value[1])
    pair = { ...pair, wrapper: pair.wrapper + scheme[0], value: [SCHEME.lastIndex, pair.value[1]] }
  return longEnough(pair) ? [pair] : []
}

function longEnough({ value }: Pair): boolean {
  return value[1] - value[0] >= SHORTEST_VALUE
}

type Quoted = Pick<Pair, 'value' | 'quote' | 'escaped'>

function quotedAt(text: string, at: number): Quoted | null {
  OPENING.lastIndex = at
  const opening = OPENING.exec(text)
  if (!opening) return null
  const start = OPENING.lastIndex
  const end = closing(text, start, opening[0])
  if (end < 0) return null
  const quote = opening[2]!.length > 1 ? '"' : opening[2]!
  return { value: [start, end], quote, escaped: opening[1] !== '' }
}

/** Of the same kind, in the same line, not too far; a back-slash escapes where the opening one is not escaped itself. */
function closing(text: string, start: number, opening: string): number {
  const line = text.slice(start, start + LONGEST_VALUE).split('\n', 1)[0]!
  for (let at = line.indexOf(opening); at >= 0; at = line.indexOf(opening, at + 1))
    if (opening[0] === '\\' || !isEscaped(line, at)) return start + at
  return -1
}

function isEscaped(line: string, at: number): boolean {
  let slashes = 0
  while (line[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}

const NEXT = /["'`]?[ \t]{0,4},[ \t]{0,4}(?:\w{1,20}[ \t]?[=:][ \t]?)?(?:[brfuULN@]{1,2}(?=["'`]))?/y

/** Further quoted arguments or elements. */
function following(text: string, first: Pair): Pair[] {
  const pairs: Pair[] = []
  let last = first
  while (pairs.length < VALUES - 1) {
    NEXT.lastIndex = last.value[1] + (last.escaped ? 2 : 1)
    if (!NEXT.exec(text)) break
    const quoted = quotedAt(text, NEXT.lastIndex)
    if (!quoted) break
    last = { ...last, ...quoted, index: pairs.length + 1 }
    pairs.push(last)
  }
  return pairs
}

const ARGUMENTS = /[^"'`()\n]{1,80}?,[ \t]{0,4}(?=\\?["'`])/y

/** `setPassword(user, "x")` */
function laterArgument(text: string, base: Pick<Pair, 'name' | 'separator' | 'typed'>, at: number): Pair[] {
  ARGUMENTS.lastIndex = at
  if (!ARGUMENTS.exec(text)) return []
  const quoted = quotedAt(text, ARGUMENTS.lastIndex)
  return quoted ? strip(text, { ...base, ...quoted, wrapper: '', index: 1 }) : []
}

const BARE = /[^\s"'`<>]{4,512}/y
const BARE_SCHEME = /(?:Bearer|Basic|bearer|basic|Token|token|ApiKey)[ \t]{1,3}(?=\S)/y

function unquoted(text: string, base: Pick<Pair, 'name' | 'separator' | 'typed'>, at: number): Pair[] {
  if (base.separator === ' ' && text[base.name[0]] !== '-' && !looksGiven(text, at)) return []
  BARE_SCHEME.lastIndex = at
  const wrapper = BARE_SCHEME.exec(text)?.[0] ?? ''
  BARE.lastIndex = at + wrapper.length
  const bare = BARE.exec(text)
  if (!bare) return []
  const start = at + wrapper.length
  const value: Place = [start, bareEnd(text, start, start + bare[0].length)]
  const pair: Pair = { ...base, value, quote: '', escaped: false, wrapper, index: 0 }
  return longEnough(pair) ? [pair] : []
}

/** Behind a blank, where no flag asks for a value, only what looks like a token is more than the next word of a sentence. */
function looksGiven(text: string, at: number): boolean {
  let digits = 0
  for (let end = at; ; end++) {
    const code = text.charCodeAt(end)
    if (code >= 48 && code <= 57) digits++
    if (!(code > 32) || code === 34 || code === 39 || code === 96) return digits > 0 && end - at >= 8
    if (end - at > 40) return digits > 0
  }
}

/** Without what closes something that was opened before the value. */
function bareEnd(text: string, start: number, end: number): number {
  const inner = text.slice(start, end)
  const cut = inner.search(/\\[nrt"'](?:$|[^\w])|\\$|[,;&](?=$|[a-z_]+[=:])|&quot;/i)
  let last = cut > 0 ? start + cut : end
  while (last > start && /[,;)}\]\\]/.test(text[last - 1]!) && !opened(text, start, last)) last--
  return last
}

function opened(text: string, start: number, last: number): boolean {
  const close = text[last - 1]!
  const open = close === ')' ? '(' : close === '}' ? '{' : close === ']' ? '[' : ''
  return open !== '' && text.slice(start, last - 1).includes(open)
}

const USER_AND_PASSWORD = /:\/\/([^\s:@/"'`<>]{0,100}):([^\s@"'`<>]{2,200})@(?=[\w.[$%{(<:-])/y

/** `scheme://user:password@host` */
function addressAt(text: string, at: number): Pair[] {
  USER_AND_PASSWORD.lastIndex = at
  const match = USER_AND_PASSWORD.exec(text)
  if (!match) return []
  const start = at + 4 + match[1]!.length
  const value: Place = [start, start + match[2]!.length]
  const name: Place = [schemeStart(text, at), start - 1]
  return [{ name, value, separator: '://', quote: '', escaped: false, wrapper: '', index: 0, typed: false }]
}

function schemeStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < 30 && /[\w+.-]/.test(text[start - 1]!)) start--
  return start
}
