/** The commits of a range, one by one: what a pull request or a push to CI brings. */
import { CoverageError } from '../errors.ts'
import { listCommits } from '../git/commits.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import { isAncestor } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { shallowCommits } from '../git/state.ts'
import type { Actor, ObjectId, Operation, RefUpdate } from '../model.ts'
import { refusePartial } from './gaps.ts'
import { onceEach } from './once.ts'
import { walkOperation } from './walk.ts'

export interface RangeOptions {
  /** the refs that the range is about to move, as the caller knows them */
  refs?: RefUpdate[]
  objects?: Objects
}

/**
 * Every commit reachable from `head` and not from `base` (revisions; `base` null: all of head's history).
 * Throws CoverageError when one of them is not there or the clone is too shallow to tell (`detail.subject` is `shallow`).
 */
export async function range(
  repo: Repo,
  actor: Actor,
  base: string | null,
  head: string,
  options: RangeOptions = {},
): Promise<Operation> {
  const objects = options.objects ?? openObjects(repo)
  const [from, to] = await Promise.all([
    base === null ? null : end(repo, objects, base),
    end(repo, objects, head),
  ])
  const known = from === null ? [] : [from]
  const commits = await listCommits(repo, [to], known)
  await refuseShallow(repo, commits, from, to)
  await refusePartial(repo, [to], known)
  return walkOperation(repo, objects, {
    kind: 'scan',
    actor,
    refs: options.refs ?? [],
    commits,
    loose: [],
    texts: [],
    fresh: onceEach(),
  })
}

async function end(repo: Repo, objects: Objects, revision: string): Promise<ObjectId> {
  const found = await objects.info(`${revision}^{commit}`)
  if (found) return found.id
  if (shallowCommits(repo).size > 0) throw tooShallow(`commit "${revision}" is not in this shallow clone`)
  const hint = 'fetch it first, or name a commit that this repository has'
  throw new CoverageError(`commit "${revision}" is not in this repository`, { subject: revision, hint })
}

/** The range reaches the clone's edge, or began beyond it: then "what is new" cannot be told from what is old. */
async function refuseShallow(
  repo: Repo,
  commits: ObjectId[],
  from: ObjectId | null,
  to: ObjectId,
): Promise<void> {
  const shallow = shallowCommits(repo)
  if (commits.some(id => shallow.has(id)))
    throw tooShallow('the range reaches the edge of this shallow clone')
  if (from === null || !shallow.has(from) || (await isAncestor(repo, from, to))) return
  throw tooShallow("the range's base stands at the edge of this shallow clone, apart from its head")
}

function tooShallow(message: string): CoverageError {
  const hint =
    'check out the whole history: set fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab), or run git fetch --unshallow'
  return new CoverageError(message, { subject: 'shallow', hint })
}
