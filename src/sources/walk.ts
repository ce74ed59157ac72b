/** An operation over commits: what push, range and history share. */
import { GitError } from '../errors.ts'
import { commitChanges } from '../git/commits.ts'
import type { Objects } from '../git/objects.ts'
import type { Repo } from '../git/run.ts'
import { diffTrees } from '../git/tree.ts'
import type { Actor, Change, ObjectId, Operation, OperationKind, RefUpdate, Text } from '../model.ts'
import { openTally } from './tally.ts'
import { commitTexts } from './texts.ts'

/** A ref (or a tag) that ends at a file or a tree instead of a commit. */
export interface Loose {
  ref: string
  type: 'tree' | 'blob'
  id: ObjectId
}

export interface Walk {
  kind: OperationKind
  actor: Actor
  refs: RefUpdate[]
  /** parents before children */
  commits: ObjectId[]
  loose: Loose[]
  /** ref names, tag messages and taggers */
  texts: Text[]
  /** of these commits the messages and names are looked at: of all, unless given */
  spoken?: ObjectId[]
  /** false = this change was yielded before and need not come again */
  fresh(change: Change): boolean
  /** told commits that cannot be diffed; without it the first one ends all */
  onFailure?: (commit: ObjectId, error: GitError) => void
  /** called when all changes are out: the place to say what could not be looked at */
  atEnd?: () => void
}

export function walkOperation(repo: Repo, objects: Objects, walk: Walk): Operation {
  const tally = openTally((walk.spoken ?? walk.commits).length)
  return {
    kind: walk.kind,
    actor: walk.actor,
    refs: walk.refs,
    changes: changesOf(repo, objects, walk, tally.saw),
    texts: textsOf(objects, walk),
    objects,
    listed: tally.listed,
  }
}

async function* changesOf(
  repo: Repo,
  objects: Objects,
  walk: Walk,
  saw: (change: Change) => void,
): AsyncGenerator<Change> {
  for await (const change of everyChange(repo, objects, walk)) {
    if (!walk.fresh(change)) continue
    saw(change)
    yield change
  }
  walk.atEnd?.()
}

async function* everyChange(repo: Repo, objects: Objects, walk: Walk): AsyncGenerator<Change> {
  yield* commitChanges(repo, walk.commits, walk.onFailure)
  for (const { ref, type, id } of walk.loose) {
    if (type === 'tree') yield* diffTrees(treeWalk(repo, objects), [], id)
    else yield { path: ref, status: 'added', before: [], after: { mode: '100644', id } }
  }
}

/** What diffTrees needs to read trees through `objects`. */
export function treeWalk(repo: Repo, objects: Objects): Parameters<typeof diffTrees>[0] {
  return { read: id => readTree(objects, id), idBytes: repo.hashLength / 2 }
}

/** A tree as it is stored. Throws GitError when it is missing. */
export async function readTree(objects: Objects, id: ObjectId): Promise<Buffer> {
  const object = await objects.readObject(id)
  if (object?.type === 'tree') return object.data
  throw new GitError(`tree ${id} is missing`, { subject: id, hint: 'check the repository with: git fsck' })
}

async function* textsOf(objects: Objects, walk: Walk): AsyncGenerator<Text> {
  yield* walk.texts
  yield* commitTexts(objects, walk.spoken ?? walk.commits)
}
