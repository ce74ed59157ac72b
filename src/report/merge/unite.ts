/** Findings of many reports as one list: one secret is one entry, wherever it lies, and the order depends on nothing but them. */
import { CERTAINTY } from '../../detect/certainty.ts'
import type { Finding, Occurrence, Skipped, Suppressed } from '../../model.ts'
import { STRENGTH } from '../../policy/order.ts'
import { places } from '../entries.ts'

/** As `decide` unites those of one run: by fingerprint. Of equally strong ones the earliest leads; its place is the entry's. */
export function uniteFindings(findings: Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = finding.fingerprint ?? placeKey(finding)
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()].map(united).sort(byPlace)
}

/** Each stands for itself, as in one run; the same one out of two files is one. */
export function uniteSuppressed(suppressed: Suppressed[]): Suppressed[] {
  const distinct = new Map(
    suppressed.map(one => [`${placeKey(one.finding)} ${JSON.stringify(one.suppression)}`, one]),
  )
  return [...distinct.values()].sort((a, b) => byPlace(a.finding, b.finding))
}

/** What several shards name is missed once. */
export function uniteMissed(missed: Skipped[]): Skipped[] {
  const distinct = new Map(missed.map(one => [JSON.stringify([one.path, one.commit, one.reason]), one]))
  return [...distinct].sort(([a], [b]) => compare(a, b)).map(([, one]) => one)
}

function united(group: Finding[]): Finding {
  const lead = group.reduce((a, b) => (leads(b, a) < 0 ? b : a))
  const all = new Map(group.flatMap(places).map(place => [JSON.stringify(keyed(place)), place]))
  return { ...lead, ...standing(group), occurrences: [...all.values()].sort(byPlace) }
}

/** Each shard knows of its own blobs only. */
function standing(group: Finding[]): Pick<Finding, 'stands'> {
  const known = group.flatMap(({ stands }) => (stands ? [stands] : []))
  return known.length === 0 ? {} : { stands: [...new Set(known.flat())].sort(compare) }
}

/** Negative: `a` leads. The last steps are there so that no order of files changes anything. */
function leads(a: Finding, b: Finding): number {
  return (
    STRENGTH[b.verdict] - STRENGTH[a.verdict] ||
    CERTAINTY[b.confidence] - CERTAINTY[a.confidence] ||
    compare(a.date || LATEST, b.date || LATEST) ||
    compare(a.commit ?? '', b.commit ?? '') ||
    byPlace(a, b) ||
    compare(a.ruleId, b.ruleId)
  )
}

/** After every ISO date: a place that nobody is named for leads last. */
const LATEST = '~'

function placeKey(finding: Finding): string {
  return JSON.stringify([finding.ruleId, finding.category, finding.fingerprint, ...keyed(finding)])
}

function keyed({ repository, path, member, line, column, commit, ref }: Occurrence) {
  return [repository, path, member, line, column, commit, ref]
}

function byPlace(a: Occurrence, b: Occurrence): number {
  return (
    compare(a.repository ?? '', b.repository ?? '') ||
    compare(a.path ?? '', b.path ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(JSON.stringify(keyed(a)), JSON.stringify(keyed(b)))
  )
}

/** By code units: a locale would order differently elsewhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
