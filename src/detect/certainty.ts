/** The order of confidences: everything that compares two, or lowers one, asks here. */
import type { Confidence } from '../model.ts'

export const CERTAINTY: Record<Confidence, number> = { low: 0, medium: 1, high: 2, proven: 3 }
const STEPS = Object.keys(CERTAINTY) as Confidence[]

/** One step less; nothing is below `low`. */
export function oneLower(confidence: Confidence): Confidence {
  return STEPS[Math.max(0, CERTAINTY[confidence] - 1)]!
}
