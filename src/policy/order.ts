/** The order of verdicts; that of confidences is the detector's (detect/certainty.ts). */
import type { Verdict } from '../model.ts'

export const STRENGTH: Record<Verdict, number> = { allow: 0, warn: 1, ask: 2, deny: 3 }

/** The strongest verdict; `allow` when nobody speaks. */
export function strongest(verdicts: Iterable<Verdict>): Verdict {
  let top: Verdict = 'allow'
  for (const verdict of verdicts) if (STRENGTH[verdict] > STRENGTH[top]) top = verdict
  return top
}
