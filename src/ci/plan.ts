/** From an event to what is judged (a range of commits and ref updates) and by which commit's policy. */
import { UsageError } from '../errors.ts'
import type { ObjectId, RefUpdate } from '../model.ts'
import { tooShallow, unreachable } from './advice.ts'
import { type Clone, commitOf, commitsIn, isAncestor, mergeBase, shallowCommits } from './clone.ts'
import type { CiEvent, Forge } from './event.ts'
import { type Protects, policyBase } from './policy-base.ts'

export interface CiPlan {
  forge: Forge
  kind: 'merge' | 'push'
  /** the range is `base..head`; null: everything that head reaches */
  base: ObjectId | null
  /** null when a ref is deleted: there is nothing to read, only the ref to judge */
  head: ObjectId | null
  /** full name of the ref it is about; empty for a range given by hand */
  targetRef: string
  refs: RefUpdate[]
  /** the commit that policy and baseline are read from; null: the floor alone */
  policyBase: ObjectId | null
  /** full name of the branch that is to hold it: the default branch, or a protected target; null where no event names one */
  landsOn: string | null
  /** who opened the pull request or pushed, as the forge authenticated them: never an author field */
  by?: string[]
  notices: string[]
}

/**
 * Throws CoverageError (exit 3, with the lines to add) when the clone lacks a commit that has to be seen, UsageError
 * when the event names no range. Never a smaller range than the event's.
 */
export async function plan(event: CiEvent, clone: Clone, protects: Protects): Promise<CiPlan> {
  const head = await headOf(event, clone)
  const base = head === null ? null : await baseOf(event, clone, head)
  if (head !== null) await checkComplete(event.forge, clone, base, head)
  const judge = await policyBase(event, clone, protects)
  return {
    forge: event.forge,
    kind: event.kind === 'merge' ? 'merge' : 'push',
    base,
    head,
    targetRef: event.ref,
    refs: await refUpdates(event, clone, head),
    policyBase: judge.id,
    landsOn: judge.landsOn,
    ...(event.by === undefined ? {} : { by: event.by }),
    notices: event.notices,
  }
}

/** Refuses a range with a commit whose parents were cut off: its every file would look new, older commits unseen. */
export async function checkComplete(
  forge: Forge,
  clone: Clone,
  base: ObjectId | null,
  head: ObjectId,
): Promise<void> {
  const cut = shallowCommits(clone)
  if (cut.size === 0) return
  const first = (await commitsIn(clone, base, head)).find(id => cut.has(id))
  if (first !== undefined) throw tooShallow(forge, `the parents of ${first} are not there`)
}

async function headOf(event: CiEvent, clone: Clone): Promise<ObjectId | null> {
  if (event.after === null) return null
  const head = await commitOf(clone, event.after)
  if (head !== null) return head
  if (shallowCommits(clone).size > 0) throw tooShallow(event.forge, `${event.after} is not there`)
  throw unreachable(event, event.after, 'the head')
}

async function baseOf(event: CiEvent, clone: Clone, head: ObjectId): Promise<ObjectId | null> {
  const known = event.before === null ? null : await commitOf(clone, event.before)
  if (known !== null) return known
  if (event.before !== null) refuseIfNeeded(event, clone, event.before)
  return branchPoint(event, clone, head)
}

/**
 * A commit that is missing from a full clone was thrown away by a force push. For a topic branch the range then begins
 * where it left the default branch, which is more, not less; the default branch has nothing older to begin at.
 */
function refuseIfNeeded(event: CiEvent, clone: Clone, before: ObjectId): void {
  const isShallow = shallowCommits(clone).size > 0
  if (isShallow) throw tooShallow(event.forge, `${before} is not there`)
  if (event.kind === 'merge') throw unreachable(event, before, 'the base')
  if (isDefault(event)) throw unreachable(event, before, 'the commit before the push')
}

/** Where a new branch left the default branch; null where there is no older history to leave. */
async function branchPoint(event: CiEvent, clone: Clone, head: ObjectId): Promise<ObjectId | null> {
  if (isDefault(event)) return firstPush(event)
  if (shallowCommits(clone).size > 0) throw tooShallow(event.forge, 'where the branch began is not there')
  const tip = await commitOf(clone, `refs/remotes/origin/${event.defaultBranch}`)
  if (tip === null) throw tooShallow(event.forge, `the default branch "${event.defaultBranch}" is not there`)
  return mergeBase(clone, tip, head)
}

function firstPush({ kind }: CiEvent): null {
  if (kind === 'push') return null
  throw new UsageError('this event names no range: nothing was pushed and the default branch has no base', {
    hint: 'name one, portcullis ci --base REV --head REV, or look at everything, portcullis scan',
  })
}

async function refUpdates(event: CiEvent, clone: Clone, head: ObjectId | null): Promise<RefUpdate[]> {
  if (event.kind === 'run') return []
  const { ref, before, after } = event
  return [{ ref, action: await action(event, clone, head), before, after }]
}

async function action(event: CiEvent, clone: Clone, head: ObjectId | null): Promise<RefUpdate['action']> {
  if (head === null) return 'delete'
  if (event.kind === 'merge') return 'update' // a merge moves its target forward, whatever the range looks like
  if (event.before === null) return 'create'
  const before = await commitOf(clone, event.before)
  const forward = !event.forced && before !== null && (await isAncestor(clone, before, head))
  return forward ? 'update' : 'force'
}

function isDefault(event: CiEvent): boolean {
  return event.ref === `refs/heads/${event.defaultBranch}`
}
