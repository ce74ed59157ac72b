/** What the next commit would hold: the index as a tree, against the commits it would come after. */
import { CoverageError, GitError } from '../errors.ts'
import { type Commit, parseCommit } from '../git/commit.ts'
import { parseRaw, RAW } from '../git/diff.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import { git, gitStream, type Repo } from '../git/run.ts'
import { headRef, mergeHeads } from '../git/state.ts'
import { diffTrees } from '../git/tree.ts'
import type { Actor, Change, ObjectId, Operation, RefUpdate } from '../model.ts'
import { commonChanges } from './common-changes.ts'
import { outgoingChanges } from './outgoing.ts'
import { openTally } from './tally.ts'
import { readCommit } from './texts.ts'
import { treeWalk } from './walk.ts'

export interface StagedOptions {
  /** the tree to be committed, where the caller ran `git write-tree` already */
  tree?: ObjectId
  /** which hook asks: `pre-merge-commit` has the merged commits in its environment only */
  event?: 'pre-commit' | 'pre-merge-commit' | 'prepare-commit-msg'
  /** prepare-commit-msg's arguments after the file: `commit HEAD` is an amend */
  args?: string[]
  /** the trusted base: what is not on it yet counts for limits that add up */
  base?: ObjectId | null
  /** shared with the caller, who closes it then */
  objects?: Objects
}

/** A commit about to be made, and what a receipt for exactly that commit holds. */
export interface Staged extends Operation {
  /** null where the index could not be written as a tree (a read-only store): then no receipt */
  tree: ObjectId | null
  parents: ObjectId[]
  /** the branch it will be on, a full ref name; null on a detached HEAD */
  ref: string | null
}

/**
 * Reads the index that git names (GIT_INDEX_FILE: a temporary one under `commit -a` and `commit PATH`).
 * Throws GitError, and CoverageError when the index has unmerged paths.
 */
export async function staged(repo: Repo, actor: Actor, options: StagedOptions = {}): Promise<Staged> {
  const objects = options.objects ?? openObjects(repo)
  const [head, tree, ref] = await Promise.all([
    readHead(objects),
    options.tree ?? writeTree(repo),
    headRef(repo),
  ])
  const { parents, merge } = parentsOf(repo, head, options)
  const tally = openTally()
  return {
    kind: merge ? 'merge' : 'commit',
    actor,
    refs: ref === null ? [] : [updateOf(ref, head)],
    changes: counted(
      tree === null ? fromIndex(repo, parents) : fromTree(repo, objects, parents, tree),
      tally.saw,
    ),
    texts: none(),
    objects,
    listed: tally.listed,
    outgoing: async () =>
      tree === null ? null : outgoingChanges(repo, objects, options.base ?? null, { tree, commits: parents }),
    tree,
    parents,
    ref,
    ...(tree !== null && { covers: { tree, parents } }),
  }
}

interface Head {
  id: ObjectId
  commit: Commit
}

/** Null before the first commit. */
async function readHead(objects: Objects): Promise<Head | null> {
  const object = await objects.readObject('HEAD^{commit}')
  return object ? { id: object.id, commit: parseCommit(object.data) } : null
}

/** Null where git cannot make a tree of the index: the index is then read itself. */
async function writeTree(repo: Repo): Promise<ObjectId | null> {
  try {
    // --missing-ok: a blob that is not there is named when it is read; here it would only end the process
    return (await git(repo, ['write-tree', '--missing-ok'])).toString('latin1').trim()
  } catch (error) {
    if (error instanceof GitError && error.detail.subject !== 'git') return null
    throw error
  }
}

function parentsOf(
  repo: Repo,
  head: Head | null,
  options: StagedOptions,
): { parents: ObjectId[]; merge: boolean } {
  if (!head) return { parents: [], merge: false }
  // MERGE_HEAD is written after pre-merge-commit; elsewhere the variables prove nothing
  const merged = options.event === 'pre-merge-commit' ? gitHeads(repo) : mergeHeads(repo)
  if (merged.length > 0) return { parents: [head.id, ...merged.filter(id => id !== head.id)], merge: true }
  return { parents: isAmend(repo, head, options.args) ? head.commit.parents : [head.id], merge: false }
}

/** `git merge` names each merged commit in a variable: GITHEAD_<id>=<name>. */
function gitHeads(repo: Repo): ObjectId[] {
  const names = Object.keys(repo.env).map(name => /^GITHEAD_([0-9a-f]{40}|[0-9a-f]{64})$/.exec(name)?.[1])
  const found = names.filter(id => id !== undefined)
  return found.length > 0 ? found : mergeHeads(repo)
}

/**
 * git tells its hooks nothing of `--amend`, but takes over HEAD's author and time: an author equal to HEAD's to the second is an
 * amend. Where that errs, HEAD's own changes are looked at once more.
 */
function isAmend(repo: Repo, head: Head, args: string[] = []): boolean {
  if (args[0] === 'commit' && args[1] === 'HEAD') return true
  const { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date } = repo.env
  if (name === undefined || email === undefined || date === undefined) return false
  const { identity, when } = head.commit.author
  return identity === `${name} <${email}>` && when === date.replace(/^@/, '')
}

/** An amend replaces HEAD and still is an `update`: nothing that others have is moved by it. */
function updateOf(ref: string, head: Head | null): RefUpdate {
  return { ref, action: head ? 'update' : 'create', before: head?.id ?? null, after: null }
}

async function* fromTree(
  repo: Repo,
  objects: Objects,
  parents: ObjectId[],
  tree: ObjectId,
): AsyncGenerator<Change> {
  const trees = await Promise.all(parents.map(id => readCommit(objects, id)))
  const known = trees.map(commit => commit.tree)
  yield* diffTrees(treeWalk(repo, objects), known, tree)
}

/** The index against each parent; what differs from all of them. */
async function* fromIndex(repo: Repo, parents: ObjectId[]): AsyncGenerator<Change> {
  const from = parents.length > 0 ? parents : [EMPTY_TREE[repo.hashLength]]
  const lists: Change[][] = []
  for (const parent of from) lists.push(await indexChanges(repo, parent))
  yield* commonChanges(lists)
}

/** git knows the empty tree by these ids without storing it. */
const EMPTY_TREE = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
}
/** What older git lists for `git add --intent-to-add`: the empty blob, which need not exist, and will not be committed. */
const EMPTY_BLOB = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
])

async function indexChanges(repo: Repo, parent: ObjectId): Promise<Change[]> {
  const changes: Change[] = []
  // --cached: the index alone, never the working tree
  for await (const event of parseRaw(gitStream(repo, ['diff-index', '--cached', ...RAW, parent]))) {
    if (event.kind === 'unmerged') throw unmerged(event.path)
    if (event.kind === 'change' && !EMPTY_BLOB.has(event.change.after?.id ?? '')) changes.push(event.change)
  }
  return changes
}

function unmerged(path: string): CoverageError {
  const hint = 'resolve the conflict, git add the file, and try again'
  return new CoverageError(`"${path}" is unmerged in the index`, { subject: path, hint })
}

async function* counted(
  changes: AsyncIterable<Change>,
  saw: (change: Change) => void,
): AsyncGenerator<Change> {
  for await (const change of changes) {
    saw(change)
    yield change
  }
}

async function* none(): AsyncGenerator<never> {}
