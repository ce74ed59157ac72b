/** Puts one event at the end of the audit log, `<commonDir>/portcullis/audit.jsonl`. */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../canonical.ts'

export interface Recorded {
  file: string
  /** a sentence for stderr when it could not be written down */
  notice?: string
}

/**
 * Any event but a decision: `approval.granted`, `scope.started`, `agent.decision`, … `body` holds no secret and no raw text from
 * an untrusted file. Never throws: the caller prints the notice.
 */
export function appendEvent(commonDir: string, event: string, body: { [name: string]: Json }): Recorded {
  const line = JSON.stringify({ v: 1, event, time: new Date().toISOString(), ...body })
  return appendLine(commonDir, line, `event ${event}`)
}

/** One line, made with its folder; `what` names it in the notice. */
export function appendLine(commonDir: string, line: string, what: string): Recorded {
  const folder = join(commonDir, 'portcullis')
  const file = join(folder, 'audit.jsonl')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    append(file, `${line}\n`)
    return { file }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    return { file, notice: `${what} is not recorded: cannot write "${file}": ${code}` }
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
