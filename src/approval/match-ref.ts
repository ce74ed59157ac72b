/** A ref update is approved as a whole: every field, its old value above all. */
import { peopleOf, tally } from './content-reasons.ts'
import type { MatchContext, Voice } from './match.ts'
import type { RefSubject, VerifiedApproval } from './types.ts'
import { called } from './voices.ts'

/** Who approved exactly this update, and sentences for what is missing. */
export function matchRef(
  wanted: RefSubject,
  voices: readonly Voice[],
  count: number,
  used: MatchContext['used'],
): { by: Voice[]; missing: string[] } {
  const by: Voice[] = []
  const reasons: string[] = []
  for (const voice of voices) {
    const reason = doubt(voice, wanted, used)
    if (reason === null) by.push(voice)
    else reasons.push(reason)
  }
  const people = peopleOf(by)
  const missing =
    people.size >= count
      ? []
      : [`${wanted.action} of ${wanted.ref}: ${tally(people, count)} approved it`, ...reasons]
  return { by, missing }
}

/** A review is of content that is added: it says nothing about what a ref would lose. */
function doubt({ person, approval }: Voice, wanted: RefSubject, used: MatchContext['used']): string | null {
  if (approval === null)
    return wanted.action === 'update'
      ? null
      : `${person}'s review does not approve "${wanted.action}" of a ref`
  const reason = fieldDoubt(approval, wanted) ?? used?.(approval) ?? null
  return reason === null ? null : `${called(approval)} ${reason}`
}

function fieldDoubt({ subject }: VerifiedApproval, wanted: RefSubject): string | null {
  if (subject.type !== 'ref-update') return 'is for content, and a ref update is asked for'
  if (subject.ref !== wanted.ref) return `is for ${subject.ref}, not for ${wanted.ref}`
  if (subject.action !== wanted.action) return `is for "${subject.action}", not for "${wanted.action}"`
  if (subject.before !== wanted.before) return 'is for an old value that the ref does not have (any more)'
  return subject.after === wanted.after ? null : 'is for another new value'
}
