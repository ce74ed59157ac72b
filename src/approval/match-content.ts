/** Content is approved path by path: each net step by itself, or as a chain of approved steps that ends in the same. */
import { lacking, peopleOf, type Step, sameEnd, sameEntry, tally } from './content-reasons.ts'
import type { MatchContext, Voice } from './match.ts'
import type { ContentEntry, ContentSubject, VerifiedApproval } from './types.ts'
import { called } from './voices.ts'

export interface Found {
  by: Voice[]
  missing: string[]
}

const EMPTY = 'no path is named that could be approved'

type Spent = MatchContext['spent']

/** Who approved this content, and sentences for what is missing. */
export function matchContent(
  wanted: ContentSubject,
  voices: readonly Voice[],
  count: number,
  spent: Spent,
): Found {
  // nothing named is nothing approved, not everything
  if (!wanted.whole && wanted.entries.length === 0) return { by: [], missing: [EMPTY] }
  const fitting: Voice[] = []
  const reasons: string[] = []
  for (const voice of voices) {
    const reason = voice.approval && subjectDoubt(voice.approval, wanted)
    if (reason === null) fitting.push(voice)
    else reasons.push(`${called(voice.approval!)} ${reason}`)
  }
  const found = wanted.whole
    ? matchWhole(wanted, fitting, count, spent)
    : matchEach(wanted, fitting, count, spent)
  return { by: found.by, missing: found.missing.length === 0 ? [] : [...found.missing, ...reasons] }
}

function subjectDoubt({ subject }: VerifiedApproval, wanted: ContentSubject): string | null {
  if (subject.type !== 'content') return 'is for a ref update, and content is asked for'
  if (subject.target !== wanted.target) return `is for ${subject.target}, not for ${wanted.target}`
  if (wanted.whole && !subject.whole) return 'is for single paths, and the whole change is asked for'
  const same = !subject.whole || sameEntries(subject.entries, wanted.entries)
  return same ? null : 'is for a whole change, and this is another: its paths or their contents differ'
}

function sameEntries(a: readonly ContentEntry[], b: readonly ContentEntry[]): boolean {
  return a.length === b.length && a.every((entry, index) => sameEntry(entry, b[index]!))
}

/** A whole change is all its entries at once, or nothing: one of them spent, and it is another change. */
function matchWhole(wanted: ContentSubject, voices: readonly Voice[], count: number, spent: Spent): Found {
  const reasons: string[] = []
  const by = voices.filter(({ approval }) => {
    const told = approval && wanted.entries.flatMap(entry => spent?.(approval, entry) ?? [])
    if (!told || told.length === 0) return true
    reasons.push(`${called(approval)} ${told[0]}`)
    return false
  })
  const people = peopleOf(by)
  const lacking = `the whole change: ${tally(people, count)} approved it`
  return { by, missing: people.size >= count ? [] : [lacking, ...reasons] }
}

function matchEach(wanted: ContentSubject, voices: readonly Voice[], count: number, spent: Spent): Found {
  const { byPath, reasons } = stepsByPath(voices, spent)
  const reviews = voices.filter(voice => voice.approval === null)
  const enough = (some: readonly Voice[]) => peopleOf([...some, ...reviews]).size >= count
  const by = new Set<Voice>()
  const missing: string[] = []
  for (const entry of wanted.entries) {
    const steps = byPath.get(entry.pathB64) ?? []
    const chain = chainTo(entry, steps, reviews, enough)
    for (const voice of chain ?? []) by.add(voice)
    if (chain === null) missing.push(...lacking(entry, steps, reviews, count))
  }
  return { by: [...by], missing: missing.length === 0 ? [] : [...missing, ...reasons] }
}

/** All steps that were approved and are not spent, by path; the same step by two people is one with two voices. */
function stepsByPath(
  voices: readonly Voice[],
  spent: Spent,
): { byPath: Map<string, Step[]>; reasons: string[] } {
  const byPath = new Map<string, Step[]>()
  const reasons: string[] = []
  for (const voice of voices) {
    if (voice.approval?.subject.type !== 'content') continue
    for (const entry of voice.approval.subject.entries) {
      const told = spent?.(voice.approval, entry) ?? null
      if (told === null) addStep(byPath, entry, voice)
      else reasons.push(`${called(voice.approval)} ${told}`)
    }
  }
  return { byPath, reasons }
}

function addStep(byPath: Map<string, Step[]>, entry: ContentEntry, voice: Voice): void {
  const steps = byPath.get(entry.pathB64) ?? []
  byPath.set(entry.pathB64, steps)
  const known = steps.find(step => sameEntry(step.entry, entry))
  if (known === undefined) steps.push({ entry, voices: [voice] })
  else known.voices.push(voice)
}

/**
 * The voices of the shortest chain of sufficiently approved steps from the entry's old content to exactly its new one, or null.
 * Reviews are of the net change, not of a step: alone they answer the entry itself.
 */
function chainTo(
  wanted: ContentEntry,
  steps: readonly Step[],
  reviews: readonly Voice[],
  enough: (voices: readonly Voice[]) => boolean,
): Voice[] | null {
  if (enough([])) return [...reviews]
  const usable = steps.filter(step => enough(step.voices))
  const seen = new Set([wanted.from])
  const ends = [{ at: wanted.from, voices: [...reviews] }]
  // a list takes what is added while it is walked: breadth first
  for (const end of ends) {
    for (const { entry, voices } of usable.filter(step => step.entry.from === end.at)) {
      const all = [...end.voices, ...voices]
      if (sameEnd(entry, wanted)) return all
      if (!seen.has(entry.to)) ends.push({ at: entry.to, voices: all })
      seen.add(entry.to)
    }
  }
  return null
}
