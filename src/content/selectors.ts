/**
 * Variation selectors, U+FE00–FE0F and U+E0100–E01EF: 256 marks that draw nothing, one for each byte. Programs have been hidden in
 * runs of them (GlassWorm, 2025). One after a character that has variants is at home; U+FE0F alone makes an emoji and is never told.
 */
import { before, counted } from './neighbours.ts'
import type { Family, Hit, Told } from './types.ts'

const EMOJI = '\ufe0f'
/** Editors double U+FE0F by mistake; nobody writes bytes with one sign. */
const DOUBLED = /^\ufe0f{1,7}$/
const IDEOGRAPH = /[\p{Script=Han}\u3000-\u303f]/u
const ASCII = /^[\x00-\x7f]?$/
const KEYCAP = /[0-9#*]/

export const selectors: Family = {
  rule: 'hidden-unicode/variation-selectors',
  pattern: /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+/gu,
  judge,
}

function judge({ text, at, found }: Hit): Told | null {
  const marks = [...found]
  if (DOUBLED.test(found)) return null
  if (marks.length > 1) {
    const said = `${counted(marks.length, 'variation selector')} in a row: bytes that nobody sees`
    return { said, shown: decoded(marks) }
  }
  const base = before(text, at)
  if (found >= '\ufe00' && found < EMOJI) return !ASCII.test(base) || KEYCAP.test(base) ? null : alone
  return IDEOGRAPH.test(base) ? null : alone
}

const alone: Told = { said: 'a variation selector after a character that has no variants' }

/** FE00 is the byte 0, E0100 the byte 16. */
function decoded(marks: string[]): string {
  const bytes = marks.slice(0, 400).map(mark => {
    const code = mark.codePointAt(0)!
    return code < 0x10000 ? code - 0xfe00 : code - 0xe0100 + 16
  })
  return Buffer.from(bytes).toString('utf8')
}
