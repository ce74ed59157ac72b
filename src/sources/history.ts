/** Everything that any ref of a repository reaches. */
import { CoverageError } from '../errors.ts'
import { listAllCommits, listMissing } from '../git/commits.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import { listRefs, type Ref } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { isPartial } from '../git/state.ts'
import { divisionDigest, inShard } from '../history/shard.ts'
import type { Actor, Change, ObjectId, Operation, Shard, ShardOf, Text } from '../model.ts'
import { refEnds } from './ends.ts'
import { shallowNotice } from './gaps.ts'
import { openPlaces } from './places.ts'
import { walkOperation } from './walk.ts'

export interface HistoryOptions {
  objects?: Objects
  shard?: ShardOptions
}

/** Which part of the history, and who judges it. */
export interface ShardOptions extends Shard {
  /** digests of rules, policy and key: shards judged by others do not make one whole */
  judgedBy: string[]
}

/**
 * Each blob at each path it ever had, once, at the first commit that brought it there; messages, identities and names besides.
 * What cannot be read (a partial clone's missing blobs, damaged trees) is left out, and `changes` ends with a CoverageError that
 * counts and names it: whatever could be read has been yielded by then.
 */
export async function history(repo: Repo, actor: Actor, options: HistoryOptions = {}): Promise<Operation> {
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
    notices: () => shallowNotice(repo, commits),
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
