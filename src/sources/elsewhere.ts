/** Outgoing commits that another tracking ref of the remote holds already, "as last fetched": a claim of this clone's, so they warn. */
import { commitGraph, listCommits } from '../git/commits.ts'
import { listRefs, type Ref } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import type { ObjectId } from '../model.ts'

export interface Outgoing {
  /** null = no remote of a known name: nothing is known of it */
  remote: string | null
  /** tracking refs that do not count */
  skip: Set<string>
  tips: ObjectId[]
  known: ObjectId[]
  commits: ObjectId[]
}

/** Commit → the tracking ref that holds it; undefined when there is none of them. */
export async function elsewhere(repo: Repo, outgoing: Outgoing): Promise<Map<ObjectId, string> | undefined> {
  if (outgoing.remote === null || outgoing.commits.length === 0) return undefined
  const all = await listRefs(repo, `refs/remotes/${outgoing.remote}/`)
  const refs = all.filter(ref => !outgoing.skip.has(ref.name) && !pointsAtSkipped(ref, all, outgoing.skip))
  if (refs.length === 0) return undefined
  const unseen = new Set(
    await listCommits(repo, outgoing.tips, [...outgoing.known, ...refs.map(ref => ref.id)]),
  )
  const there = new Set(outgoing.commits.filter(id => !unseen.has(id)))
  return there.size === 0 ? undefined : named(repo, refs, there, outgoing.known)
}

/** `refs/remotes/origin/HEAD` says what the branch it stands for says, and is no better witness. */
function pointsAtSkipped(ref: Ref, all: Ref[], skip: Set<string>): boolean {
  return ref.name.endsWith('/HEAD') && all.some(other => skip.has(other.name) && other.id === ref.id)
}

async function named(
  repo: Repo,
  refs: Ref[],
  there: Set<ObjectId>,
  known: ObjectId[],
): Promise<Map<ObjectId, string>> {
  const parents = await commitGraph(
    repo,
    refs.map(ref => ref.id),
    known,
  )
  const names = new Map<ObjectId, string>()
  const visited = new Set<ObjectId>()
  for (const ref of refs) {
    for (const queue = [ref.id]; queue.length > 0; ) {
      const id = queue.pop()!
      if (visited.has(id)) continue
      visited.add(id)
      if (there.has(id)) names.set(id, ref.name)
      queue.push(...(parents.get(id) ?? []))
    }
  }
  return names
}
