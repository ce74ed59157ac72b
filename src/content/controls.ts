/**
 * What a terminal obeys or cannot show: escape sequences (ECMA-48), characters that write over what stands on the line, and line
 * ends that an editor does not show and JavaScript obeys.
 */
import { codeName } from './neighbours.ts'
import type { Family, Hit, Place, Told } from './types.ts'

/** Colours and the like; 8 hides what follows. */
const COLOUR = /^(?:\u001b\[|\u009b)[0-9;:]*m$/
const CONCEALS = /[[;]0?8(?=[;m])/
/** A control string (title, clipboard, link), a reset, or a move, erasure or report. */
const COMMAND = /^(?:\u001b[\]P_^Xc]|[\u0090\u009d-\u009f]|(?:\u001b\[|\u009b)[0-?]*[ -#%-/]*[@-~])/

export const escapes: Family = {
  rule: 'hidden-unicode/escape',
  pattern: /(?:\u001b\[|\u009b)[0-?]*[ -#%-/]*[@-~]|\u001b[\]P_^Xc]?|[\u0090\u009d-\u009f]/g,
  judge({ found }: Hit): Told | null {
    if (COLOUR.test(found) && !CONCEALS.test(found))
      return { said: 'an escape sequence that colours what follows', grade: 'tell' }
    if (!COMMAND.test(found)) return { said: 'an escape character', grade: 'tell' }
    return { said: 'an escape sequence that a terminal obeys' }
  },
}

export const overwriting: Family = {
  rule: 'hidden-unicode/overwrite',
  pattern: /\u0008+|\r(?![\r\n])/g,
  judge({ text, at, found }: Hit): Told | null {
    const end = at + found.length
    if (end >= text.length || at === 0 || isEnd(text[at - 1]) || isEnd(text[end])) return null
    // a file of the old Macintosh has no other line ends
    if (found === '\r' && !text.includes('\n')) return null
    const said = `text that is written over on a terminal (${codeName(found)})`
    // one backspace is a slip of an editor: it hides one letter
    return found === '\b' && text.indexOf(found, end) < 0 ? { said, grade: 'tell' } : { said }
  },
}

export const separators: Family = {
  rule: 'hidden-unicode/line-separator',
  pattern: /[\u2028\u2029]/g,
  judge({ found }: Hit, { surface }: Place): Told | null {
    return surface === 'prose' ? null : { said: `a line end that editors do not show (${codeName(found)})` }
  },
}

function isEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r'
}
