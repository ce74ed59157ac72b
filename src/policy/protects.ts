/** Which branches the policy keeps for itself: what lands there is judged by what that branch holds. */
import type { Policy } from './types.ts'

/** Does the trusted base's policy restrict pushes to the ref? A branch anyone may write to cannot name its own judge. */
export function protects(policy: Policy, ref: string): boolean {
  return policy.refs.some(({ layer, verdicts, matches }) => {
    const restricts = [verdicts.push, verdicts.force].some(verdict => verdict === 'deny' || verdict === 'ask')
    return layer === 'base' && restricts && matches(ref)
  })
}
