/** Letters that draw nothing: programs take the Hangul fillers for names of variables, a reader takes them for spaces. */
import { after, before, codeName, counted, isIdentifier } from './neighbours.ts'
import type { Family, Hit, Place, Told } from './types.ts'

const BRAILLE_BLANK = /^\u2800+$/
const AT_HOME = /[\p{Script=Hangul}\p{Script=Khmer}\u{1d100}-\u{1d1ff}]/u
const ITSELF = /^[\u115f\u1160\u3164\uffa0\u17b4\u17b5]?$/

export const fillers: Family = {
  rule: 'hidden-unicode/fillers',
  pattern: /[\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}]+/gu,
  judge,
}

function judge({ text, at, found }: Hit, { surface, obeyed }: Place): Told | null {
  const around = [before(text, at), after(text, at + found.length)]
  const isCode = surface !== 'prose' || obeyed
  const isNamed = BRAILLE_BLANK.test(found) ? around.every(isIdentifier) : !around.some(isHome)
  if (!isCode || !isNamed) return null
  return { said: `${counted([...found].length, 'invisible letter')} (${codeName(found)})` }
}

function isHome(character: string): boolean {
  return !ITSELF.test(character) && AT_HOME.test(character)
}
