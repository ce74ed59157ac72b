/**
 * Tag characters, U+E0000–E007F and what is unassigned beside them: an invisible copy of ASCII that language models read. Their one
 * use is the flags of regions (UTS #51, emoji tag sequences): a black flag, three to six tags, the end tag.
 */
import { before, counted } from './neighbours.ts'
import type { Family, Hit, Told } from './types.ts'

const FLAG = '\u{1f3f4}'
const REGION = /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}$/u

export const tags: Family = {
  rule: 'hidden-unicode/tags',
  pattern: /[\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]+/gu,
  judge,
}

function judge({ text, at, found }: Hit): Told | null {
  if (before(text, at) === FLAG && REGION.test(found)) return null
  const said = `${counted(found.length / 2, 'invisible tag character')}: text that people do not see and language models read`
  return { said, shown: decoded(found) }
}

/** U+E0041 is `A`. What is no letter of ASCII is left out. */
function decoded(found: string): string {
  const codes = [...found].map(character => character.codePointAt(0)! - 0xe0000)
  return String.fromCharCode(...codes.filter(code => code >= 0x20 && code < 0x7f).slice(0, 400))
}
