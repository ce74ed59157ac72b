/** `portcullis requests --wait`: for a program that has nothing else to do until a person has answered. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Request, readRequest, stateOf } from '../../approval/requests.ts'
import type { Io } from '../../enforce.ts'
import { UsageError } from '../../errors.ts'
import type { Repo } from '../../git/run.ts'
import type { ExitCode } from '../../model.ts'
import { openSession } from '../session.ts'
import { isApproved } from './review.ts'
import { shown } from './screen.ts'

const EVERY_MS = 500

/** Asks no network: an approval made elsewhere counts once it has been fetched. Exit 0 approved, 1 denied, 3 neither in time. */
export async function waitFor(id: string, timeout: string, repo: Repo, io: Io): Promise<ExitCode> {
  const until = Date.now() + milliseconds(timeout)
  for (;;) {
    const request = readRequest(repo.commonDir, id)
    if (request === null)
      throw new UsageError(`no request ${id} in this clone`, { hint: 'portcullis requests lists them' })
    const answer = await answerTo(request, repo, io)
    if (answer !== null) return answer
    if (Date.now() >= until) break
    await sleep(Math.min(EVERY_MS, Math.max(1, until - Date.now())))
  }
  io.err(`portcullis: request ${id} is not answered yet: a person runs npx portcullis approve ${id}\n`)
  return 3
}

async function answerTo(request: Request, repo: Repo, io: Io): Promise<ExitCode | null> {
  const state = stateOf(request, new Date())
  if (state === 'denied') {
    io.out(`denied: ${shown(request.denied!.why)}\n`)
    return 1
  }
  if (state === 'expired') {
    io.err(`portcullis: request ${request.id} is over: repeat what asked for it\n`)
    return 3
  }
  if (!(await approvedNow(request, repo, io))) return null
  io.out('approved: repeat what asked for it\n')
  return 0
}

/** The file's word is not enough: two people may be needed, and an approval may come by a fetch. */
async function approvedNow(request: Request, repo: Repo, io: Io): Promise<boolean> {
  const session = await openSession(repo, io)
  try {
    return await isApproved(session, request)
  } finally {
    session.objects.close()
  }
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

function milliseconds(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? []
  if (count !== undefined && unit !== undefined) return Number(count) * UNITS[unit]!
  throw new UsageError(`--timeout "${text}" is no time`, { hint: 'for example: --timeout 30m (s, m or h)' })
}
