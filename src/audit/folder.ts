/** What lies in `<common git dir>/portcullis/audit`: segments, the lock's generations, spilled and torn records. */
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Listing {
  /** `000001.jsonl`, …, oldest first */
  segments: string[]
  /** generations of the lock, any order */
  locks: number[]
  /** `spill-PID-RAND.jsonl`: records of whoever could not get the lock */
  spills: string[]
  /** `torn-…`: halves of records that a crash left, moved aside */
  torn: string[]
  /** drafts of locks and spills; a crash leaves them behind */
  drafts: string[]
}

export function auditFolder(commonDir: string): string {
  return join(commonDir, 'portcullis', 'audit')
}

/** Makes the folder where it is missing (0700). Throws what the file system says. */
export function listOrMake(folder: string): Listing {
  try {
    return list(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return list(folder)
  }
}

/** Throws what the file system says: ENOENT where nothing was ever recorded. */
export function list(folder: string): Listing {
  const names = readdirSync(folder)
  return {
    segments: names.filter(name => /^\d{6,}\.jsonl$/.test(name)).sort(byNumber),
    locks: names.filter(name => /^lock\.\d{1,15}$/.test(name)).map(name => Number(name.slice(5))),
    spills: names.filter(name => /^spill-.*\.jsonl$/.test(name)).sort(),
    torn: names.filter(name => /^torn-.*\.jsonl$/.test(name)).sort(),
    drafts: names.filter(name => name.startsWith('draft-')),
  }
}

/** The segment after `last`; the first where there is none. */
export function nextSegment(last: string | undefined): string {
  const number = last === undefined ? 1 : Number.parseInt(last, 10) + 1
  return `${String(number).padStart(6, '0')}.jsonl`
}

/** Unique enough for a name beside those of other processes. */
export function ownName(kind: string): string {
  const random = Math.floor(Math.random() * 36 ** 8).toString(36)
  return `${kind}-${process.pid}-${random}`
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10)
}
