/** Receipts: what lets `prepare-commit-msg` skip a second judgement of the very same commit. They save time, they prove nothing. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Older ones serve nobody: shim.sh accepts none past this age. */
const LIFETIME_MS = 600_000

/**
 * Leaves the receipt that shim.sh asked for (`--receipt FILE --context TEXT`): two lines, the time in seconds and
 * the context. Call it after an `allow` and before the verdict is printed. Never throws: where nothing can be
 * written (a read-only git directory), the next hook judges again.
 */
export function leaveReceipt(file: string, context: string, now: number = Date.now()): void {
  try {
    const folder = dirname(file)
    mkdirSync(folder, { recursive: true })
    sweep(folder, now)
    const draft = `${file}.${process.pid}` // renamed into place, so that nobody reads half a receipt
    writeFileSync(draft, `${Math.floor(now / 1000)}\n${context}\n`)
    renameSync(draft, file)
  } catch {
    // see above: no receipt only costs time
  }
}

function sweep(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (now - statSync(file).mtimeMs > LIFETIME_MS) rmSync(file, { force: true })
  }
}
