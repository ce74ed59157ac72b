/**
 * Characters without width. Joiners belong into emoji and into the scripts that shape their letters, spaces of no width into those
 * that write no others; between the letters of an identifier they make a second name that looks like the first.
 */
import { after, before, codeName, counted, isIdentifier } from './neighbours.ts'
import type { Family, Hit, Place, Told } from './types.ts'

const JOINER = '\u200d'
const SOFT_HYPHEN = /^\u00ad+$/
/** From here on a run is a message of its own, whatever stands around it. */
const LONG = 4
const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1f1e6}-\u{1f1ff}\ufe0f\u20e3]/u
/** Scripts that shape, stack or run their words together. */
const SHAPING =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Tibetan}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Javanese}\p{Script=Balinese}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{M}]/u

export const zeroWidth: Family = {
  rule: 'hidden-unicode/zero-width',
  pattern: /[\u034f\u180b-\u180f\u00ad\u061c\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff]+/gu,
  judge,
}

function judge({ text, at, found }: Hit, place: Place): Told | null {
  const told: Told = {
    said: `${counted(found.length, 'character')} without width (${codeName(found)}${found.length > 1 ? ' …' : ''})`,
  }
  if (found.length >= LONG && !SOFT_HYPHEN.test(found)) return told
  const [left, right] = [before(text, at), after(text, at + found.length)]
  if (isAtHome(found, left, right)) return null
  if (SOFT_HYPHEN.test(found) && place.surface === 'prose' && !place.obeyed) return null
  if (place.obeyed || place.surface === 'name') return told
  const touching = [left, right].filter(isIdentifier).length
  return touching === 2 || (touching === 1 && place.surface === 'code' && JOINS.test(found)) ? told : null
}

/** JavaScript and others take these for a part of an identifier, at its end too. */
const JOINS = /[\u200c\u200d]/

function isAtHome(found: string, left: string, right: string): boolean {
  if (found === JOINER && PICTURE.test(left) && PICTURE.test(right)) return true
  return SHAPING.test(left) || SHAPING.test(right)
}
