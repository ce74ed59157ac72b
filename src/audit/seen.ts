/** How far each reflog was looked at. It saves looking again and proves nothing: what was found is in the audit log. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownName } from './folder.ts'

export interface Seen {
  /** by the reflog's name: its bytes, and what it was moved to last */
  logs: { [name: string]: { size: number; last: string | null } }
}

const FILE = 'seen.json'

/** Null where nothing was looked at yet, or where the file is none of ours. */
export function readSeen(folder: string): Seen | null {
  try {
    const seen = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Seen
    const sizes = Object.values(seen.logs).map(({ size }) => size)
    return sizes.every(Number.isSafeInteger) ? seen : null
  } catch {
    return null
  }
}

/** Never throws: where it cannot be written the same entries are looked at again. */
export function writeSeen(folder: string, seen: Seen): void {
  const draft = join(folder, ownName('draft'))
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(draft, JSON.stringify(seen), { mode: 0o600 })
    renameSync(draft, join(folder, FILE))
  } catch {
    // see above
  }
}
