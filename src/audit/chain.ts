/**
 * One record of the audit log and how it hangs on the one before it. A record's hash is
 * SHA-256("portcullis-audit/v1\n" ‖ prev ‖ "\n" ‖ JCS(the record without `hash`)), so every field is covered, `prev` twice.
 */
import { canonical, type Json } from '../canonical.ts'
import { sha256 } from './sha256.ts'

/** What an event says of itself; `time` (ISO 8601, UTC) is now unless it is given. */
export interface Body {
  event: string
  time?: string
  readonly [name: string]: Json | undefined
}

/** The end of a chain: the next record's `seq` is one more, its `prev` is `hash`. */
export interface Link {
  seq: number
  hash: string
  /** which log: eight hex digits in every record, so that records of several clones can be told apart */
  log: string
}

/** A line as it is read back. */
export interface ChainRecord extends Link {
  v: number
  prev: string
  time: string
  event: string
  readonly [name: string]: Json | undefined
}

/** What the first record of all hangs on. */
export const GENESIS = '0'.repeat(64)

const PREFIX = 'portcullis-audit/v1\n'

/** Puts a record behind `after`. The line is canonical JSON without a line end. */
export function seal(after: Link, body: Body): { line: string; link: Link } {
  const seq = after.seq + 1
  const { log } = after
  const record = { time: new Date().toISOString(), ...body, v: 1, log, seq, prev: after.hash }
  const text = spelled(record)
  const hash = sha256(`${PREFIX}${after.hash}\n${text}`)
  // `log`, `prev`, `seq`, `time` and `v` stand behind it in every record
  const line = canonical({ ...(JSON.parse(text) as typeof record), hash })
  return { line, link: { seq, hash, log } }
}

/** What was hashed, out of the line as it stands: a line with other blanks or another order is another text. */
export function hashOfLine(line: string, { prev, hash }: Pick<ChainRecord, 'prev' | 'hash'>): string {
  const digest = process.getBuiltinModule('node:crypto').createHash('sha256')
  return digest.update(`${PREFIX}${prev}\n${line.replace(`"hash":"${hash}",`, '')}`).digest('hex')
}

/** Null where the line is no record: not JSON, or without what hangs it on another. */
export function parseRecord(line: string): ChainRecord | null {
  try {
    const record = JSON.parse(line) as ChainRecord
    return isRecord(record) ? record : null
  } catch {
    return null
  }
}

const HASH = /^[0-9a-f]{64}$/

function isRecord(record: ChainRecord | null): boolean {
  if (typeof record !== 'object' || record === null) return false
  const { seq, prev, hash, time, event, log } = record
  const texts = [prev, hash, time, event, log]
  if (!Number.isSafeInteger(seq) || texts.some(text => typeof text !== 'string')) return false
  return HASH.test(prev) && HASH.test(hash)
}

/** Half of a surrogate pair has no UTF-8 bytes. It becomes the text `\ud800`: a record that cannot be written would be lost. */
function spelled(record: { [name: string]: Json | undefined }): string {
  try {
    return canonical(record)
  } catch {
    const text = JSON.stringify(record) // it escapes halves, and has null for what is no number
    return canonical(JSON.parse(text.replace(/(?<!\\)((?:\\\\)*)\\u(d[89a-f][0-9a-f]{2})/g, '$1\\\\u$2')))
  }
}
