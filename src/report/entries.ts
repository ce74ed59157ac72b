/** Findings as people count them: one secret is one entry, however often a history repeats it. */
import type { Decision, Finding, Occurrence, Severity, Verdict } from '../model.ts'

const STRENGTH: Record<Verdict, number> = { allow: 0, warn: 1, ask: 2, deny: 3 }
const WEIGHT: Record<Severity, number> = { low: 0, medium: 1, high: 2, critical: 3 }

/** Credentials with one fingerprint under one rule become one finding; strongest first, then as they came. */
export function entries(findings: Finding[]): Finding[] {
  const merged = new Map<string, Finding>()
  findings.forEach((finding, index) => {
    const key = finding.fingerprint ? `${finding.ruleId} ${finding.fingerprint}` : String(index)
    const seen = merged.get(key)
    merged.set(key, seen ? join(seen, finding) : { ...finding, occurrences: places(finding) })
  })
  return [...merged.values()].sort(byStrength)
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

function join(a: Finding, b: Finding): Finding {
  const leader = STRENGTH[b.verdict] > STRENGTH[a.verdict] ? b : a
  const other = leader === a ? b : a
  return { ...leader, occurrences: distinct([...places(leader), ...places(other)]) }
}

function own(finding: Finding): Occurrence {
  const { path, line, column, commit, ref } = finding
  return {
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(commit !== undefined && { commit }),
    ...(ref !== undefined && { ref }),
  }
}

function distinct(all: Occurrence[]): Occurrence[] {
  const seen = new Map<string, Occurrence>()
  for (const o of all) {
    const key = JSON.stringify([o.path, o.line, o.column, o.commit, o.ref])
    if (!seen.has(key)) seen.set(key, o)
  }
  return [...seen.values()]
}

function byStrength(a: Finding, b: Finding): number {
  return STRENGTH[b.verdict] - STRENGTH[a.verdict] || WEIGHT[b.severity] - WEIGHT[a.severity]
}
