/** `portcullis audit report`: the log as a page or a comment, with what the policy and the hooks say now. */
import { writeFileSync } from 'node:fs'
import type { Io } from '../enforce.ts'
import { PortcullisError } from '../errors.ts'
import { repositoryName } from '../git/name.ts'
import { openRepo, type Repo } from '../git/run.ts'
import type { ExitCode, Verdict } from '../model.ts'
import type { Policy } from '../policy/types.ts'
import { gather } from '../report/audit/gather.ts'
import { auditHtml } from '../report/audit/html.ts'
import { auditMarkdown } from '../report/audit/markdown.ts'
import type { AuditLine, Standing } from '../report/audit/types.ts'
import { dateOf, recordsOf } from './audit-log.ts'
import { chainSentence } from './audit-verify.ts'
import { hooksAlive } from './doctor.ts'
import { openSession } from './session.ts'

export interface ReportFlags {
  html?: string
  since?: string
  /** ask this remote for its anchors, as `audit verify` does */
  remote?: string
}

/** Markdown on stdout, or a page in a file. Throws CoverageError (3) where there is no log, PortcullisError 3 where the file cannot be written. */
export async function auditReport(flags: ReportFlags, io: Io): Promise<ExitCode> {
  const since = flags.since === undefined ? '' : dateOf(flags.since)
  const repo = await openRepo(io.cwd, io.env)
  const now = new Date().toISOString()
  const standing = await standingOf(repo, io, now, flags.remote)
  const figures = gather(recordsOf(repo) as Iterable<AuditLine>, since)
  if (flags.html === undefined) io.out(auditMarkdown(figures, standing))
  else {
    write(flags.html, auditHtml(figures, standing, now))
    io.out(`written: ${flags.html}\n`)
  }
  return 0
}

async function standingOf(repo: Repo, io: Io, now: string, remote: string | undefined): Promise<Standing> {
  const { loaded, objects } = await openSession(repo, io)
  objects.close()
  const { policy } = loaded
  return {
    repository: await repositoryName(repo),
    today: now.slice(0, 10),
    owner: policy.owner ?? null,
    mode: policy.mode,
    clauses: clausesOf(policy),
    waivers: policy.waivers.map(({ rule, reason, by, expires, source }) => {
      const id = `${rule ?? 'any rule'} (${source()})`
      return { id, reason, ...(by !== undefined && { by }), ...(expires !== undefined && { expires }) }
    }),
    enrolled: [...policy.people.values()].filter(({ keys }) => keys.length > 0).length,
    worktrees: repo.worktree === null ? [] : hooksAlive(repo.worktree, io.env),
    chain: await chainSentence(repo, remote),
  }
}

function clausesOf(policy: Policy): Standing['clauses'] {
  const plain = [...policy.paths, ...policy.changes, ...policy.limits].map(({ id, verdict }) => ({
    id,
    verdicts: [verdict],
  }))
  const refs = policy.refs.map(({ id, verdicts, perActor }) => ({
    id,
    verdicts: [verdicts, ...Object.values(perActor)].flatMap(each => Object.values(each) as Verdict[]),
  }))
  const known = new Map([...refs, ...plain].map(one => [one.id, one]))
  return [...known.values()].map(({ id, verdicts }) => {
    return { id, asks: verdicts.includes('ask'), denies: verdicts.includes('deny') }
  })
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const hint = 'check that the folder exists and may be written to'
    throw new PortcullisError(3, `cannot write the report: ${code}`, { subject: file, hint, cause })
  }
}
