/** Everything that any ref of a repository reaches. */
import type { Clean, Eyes } from '../clean/store.ts'
import { CoverageError, UsageError } from '../errors.ts'
import { listAllCommits, listMissing } from '../git/commits.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import { reflogCommits } from '../git/reflog.ts'
import { listRefs, type Ref } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { isPartial } from '../git/state.ts'
import type { More } from '../history/reach.ts'
import { historyRefs, lookAtHistory } from '../history/scan.ts'
import { divisionDigest, inShard } from '../history/shard.ts'
import type { Look } from '../inspect/inspect.ts'
import type { Actor, Change, ObjectId, Operation, Shard, ShardOf, Text } from '../model.ts'
import { hasKernel } from '../pack/kernel/load.ts'
import { refEnds } from './ends.ts'
import { shallowNotice } from './gaps.ts'
import { nothing } from './nothing.ts'
import { openPlaces } from './places.ts'
import { walkOperation } from './walk.ts'

export interface HistoryOptions {
  objects?: Objects
  shard?: ShardOptions
  /** ends the look early: what was not looked at is told */
  signal?: AbortSignal
  more?: MoreOptions
  /** what was clean before; without it nothing is believed and nothing remembered */
  clean?: (eyes: Eyes) => Promise<Clean>
}

/** `--reflog`, `--unreachable`, `--verify`. */
export interface MoreOptions extends Omit<More, 'reflog'> {
  reflog?: boolean
}

/** Which part of the history, and who judges it. */
export interface ShardOptions extends Shard {
  /** digests of rules, policy and key: shards judged by others do not make one whole */
  judgedBy: string[]
}

/** The history, looked at out of git's own files; where there is no WebAssembly, blob by blob through git. */
export async function history(
  repo: Repo,
  actor: Actor,
  options: HistoryOptions = {},
): Promise<Operation & { look?: Look }> {
  if (hasKernel()) return historyOfFiles(repo, actor, options)
  const [asked] = Object.keys(options.more ?? {})
  if (asked !== undefined)
    throw new UsageError(`--${asked} needs WebAssembly, which is off here`, {
      hint: 'run it without --jitless',
    })
  return historyOfGit(repo, actor, options)
}

async function historyOfFiles(
  repo: Repo,
  actor: Actor,
  { objects, shard, signal, more = {}, clean }: HistoryOptions,
): Promise<Operation & { look?: Look }> {
  const refs = await historyRefs(repo)
  const reflog = more.reflog ? await reflogCommits(repo) : []
  let notices: string[] = []
  const operation: Operation & { look?: Look } = {
    ...nothing(actor),
    objects: objects ?? openObjects(repo),
    notices: () => notices,
    look: async (policy, detectors, told) => {
      const asked = { ...more, reflog }
      const looked = await lookAtHistory({
        repo,
        operation,
        policy,
        detectors,
        refs,
        shard,
        signal,
        told,
        more: asked,
        clean,
      })
      notices = shallowNotice(repo, looked.commits)
      if (shard) operation.shard = divided(shard, refs, looked.commits())
      return looked
    },
  }
  return operation
}

/**
 * Each blob at each path it ever had, once, at the first commit that brought it there; messages, identities and names besides.
 * What cannot be read (a partial clone's missing blobs, damaged trees) is left out, and `changes` ends with a CoverageError that
 * counts and names it: whatever could be read has been yielded by then.
 */
export async function historyOfGit(
  repo: Repo,
  actor: Actor,
  options: HistoryOptions = {},
): Promise<Operation> {
  const objects = options.objects ?? openObjects(repo)
  const [commits, refs] = await Promise.all([listAllCommits(repo), listRefs(repo, 'refs/')])
  const ends = await refEnds(objects, refs)
  const missing = new Set(isPartial(repo) ? await listMissing(repo, 'all') : [])
  const gaps: ObjectId[] = [...ends.missing]
  const places = openPlaces(commits)
  const operation = walkOperation(repo, objects, {
    kind: 'scan',
    actor,
    refs: [],
    commits,
    loose: ends.loose,
    ...spokenIn(commits, ends.texts, options.shard),
    fresh: change =>
      isOurs(change, options.shard) && !missing.has(change.after?.id ?? '') && places.add(change),
    onFailure: commit => gaps.push(commit),
    atEnd: () => refuseGaps([...gaps, ...missing]),
  })
  return {
    ...operation,
    notices: () => shallowNotice(repo, () => commits),
    attribute: ids => places.attribute(objects, ids),
    ...(options.shard && { shard: divided(options.shard, refs, commits) }),
  }
}

function isOurs({ after }: Change, shard: ShardOptions | undefined): boolean {
  return shard === undefined || after === null || inShard(after.id, shard)
}

/** Ref names have no id, and tags are few: the first shard looks at these. */
function spokenIn(commits: ObjectId[], texts: Text[], shard: ShardOptions | undefined) {
  if (shard === undefined) return { texts }
  return { spoken: commits.filter(id => inShard(id, shard)), texts: shard.index === 1 ? texts : [] }
}

function divided({ index, count, judgedBy }: ShardOptions, refs: Ref[], commits: ObjectId[]): ShardOf {
  return { index, count, digest: divisionDigest({ refs, commits, judgedBy }), commits: commits.length }
}

function refuseGaps(gaps: ObjectId[]): void {
  if (gaps.length === 0) return
  const many = gaps.length === 1 ? '1 object' : `${gaps.length} objects`
  throw new CoverageError(`${many} of the history could not be read: ${gaps.slice(0, 5).join(', ')}`, {
    subject: gaps[0]!,
    hint: 'check the repository with git fsck; in a partial clone bring them here with: git fetch --refetch --no-filter',
  })
}
