/** How a log begins: what it takes over, and what says that there was one before. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { auditTraces } from '../git/traces.ts'
import { type Body, GENESIS, type Link } from './chain.ts'
import { nodeSha256 } from './sha256.ts'

/** The log of 0.1.0: plain lines without a chain. It stays where it is, and the first record says what it was. */
const OLD_LOG = 'audit.jsonl'

/** The link before the first record: a name of its own for each log. It proves nothing and so needs no node:crypto. */
export function newLog(): Link {
  const log = Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
  return { seq: 0, hash: GENESIS, log }
}

/**
 * `audit.reset` where receipts, trailers or checkpoints of this clone remain from records that are not there any more, else
 * `audit.started`.
 */
export function firstBody(commonDir: string): Body {
  const before = oldLog(commonDir)
  const { checkpoints, trailers } = auditTraces(commonDir)
  // before 0.2.0 receipts were left beside the old log
  const receipts = before ? 0 : receiptsIn(commonDir)
  const isReset = receipts + checkpoints.length + trailers.length > 0
  return {
    event: isReset ? 'audit.reset' : 'audit.started',
    ...(before && { before }),
    ...(isReset && { found: { receipts, checkpoints, trailers } }),
  }
}

function oldLog(commonDir: string): { path: string; bytes: number; sha256: string } | null {
  const file = join(commonDir, 'portcullis', OLD_LOG)
  if (!existsSync(file)) return null
  const data = readFileSync(file)
  return { path: `portcullis/${OLD_LOG}`, bytes: data.length, sha256: nodeSha256(data) }
}

function receiptsIn(commonDir: string): number {
  const folder = join(commonDir, 'portcullis', 'receipts')
  return existsSync(folder) ? readdirSync(folder).length : 0
}
