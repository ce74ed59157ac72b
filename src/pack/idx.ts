/** A pack's index: which objects are in it, and where. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Damage } from './damage.ts'

/** What an index says about its pack, in the order of its ids. */
export interface PackIndex {
  count: number
  ids: Uint8Array
  offsets: Float64Array
  /** CRC-32 of each entry as stored; null in version 1 and in a multi-pack-index */
  crcs: Uint32Array | null
  /** the pack's last bytes, by which index and pack belong together; null in a multi-pack-index */
  packSum: Uint8Array | null
}

const MAGIC = 0xff744f63
const FANOUT = 256 * 4
/** In version 2, an offset with this bit is a row of the table of 8-byte offsets. */
const LARGE = 0x80000000

/** Reads and checks an `.idx`. Throws Damage. */
export function readIdx(path: string, hashBytes: number): PackIndex {
  const file = readFileSync(path)
  if (file.length < FANOUT + 2 * hashBytes) throw new Damage('it is too short for an index')
  if (file.readUInt32BE(0) !== MAGIC) return parseFirst(file, hashBytes)
  const version = file.readUInt32BE(4)
  if (version !== 2) throw new Damage(`its version ${version} is unknown`)
  return parseSecond(file, hashBytes)
}

function parseSecond(file: Buffer, hashBytes: number): PackIndex {
  const count = readFanout(file, 8)
  const ids = 8 + FANOUT
  const crcs = ids + count * hashBytes
  const offsets = crcs + count * 4
  const large = offsets + count * 4
  const largeBytes = file.length - 2 * hashBytes - large
  if (largeBytes < 0 || largeBytes > count * 8 || largeBytes % 8 !== 0)
    throw new Damage(`its size does not fit its ${count} objects`)
  checkSum(file, hashBytes)
  const index: PackIndex = {
    count,
    ids: file.subarray(ids, crcs),
    crcs: bigEndian(file, crcs, count),
    offsets: widen(bigEndian(file, offsets, count), row => readLarge(file, large, largeBytes / 8, row)),
    packSum: file.subarray(-2 * hashBytes, -hashBytes),
  }
  checkIds(index.ids, file, 8, hashBytes)
  return index
}

/** Version 1: no magic, and rows of a 4-byte offset and an id. */
function parseFirst(file: Buffer, hashBytes: number): PackIndex {
  const count = readFanout(file, 0)
  const row = 4 + hashBytes
  if (file.length !== FANOUT + count * row + 2 * hashBytes)
    throw new Damage(`its size does not fit its ${count} objects`)
  checkSum(file, hashBytes)
  const ids = Buffer.alloc(count * hashBytes)
  const offsets = new Float64Array(count)
  for (let i = 0, at = FANOUT; i < count; i++, at += row) {
    offsets[i] = file.readUInt32BE(at)
    file.copy(ids, i * hashBytes, at + 4, at + row)
  }
  checkIds(ids, file, 0, hashBytes)
  return { count, ids, offsets, crcs: null, packSum: file.subarray(-2 * hashBytes, -hashBytes) }
}

/** How many objects the fanout promises. Throws where it descends. */
export function readFanout(file: Buffer, at: number): number {
  let count = 0
  for (let i = 0; i < 256; i++) {
    const next = file.readUInt32BE(at + i * 4)
    if (next < count) throw new Damage('its fanout descends')
    count = next
  }
  return count
}

/** The last bytes are the hash of everything before them: from here on, the file is what git wrote. */
export function checkSum(file: Buffer, hashBytes: number): void {
  const hash = createHash(hashBytes === 32 ? 'sha256' : 'sha1').update(file.subarray(0, -hashBytes))
  if (!hash.digest().equals(file.subarray(-hashBytes))) throw new Damage('its checksum is wrong')
}

/** Ids that descend, or lie outside their fanout, would not be found. */
export function checkIds(ids: Uint8Array, file: Buffer, fanout: number, hashBytes: number): void {
  let at = 0
  for (let first = 0; first < 256; first++) {
    const end = file.readUInt32BE(fanout + first * 4) * hashBytes
    for (; at < end; at += hashBytes) {
      if (ids[at] !== first) throw new Damage('its fanout does not fit its ids')
      if (at > 0 && descends(ids, at, hashBytes)) throw new Damage('its ids descend')
    }
  }
}

function descends(ids: Uint8Array, at: number, hashBytes: number): boolean {
  for (let i = at; i < at + hashBytes; i++) {
    const step = ids[i]! - ids[i - hashBytes]!
    if (step !== 0) return step < 0
  }
  return false
}

/** `count` numbers of 4 bytes. */
export function bigEndian(file: Buffer, at: number, count: number, stride = 4): Uint32Array {
  const numbers = new Uint32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = file.readUInt32BE(at + i * stride)
  return numbers
}

/** Offsets as they are: those with the highest bit set stand in the table of large ones. */
export function widen(offsets: Uint32Array, large: (row: number) => number): Float64Array {
  const wide = new Float64Array(offsets.length)
  for (let i = 0; i < offsets.length; i++) {
    const offset = offsets[i]!
    wide[i] = offset < LARGE ? offset : large(offset - LARGE)
  }
  return wide
}

/** One 8-byte offset. */
export function readLarge(file: Buffer, table: number, rows: number, row: number): number {
  if (row >= rows) throw new Damage('a large offset is outside its table')
  const offset = file.readUInt32BE(table + row * 8) * 2 ** 32 + file.readUInt32BE(table + row * 8 + 4)
  if (offset > Number.MAX_SAFE_INTEGER) throw new Damage('an offset is beyond every file')
  return offset
}
