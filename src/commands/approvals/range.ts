/** A commit or a range as a person names it, with the branch it is to land on. */
import { UsageError } from '../../errors.ts'
import type { Landing, ObjectId } from '../../model.ts'
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
