/**
 * Commits that were made here and that no recorded decision covers: hooks were switched off, or plumbing made them. Found at the next
 * hook, push or `doctor`, recorded as `bypass.detected`, and said.
 */
import { appendEvent } from '../audit/append.ts'
import { auditFolder } from '../audit/folder.ts'
import { coveredTrees, guardedSince, reportedCommits } from '../audit/search.ts'
import { readSeen, type Seen, writeSeen } from '../audit/seen.ts'
import { parseCommit } from '../git/commit.ts'
import { allLogs, headLog, logName, type Move, type Moves, movesIn } from '../git/moves.ts'
import type { Objects } from '../git/objects.ts'
import { git, type Repo } from '../git/run.ts'
import type { Actor, ObjectId } from '../model.ts'

export interface Bypass extends Move {
  commit: ObjectId
  tree: ObjectId
  /** which reflog names it */
  log: string
}

export interface Asked {
  repo: Repo
  objects: Objects
  actor: Actor
  /** who looks: `pre-commit`, `pre-push`, `doctor` */
  at: string
  /** every worktree's and every branch's reflog, not only this worktree's HEAD */
  all: boolean
}

/** A rewritten history has thousands of entries; the newest of them count. */
const MOST = 500
const NAMED = 5

/** Sentences for people, none on an ordinary day. Each commit is recorded and told once. Throws GitError when git cannot be asked. */
export async function bypassNotices(asked: Asked): Promise<string[]> {
  try {
    return recorded(asked, await findBypasses(asked))
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    if (path === undefined) throw error
    return [`commits that nobody judged were not looked for: cannot read "${path}": ${code}`]
  }
}

function recorded(asked: Asked, found: Bypass[]): string[] {
  const { kind, name, evidence } = asked.actor
  const actor = { kind, ...(name !== undefined && { name }), evidence }
  const notices = found.flatMap(({ commit, tree, log, action, seconds }) => {
    const made = new Date(seconds * 1000).toISOString()
    const body = { commit, tree, reflog: log, action: action || 'plumbing', made, actor, found: asked.at }
    return appendEvent(asked.repo.commonDir, 'bypass.detected', body).notice ?? []
  })
  return [...told(found), ...new Set(notices)]
}

async function findBypasses(asked: Asked): Promise<Bypass[]> {
  const folder = auditFolder(asked.repo.commonDir)
  const suspects = [...newMoves(asked, folder), ...(await unloggedMove(asked, folder))].slice(-MOST)
  const unjudged = await withoutDecision(suspects, asked.objects, folder)
  const reported = reportedCommits(folder, new Set(unjudged.map(({ commit }) => commit)))
  const fresh = unjudged.filter(({ commit }) => !reported.has(commit))
  const kept: Bypass[] = []
  for (const bypass of fresh)
    if (bypass.action !== '' || !(await isFetched(asked.repo, bypass.commit))) kept.push(bypass)
  return kept
}

type Suspect = Move & { log: string }

/** Entries that no look has seen. */
function newMoves({ repo, all }: Asked, folder: string): Suspect[] {
  const logs = { ...readSeen(folder)?.logs }
  const before = JSON.stringify(logs)
  const suspects: Suspect[] = []
  const guarded = once(() => guardedSince(folder) ?? Number.POSITIVE_INFINITY)
  for (const file of all ? allLogs(repo) : [headLog(repo)]) {
    const name = logName(repo, file)
    const moves = sinceLastLook(file, logs[name], guarded)
    if (!moves) continue
    suspects.push(...moves.made.map(move => ({ ...move, log: name })))
    logs[name] = { size: moves.size, last: moves.last ?? logs[name]?.last ?? null }
  }
  if (JSON.stringify(logs) !== before) writeSeen(folder, { logs })
  return suspects.sort((a, b) => a.seconds - b.seconds)
}

/**
 * A log that does not go on where the last look ended was expired meanwhile, or was never looked at: then all of it counts that is
 * younger than the first judgement of a commit here. What is older nobody was there to judge. Null: nothing new.
 */
function sinceLastLook(
  file: string,
  known: Seen['logs'][string] | undefined,
  guarded: () => number,
): Moves | null {
  const fresh = known && movesIn(file, known.size)
  if (fresh && (fresh.from ?? known.last) === known.last && fresh.size >= known.size)
    return fresh.size === known.size ? null : fresh
  const whole = movesIn(file, 0)
  return whole && { ...whole, made: whole.made.filter(({ seconds }) => seconds > guarded()) }
}

/** A thousand branches' logs ask the same, and on an ordinary day none does. */
function once(ask: () => number): () => number {
  let known: number | undefined
  return () => {
    known ??= ask()
    return known
  }
}

/** HEAD stands where its reflog never put it: somebody wrote the ref's file. */
async function unloggedMove({ repo, objects }: Asked, folder: string): Promise<Suspect[]> {
  const log = logName(repo, headLog(repo))
  const last = readSeen(folder)?.logs[log]?.last
  const head = (await objects.readObject('HEAD^{commit}'))?.id
  if (!last || head === undefined || head === last) return []
  return [{ after: head, seconds: Math.floor(Date.now() / 1000), action: '', log }]
}

async function withoutDecision(suspects: Suspect[], objects: Objects, folder: string): Promise<Bypass[]> {
  // HEAD's log and the branch's name the same commit: the first of them is told
  const ids = new Map([...suspects].reverse().map(suspect => [suspect.after, suspect]))
  const made = await Promise.all([...ids.values()].reverse().map(suspect => withTree(suspect, objects)))
  const known = made.filter(bypass => bypass !== null)
  const covered = coveredTrees(folder, new Set(known.map(({ tree }) => tree)))
  return known.filter(({ tree }) => !covered.has(tree))
}

/** Null where the commit is gone (pruned), or is none. */
async function withTree(suspect: Suspect, objects: Objects): Promise<Bypass | null> {
  const object = await objects.readObject(suspect.after)
  if (object?.type !== 'commit') return null
  return { ...suspect, commit: suspect.after, tree: parseCommit(object.data).tree }
}

/** A tool may move a branch to what it fetched with plumbing. */
async function isFetched(repo: Repo, commit: ObjectId): Promise<boolean> {
  const options = ['--count=1', '--format=x', `--contains=${commit}`]
  return (await git(repo, ['for-each-ref', ...options, 'refs/remotes'])).length > 0
}

function told(found: Bypass[]): string[] {
  const lines = found.slice(0, NAMED).map(({ commit, action }) => {
    const id = commit.slice(0, 12)
    const how = action === '' ? 'by plumbing' : action
    return `commit ${id} was made here without being judged (${how}); it is recorded. Look at it: portcullis scan --range ${id}^..${id}`
  })
  return found.length <= NAMED
    ? lines
    : [...lines, `and ${found.length - NAMED} more: portcullis audit log --event bypass.detected`]
}
