/** Where an operation's content is to land: what its approvals name (docs/approvals.md, "What it binds"). */
import { headRef } from '../git/state.ts'
import type { Landing, ObjectId, Operation, RefUpdate } from '../model.ts'
import { protects } from '../policy/protects.ts'
import type { Staged } from '../sources/staged.ts'
import type { Opened } from './session.ts'

/**
 * The default branch, as the trusted base names it, unless the ref that is moved is protected itself. So a commit on a topic branch, its
 * push and its pull request all ask for the same approval. Null where nothing names a branch (detached, no remote).
 */
export async function targetOf(session: Opened, ref: string | null): Promise<string | null> {
  if (ref !== null && protects(session.loaded.policy, ref)) return ref
  return defaultBranch(session)
}

export async function defaultBranch({ repo, baseRef }: Opened): Promise<string | null> {
  const tracked = /^refs\/remotes\/[^/]+\/(.+)$/.exec(baseRef ?? '')?.[1]
  return tracked === undefined ? headRef(repo) : `refs/heads/${tracked}`
}

/** A commit's step begins at its parent; a merge, which has several, is compared with the target. */
export async function commitLandings(session: Opened, staged: Staged): Promise<Landing[]> {
  const { ref, tree, parents } = staged
  const target = await targetOf(session, ref)
  if (target === null || tree === null) return []
  const tip = await tipOf(session, target)
  return [{ target, tip, from: parents.length > 1 ? tip : (parents[0] ?? null), to: tree }]
}

/** Each branch or tag that is pushed; what is compared is the target as the remote just named it, else as last fetched. */
export async function pushLandings(session: Opened, { refs }: Operation): Promise<Landing[]> {
  const landings: Landing[] = []
  for (const update of refs) {
    const landing = await pushed(session, update)
    if (landing !== null) landings.push(landing)
  }
  return landings
}

async function pushed(session: Opened, { ref, before, after }: RefUpdate): Promise<Landing | null> {
  if (after === null || !/^refs\/(heads|tags)\//.test(ref)) return null
  const target = await targetOf(session, ref)
  if (target === null) return null
  const tip = target === ref ? await known(session, before) : await tipOf(session, target)
  return { target, tip, from: tip, to: after }
}

/** The tip of a branch as this clone last saw it on the remote of the base; without a remote, the branch itself. */
export async function tipOf(session: Opened, target: string): Promise<ObjectId | null> {
  const { base, baseRef, objects } = session
  if (target === (await defaultBranch(session))) return base
  const remote = /^refs\/remotes\/[^/]+\//.exec(baseRef ?? '')?.[0]
  const names = [...(remote === undefined ? [] : [target.replace('refs/heads/', remote)]), target]
  for (const name of names) {
    const found = await objects.info(`${name}^{commit}`)
    if (found) return found.id
  }
  return null
}

/** An id that the remote named need not be here. */
async function known({ objects, base }: Opened, id: ObjectId | null): Promise<ObjectId | null> {
  if (id === null) return null
  return (await objects.info(`${id}^{commit}`))?.id ?? base
}
