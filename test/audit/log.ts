/** The audit log in a test: a folder to write it in, its lines and records. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterEach, beforeEach } from 'vitest'
import type { ChainRecord } from '../../src/audit/chain.ts'
import { auditFolder } from '../../src/audit/folder.ts'
import { logRecords, segmentsIn } from '../../src/audit/read.ts'

export interface Place {
  /** the common git directory */
  dir: string
  folder: string
}

/** To be called once a file: each test gets a place of its own. */
export function places(): Place {
  const place = { dir: '', folder: '' }
  beforeEach(() => {
    place.dir = mkdtempSync(join(tmpdir(), 'portcullis-audit-'))
    place.folder = auditFolder(place.dir)
  })
  afterEach(() => rmSync(place.dir, { recursive: true, force: true }))
  return place
}

export function records({ folder }: Place): ChainRecord[] {
  return [...logRecords(folder)]
}

/** Without `audit.started`, which every log begins with. */
export function events(place: Place): ChainRecord[] {
  return records(place).slice(1)
}

export function lines({ folder }: Place): string[] {
  return segmentsIn(folder).flatMap(name =>
    readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean),
  )
}

/** A program of its own, for processes that write at once. `code` may import from src as a file in test/audit does. */
export async function writer(file: string, code: string): Promise<void> {
  const resolveDir = new URL('.', import.meta.url).pathname
  await build({
    stdin: { resolveDir, loader: 'ts', contents: code },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    logLevel: 'error',
  })
}
