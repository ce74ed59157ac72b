/**
 * Whether a value may be given to the name around a keyword: the first steps of scanner.ts on bytes. Half of all words that make a
 * name telling stand in prose and code where nothing is given to them, and a text would have to be made to ask the scanner.
 */

const LONGEST_NAME = 60
/** scheme `://` user `:` password `@` */
const LONGEST_ADDRESS = 310

const NAME = of('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-$@')
const CLOSING = of('"\'`])\\')
const ENDING = of('\n\r;*/#}{~^')
const LETTER = of('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
/** What a separator begins with, and what closes a name. */
const SEPARATING = of(':=!<>,(?|+&%"\'`])\\')
const OPENING = of('([{')
const JOINING = of('?|+')
const TYPE = of('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.<>[]*')
/** Of a call, an element, a string, an assignment. */
const GIVING = of('([{="\'`&%')
const LEADING = new Set(
  'is by new await return const static Bearer Basic bearer basic Token token ApiKey apikey'.split(' '),
)
const OUTSIDE = of(' \t\n\r\f\v"\'`<>')

function of(characters: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(characters)) table[byte] = 1
  return table
}

/**
 * False only where `pairsAt` has no pair for the hit at `at`; `isQuoting` (the file is in a language that puts its strings in quotes):
 * or where it has only such as are surely code (reject.ts).
 */
export function mayNameValue(bytes: Buffer, at: number, isQuoting = false): boolean {
  if (bytes[at] === 58 && bytes[at + 1] === 47 && bytes[at + 2] === 47) return mayBeAddress(bytes, at + 3)
  const [start, end] = nameAround(bytes, at)
  let next = end
  while (next < end + 4 && CLOSING[bytes[next] ?? 10] === 1) next++
  const blank = next
  while (next < end + 44 && (bytes[next] === 32 || bytes[next] === 9)) next++
  const byte = bytes[next] ?? 10
  if (ENDING[byte] === 1) return false
  if (next === blank && !maySeparate(bytes, next, byte)) return false
  if (next - blank > 40) return true // further than a separator is looked for
  if (byte === 40) return holdsQuote(bytes, next)
  if (byte === 44) return holdsQuote(bytes, next) && mayBeGiven(bytes, blanksFrom(bytes, next + 1), false)
  if (next !== blank && !isSign(bytes, next, byte))
    return bytes[start] === 45 || mayBeGiven(bytes, next, true)
  return !isQuoting || holdsQuote(bytes, next) || !isCode(bytes, next)
}

/** Right behind a name: a sign, or a type and then `=`. */
function maySeparate(bytes: Uint8Array, at: number, byte: number): boolean {
  if (SEPARATING[byte] === 1 || LETTER[byte] === 1) return true
  const after = bytes[at + 1] ?? 10
  if (byte === 45) return after === 62 // ->
  if (byte === 46 && JOINING[after] === 1) return true // .+=
  let end = at
  while (end < at + 30 && TYPE[bytes[end] ?? 10] === 1) end++
  return end > at && bytes[blanksFrom(bytes, end)] === 61
}

/** A quote, a call, a type and `=`; `orBare` or something with a digit: not the next word of a sentence, not the next argument. */
function mayBeGiven(bytes: Buffer, from: number, orBare: boolean): boolean {
  let end = from
  for (; end < from + FARTHEST_WORD; end++) {
    const byte = bytes[end]
    if (byte === undefined || byte === 10) return false
    if (GIVING[byte] === 1 && mayGive(bytes, end, byte)) return true
    if (orBare && byte >= 48 && byte <= 57) return true
    if (byte <= 32) return bytes[blanksFrom(bytes, end)] === 61 || isLeading(bytes, from, end)
  }
  return true
}

/** A bracket only gives what is quoted; `&quot;`, `%22` */
function mayGive(bytes: Uint8Array, at: number, byte: number): boolean {
  if (byte === 38) return bytes[at + 1] === 113
  if (byte === 37) return bytes[at + 1] === 50
  return OPENING[byte] === 0 || holdsQuote(bytes, at)
}

/** Behind blanks: what a separator begins with, or a quote. */
function isSign(bytes: Uint8Array, at: number, byte: number): boolean {
  if (byte === 38) return bytes[at + 1] === 113 || bytes[at + 1] === 103 // &quot; &gt;
  if (byte === 37) return bytes[at + 1] === 50 || bytes[at + 1] === 51 // %22 %3d
  return SEPARATING[byte] === 1 || byte === 45 || byte === 46
}

/** Further than a type, a call's name and a bare value are read for what makes them one. */
const FARTHEST_WORD = 130

/** Behind these comes more. */
function isLeading(bytes: Buffer, start: number, end: number): boolean {
  return end - start <= 6 && LEADING.has(bytes.toString('latin1', start, end))
}

function blanksFrom(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < from + 44 && (bytes[at] === 32 || bytes[at] === 9)) at++
  return at
}

/** Arguments of a call, elements of a list: only what is quoted is a value. */
function holdsQuote(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + FARTHEST_QUOTE; at++) {
    const byte = bytes[at]
    if (byte === undefined || byte === 10) return false
    if (QUOTE[byte] === 1) return true
  }
  return true
}

/** Wrapper, arguments and blanks before a value. */
const FARTHEST_QUOTE = 240
/** `&quot;` and `%22` too */
const QUOTE = of('"\'`&%')

/** A separator and then a name, a member or a call, and no digit in it. */
function isCode(bytes: Buffer, from: number): boolean {
  let end = from
  while (end < from + 80 && end < bytes.length && bytes[end] !== 10) end++
  return CODE.test(bytes.toString('latin1', from, end))
}

const CODE =
  /^(?:=|:=?|->|\+=)[ \t]{0,40}[!&*-]?[A-Za-z_$]+(?:(?:\.|->|::|\?\.)[A-Za-z_$]+)*[[\](){},;:?.!+]*(?:\s|$)/

function mayBeAddress(bytes: Uint8Array, from: number): boolean {
  const end = Math.min(bytes.length, from + LONGEST_ADDRESS)
  for (let at = from; at < end; at++) {
    if (bytes[at] === 64) return true // @
    if (OUTSIDE[bytes[at]!] === 1) return false
  }
  return false
}

function nameAround(bytes: Uint8Array, at: number): [number, number] {
  let start = at
  while (start > 0 && at - start < LONGEST_NAME && NAME[bytes[start - 1]!] === 1) start--
  let end = at
  while (end < bytes.length && end - at < LONGEST_NAME && NAME[bytes[end]!] === 1) end++
  while (end > at && (bytes[end - 1] === 46 || bytes[end - 1] === 45)) end--
  return [start, end]
}
