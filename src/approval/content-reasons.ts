/** Why content is not approved, path by path, in sentences. */
import { decodePath } from '../git/path.ts'
import type { Voice } from './match.ts'
import { shown } from './refusal.ts'
import type { ContentEntry } from './types.ts'

/** A step that was approved, and by whom. */
export interface Step {
  entry: ContentEntry
  voices: Voice[]
}

/** What is missing for one net step, and how the approved steps at its path differ from it. */
export function lacking(
  wanted: ContentEntry,
  steps: readonly Step[],
  reviews: readonly Voice[],
  count: number,
): string[] {
  const path = shown(decodePath(Buffer.from(wanted.pathB64, 'base64')))
  const direct = steps.find(step => sameEntry(step.entry, wanted))
  const people = peopleOf([...(direct?.voices ?? []), ...reviews])
  const first = `${path}: ${tally(people, count)} approved this step${named(people)}`
  const others = steps.filter(step => step !== direct)
  return [first, ...others.map(step => `${path}: ${stepDoubt(step, wanted, reviews, count)}`)]
}

function stepDoubt(step: Step, wanted: ContentEntry, reviews: readonly Voice[], count: number): string {
  const people = peopleOf([...step.voices, ...reviews])
  const { from, to } = step.entry
  if (people.size < count)
    return `the step from ${brief(from)} to ${brief(to)} has ${tally(people, count)}${named(people)}`
  return differs(step.entry, wanted)
}

/** An approved step at the same path that is not the one that is wanted. */
function differs(step: ContentEntry, wanted: ContentEntry): string {
  const [starts, ends] = [step.from === wanted.from, step.to === wanted.to]
  if (starts && ends && step.mode !== wanted.mode)
    return `it is approved with mode ${step.mode}, and would have ${wanted.mode}`
  if (starts && ends) return 'the id is approved for other content: its sha256 differs'
  if (step.to === wanted.from && step.from === wanted.to)
    return 'what is approved goes the other way: it is no yes to taking it back'
  if (starts)
    return `approved is ${brief(step.to)}, and this is ${brief(wanted.to)}: no approved step leads on to it`
  if (ends)
    return `approved is what it makes of ${brief(step.from)}, and here it replaces ${brief(wanted.from)}: no approved step leads there`
  return `the approved step from ${brief(step.from)} to ${brief(step.to)} neither begins nor ends where this one does`
}

export function sameEntry(a: ContentEntry, b: ContentEntry): boolean {
  return a.pathB64 === b.pathB64 && a.from === b.from && sameEnd(a, b)
}

/** Do they leave the same behind? */
export function sameEnd(a: ContentEntry, b: ContentEntry): boolean {
  return a.to === b.to && a.mode === b.mode && a.toSha256 === b.toSha256
}

/** People, however many keys and approvals each has. */
export function peopleOf(voices: readonly Voice[]): Set<string> {
  return new Set(voices.map(voice => voice.person))
}

/** `1 of 2 people`. */
export function tally(people: ReadonlySet<string>, count: number): string {
  return `${people.size} of ${count} ${count === 1 ? 'person' : 'people'}`
}

function named(people: ReadonlySet<string>): string {
  return people.size === 0 ? '' : ` (${[...people].sort().join(', ')})`
}

function brief(id: string | null): string {
  return id === null ? 'nothing' : id.slice(0, 10)
}
