/** A range named on the command line: any CI system, or none. */
import { UsageError } from '../errors.ts'
import { tooShallow } from './advice.ts'
import { type Clone, commitOf } from './clone.ts'
import type { Forge } from './event.ts'
import { type CiPlan, checkComplete } from './plan.ts'

/** Policy and baseline come from `base`: who names the base vouches for it. */
export async function manualPlan(base: string, head: string, clone: Clone, forge: Forge): Promise<CiPlan> {
  const from = await revision(base, '--base', clone, forge)
  const to = await revision(head, '--head', clone, forge)
  await checkComplete(forge, clone, from, to)
  return {
    forge,
    kind: 'merge',
    base: from,
    head: to,
    targetRef: '',
    refs: [],
    policyBase: from,
    landsOn: null,
    notices: [],
  }
}

async function revision(name: string, option: string, clone: Clone, forge: Forge): Promise<string> {
  if (name === '' || /[\r\n\0]/.test(name)) throw new UsageError(`${option} needs a revision`)
  const id = await commitOf(clone, name)
  if (id === null) throw tooShallow(forge, `${option} "${name}" is not there`)
  return id
}
