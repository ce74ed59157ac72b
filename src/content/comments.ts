/** Comments of Markdown: no page shows them, every agent reads them. */
import { phrases } from './injection.ts'
import type { Family, Place, Told } from './types.ts'

const COMMENT = /<!--[\s\S]*?(?:-->|$)/g
const OPENS = '<!--'
/** Shorter ones are notes. */
const LONG = 400

/** In files that agents obey: more said in comments than on the page. */
export const commentsLongerThanText: Family = {
  rule: 'hidden-unicode/comment',
  pattern: /<!--/g,
  judge({ text, at }): Told | null {
    if (text.indexOf(OPENS) !== at) return null // one question for the file
    const hidden = lengthOf(text.match(COMMENT)?.join('') ?? '')
    const seen = lengthOf(text.replace(COMMENT, ''))
    if (hidden < LONG || hidden <= seen) return null
    return { said: `comments (${hidden} characters) longer than the text (${seen})`, grade: 'tell', key: '' }
  },
}

/** The phrases of `injection.ts`, where a page hides them. They warn: the page may be no agent's business. */
export const commentPhrases: readonly Family[] = phrases.map(family => ({
  ...family,
  judge(hit, place: Place): Told | null {
    const told = isInComment(hit.text, hit.at) ? family.judge(hit, place) : null
    return told && { ...told, said: `in a comment: ${told.said}`, grade: 'tell' }
  },
}))

/** Characters of a comment that are looked back over. */
const FAR = 10_000

function isInComment(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - FAR), at)
  const opened = near.lastIndexOf(OPENS)
  return opened >= 0 && near.lastIndexOf('-->') < opened
}

function lengthOf(text: string): number {
  return text.replace(/\s+/g, ' ').trim().length
}
