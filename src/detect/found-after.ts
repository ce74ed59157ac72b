/** The findings of a content made from another: those of the other one that no edit touches, and those that the edits brought. */
import type { Candidate } from './candidate.ts'
import { type Located, locate } from './detect.ts'
import { type Edit, placesOfSpan } from './edit.ts'
import type { Span } from './layer.ts'
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
  /** of the content it was made from */
  before: Located[]
}

const NOTHING: Located[] = []

/** null: only a look at all of it tells. */
export function foundAfter(after: After, detectors: Detectors): Located[] | null {
  const { text, path, candidates, edit, zones, before } = after
  if (candidates.length === 0 && before.length === 0) return NOTHING
  if (candidates.some(isEntangled)) return null
  const fresh = locate(text, candidates, path, detectors)
  if (fresh === null) return null
  const carried = before.flatMap(one => placesOfSpan(one.match, edit).map(match => ({ ...one, match })))
  const kept = carried.filter(one => !touches(one.match, zones.lines))
  const brought = fresh.filter(one => touches(one.match, zones.lines))
  return judgedAgain(fresh, kept, zones) && standsFree(brought, kept) ? [...kept, ...brought] : null
}

/** What it comes to depends on other lines: a partner, the piece that it is encoded in. */
function isEntangled({ rule, layer }: Candidate): boolean {
  return rule.required.length > 0 || layer.depth > 0
}

/** Of the lines that only stand near an edit the model was asked once more: it must say what it said before. */
function judgedAgain(fresh: Located[], kept: Located[], zones: Zones): boolean {
  const isNear = ({ match, isScored }: Located) => isScored && touches(match, zones.names)
  const now = fresh.filter(one => isNear(one) && !touches(one.match, zones.lines))
  return (
    kept.filter(isNear).every(one => now.some(other => isSame(one, other))) &&
    now.every(one => kept.some(other => isSame(one, other) || overlap(one.match, other.match)))
  )
}

/** No finding of a touched line may reach into one that is kept: then one of them might stand for both. */
function standsFree(brought: Located[], kept: Located[]): boolean {
  return !brought.some(one => kept.some(other => overlap(one.match, other.match)))
}

function isSame(a: Located, b: Located): boolean {
  return a.fingerprint === b.fingerprint && a.ruleId === b.ruleId && a.match[0] === b.match[0]
}

function overlap(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1]
}

function touches(match: Span, spans: Span[]): boolean {
  return spans.some(span => overlap(match, span))
}
