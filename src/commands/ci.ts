/** `portcullis ci`: the range of a pull request or push, judged by the policy in force before it. */
import type { Clone } from '../ci/clone.ts'
import type { Environment } from '../ci/event.ts'
import { manualPlan } from '../ci/manual.ts'
import { type CiPlan, plan } from '../ci/plan.ts'
import type { Protects } from '../ci/policy-base.ts'
import { forgeOf, readEvent } from '../ci/read.ts'
import { UsageError } from '../errors.ts'
import type { Decision } from '../model.ts'
import { publish, publishUndecided } from './ci-outputs.ts'

export interface CiOptions {
  env: Environment
  clone: Clone
  protects: Protects
  /** judges a plan, records the decision, returns it */
  run(plan: CiPlan): Promise<Decision>
  base?: string
  head?: string
}

export interface CiResult {
  plan: CiPlan
  decision: Decision
  /** for stderr: the plan's cautions, and outputs that could not be written */
  notices: string[]
}

/** Plans, runs, and leaves the job's outputs; a failure leaves `verdict=undecided` before it is thrown on. */
export async function ci(options: CiOptions): Promise<CiResult> {
  try {
    const planned = await ciPlan(options)
    const decision = await options.run(planned)
    const notices = await publish(decision, options.env)
    return { plan: planned, decision, notices: [...planned.notices, ...notices] }
  } catch (error) {
    publishUndecided(options.env)
    throw error
  }
}

/** The format stdout takes when none was asked for: annotations where something reads them. */
export function ciFormat(env: Environment): 'github' | 'pretty' {
  return forgeOf(env) === 'github' ? 'github' : 'pretty'
}

/** The plan alone. Throws what `plan` and `readEvent` throw. */
export async function ciPlan({ env, clone, protects, base, head }: Omit<CiOptions, 'run'>): Promise<CiPlan> {
  if (base !== undefined) return manualPlan(base, head ?? 'HEAD', clone, forgeOf(env))
  if (head === undefined) return plan(await readEvent(env), clone, protects)
  throw new UsageError('--head needs --base', { hint: 'portcullis ci --base REV --head REV' })
}
