/** `portcullis audit export`: the records in the form that other systems take. */
import type { ChainRecord } from '../audit/chain.ts'
import { cefLine } from '../audit/export/cef.ts'
import { csvHead, csvRow } from '../audit/export/csv.ts'
import { ocsfEvent } from '../audit/export/ocsf.ts'
import { otlpRequest } from '../audit/export/otlp.ts'
import { matches } from '../audit/filter.ts'
import type { Io } from '../enforce.ts'
import { CoverageError, UsageError } from '../errors.ts'
import { openRepo } from '../git/run.ts'
import type { ExitCode } from '../model.ts'
import { VERSION } from '../version.ts'
import { dateOf, recordsOf } from './audit-log.ts'

export interface ExportFlags {
  format: string
  since?: string
  /** an OTLP/HTTP endpoint for logs */
  send?: string
}

/** Requests of this many records each. */
const BATCH = 500

/** Throws UsageError for what does not go together, CoverageError (3) without a log or when the endpoint does not take it. */
export async function auditExport(flags: ExportFlags, io: Io): Promise<ExitCode> {
  const { format, send } = flags
  if (send !== undefined && format !== 'otlp')
    throw new UsageError(`--send takes OTLP, not '${format}'`, { hint: 'add: --format otlp' })
  const since = flags.since === undefined ? {} : { since: dateOf(flags.since) }
  const repo = await openRepo(io.cwd, io.env)
  const wanted = function* () {
    for (const record of recordsOf(repo)) if (matches(record, since)) yield record
  }
  if (format === 'otlp') return exportOtlp(wanted(), send, io)
  if (format === 'csv') io.out(csvHead())
  for (const record of wanted()) io.out(LINES[format]!(record))
  return 0
}

const LINES: Record<string, (record: ChainRecord) => string> = {
  jsonl: record => `${JSON.stringify(record)}\n`,
  csv: csvRow,
  ocsf: record => `${JSON.stringify(ocsfEvent(record))}\n`,
  cef: cefLine,
}

/** A line, or a request, for each portion. */
async function exportOtlp(
  records: Iterable<ChainRecord>,
  url: string | undefined,
  io: Io,
): Promise<ExitCode> {
  let sent = 0
  for (const batch of portions(records)) {
    const body = JSON.stringify(otlpRequest(batch, VERSION))
    if (url === undefined) io.out(`${body}\n`)
    else await post(url, body, sent)
    sent += batch.length
  }
  if (url !== undefined) io.err(`portcullis: ${sent} records sent\n`)
  return 0
}

function* portions(records: Iterable<ChainRecord>): Generator<ChainRecord[]> {
  let batch: ChainRecord[] = []
  for (const record of records) {
    batch.push(record)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The person named the address on the command line: nothing else here uses the network. */
async function post(url: string, body: string, sent: number): Promise<void> {
  const hint = `${sent} records were sent before it`
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers,
    signal: AbortSignal.timeout(30_000),
  }).catch(cause => {
    const reason = (cause as { cause?: { code?: string } }).cause?.code ?? String(cause)
    throw new CoverageError(`the endpoint does not answer: ${reason}`, { subject: url, hint, cause })
  })
  if (!answer.ok) throw new CoverageError(`the endpoint answered ${answer.status}`, { subject: url, hint })
}
