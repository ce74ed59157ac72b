/** Held secrets in one layer, as candidates beside those of the rules. */
import { spendCandidate } from '../budget.ts'
import type { Candidate } from '../candidate.ts'
import type { Layer, Span } from '../layer.ts'
import type { Rule } from '../rule.ts'
import type { Scan } from '../scan.ts'
import type { HeldSecret } from './held.ts'

/** No table in rules/: its patterns are what the machine holds. Its id is an id like any other (waivers, disabled-rules). */
export const OWN_SECRET: Rule = {
  id: 'own-secret',
  provider: 'Your own secrets',
  description: 'The value of a secret that this machine keeps',
  regex: '',
  secretGroup: 0,
  keywords: [],
  severity: 'high',
  confidence: 'high',
  required: [],
  allowlists: [],
  reach: null,
  breaks: null,
  prefix: '',
}

/** Throws CoverageError when the content holds more than its budget. */
export function heldCandidates(layer: Layer, scan: Scan, lines?: Span[]): Candidate[] {
  const { finder, disabled, budget } = scan
  if (!finder || disabled.has(OWN_SECRET.id)) return []
  const { bytes } = layer.text
  const found = lines ? lines.flatMap(span => finder.find(bytes, span)) : finder.find(bytes)
  return found.map(({ held, encoding, span }) => {
    spendCandidate(budget)
    const root = layer.toRoot(span)
    return { rule: ruleOf(held, encoding), secret: held.secret, layer, span, root, match: root, held }
  })
}

export function isHeld({ rule }: Candidate): boolean {
  return rule.id === OWN_SECRET.id
}

/** What is told of a finding of another rule that has the same value. */
export function sameValue({ kept }: HeldSecret): string {
  return `same value as ${placesOf(kept)}`
}

function ruleOf({ kept }: HeldSecret, encoding: string | undefined): Rule {
  const how = encoding === undefined ? '' : `, ${encoding}`
  return { ...OWN_SECRET, description: `The value of ${placesOf(kept)}${how}` }
}

const SHOWN = 2

function placesOf(kept: string[]): string {
  const more = kept.length > SHOWN ? ` and ${kept.length - SHOWN} more` : ''
  return `${kept.slice(0, SHOWN).join(' and ')}${more}`
}
