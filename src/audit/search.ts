/** Looks for what earlier records say, newest first: what is asked for nearly always stands in the last few. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainRecord, parseRecord } from './chain.ts'
import { logRecords, segmentsIn } from './read.ts'

/** Trees among `trees` that a commit was judged with and let pass. */
export function coveredTrees(folder: string, trees: ReadonlySet<string>): Set<string> {
  return search(folder, trees, covers)
}

/** Commits among `commits` that are in the log as made without being judged. */
export function reportedCommits(folder: string, commits: ReadonlySet<string>): Set<string> {
  return search(folder, commits, (record, id) => record.event === 'bypass.detected' && record.commit === id)
}

/** When a hook first judged a commit here, in seconds since 1970; null where none did. A scan guards nothing. */
export function guardedSince(folder: string): number | null {
  for (const { covers, operation, time } of logRecords(folder))
    if (covers !== undefined && operation !== 'scan') return Date.parse(time) / 1000
  return null
}

function covers({ event, covers, verdict, coverage }: ChainRecord, tree: string): boolean {
  if (event !== 'decision' || (covers as { tree?: string } | undefined)?.tree !== tree) return false
  return (verdict === 'allow' || verdict === 'warn') && (coverage as { unread?: number }).unread === 0
}

type IsHit = (record: ChainRecord, wanted: string) => boolean

const FIRST_LOOK = 131_072

function search(folder: string, wanted: ReadonlySet<string>, isHit: IsHit): Set<string> {
  const found = new Set<string>()
  if (wanted.size === 0) return found
  for (const bytes of newestFirst(folder)) {
    for (const key of wanted) if (!found.has(key) && holds(bytes, key, isHit)) found.add(key)
    if (found.size === wanted.size) break
  }
  return found
}

/** The end of the newest segment, then whole ones. */
function* newestFirst(folder: string): Generator<Buffer> {
  const segments = segmentsIn(folder).reverse()
  if (segments[0] !== undefined) yield endOf(join(folder, segments[0]))
  for (const segment of segments) yield readFileSync(join(folder, segment))
}

function endOf(file: string): Buffer {
  const fd = openSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    const bytes = Buffer.alloc(Math.min(size, FIRST_LOOK))
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, size - bytes.length))
  } finally {
    closeSync(fd)
  }
}

function holds(bytes: Buffer, key: string, isHit: IsHit): boolean {
  for (let at = bytes.lastIndexOf(key); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(key, at - 1)) {
    const start = at === 0 ? 0 : bytes.lastIndexOf(0x0a, at) + 1
    const end = bytes.indexOf(0x0a, at)
    const record = end < 0 ? null : parseRecord(bytes.toString('utf8', start, end))
    if (record && isHit(record, key)) return true
  }
  return false
}
