/** What `agent install` did to which file, kept beside the engine: how `remove` gives back the very bytes. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Entry {
  /** sha256 of the text that install left */
  digest: string
  /** there was no file before */
  created: boolean
  /** the topmost folder that had to be made for it */
  folder?: string
  undo: [number, number][]
  rules: string[]
}

export type Ledger = Record<string, Entry>

/** An empty one where there is none or it cannot be read: then `remove` goes by what it finds. */
export function readLedger(file: string): Ledger {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ledger
  } catch {
    return {}
  }
}

/** Takes the file away when nothing is in it any more. Throws what the file system throws. */
export function writeLedger(file: string, ledger: Ledger): void {
  if (Object.keys(ledger).length === 0) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(ledger, null, 2)}\n`, { mode: 0o600 })
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
