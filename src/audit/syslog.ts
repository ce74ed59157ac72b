/** A copy of the log's head where root keeps it: `git config portcullis.auditSyslog true`. */
import { isSwitchedOn } from '../git/own-config.ts'
import type { Link } from './chain.ts'

/**
 * Through `logger`, since Node has no datagram sockets of that kind; nobody waits for it, and where there is none the record is no
 * less written. The line is an anchor: `412:9f86d081a2b3 c0ffee01 decision deny`.
 */
export function tellSyslog(commonDir: string, { seq, hash, log }: Link, words: string[]): void {
  if (!isSwitchedOn(commonDir, 'auditSyslog')) return
  const { spawn } = process.getBuiltinModule('node:child_process')
  const line = [`${seq}:${hash}`, log, ...words].join(' ')
  const child = spawn('logger', ['-t', 'portcullis-audit', '--', line], { detached: true, stdio: 'ignore' })
  child.on('error', () => {}) // no logger here
  child.unref()
}
