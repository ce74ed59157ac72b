/** What a change brings: credentials of the new content that no parent had, counted, not just compared. */
import type { Credential } from '../model.ts'

/** Keeps of each fingerprint those beyond the most that any one parent has: the last ones in order. */
export function introduced(now: Credential[], parents: Credential[][]): Credential[] {
  const known = new Map<string, number>()
  for (const parent of parents) {
    for (const [fingerprint, count] of countsOf(parent)) {
      known.set(fingerprint, Math.max(count, known.get(fingerprint) ?? 0))
    }
  }
  return now.filter(({ fingerprint }) => {
    const left = known.get(fingerprint) ?? 0
    if (left > 0) known.set(fingerprint, left - 1)
    return left === 0
  })
}

function countsOf(credentials: Credential[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { fingerprint } of credentials) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1)
  return counts
}
