/** A refspec that the configuration makes every push use. */
import type { Bench } from '../bench.ts'
import type { RuleId } from '../rules.ts'
import { judgeRefspec } from './refspec.ts'

/** What is wrong with it as `remote.<name>.push`. */
export function judgeConfiguredPush(value: string, bench: Bench): RuleId | null {
  const found = bench.aside(() => judgeRefspec(value, { force: false, lease: false, remove: false }, bench))
  return found.length > 0 ? 'push-config' : null
}
