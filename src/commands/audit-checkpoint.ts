/** `portcullis audit checkpoint`: the log's head as a commit on a ref of its own, fast-forward only, and on a remote when asked. */
import { appendEvent } from '../audit/append.ts'
import { CHECKPOINTS, formatCheckpoint } from '../audit/checkpoint.ts'
import { auditFolder } from '../audit/folder.ts'
import type { Chain } from '../audit/verify.ts'
import { verifyChain } from '../audit/verify.ts'
import type { Io } from '../enforce.ts'
import { CoverageError, PortcullisError, UsageError } from '../errors.ts'
import { git, openRepo, type Repo } from '../git/run.ts'
import type { ExitCode } from '../model.ts'
import { checkpointAt, online } from './audit-anchors.ts'

export interface CheckpointFlags {
  push?: string
}

/** Throws CoverageError (3) without a log, PortcullisError (1) where the log contradicts itself or its last checkpoint. */
export async function auditCheckpoint({ push }: CheckpointFlags, io: Io): Promise<ExitCode> {
  if (push?.startsWith('-'))
    throw new UsageError(`'${push}' is no remote`, { hint: 'for example: --push origin' })
  const repo = await openRepo(io.cwd, io.env)
  const { log, ref, seq, before, hash } = await headOf(repo)
  const commit = await commitOf(
    repo,
    formatCheckpoint({ log, seq, hash }),
    `${seq}:${hash.slice(0, 12)}`,
    before,
  )
  await git(repo, ['update-ref', ref, commit, before ?? '0'.repeat(repo.hashLength)])
  const { notice } = appendEvent(repo.commonDir, 'checkpoint', { upTo: seq, head: hash, ref, commit })
  if (notice !== undefined) io.err(`portcullis: ${notice}\n`)
  io.out(`${seq}:${hash.slice(0, 12)} ${log}  ${ref}\n`)
  if (push !== undefined) await send(repo, push, ref)
  return 0
}

interface Head {
  log: string
  ref: string
  seq: number
  hash: string
  /** the checkpoint before, a commit */
  before: string | null
}

async function headOf(repo: Repo): Promise<Head> {
  const folder = auditFolder(repo.commonDir)
  const { log, last } = verifyChain(folder)
  if (last === 0)
    throw new CoverageError('there is no audit log to make a checkpoint of', { subject: folder })
  const ref = `${CHECKPOINTS}${log}`
  const old = await checkpointAt(repo, ref)
  const chain = verifyChain(folder, new Set([last, old?.seq ?? last]))
  refuseBroken(chain, old)
  const before = (await git(repo, ['rev-parse', '-q', '--verify', ref], { allow: [1] }))
    .toString('latin1')
    .trim()
  return { log, ref, seq: last, hash: chain.hashes.get(last)!, before: before || null }
}

/** A checkpoint of a log that does not hold would only say that somebody looked away. */
function refuseBroken(chain: Chain, old: { seq: number; hash: string } | null): void {
  const contradicts = old !== null && old.seq >= chain.first && chain.hashes.get(old.seq) !== old.hash
  if (chain.problems.length === 0 && !contradicts) return
  const why = contradicts ? `it contradicts the checkpoint of record ${old.seq}` : chain.problems[0]!.message
  throw new PortcullisError(1, `the audit log does not hold: ${why}`, { hint: 'npx portcullis audit verify' })
}

async function commitOf(repo: Repo, text: string, name: string, parent: string | null): Promise<string> {
  const ask = async (args: string[], input: string) =>
    (await git(as(repo), args, { input })).toString('latin1').trim()
  const blob = await ask(['hash-object', '-w', '--stdin'], text)
  const tree = await ask(['mktree'], `100644 blob ${blob}\tcheckpoint\n`)
  return ask(
    ['commit-tree', tree, ...(parent ? ['-p', parent] : [])],
    `portcullis audit checkpoint ${name}\n`,
  )
}

/** Nobody's own work: it needs no configured identity. */
function as(repo: Repo): Repo {
  const who = { NAME: 'Portcullis', EMAIL: 'portcullis@localhost' }
  const env = { ...repo.env }
  for (const [part, value] of Object.entries(who))
    Object.assign(env, { [`GIT_AUTHOR_${part}`]: value, [`GIT_COMMITTER_${part}`]: value })
  return { ...repo, env }
}

/** Without force: the remote refuses a checkpoint that does not follow the one it has. */
async function send(repo: Repo, remote: string, ref: string): Promise<void> {
  await git(online(repo), ['push', '--quiet', remote, `${ref}:${ref}`])
}
