/** Where a credential of a history still stands: whether it is in reach of whoever clones today, or only of who looks back. */
import type { Decision, Finding } from '../model.ts'
import { visible } from './escape.ts'

const SHOWN = 3
const PAST = "in the past only: nothing that HEAD or a remote's branch points at holds it"

/**
 * `still in HEAD and origin/main`; undefined where that is not known. Where not everything was looked at (a shard, exit 3), that it
 * is nowhere else is not said.
 */
export function standing(
  { stands }: Finding,
  { shard, coverage }: Pick<Decision, 'shard' | 'coverage'>,
): string | undefined {
  if (stands === undefined) return undefined
  const isWhole = shard === undefined && coverage.unread.length === 0
  if (stands.length === 0) return isWhole ? PAST : undefined
  const heads = stands.filter(isHead)
  const others = stands.filter(ref => !isHead(ref))
  const still = `still in ${listed([...heads, ...others].map(shortRef))}`
  return heads.length > 0 || !isWhole ? still : `not in HEAD; ${still}`
}

/** In a merge of several repositories one of them is named: `github.com/acme/app: HEAD`. */
function isHead(ref: string): boolean {
  return ref === 'HEAD' || ref.endsWith(': HEAD')
}

function shortRef(ref: string): string {
  return visible(ref.replace(/(^|: )refs\/remotes\//, '$1'))
}

function listed(names: string[]): string {
  const shown = names.slice(0, SHOWN)
  if (names.length > SHOWN) return `${shown.join(', ')} and ${names.length - SHOWN} more`
  const last = shown.pop()!
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}
