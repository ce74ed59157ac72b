/** Records of those who could not get the lock: a file each, with a chain of its own, until the next record takes them in. */
import { closeSync, fdatasyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Body, type ChainRecord, hashOfLine, parseRecord, seal } from './chain.ts'
import { newLog } from './first.ts'
import { ownName } from './folder.ts'

/** Whole or not there: it is renamed into place once it is on the disk. Gives the file. */
export function leaveSpill(folder: string, body: Body): string {
  const draft = join(folder, ownName('draft'))
  const file = join(folder, `${ownName('spill')}.jsonl`)
  const fd = openSync(draft, 'wx', 0o600)
  writeSync(fd, `${seal(newLog(), body).line}\n`)
  fdatasyncSync(fd)
  closeSync(fd)
  renameSync(draft, file)
  return file
}

/**
 * What the next record writes before itself: the records, then which file they came from, how many, and whether their chain was
 * whole. In this order a crash in the middle can double a record, but never lose one. `segments`: those that may name it already.
 */
export function spilledBodies(folder: string, spills: string[], segments: string[]): Body[] {
  if (spills.length === 0) return []
  const written = segments.slice(-2).map(name => readFileSync(join(folder, name)))
  const open = spills.filter(
    file => !written.some(bytes => bytes.includes(`"event":"spill.merged","file":"${file}"`)),
  )
  return open.flatMap(file => merged(folder, file))
}

function merged(folder: string, file: string): Body[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)
  const records = lines.map(parseRecord)
  const intact = records.every((record, at) => record !== null && isWhole(record, lines[at]!))
  const kept = records.filter(record => record !== null)
  const bodies = kept.map(record => bodyOf(record, file))
  return [
    ...bodies,
    { event: 'spill.merged', file, records: lines.length, lastHash: kept.at(-1)?.hash, intact },
  ]
}

/** After the records are in the log and on the disk. */
export function dropSpills(folder: string, spills: string[]): void {
  for (const file of spills) rmSync(join(folder, file), { force: true })
}

function isWhole(record: ChainRecord, line: string): boolean {
  return hashOfLine(line, record) === record.hash
}

/** `seq`, `prev`, `log` and `hash` are those of its own little chain. */
function bodyOf(record: ChainRecord, file: string): Body {
  const { seq: _seq, prev: _prev, log: _log, hash: _hash, ...body } = record
  return { ...body, spilled: file }
}
