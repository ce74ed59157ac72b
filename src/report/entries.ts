/** Findings as people count them: one secret is one entry, however often a history repeats it. */
import type { Decision, Finding, Occurrence, Severity, Verdict } from '../model.ts'
import { STRENGTH } from '../policy/order.ts'

const WEIGHT: Record<Severity, number> = { low: 0, medium: 1, high: 2, critical: 3 }

/** Strongest first, then as they came (decide.ts has made one entry of each secret). */
export function entries(findings: Finding[]): Finding[] {
  return [...findings].sort(byStrength)
}

/** Every place of a finding once: its own first, then its occurrences. */
export function places(finding: Finding): Occurrence[] {
  return distinct([own(finding), ...finding.occurrences])
}

/** How many entries ask for each verdict. */
export function tally(findings: Finding[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { allow: 0, warn: 0, ask: 0, deny: 0 }
  for (const finding of findings) counts[finding.verdict]++
  return counts
}

/** Denied, or waiting for a person: either way it does not go on now. */
export function blocks(decision: Decision): boolean {
  return STRENGTH[decision.verdict] >= STRENGTH.ask
}

function own(finding: Finding): Occurrence {
  const { repository, path, member, line, column, commit, ref } = finding
  return {
    ...(repository !== undefined && { repository }),
    ...(path !== undefined && { path }),
    ...(member !== undefined && { member }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(commit !== undefined && { commit }),
    ...(ref !== undefined && { ref }),
  }
}

function distinct(all: Occurrence[]): Occurrence[] {
  if (all.length === 1) return all
  const seen = new Map<string, Occurrence>()
  for (const o of all) {
    const key = `${o.repository ?? ''}\0${o.path ?? ''}\0${o.member ?? ''}\0${o.line}\0${o.column}\0${o.commit}\0${o.ref ?? ''}`
    if (!seen.has(key)) seen.set(key, o)
  }
  return [...seen.values()]
}

function byStrength(a: Finding, b: Finding): number {
  return STRENGTH[b.verdict] - STRENGTH[a.verdict] || WEIGHT[b.severity] - WEIGHT[a.severity]
}
