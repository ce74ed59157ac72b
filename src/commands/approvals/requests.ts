/** `portcullis requests` and `portcullis deny`: what waits for a person, and a person's no. */
import { pruneApprovals } from '../../approval/refs.ts'
import {
  listRequests,
  pruneRequests,
  type Request,
  type RequestState,
  readRequest,
  stateOf,
  writeRequest,
} from '../../approval/requests.ts'
import { appendEvent } from '../../audit/append.ts'
import type { Io } from '../../enforce.ts'
import { PortcullisError, UsageError } from '../../errors.ts'
import { openRepo, type Repo } from '../../git/run.ts'
import type { ExitCode } from '../../model.ts'
import { actorFrom } from '../../policy/actor.ts'
import { jsonText, visible } from '../../report/escape.ts'
import { shown } from './screen.ts'
import { waitFor } from './wait.ts'

export interface RequestFlags {
  all?: boolean
  format?: 'pretty' | 'json'
  wait?: string
  timeout?: string
  prune?: boolean
}

/** Exit 0; with `--wait` 1 when it was denied, 3 when the time is over. */
export async function requests(flags: RequestFlags, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  if (flags.wait !== undefined) return waitFor(flags.wait, flags.timeout ?? '30m', repo, io)
  if (flags.prune) return prune(repo, io)
  const now = new Date()
  const all = listRequests(repo.commonDir).map(request => ({ request, state: stateOf(request, now) }))
  const told = flags.all ? all : all.filter(({ state }) => state === 'open')
  io.out(flags.format === 'json' ? asJson(told) : asText(told, all.length - told.length))
  return 0
}

interface Told {
  request: Request
  state: RequestState
}

function asJson(told: Told[]): string {
  const list = told.map(({ request: { v, refs, paths, ...request }, state }) => ({
    ...request,
    state,
    files: paths.length,
  }))
  return `${jsonText({ schemaVersion: 1, requests: list }, 2)}\n`
}

function asText(told: Told[], more: number): string {
  const rest = more === 0 ? '' : ` (${more} answered or over: --all)`
  if (told.length === 0) return `no request is open${rest}\n`
  return `${told.flatMap(lines).join('\n')}\n${rest === '' ? '' : `${rest.trim()}\n`}`
}

function lines({ request, state }: Told): string[] {
  const { id, clauses, landing, update, paths, actor, openedAt } = request
  const who = actor.name === undefined ? actor.kind : `${actor.kind} (${actor.name})`
  const files = update ? update.action : paths.length === 1 ? '1 file' : `${paths.length} files`
  const target = landing?.target ?? update!.ref
  return [
    `${id}  ${state}  ${shown(clauses.join(', '))}`,
    `  ${files} for ${shown(target)}, asked by ${shown(who)} at ${shown(openedAt)}`,
    ...answerLines(request, state),
  ]
}

function answerLines({ id, denied, granted }: Request, state: RequestState): string[] {
  if (denied) return [`  denied: ${shown(denied.why)}`]
  if (granted)
    return [
      `  approved by ${shown(granted.by)} at ${shown(granted.at)}, approval ${shown(granted.approval.slice(0, 10))}`,
    ]
  return state === 'open' ? [`  npx portcullis approve ${id}`, `  npx portcullis deny ${id} --why "…"`] : []
}

async function prune(repo: Repo, io: Io): Promise<ExitCode> {
  const now = new Date()
  const requests = pruneRequests(repo.commonDir, now)
  const approvals = await pruneApprovals(repo, now.toISOString().slice(0, 10))
  if (requests + approvals > 0)
    note(appendEvent(repo.commonDir, 'approval.expired', { requests, approvals }), io)
  io.out(`dropped here: ${requests} requests and ${approvals} approvals that no longer count\n`)
  return 0
}

/** The same request is denied from now on, at once and with these words. Throws UsageError for one that is not there. */
export async function deny(id: string, why: string, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  const actor = actorFrom(io.env)
  if (actor.kind === 'agent')
    throw new PortcullisError(1, `an agent answers no request (seen: ${actor.evidence.join(', ')})`, {
      hint: 'a person runs it, in a terminal of their own',
    })
  const request = readRequest(repo.commonDir, id)
  if (request === null)
    throw new UsageError(`no request ${id} in this clone`, { hint: 'portcullis requests lists them' })
  if (why.trim() === '') throw new UsageError('--why needs a reason', { hint: 'whoever asked will read it' })
  const { granted, ...rest } = request
  writeRequest(repo.commonDir, { ...rest, denied: { why, at: new Date().toISOString() } })
  note(appendEvent(repo.commonDir, 'approval.denied', { request: id, clauses: request.clauses }), io)
  io.out(`denied ${id}: the same request is refused from now on\n`)
  if (granted)
    io.err(
      `note: it was approved before; that approval still counts where it was sent (${visible(granted.approval.slice(0, 10))})\n`,
    )
  return 0
}

function note({ notice }: { notice?: string }, io: Io): void {
  if (notice !== undefined) io.err(`note: ${visible(notice)}\n`)
}
