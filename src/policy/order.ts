/** The two orders everything is compared by: how strong a verdict is, how sure a finding. */
import type { Confidence, Verdict } from '../model.ts'

export const STRENGTH: Record<Verdict, number> = { allow: 0, warn: 1, ask: 2, deny: 3 }
export const CERTAINTY: Record<Confidence, number> = { low: 0, medium: 1, high: 2, proven: 3 }

/** The strongest verdict; `allow` when nobody speaks. */
export function strongest(verdicts: Iterable<Verdict>): Verdict {
  let top: Verdict = 'allow'
  for (const verdict of verdicts) if (STRENGTH[verdict] > STRENGTH[top]) top = verdict
  return top
}
