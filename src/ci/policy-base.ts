/** Which commit's policy judges (design §7.2): one that the change under judgement could not have written. */
import type { ObjectId } from '../model.ts'
import { tooShallow, unreachable } from './advice.ts'
import { type Clone, commitOf } from './clone.ts'
import type { CiEvent } from './event.ts'

/** Whether the policy at `commit` protects `ref` (pushes to it are restricted). */
export type Protects = (commit: ObjectId, ref: string) => Promise<boolean>

export interface PolicyBase {
  id: ObjectId | null
  /** the branch it is the tip of: where the change is to land, as approvals name it */
  landsOn: string
}

/**
 * The default branch before the change; another branch's own commit only where the default branch's policy protects
 * that branch: anyone may write to one that it does not. Null when the default branch itself is new.
 */
export async function policyBase(event: CiEvent, clone: Clone, protects: Protects): Promise<PolicyBase> {
  const landsOn = `refs/heads/${event.defaultBranch}`
  const own = ownBase(event)
  if (event.ref === landsOn) return { id: own === null ? null : await present(event, clone, own), landsOn }
  const tip = await commitOf(clone, `refs/remotes/origin/${event.defaultBranch}`)
  if (tip === null) throw tooShallow(event.forge, `the default branch "${event.defaultBranch}" is not there`)
  if (own === null || !(await protects(tip, event.ref))) return { id: tip, landsOn }
  return { id: (await commitOf(clone, own)) ?? tip, landsOn: event.ref }
}

/** Tags are no line of development: the commit a tag pointed to says nothing about who may write there. */
function ownBase(event: CiEvent): string | null {
  if (event.kind === 'merge') return event.target ?? event.before
  return event.ref.startsWith('refs/heads/') ? event.before : null
}

async function present(event: CiEvent, clone: Clone, revision: string): Promise<ObjectId> {
  const id = await commitOf(clone, revision)
  if (id !== null) return id
  if (revision.startsWith('refs/')) throw tooShallow(event.forge, `"${revision}" is not there`)
  throw unreachable(event, revision, 'the commit whose policy judges,')
}
