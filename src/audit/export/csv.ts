/** RFC 4180, one row a record. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
import type { ChainRecord } from '../chain.ts'
import { text } from '../filter.ts'
import { factsOf } from './facts.ts'

const COLUMNS = [
  'seq',
  'time',
  'event',
  'id',
  'actor',
  'name',
  'operation',
  'verdict',
  'rules',
  'refs',
  'paths',
  'log',
  'hash',
]

export function csvHead(): string {
  return `${COLUMNS.join(',')}\r\n`
}

export function csvRow(record: ChainRecord): string {
  const { actor, actorName, operation, verdict, rules, refs, paths } = factsOf(record)
  const { seq, time, event, log, hash } = record
  const lists = [rules, refs, paths].map(list => list.join(' '))
  const cells = [
    String(seq),
    time,
    event,
    text(record.id),
    actor,
    actorName,
    operation,
    verdict,
    ...lists,
    log,
    hash,
  ]
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
