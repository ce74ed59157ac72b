/** The history of a plain clone where there is no git binary. */
import { GitError } from '../errors.ts'
import type { Commit } from '../git/commit.ts'
import type { Objects } from '../git/objects.ts'
import { diffTrees } from '../git/tree.ts'
import type { Actor, Change, ObjectId, Operation } from '../model.ts'
import { refEnds } from './ends.ts'
import { openPlaces } from './places.ts'
import { openTally } from './tally.ts'
import { commitTexts, readCommit } from './texts.ts'
import { readTree } from './walk.ts'

/**
 * As `history` does, through isomorphic-git: a few times slower, and the packs are held in memory.
 * Throws GitError where the repository has a format that cannot be read so, or at an object that is missing.
 */
export async function plainHistory(cwd: string, actor: Actor): Promise<Operation> {
  const { openPlain } = await import('../git/isomorphic.ts')
  const { objects, refs, shallow } = await openPlain(cwd)
  const ends = await refEnds(objects, refs)
  if (ends.missing.length > 0)
    throw new GitError(`object ${ends.missing[0]} is missing`, { subject: ends.missing[0]! })
  const commits = await parentsFirst(objects, ends.commits, shallow)
  const ids = [...commits.keys()]
  const places = openPlaces(ids)
  const tally = openTally(ids.length)
  const fresh = (change: Change): boolean => {
    const first = places.add(change)
    if (first) tally.saw(change)
    return first
  }
  return {
    kind: 'scan',
    actor,
    refs: [],
    changes: everyChange(objects, commits, ends.loose, fresh),
    texts: texts(objects, ends.texts, ids),
    objects,
    listed: tally.listed,
    notices: () => ['git was not found: read without it, by isomorphic-git', ...edge(shallow)],
    attribute: wanted => places.attribute(objects, wanted),
  }
}

function edge(shallow: Set<ObjectId>): string[] {
  return shallow.size > 0 ? ['this is a shallow clone: what came before its edge was not looked at'] : []
}

type Step = Pick<Commit, 'tree' | 'parents'>

/** Every commit reachable, each after its parents. */
async function parentsFirst(
  objects: Objects,
  tips: ObjectId[],
  shallow: Set<ObjectId>,
): Promise<Map<ObjectId, Step>> {
  const known = new Map<ObjectId, Step>()
  const done = new Map<ObjectId, Step>()
  for (const stack = [...tips]; stack.length > 0; ) {
    const id = stack[stack.length - 1]!
    const step = known.get(id) ?? (await stepOf(objects, id, shallow))
    known.set(id, step)
    const left = step.parents.filter(parent => !done.has(parent))
    if (left.length > 0) {
      stack.push(...left)
      continue
    }
    stack.pop()
    done.set(id, step)
  }
  return done
}

async function stepOf(objects: Objects, id: ObjectId, shallow: Set<ObjectId>): Promise<Step> {
  const { tree, parents } = await readCommit(objects, id)
  return { tree, parents: shallow.has(id) ? [] : parents }
}

async function* everyChange(
  objects: Objects,
  commits: Map<ObjectId, Step>,
  loose: { ref: string; type: 'tree' | 'blob'; id: ObjectId }[],
  fresh: (change: Change) => boolean,
): AsyncGenerator<Change> {
  const walk = { read: (id: ObjectId) => readTree(objects, id), idBytes: 20 }
  for (const [commit, { tree, parents }] of commits) {
    const before = parents.map(parent => commits.get(parent)!.tree)
    for await (const change of diffTrees({ ...walk, commit }, before, tree)) if (fresh(change)) yield change
  }
  for (const { ref, type, id } of loose) {
    const blob: Change = { path: ref, status: 'added', before: [], after: { mode: '100644', id } }
    if (type === 'blob' && fresh(blob)) yield blob
    if (type === 'tree') for await (const change of diffTrees(walk, [], id)) if (fresh(change)) yield change
  }
}

async function* texts(
  objects: Objects,
  ofRefs: Awaited<ReturnType<typeof refEnds>>['texts'],
  commits: ObjectId[],
) {
  yield* ofRefs
  yield* commitTexts(objects, commits)
}
