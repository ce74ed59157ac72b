/**
 * Cyrillic and Greek letters that look like Latin ones, in one word with Latin ones: a second name that looks like the first. Letters
 * with a shape of their own (the Cyrillic de, the Greek delta, pi and mu) are no disguise, and words of one script are a language.
 */
import { after, before, codeName } from './neighbours.ts'
import type { Family, Hit, Place, Told } from './types.ts'

/** After Unicode's confusables (UTS #39): capital and small letters of both scripts that are drawn as a letter of a–z. */
const CYRILLIC = String.raw`\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u050c\u051a\u051c\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u04bb\u0501\u051b\u051d\u04cf`
const GREEK = String.raw`\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1`
const CLASS = CYRILLIC + GREEK
const LATIN = /[A-Za-z]/
const DISGUISED = new RegExp(`[A-Za-z0-9_$${CLASS}]`)
/** Of letters below U+0530, where all of ours are: a word has many, and is asked letter by letter. */
const IN_DISGUISE = Uint8Array.from({ length: 0x530 }, (_, code) =>
  Number(DISGUISED.test(String.fromCharCode(code))),
)
const WORD = /[\p{L}\p{M}\p{N}]/u
const BREAK = /[\s"'`<>()[\]]/
const ADDRESS = /:\/\/|^(?:www|git)[.@]/
/** Letters looked at on each side: no name that anybody reads is longer. */
const FAR = 64

export const mixed: Family = {
  rule: 'hidden-unicode/mixed-script',
  // a disguise stands beside what it is in
  pattern: new RegExp(`(?<=[A-Za-z0-9_$])[${CLASS}]|[${CLASS}](?=[A-Za-z0-9_$])`, 'g'),
  judge,
}

function judge({ text, at, found }: Hit, place: Place): Told | null {
  const word = wordAround(text, at)
  if (word === null || !LATIN.test(word)) return null
  const isAddress = ADDRESS.test(chunkBefore(text, at))
  if (place.surface === 'prose' && !isAddress && !place.obeyed) return null
  const said = `${codeName(found)}, which looks like a Latin letter, in a word of Latin letters`
  return { said, shown: spelled(word), grade: isAddress || place.obeyed ? 'block' : 'tell' }
}

/** Where the letters cannot be told apart, their numbers can. */
function spelled(word: string): string {
  return word.replace(/[^\x00-\x7f]/g, letter => `\\u{${letter.charCodeAt(0).toString(16)}}`)
}

/** null where a letter stands in the word that is no disguise. */
function wordAround(text: string, at: number): string | null {
  let start = at
  while (start > at - FAR && isDisguise(text, start - 1)) start--
  let end = at
  while (end < at + FAR && isDisguise(text, end)) end++
  return WORD.test(before(text, start)) || WORD.test(after(text, end)) ? null : text.slice(start, end)
}

function isDisguise(text: string, at: number): boolean {
  return IN_DISGUISE[text.charCodeAt(at)] === 1
}

/** What is written in one piece with it, an address for example. */
function chunkBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - 3 * FAR), at)
  return near.split(BREAK).at(-1) ?? ''
}
