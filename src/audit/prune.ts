/** Which sealed segments are old enough to go, and what the record that stays behind says of them. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { appendEvent, type Recorded } from './append.ts'
import { type ChainRecord, parseRecord } from './chain.ts'
import { auditFolder } from './folder.ts'
import { segmentLines, segmentsIn } from './read.ts'

export interface Prunable {
  segments: string[]
  /** seq of the first and the last record in them */
  from: number
  to: number
  lastHash: string
}

/** Whole segments from the oldest on whose last record is older than `before` (ISO 8601); the newest is never among them. */
export function prunable(folder: string, before: string): Prunable | null {
  const segments: string[] = []
  let first: ChainRecord | null = null
  let last: ChainRecord | null = null
  for (const segment of segmentsIn(folder).slice(0, -1)) {
    const ends = endsOf(folder, segment)
    if (!ends || ends.last.time >= before) break
    segments.push(segment)
    first ??= ends.first
    last = ends.last
  }
  return first && last ? { segments, from: first.seq, to: last.seq, lastHash: last.hash } : null
}

/** The record first: what a crash leaves then is a segment too many, never one that is gone without a word. */
export function prune(commonDir: string, { segments, ...range }: Prunable): Recorded {
  const recorded = appendEvent(commonDir, 'prune', { segments, ...range })
  if (recorded.notice !== undefined || !recorded.link) return recorded
  for (const segment of segments) rmSync(join(auditFolder(commonDir), segment), { force: true })
  return recorded
}

function endsOf(folder: string, segment: string): { first: ChainRecord; last: ChainRecord } | null {
  let first: string | undefined
  let last = ''
  for (const { text } of segmentLines(folder, segment)) {
    first ??= text
    last = text
  }
  const ends = [parseRecord(first ?? ''), parseRecord(last)]
  return ends[0] && ends[1] ? { first: ends[0], last: ends[1] } : null
}
