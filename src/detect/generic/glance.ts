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
const SIGN = of('="\':0123456789')
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
  if (byte === 40 || byte === 44) return holdsQuote(bytes, next)
  if (next !== blank && LETTER[byte] === 1) return bytes[start] === 45 || holdsSign(bytes, next)
  return !isQuoting || holdsQuote(bytes, next) || !isCode(bytes, next)
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

function holdsSign(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + 60; at++) {
    const byte = bytes[at]
    if (byte === undefined || byte === 10) return false
    if (SIGN[byte] === 1) return true
  }
  return false
}
