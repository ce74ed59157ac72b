/** Everything that is hidden in a text or takes command of its reader: the page to read first. */
import { bidi } from './bidi.ts'
import { commentPhrases, commentsLongerThanText } from './comments.ts'
import { escapes, overwriting, separators } from './controls.ts'
import { fillers } from './fillers.ts'
import { phrases } from './injection.ts'
import { advice } from './instructions.ts'
import { lookalikesIn } from './lookalikes.ts'
import { mixed } from './mixed.ts'
import { offset } from './offset.ts'
import { grantsIn } from './permissions.ts'
import { search, sightsAt } from './search.ts'
import { selectors } from './selectors.ts'
import { tags } from './tags.ts'
import type { Family, Place, Sight } from './types.ts'
import { zeroWidth } from './zero-width.ts'

export { placeOf } from './place.ts'

/** Of every text, where `isSuspect` says that it may hold one. */
const HIDDEN: readonly Family[] = [
  tags,
  selectors,
  bidi,
  zeroWidth,
  fillers,
  escapes,
  overwriting,
  separators,
  mixed,
  offset,
]
const MARKDOWN = /\.(?:md|mdx|mdc|markdown)$/i
const SETTINGS = /\.(?:json|jsonc|toml|ya?ml)$/i

/** All sights of one text at one place. `suspect`: what `isSuspect` says of its bytes. */
export function look(text: string, place: Place, suspect: boolean): Sight[] {
  const { path = '', obeyed, settings } = place
  return [
    ...(suspect ? search(text, place, HIDDEN) : []),
    ...(obeyed ? search(text, place, [...phrases, ...advice, commentsLongerThanText]) : []),
    ...(!obeyed && MARKDOWN.test(path) ? search(text, place, commentPhrases) : []),
    ...(settings && SETTINGS.test(path) ? sightsAt(text, place, grantsIn(text)) : []),
    ...sightsAt(text, place, lookalikesIn(text, path)),
  ]
}

/** Those that no parent has, or has less often: what a change brings. */
export function added(now: readonly Sight[], parents: readonly (readonly Sight[])[]): Sight[] {
  const known = new Map<string, number>()
  for (const parent of parents)
    for (const [key, times] of timesOf(parent)) known.set(key, Math.max(times, known.get(key) ?? 0))
  return now.filter(({ key }) => {
    const left = known.get(key) ?? 0
    known.set(key, left - 1)
    return left <= 0
  })
}

/** `hidden-unicode`, `instruction-injection`, `agent-permissions-widened`: what a clause of the policy can name. */
export function classOf({ rule }: Pick<Sight, 'rule'>): string {
  return rule.split('/', 1)[0]!
}

function timesOf(sights: readonly Sight[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const { key } of sights) times.set(key, (times.get(key) ?? 0) + 1)
  return times
}
