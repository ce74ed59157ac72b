/**
 * What git's hooks call, through the shim: judge, leave the receipt that was asked for, and say on stdout that this very
 * call may pass. Everything for people goes to stderr (`git push --porcelain` shares stdout with us).
 */
import { appendEvent } from '../audit/append.ts'
import { type Enforced, enforce, type Io, type Output } from '../enforce.ts'
import { PortcullisError, UsageError } from '../errors.ts'
import { type Preloaded, readPreloaded } from '../git/preloaded.ts'
import { type Known, knownFromHook, openRepo, type Repo } from '../git/run.ts'
import { leaveReceipt } from '../install/receipt.ts'
import type { ExitCode, Operation } from '../model.ts'
import { addTrailer } from './audit-trailer.ts'
import { bypassNotices } from './bypasses.ts'
import { type HookCall, parseHookCall } from './hook-call.ts'
import { judgedMessage, messageOf } from './hook-message.ts'
import { rememberedIn } from './remembered.ts'
import { resumeCommand } from './resume.ts'
import { type Opened, openSession } from './session.ts'

const QUIET: Output = {
  format: 'pretty',
  reports: [],
  to: 'err',
  failOn: 'deny',
  quiet: true,
  progress: true,
}

/** Exit 0 only with the verdict line for the call's nonce on stdout: an exit code alone can be anybody's. */
export async function hook(args: string[], io: Io): Promise<ExitCode> {
  const call = parseHookCall(args)
  const judge = JUDGES[call.event]
  if (!judge)
    throw new UsageError(`unknown hook '${call.event}'`, {
      hint: `one of: ${Object.keys(JUDGES).join(', ')}`,
    })
  const exit = await judged(judge, call, io)
  if (exit !== 0) return exit
  if (call.receipt !== undefined && call.context !== undefined) leaveReceipt(call.receipt, call.context)
  if (call.nonce !== undefined) io.out(`portcullis ${call.nonce} allow\n`)
  return 0
}

/** Of objects on standard input. A huge first commit is better streamed by git itself than held in memory here. */
const PRELOADED_BYTES = 32_000_000

type Judge = (call: HookCall, repo: Repo, io: Io) => Promise<ExitCode>

const JUDGES: Record<string, Judge> = {
  'pre-commit': judgeCommit,
  'pre-merge-commit': judgeCommit,
  'prepare-commit-msg': judgeCommit,
  'commit-msg': judgeMessage,
  'pre-push': judgePush,
}

/** A hook that could not decide leaves a record too: which one, and what kind of failure; the message may name anything. */
async function judged(judge: Judge, call: HookCall, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env, knownOf(call, io))
  try {
    return await judge(call, repo, io)
  } catch (error) {
    const { name, exit } = error instanceof PortcullisError ? error : { name: 'Error', exit: 3 }
    appendEvent(repo.commonDir, 'error', { hook: call.event, error: name, exit })
    throw error
  }
}

function knownOf(call: HookCall, io: Io): Known | undefined {
  return call.gitDir === undefined ? undefined : knownFromHook(io.cwd, io.env)
}

function preloadedWith(call: HookCall, io: Io): Preloaded {
  return readPreloaded(call.objects ? io.stdin(PRELOADED_BYTES) : Buffer.alloc(0))
}

async function judgeCommit(call: HookCall, repo: Repo, io: Io): Promise<ExitCode> {
  const { staged } = await import('../sources/staged.ts')
  const session = await openSession(repo, io, {
    staged: true,
    held: true,
    preloaded: preloadedWith(call, io),
  })
  const { event, tree } = call
  const options = {
    event: event as 'pre-commit',
    args: call.args.slice(1),
    objects: session.objects,
    base: session.base,
  }
  const operation = await staged(repo, session.actor, { ...options, ...(tree === undefined ? {} : { tree }) })
  const texts = [...identities(io), ...branchNames(operation), ...(await judgedMessage(call, repo, io))]
  const resume = resumeCommand(repo)
  const landings = async () => (await import('./landings.ts')).commitLandings(session, operation)
  const whole = { ...operation, landings, texts: each(texts), ...(resume === undefined ? {} : { resume }) }
  return (await finish(await withBypasses(whole, session, event, false), session)).exit
}

async function judgeMessage(call: HookCall, repo: Repo, io: Io): Promise<ExitCode> {
  const { message } = await import('../sources/message.ts')
  const session = await openSession(repo, io, { held: true, preloaded: preloadedWith(call, io) })
  const operation = message(await messageOf(call, repo, io), session.actor)
  const { exit, link } = await enforce(operation, session, { ...QUIET, notices: false })
  if (exit === 0) await addTrailer(call, repo, io, link)
  return exit
}

async function judgePush(call: HookCall, repo: Repo, io: Io): Promise<ExitCode> {
  const [remote, url] = call.args
  if (remote === undefined || url === undefined)
    throw new UsageError('pre-push needs the remote and its URL', {
      hint: 'call it as git does: pre-push REMOTE URL',
    })
  const lines = io.stdin().toString('utf8')
  const { push } = await import('../sources/push.ts')
  const session = await openSession(repo, io, { remote, held: true })
  const operation = await push(repo, session.actor, { remote, url, lines, objects: session.objects })
  const whole = await withBypasses(operation, session, 'pre-push', true)
  const landings = async () => (await import('./landings.ts')).pushLandings(session, operation)
  const { exit, decision } = await finish({ ...whole, landings, ...rememberedIn(session) }, session)
  if (exit === 0 && decision.approvals?.length)
    await (await import('./approvals/along.ts')).sendAlong(remote, decision.approvals, session)
  return exit
}

/** What was committed past the hooks before this call is told with it. */
async function withBypasses<T extends Operation>(
  operation: T,
  { repo, objects, actor }: Opened,
  at: string,
  all: boolean,
): Promise<T> {
  const found = await bypassNotices({ repo, objects, actor, at, all })
  return found.length === 0
    ? operation
    : { ...operation, notices: () => [...(operation.notices?.() ?? []), ...found] }
}

function finish(operation: Operation, session: Opened): Promise<Enforced> {
  const { objects, base, baseRef } = session
  return enforce(operation, { ...session, asks: { objects, base, baseRef, writes: true } }, QUIET)
}

/** `git commit` hands its author to the hooks; the committer is in the environment only when somebody set it. */
function identities({ env }: Io) {
  const names = ['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL']
  const given = names.map(name => env[name]).filter(value => value !== undefined && value !== '')
  return given.length === 0 ? [] : [{ kind: 'identity' as const, text: given.join('\n') }]
}

function branchNames({ refs }: Operation) {
  return refs.map(({ ref }) => ({ kind: 'ref-name' as const, text: ref, ref }))
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}
