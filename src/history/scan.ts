/**
 * A whole history out of git's own files: what its trees name, what its commits say, and what its blobs hold, each delta tree once,
 * on all cores. docs/performance.md says why it is done this way.
 */
import { availableParallelism } from 'node:os'
import { type Detectors, toPortable } from '../detect/index.ts'
import { listRefs, type Ref } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { shallowCommits } from '../git/state.ts'
import { type Inspection, MAX_BYTES } from '../inspect/inspect.ts'
import type { Operation, Shard } from '../model.ts'
import { buildTable } from '../pack/build.ts'
import { openReader, type Reader } from '../pack/reader.ts'
import { objectFolders } from '../pack/stores.ts'
import { findObject, hexOf, KINDS, type ObjectTable } from '../pack/table.ts'
import type { Policy } from '../policy/types.ts'
import { contentFindings } from './contents.ts'
import { openCrew } from './crew.ts'
import { type Ends, readEnds } from './ends.ts'
import { openFirsts } from './first.ts'
import { forestOf } from './forest.ts'
import { reportMissed, storeGaps } from './gaps.ts'
import { type History, orderCommits } from './order.ts'
import { placeBlobs } from './paths.ts'
import { choose } from './places.ts'
import { portionsOf } from './portions.ts'
import { inShard } from './shard.ts'
import { COUNTERS } from './shared.ts'
import { indexTrees } from './tree-index.ts'
import { wordFindings } from './word-findings.ts'

export interface Job {
  repo: Repo
  operation: Operation
  policy: Policy
  detectors: Detectors
  refs: Ref[]
  shard: Shard | undefined
  signal: AbortSignal | undefined
  told: ((done: number, total?: number) => void) | undefined
}

export interface Looked extends Inspection {
  /** ids of all commits of the history, parents before children */
  commits(): string[]
}

/** Objects of a thread's worth: below, starting one costs more than it saves. */
const PER_THREAD = 20_000
const MOST_THREADS = 16
const [TREE, COMMIT] = [KINDS.indexOf('tree'), KINDS.indexOf('commit')]

/** Throws PackError for a store of which nothing can be read; what is missing or broken in it is named in the coverage. */
export async function lookAtHistory(job: Job): Promise<Looked> {
  const { repo, policy, detectors } = job
  await detectors.held?.load()
  const folders = objectFolders(`${repo.commonDir}/objects`, repo.env, repo.worktree ?? repo.gitDir)
  const table = buildTable({ folders, hashBytes: repo.hashLength === 40 ? 20 : 32 })
  const reader = openReader(table)
  const limit = policy.maxBytes ?? MAX_BYTES
  const counters = new Int32Array(new SharedArrayBuffer(COUNTERS * 4))
  const shared = { table, forest: forestOf(table), detectors: toPortable(detectors), limit, counters }
  const threads = Math.min(availableParallelism(), MOST_THREADS, 1 + Math.floor(table.count / PER_THREAD))
  const crew = openCrew(shared, detectors, threads, job.signal)
  try {
    return await lookWith(job, table, reader, crew)
  } finally {
    reader.close()
    await crew.close()
  }
}

async function lookWith(
  job: Job,
  table: ObjectTable,
  reader: Reader,
  crew: ReturnType<typeof openCrew>,
): Promise<Looked> {
  const { repo, policy, detectors, operation, shard } = job
  const trees = await crew.run({ kind: 'trees', portions: portionsOf(allOf(table, TREE), table) })
  const commits = await crew.run({ kind: 'commits', portions: portionsOf(allOf(table, COMMIT), table) })
  const ends = readEnds(table, reader, job.refs, detectors)
  const history = orderCommits(
    table,
    commits.map(one => one.commits),
    ends.commits,
    shallowOf(repo, table),
  )
  const index = indexTrees(table, trees)
  const placed = placeBlobs(index, rootsOf(history, ends))
  const loose = ends.loose.filter(one => one.kind === 'blob')
  const chosen = choose(table, placed, { policy, shard, loose, isKnown: () => false })
  const blobs = await crew.run(
    { kind: 'blobs', portions: portionsOf(chosen.wanted, table), places: chosen.places },
    done => job.told?.(done, chosen.blobs),
  )
  const firsts = openFirsts(index, placed, rootRanks(history))
  const commitOf = (n: number, path: number) => {
    const rank = firsts.rankOf(n, path)
    return rank < 0 ? undefined : hexOf(table, history.commits[rank]!)
  }
  const missed = blobs.flatMap(one => one.missed)
  const tally = reportMissed(missed, chosen, table, policy, commitOf)
  const found = {
    table,
    reader,
    detectors,
    thresholds: policy.credentials,
    operation,
    firsts,
    commits: history.commits,
    tips: treesOf(ends, history),
    pathName: chosen.pathName,
  }
  const contents = contentFindings(
    blobs.map(one => one.holders),
    found,
    (path, reason) => tally.unread.push({ path, reason }),
  )
  const ours = (n: number) => shard === undefined || inShard(hexOf(table, n), shard)
  const words = wordFindings(
    commits.flatMap(one => one.spoken),
    ends,
    history,
    ours,
    found,
    tally,
  )
  const gaps = storeGaps({
    table,
    ends,
    history,
    placed,
    commits,
    chosen,
    ours,
    isStopped: job.signal?.aborted === true,
  })
  return {
    commits: () => Array.from(history.commits, n => hexOf(table, n)),
    findings: [...contents, ...words],
    coverage: {
      commits: history.commits.filter(ours).length,
      blobs: chosen.blobs,
      bytes: blobs.reduce((sum, one) => sum + one.bytes, 0),
      skipped: [...chosen.skipped, ...tally.skipped],
      unread: [...tally.unread, ...gaps],
    },
  }
}

function allOf({ type, count }: ObjectTable, kind: number): Uint8Array {
  const wanted = new Uint8Array(count)
  for (let n = 0; n < count; n++) if (type[n] === kind) wanted[n] = 1
  return wanted
}

function shallowOf(repo: Repo, table: ObjectTable): Set<number> {
  return new Set([...shallowCommits(repo)].map(id => findObject(table, id)))
}

function rootsOf({ trees }: History, { loose }: Ends): Int32Array {
  const named = loose.filter(one => one.kind === 'tree').map(one => one.n)
  return Int32Array.from([...trees.filter(n => n >= 0), ...named])
}

function rootRanks({ trees }: History): Map<number, number> {
  const ranks = new Map<number, number>()
  trees.forEach((tree, rank) => {
    if (!ranks.has(tree)) ranks.set(tree, rank)
  })
  return ranks
}

/** HEAD and the remotes' branches: where a credential that still stands matters most. */
function treesOf({ tips }: Ends, { trees, rank }: History): Map<string, number> {
  const wanted = [...tips].filter(
    ([ref]) => ref === 'HEAD' || (ref.startsWith('refs/remotes/') && !ref.endsWith('/HEAD')),
  )
  return new Map(wanted.map(([ref, n]) => [ref, trees[rank[n]!]!]))
}

/** Every ref, HEAD and the HEADs of other worktrees. */
export async function historyRefs(repo: Repo): Promise<Ref[]> {
  const { heads } = await import('../git/heads.ts')
  const [refs, detached] = await Promise.all([listRefs(repo, 'refs/'), heads(repo)])
  return [...detached, ...refs]
}
