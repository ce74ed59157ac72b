/** A commit or a range as a person names it, with the branch it is to land on. */
import { UsageError } from '../../errors.ts'
import { isAncestor } from '../../git/refs.ts'
import type { Landing, ObjectId, RefUpdate } from '../../model.ts'
import { defaultBranch, tipOf } from '../landings.ts'
import type { Opened } from '../session.ts'

/** `A..B`: what lands of B where A is the target's tip. `REV`: that commit's own step. Null when it names no revision. */
export async function landingNamed(
  what: string,
  target: string | undefined,
  session: Opened,
): Promise<Landing | null> {
  const [first = '', second] = what.split('..')
  const [from, to] = await Promise.all([
    commitOf(first, session),
    second === undefined ? null : commitOf(second || 'HEAD', session),
  ])
  if (from === null || (second !== undefined && to === null)) return null
  const branch = await targetNamed(target, session)
  if (to !== null) return { target: branch, tip: from, from, to }
  const tip = await tipOf(session, branch)
  return { target: branch, tip, from: await parentOf(from, session), to: from }
}

/** `A..B`: the ref goes from A to B · `B`: it is new · `A..`: it is deleted. Null when it names no revision. */
export async function moveNamed(what: string, ref: string, session: Opened): Promise<RefUpdate | null> {
  const [first = '', second] = what.split('..')
  const one = await commitOf(first, session)
  if (one === null) return null
  const full = ref.startsWith('refs/') ? ref : `refs/heads/${ref}`
  if (second === undefined) return { ref: full, action: 'create', before: null, after: one }
  if (second === '') return { ref: full, action: 'delete', before: one, after: null }
  const two = await commitOf(second, session)
  if (two === null) return null
  const action = (await isAncestor(session.repo, one, two)) ? 'update' : 'force'
  return { ref: full, action, before: one, after: two }
}

async function targetNamed(target: string | undefined, session: Opened): Promise<string> {
  if (target !== undefined) return target.startsWith('refs/') ? target : `refs/heads/${target}`
  const found = await defaultBranch(session)
  if (found !== null) return found
  throw new UsageError('which branch it is to land on is not known here', { hint: 'name it: --target main' })
}

async function commitOf(name: string, { objects }: Opened): Promise<ObjectId | null> {
  if (name === '' || /[\n\0]/.test(name)) return null
  return (await objects.info(`${name}^{commit}`))?.id ?? null
}

/** A merge is compared with its first parent. */
async function parentOf(commit: ObjectId, session: Opened): Promise<ObjectId | null> {
  return commitOf(`${commit}^`, session)
}
