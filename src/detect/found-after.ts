/** The findings of a content made from another: those of the other one that no edit touches, and those that the edits brought. */
import type { Candidate } from './candidate.ts'
import { LISTED, type Located, locate } from './detect.ts'
import { type Edit, isCut, placesOfSpan } from './edit.ts'
import { overlap, type Span } from './layer.ts'
import type { Detectors } from './load.ts'
import type { Text } from './text.ts'
import type { Zones } from './zones.ts'

export interface After {
  text: Text
  path: string | undefined
  /** what a look at the zones found */
  candidates: Candidate[]
  edit: Edit
  zones: Zones
  /** ids of rules of which a word that has to stand somewhere stands nowhere any more */
  gone: string[]
  /** of the content it was made from */
  before: Located[]
}

const NOTHING: Located[] = []

/** null: only a look at all of it tells. */
export function foundAfter(after: After, detectors: Detectors): Located[] | null {
  const { text, path, candidates, zones, before } = after
  if (candidates.length === 0 && before.length === 0) return NOTHING
  const kept = keptOf(after)
  if (kept === null || candidates.some(isEntangled)) return null
  const fresh = locate(text, candidates, path, detectors)
  if (
    fresh === null ||
    !kept.every(one => !isLookedAt(one, zones) || fresh.some(other => isSame(one, other)))
  )
    return null
  const brought = fresh.filter(one => !kept.some(other => isSame(one, other)))
  if (!brought.every(one => touches(one.match, zones.lines) && standsFree(one, kept))) return null
  return kept.length + brought.length > LISTED ? null : [...kept, ...brought]
}

/** null: one is lost, or may be, and then what it stood before may come out, wherever that lies. */
function keptOf({ before, edit, zones, gone }: After): Located[] | null {
  const kept: Located[] = []
  for (const one of before) {
    const untouched = one.within === 'block' ? zones.lines : zones.edited
    const places = placesOfSpan(one.match, edit)
    const left = places.filter(match => !touches(match, untouched))
    if (gone.includes(one.ruleId)) return null
    if (left.length < places.length || places.length === 0 || isCut(one.match, edit))
      if (!isSeenAnew(one, places, zones)) return null
    for (const match of left) kept.push({ ...one, match })
  }
  return kept
}

/**
 * Of one line: what it stood before shares bytes with it, and what is left of these lies where the line was cut or edited, so that it
 * was looked at. Of several lines the other one may lie far from the edit.
 */
function isSeenAnew({ within }: Located, places: Span[], { edited }: Zones): boolean {
  if (within !== 'line' && within !== 'text') return false
  return places.every(([start, end]) =>
    edited.every(([from, to]) => to <= start || end <= from || (from <= start && end <= to)),
  )
}

/** What it comes to depends on other lines: a partner, the piece that it is encoded in. */
function isEntangled({ rule, layer }: Candidate): boolean {
  return rule.required.length > 0 || layer.depth > 0
}

/** Then it was found once more, or it is none any longer: the model looks at what stands near. */
function isLookedAt({ match, within }: Located, { lines, names }: Zones): boolean {
  return touches(match, lines) || (within === 'text' && touches(match, names))
}

/** Where it reaches into one that is kept, one of them might stand for both. */
function standsFree(one: Located, kept: Located[]): boolean {
  return !kept.some(other => overlap(one.match, other.match))
}

function isSame(a: Located, b: Located): boolean {
  return a.fingerprint === b.fingerprint && a.ruleId === b.ruleId && a.match[0] === b.match[0]
}

function touches(match: Span, spans: Span[]): boolean {
  return spans.some(span => overlap(match, span))
}
