/** Code behind so much space that no window shows it: the line looks as if it ended. */
import type { Family, Hit, Place, Told } from './types.ts'

export const offset: Family = {
  rule: 'hidden-unicode/offset',
  pattern: /(?<![ \t])(?: {300,}|\t{100,})(?=[^\s])/g,
  judge,
}

/** A call, an assignment, a command: more than the cell of a wide table. */
const ACTS = /[\w)\]]\s{0,3}[(=]|\$\(|\||;/

function judge({ text, at, found }: Hit, { surface }: Place): Told | null {
  if (surface !== 'code' || text[at - 1] === undefined || text[at - 1] === '\n') return null
  const start = at + found.length
  const payload = text.slice(start, start + 200).split('\n', 1)[0]!
  if (!ACTS.test(payload)) return null
  return { said: `code behind ${found.length} characters of space`, shown: payload, grade: 'tell' }
}
