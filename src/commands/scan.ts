/** `portcullis scan`: a whole history, or what an option names. */
import { resolve } from 'node:path'
import { enforce, type Io, type Output, type Session } from '../enforce.ts'
import { GitError, UsageError } from '../errors.ts'
import { nameOf, repositoryName } from '../git/name.ts'
import { openRepo, type Repo } from '../git/run.ts'
import type { Actor, ExitCode, Operation, Shard } from '../model.ts'
import { actorFrom } from '../policy/actor.ts'
import { readWorking } from '../policy/load.ts'
import type { ShardOptions } from '../sources/history.ts'
import { VERSION } from '../version.ts'
import { compileLater } from './compiler.ts'
import { cleanOf } from './remembered.ts'
import { type Opened, openLooseSession, openSession } from './session.ts'

export interface ScanFlags {
  staged?: boolean
  range?: string
  worktree?: boolean
  stdin?: boolean
  files?: string[]
  /** this part of the whole history */
  shard?: Shard
  /** of the whole history: also what only reflogs reach, what nothing reaches, and whether the store is sound */
  reflog?: boolean
  unreachable?: boolean
  verify?: boolean
  /** false with --no-cache */
  cache?: boolean
  progress: boolean
}

/** Throws UsageError for options that exclude each other, GitError when the repository cannot be opened. */
export async function scan(
  repo: string | undefined,
  flags: ScanFlags,
  output: Output,
  io: Io,
): Promise<ExitCode> {
  refuseTwo(repo, flags)
  const { operation, session } =
    flags.files || flags.stdin ? await loose(flags, io) : await inRepository(repo, flags, io)
  return (await enforce(operation, session, output)).exit
}

const OF_HISTORY = ['reflog', 'unreachable', 'verify'] as const

function refuseTwo(repo: string | undefined, flags: ScanFlags): void {
  const chosen = (['shard', 'staged', 'range', 'worktree', 'stdin', 'files'] as const).filter(
    name => flags[name] !== undefined,
  )
  if (chosen.length > 1)
    throw new UsageError(`--${chosen[0]} and --${chosen[1]} exclude each other`, {
      hint: flags.shard ? 'a shard is a part of the whole history' : 'run one scan for each',
    })
  const part = chosen.find(name => name !== 'shard')
  const whole = OF_HISTORY.find(name => flags[name])
  if (part && whole)
    throw new UsageError(`--${part} and --${whole} exclude each other`, {
      hint: `--${whole} is about the whole history`,
    })
  if (repo !== undefined && (flags.stdin || flags.files))
    throw new UsageError(`--${chosen[0]} takes no repository`, { hint: `portcullis scan --${chosen[0]}` })
}

interface Prepared {
  operation: Operation
  session: Session
}

async function loose(flags: ScanFlags, io: Io): Promise<Prepared> {
  const session = await openLooseSession(io)
  return { session, operation: await looseOperation(flags, session.actor, io) }
}

async function looseOperation(flags: ScanFlags, actor: Actor, io: Io): Promise<Operation> {
  if (flags.stdin) return (await import('../sources/stdin.ts')).stdin(io.stdin(), actor)
  const paths = flags.files!.map(path => resolve(io.cwd, path))
  return (await import('../sources/files.ts')).files(paths, actor)
}

async function inRepository(path: string | undefined, flags: ScanFlags, io: Io): Promise<Prepared> {
  const folder = path === undefined ? io.cwd : resolve(io.cwd, path)
  try {
    compileLater(io.node.version)
    const repo = await openRepo(folder, io.env)
    // asked at once: git takes its time to start, and so does opening the session
    const [{ operation, session }, repository] = await Promise.all([
      withGit(repo, flags, io),
      repositoryName(repo),
    ])
    // no copy: a history learns what it is a part of while it is looked at
    return { session, operation: Object.assign(operation, { repository }) }
  } catch (error) {
    const isMissing = error instanceof GitError && error.detail.subject === 'git'
    const needsGit = ['staged', 'range', 'shard', ...OF_HISTORY] as const
    if (!isMissing || needsGit.some(name => flags[name] !== undefined)) throw error
    return withoutGit(folder, flags, io)
  }
}

/** No git binary (a slim CI image): the whole history of a plain clone, or its files, can be read all the same. */
async function withoutGit(folder: string, flags: ScanFlags, io: Io): Promise<Prepared> {
  const session = await openLooseSession(io, folder)
  const repository = nameOf('', folder)
  if (flags.worktree) {
    const { plainWorktree } = await import('../sources/plain-worktree.ts')
    return { session, operation: { ...(await plainWorktree(folder, session.actor)), repository } }
  }
  const { plainHistory } = await import('../sources/plain.ts')
  return { session, operation: { ...(await plainHistory(folder, session.actor)), repository } }
}

async function withGit(repo: Repo, flags: ScanFlags, io: Io): Promise<Prepared> {
  // a CI job's environment is not its author's, and whoever opens a pull request could ask it about guesses
  const held = actorFrom(io.env).kind !== 'ci'
  const session = await openSession(repo, io, { staged: flags.staged === true, held })
  const { actor, objects } = session
  if (flags.staged) {
    const { staged } = await import('../sources/staged.ts')
    return { session, operation: { ...(await staged(repo, actor, { objects })), kind: 'scan', refs: [] } }
  }
  if (flags.range !== undefined) {
    const [base, head] = rangeOf(flags.range)
    const { range } = await import('../sources/range.ts')
    return { session, operation: { ...(await range(repo, actor, base, head, { objects })), kind: 'scan' } }
  }
  if (flags.worktree)
    return { session, operation: await (await import('../sources/worktree.ts')).worktree(repo, actor) }
  const { history } = await import('../sources/history.ts')
  const shard = flags.shard && { shard: await judgedBy(flags.shard, session) }
  const signal = io.interrupted?.()
  const more = Object.fromEntries(OF_HISTORY.filter(name => flags[name]).map(name => [name, true]))
  // --verify doubts what lies here, and a CI job's folder may be restored from where others can write
  const believes = flags.cache !== false && !flags.verify && actor.kind !== 'ci'
  const options = {
    objects,
    more,
    ...shard,
    ...(signal && { signal }),
    ...(believes && { clean: cleanOf(repo, io) }),
  }
  return { session, operation: await history(repo, actor, options) }
}

/** All that may let two machines see one blob differently: rules, policy, fingerprint key, baseline. */
async function judgedBy(shard: Shard, { repo, loaded, detectors }: Opened): Promise<ShardOptions> {
  const { policy, baseline } = await readWorking(repo.worktree, null)
  const texts = [policy, await baseline(), loaded.key?.toString('hex')].map(text => text ?? '')
  return { ...shard, judgedBy: [VERSION, detectors.digest, loaded.identity, ...texts] }
}

/** `A..B` as git reads it: an empty side is HEAD. Three dots would silently scan something else. */
function rangeOf(text: string): [string, string] {
  const parts = text.split('..')
  if (parts.length !== 2 || parts[1]!.startsWith('.'))
    throw new UsageError(`--range '${text}' is not A..B`, {
      hint: 'for example: portcullis scan --range origin/main..HEAD',
    })
  return [parts[0] || 'HEAD', parts[1] || 'HEAD']
}
