/**
 * Bytes that may hold something hidden, told from bytes that surely do not: most files are plain ASCII, and those cost next to
 * nothing. What is said to be suspect may still be harmless; what is not suspect never holds any of the families.
 */
import { isAscii } from 'node:buffer'

const ESCAPE = 0x1b
const BACKSPACE = 0x08
const RETURN = 0x0d
/** The narrowest gap that `offset.ts` calls one, and half of it: Node looks for long needles in leaps. */
const WIDE_SPACES = Buffer.alloc(300, ' ')
const WIDE_TABS = Buffer.alloc(100, '\t')

/**
 * UTF-8 of the characters that the families look for, byte by byte: C1, soft hyphen, combining grapheme joiner, Arabic letter mark,
 * Hangul fillers, Khmer vowels, Mongolian selectors, U+200B–200F, 2028–202E, 2060–206F, braille blank, U+3164, variation selectors
 * (one U+FE0F alone is never a finding), U+FEFF, FFA0, FFF0–FFFB, musical controls, plane 14; then Cyrillic or Greek beside Latin.
 */
const SUSPECT =
  /\xc2[\x80-\x9f\xad]|\xcd\x8f|\xd8\x9c|\xe1(?:\x85[\x9f\xa0]|\x9e[\xb4\xb5]|\xa0[\x8b-\x8f])|\xe2(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xaf]|\xa0\x80)|\xe3\x85\xa4|\xef(?:\xb8(?:[\x80-\x8e]|\x8f(?:\xef\xb8|\xf3))|\xbb\xbf|\xbe\xa0|\xbf[\xb0-\xbb])|\xf0\x9d\x85|\xf3[\xa0-\xa3]|[\xcd-\xd4](?:(?<=[A-Za-z0-9_$].)|[\x80-\xbf][A-Za-z0-9_$])/

/** `bytes` as UTF-8, without a byte order mark. */
export function isSuspect(bytes: Buffer): boolean {
  if (bytes.includes(ESCAPE) || bytes.includes(BACKSPACE) || hasLoneReturn(bytes)) return true
  if (bytes.length > WIDE_TABS.length && (bytes.includes(WIDE_SPACES) || bytes.includes(WIDE_TABS)))
    return true
  return !isAscii(bytes) && SUSPECT.test(bytes.toString('latin1'))
}

/** The same of a text that is no file: a message, a name. */
export function isSuspectText(text: string): boolean {
  return /[^\t\n\x20-\x7e]/.test(text)
}

/** A carriage return that ends no line. */
function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(RETURN); at >= 0; at = bytes.indexOf(RETURN, at + 1))
    if (bytes[at + 1] !== 0x0a) return true
  return false
}
