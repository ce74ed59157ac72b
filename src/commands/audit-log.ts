/** `portcullis audit log` and `audit show`: the records, for people. */
import type { ChainRecord } from '../audit/chain.ts'
import { titleOf } from '../audit/export/facts.ts'
import { actorKind, actorName, type Filter, matches, objects, text } from '../audit/filter.ts'
import { auditFolder } from '../audit/folder.ts'
import { logRecords } from '../audit/read.ts'
import type { Io } from '../enforce.ts'
import { CoverageError, UsageError } from '../errors.ts'
import { openRepo, type Repo } from '../git/run.ts'
import type { ExitCode } from '../model.ts'
import { jsonText, visible } from '../report/escape.ts'

export interface LogFlags extends Filter {
  json?: boolean
}

/** Oldest first. Exit 0 also where no record matches; throws CoverageError (3) where there is none at all. */
export async function auditLog(flags: LogFlags, io: Io): Promise<ExitCode> {
  const filter = { ...flags, ...(flags.since !== undefined && { since: dateOf(flags.since) }) }
  const repo = await openRepo(io.cwd, io.env)
  for (const record of recordsOf(repo))
    if (matches(record, filter)) io.out(flags.json ? `${jsonText(record)}\n` : row(record))
  return 0
}

/** Every record that is of that id, a decision's, a request's or an approval's, or has that number: whole. Throws UsageError where there is none. */
export async function auditShow(id: string, io: Io): Promise<ExitCode> {
  const repo = await openRepo(io.cwd, io.env)
  let shown = 0
  for (const record of recordsOf(repo)) {
    const { seq, request, decision, approval } = record
    if (![record.id, request, decision, approval, String(seq)].includes(id)) continue
    io.out(`${jsonText(record, 2)}\n`)
    shown++
  }
  if (shown > 0) return 0
  throw new UsageError(`no record has the id or number '${id}'`, { hint: 'portcullis audit log' })
}

/** Throws CoverageError where there is no record at all: an empty answer would read as "nothing happened". */
export function* recordsOf(repo: Repo): Generator<ChainRecord> {
  const folder = auditFolder(repo.commonDir)
  let any = false
  for (const record of logRecords(folder)) {
    any = true
    yield record
  }
  if (any) return
  const hint = 'the first commit, push or scan after: npx portcullis init, writes the first record'
  throw new CoverageError('there is no audit log', { subject: folder, hint })
}

/** `2026-11-22` or a whole time, as the log writes it. Throws UsageError. */
export function dateOf(given: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(time))
    throw new UsageError(`'${given}' is no date`, { hint: 'for example: 2026-11-22, or 2026-11-22T10:00Z' })
  return new Date(time).toISOString()
}

function row(record: ChainRecord): string {
  const { seq, time } = record
  const who = [actorKind(record), actorName(record)].filter(Boolean).join(' ')
  const cells = [
    String(seq).padStart(6),
    time.slice(0, 19).replace('T', ' '),
    who.padEnd(18),
    text(record.id).padEnd(12),
  ]
  return `${visible([...cells, what(record)].join('  ')).trimEnd()}\n`
}

function what(record: ChainRecord): string {
  const refs = objects(record.refs).map(({ ref }) => text(ref).replace(/^refs\/heads\//, ''))
  const about = refs[0] ?? (text(record.commit).slice(0, 12) || text(record.hook))
  const more = refs.length > 1 ? ` and ${refs.length - 1} more` : ''
  return about === '' ? titleOf(record) : `${titleOf(record)} (${about}${more})`
}
