/** Writes down a decision before anyone is told of it: one JSON line in the common git dir, for all worktrees. */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Decision } from '../model.ts'
import { type AuditExtra, auditRecord } from './entry.ts'

export interface Recorded {
  file: string
  /** a sentence for stderr when the decision could not be written down */
  notice?: string
}

/**
 * Appends to `<commonDir>/portcullis/audit.jsonl` (0600) and never throws. What cannot be recorded is still decided:
 * a read-only or full `.git` takes no commit either, so blocking would only hide the real reason, and a deny must
 * never turn into an allow because of the log. The caller prints the notice.
 */
export function record(commonDir: string, decision: Decision, extra: AuditExtra): Recorded {
  const folder = join(commonDir, 'portcullis')
  const file = join(folder, 'audit.jsonl')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    append(file, `${JSON.stringify(auditRecord(decision, extra))}\n`)
    return { file }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    return { file, notice: `decision ${decision.id} is not recorded: cannot write "${file}": ${code}` }
  }
}

/**
 * One write on a descriptor opened for appending: the kernel moves to the end and writes under one lock of the file
 * (Windows: FILE_APPEND_DATA), so lines of many processes never mix and none is lost, without a lock file to break.
 */
function append(file: string, line: string): void {
  const fd = openSync(file, 'a+', 0o600)
  try {
    const bytes = Buffer.from(endsTorn(fd) ? `\n${line}` : line, 'utf8')
    if (writeSync(fd, bytes) !== bytes.length)
      throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
  } finally {
    closeSync(fd)
  }
}

/** A full disk or a crash can leave half a line: ours then starts on a new one instead of being swallowed by it. */
function endsTorn(fd: number): boolean {
  const { size } = fstatSync(fd)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  return readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
}
