/**
 * A whole history out of git's own files: what its trees name, what its commits say, and what its blobs hold, each delta tree once,
 * on all cores. docs/performance.md says why it is done this way.
 */
import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { Clean, Eyes } from '../clean/store.ts'
import { toPortable } from '../detect/index.ts'
import { listRefs, type Ref } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { type Inspection, MAX_BYTES } from '../inspect/inspect.ts'
import type { Operation, Shard } from '../model.ts'
import { buildTable } from '../pack/build.ts'
import { keepPacks } from '../pack/kept.ts'
import { countPacked } from '../pack/packs.ts'
import { openReader, type Reader } from '../pack/reader.ts'
import { objectFolders } from '../pack/stores.ts'
import { hexOf, KINDS, type ObjectTable } from '../pack/table.ts'
import type { Policy } from '../policy/types.ts'
import { checkStore } from './check.ts'
import { draftClean } from './clean.ts'
import { contentFindings, questionsOf } from './contents.ts'
import { openCrew, startWorkers } from './crew.ts'
import type { Ends } from './ends.ts'
import { openFirsts } from './first.ts'
import { forestOf } from './forest.ts'
import { reportMissed, storeGaps } from './gaps.ts'
import type { History } from './order.ts'
import { choose } from './places.ts'
import { portionsOf } from './portions.ts'
import { type Asked, orderedBy, reachedBy } from './reach.ts'
import { inShard } from './shard.ts'
import { COUNTERS } from './shared.ts'
import { indexTrees } from './tree-index.ts'
import { wordFindings } from './word-findings.ts'

export interface Job extends Asked {
  operation: Operation
  policy: Policy
  shard: Shard | undefined
  signal: AbortSignal | undefined
  told: ((done: number, total?: number, what?: string) => void) | undefined
  /** what was clean before; undefined: nothing is believed and nothing remembered */
  clean: ((eyes: Eyes) => Promise<Clean>) | undefined
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
  const limit = policy.maxBytes ?? MAX_BYTES
  const clean = job.clean?.({ detectors, maxBytes: limit }) // ready when the commits are
  const folders = objectFolders(`${repo.commonDir}/objects`, repo.env, repo.worktree ?? repo.gitDir)
  const portable = toPortable(detectors)
  const kept = keepPacks()
  const workers = startWorkers(portable, threadsFor(countPacked(folders)) - 1)
  try {
    const table = buildTable({ folders, hashBytes: repo.hashLength === 40 ? 20 : 32, kept })
    workers.push(...startWorkers(portable, threadsFor(table.count) - 1 - workers.length))
    return await lookThrough(job, table, limit, workers, clean)
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()))
    kept.close()
  }
}

function threadsFor(objects: number): number {
  return Math.min(availableParallelism(), MOST_THREADS, 1 + Math.floor(objects / PER_THREAD))
}

async function lookThrough(
  job: Job,
  table: ObjectTable,
  limit: number,
  workers: Worker[],
  clean: Promise<Clean> | undefined,
): Promise<Looked> {
  const reader = openReader(table)
  const counters = new Int32Array(new SharedArrayBuffer(COUNTERS * 4))
  const shared = { table, forest: forestOf(table), limit, counters }
  const crew = openCrew(shared, job.detectors, workers, job.signal)
  try {
    return await lookWith(job, table, reader, crew, clean)
  } finally {
    reader.close()
    crew.close()
  }
}

async function lookWith(
  job: Job,
  table: ObjectTable,
  reader: Reader,
  crew: ReturnType<typeof openCrew>,
  opening: Promise<Clean> | undefined,
): Promise<Looked> {
  const { policy, operation, shard } = job
  const cut = (kind: number) => portionsOf(allOf(table, kind), table)
  const treesLie = later(() => cut(TREE))
  const commits = await crew.run({ kind: 'commits', portions: cut(COMMIT) }, { meanwhile: treesLie })
  const ordering = later(() => orderedBy(job, table, reader, commits))
  const trees = await crew.run({ kind: 'trees', portions: treesLie() }, { meanwhile: ordering })
  const index = indexTrees(table, trees)
  const reached = reachedBy(job, ordering(), table, reader, index)
  const { ends, history, placed } = reached
  const clean = await opening
  const loose = ends.loose.filter(one => one.kind === 'blob')
  const isKnown = (n: number, path: string) => clean?.has(table.ids, n * table.hashBytes, path) === true
  const chosen = choose(table, placed, { policy, shard, loose, isKnown })
  const portions = portionsOf(chosen.wanted, table)
  const total = portions.needed.reduce((sum, one) => sum + one, 0)
  job.told?.(0, total)
  const told = (done: number) => job.told?.(done, total)
  const blobs = await crew.run({ kind: 'blobs', portions, places: chosen.places }, { told })
  await clean?.save(draftClean(blobs, chosen, table, clean.draft()))
  const firsts = openFirsts(index, placed, history.trees)
  const commitOf = (n: number, path: number) => {
    const rank = firsts.rankOf(n, path)
    return rank < 0 ? undefined : hexOf(table, history.commits[rank]!)
  }
  const missed = blobs.flatMap(one => one.missed)
  const tally = reportMissed(missed, chosen, table, policy, commitOf)
  const found = {
    table,
    reader,
    thresholds: policy.credentials,
    operation,
    firsts,
    commits: history.commits,
    tips: treesOf(ends, history),
    lostTrees: reached.lostTrees,
    pathName: chosen.pathName,
  }
  const questions = questionsOf(
    blobs.map(one => one.holders),
    found,
  )
  const answers = await crew.run({ kind: 'contents', asked: questions.asked, places: chosen.places })
  const contents = contentFindings(questions, answers.flat(), found, (path, reason) =>
    tally.unread.push({ path, reason }),
  )
  const ours = (n: number) => shard === undefined || inShard(hexOf(table, n), shard)
  const words = wordFindings(
    commits.flatMap(one => one.spoken),
    shard && shard.index > 1 ? { ...ends, spoken: [] } : ends, // names have no id, and tags are few
    history,
    ours,
    found,
    tally,
  )
  const wrong = job.more.verify
    ? await checkStore(table, job.signal, done => job.told?.(done, table.count, 'objects checked'))
    : []
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
      remembered: chosen.remembered,
      bytes: blobs.reduce((sum, one) => sum + one.bytes, 0),
      skipped: [...chosen.skipped, ...tally.skipped, ...reached.skipped],
      unread: [...tally.unread, ...gaps, ...wrong],
    },
  }
}

/** Done once, when it is first asked for. */
function later<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function allOf({ type, count }: ObjectTable, kind: number): Uint8Array {
  const wanted = new Uint8Array(count)
  for (let n = 0; n < count; n++) if (type[n] === kind) wanted[n] = 1
  return wanted
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
