/** Checks a store against its own checksums: what is read otherwise is believed. */
import { createHash } from 'node:crypto'
import { existsSync, fstatSync } from 'node:fs'
import { PackError } from '../errors.ts'
import { Damage, isGone, problemOf, reasonOf } from './damage.ts'
import { EntrySums } from './entry-sums.ts'
import { type PackIndex, readIdx } from './idx.ts'
import { withPack } from './kept.ts'
import { readAt } from './pack-file.ts'
import { idxOf } from './packs.ts'
import { placeOf } from './problems.ts'
import { orderOf } from './radix.ts'
import { openReader, type Reader } from './reader.ts'
import { hexOf, KINDS, type ObjectTable, type Problem } from './table.ts'

const PIECE = 4 << 20
/** objects */
const OFTEN = 256

/**
 * Everything that is wrong: of each pack its checksum and its entries' checksums in the index, of each object that its content
 * has the id it is kept under. What the table's own problems say is not said again. A number is how many objects are done: now and then.
 */
export function* verifyStore(table: ObjectTable): Generator<Problem | number> {
  for (let pack = 0; pack < table.packs.length; pack++) {
    yield* verifyPack(table, pack)
    yield 0
  }
  const reader = openReader(table)
  let done = 0
  try {
    for (const n of orderOf(table.offset)) {
      yield* verifyObject(table, reader, n)
      if (++done % OFTEN === 0) yield done
    }
  } finally {
    reader.close()
  }
}

/** One object's content against its id. */
export function* verifyObject(table: ObjectTable, reader: Reader, n: number): Generator<Problem> {
  if (table.fault[n] !== 0) return
  const subject = hexOf(table, n)
  try {
    const data = reader.read(n)
    const header = `${KINDS[table.type[n]!]} ${data.length}\0`
    const id = hashOf(table.hashBytes).update(header).update(data).digest('hex')
    if (id !== subject) yield { subject, reason: `${placeOf(table, n)}: its content has the id ${id}` }
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    yield { subject, reason: error.message, ...(isGone(error.cause) && { hasMoved: true }) }
  }
}

/** A pack's last bytes are the hash of all before them; its index has the CRC-32 of every entry. */
export function* verifyPack(table: ObjectTable, pack: number): Generator<Problem> {
  const path = table.packs[pack]!
  try {
    for (const reason of withPack(table, pack, fd => checkBytes(fd, path, table.hashBytes)))
      yield { subject: path, reason }
  } catch (error) {
    yield problemOf(path, error)
  }
}

/** What is wrong with a pack's bytes, read once from front to back. */
function checkBytes(fd: number, path: string, hashBytes: number): string[] {
  const end = fstatSync(fd).size - hashBytes
  if (end < 0) throw new Damage('it is too short for a pack')
  const sums = new EntrySums(indexOf(path, hashBytes), end)
  const hash = hashOf(hashBytes)
  for (let at = 0; at < end; at += PIECE) {
    const bytes = readAt(fd, at, Math.min(PIECE, end - at))
    hash.update(bytes)
    sums.add(bytes, at)
  }
  const isWhole = hash.digest().equals(readAt(fd, end, hashBytes))
  const wrong = sums.wrong.map(
    offset => `its entry at offset ${offset} differs from its checksum in the index`,
  )
  return isWhole ? wrong : ['its checksum is wrong', ...wrong]
}

/** null where the pack has none of its own. */
function indexOf(path: string, hashBytes: number): PackIndex | null {
  try {
    return existsSync(idxOf(path)) ? readIdx(idxOf(path), hashBytes) : null
  } catch (error) {
    throw new Damage(`its index cannot be used: ${reasonOf(error)}`)
  }
}

function hashOf(hashBytes: number) {
  return createHash(hashBytes === 32 ? 'sha256' : 'sha1')
}
