/** A commit message as git will clean it, as an operation of its own (`commit-msg`, `prepare-commit-msg`). */
import type { Actor, Operation } from '../model.ts'
import { nothing } from './nothing.ts'

/** How git will clean the message: `commit.cleanup`, `core.commentChar`, and whether a person edits it. */
export interface Cleaning {
  /** false when GIT_EDITOR is `:`: git then keeps comment lines and everything under a scissors line */
  edited: boolean
  cleanup?: string
  comment: string
}

const SCISSORS = '------------------------ >8 ------------------------'

/** The operation that holds only the message. */
export function message(text: string, actor: Actor): Operation {
  return { ...nothing(actor, [{ kind: 'commit-message', text }]), kind: 'commit' }
}

/**
 * What git will keep of the file it hands to the hook. In doubt more is kept, never less: a message given with `-m`
 * keeps its `#` lines (git's `whitespace` mode), and so does `commit.cleanup = whitespace | verbatim`.
 */
export function cleanMessage(text: string, cleaning: Cleaning): string {
  if (!cleaning.edited || cleaning.cleanup === 'verbatim' || cleaning.cleanup === 'whitespace') return text
  const cut = beforeScissors(text, cleaning.comment)
  if (cleaning.cleanup === 'scissors') return cut
  return cut
    .split('\n')
    .filter(line => !line.startsWith(cleaning.comment))
    .join('\n')
}

/** Under the scissors stands the diff of `commit -v`: it would report the very secret that the commit removes. */
function beforeScissors(text: string, comment: string): string {
  const line = `${comment} ${SCISSORS}`
  if (text.startsWith(line)) return ''
  const at = text.indexOf(`\n${line}`)
  return at < 0 ? text : text.slice(0, at + 1)
}
