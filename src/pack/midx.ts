/** The multi-pack-index: one index for many packs, which git then reads without their own. */
import { readFileSync } from 'node:fs'
import { Damage } from './damage.ts'
import { bigEndian, checkIds, checkSum, type PackIndex, readFanout, readLarge, widen } from './idx.ts'

const MAGIC = 0x4d494458 // MIDX
const HEADER = 12

/** Of each pack named in `wanted` (as `….idx`), the part of the index that is about it. Throws Damage. */
export function readMidx(path: string, hashBytes: number, wanted: Set<string>): Map<string, PackIndex> {
  const file = readFileSync(path)
  const packs = checkHeader(file, hashBytes)
  const chunks = readChunks(file, hashBytes)
  const names = readNames(chunk(chunks, 'PNAM'), packs)
  const rows = readRows(chunks, hashBytes)
  const found = new Map<string, PackIndex>()
  for (const [number, name] of names.entries())
    if (wanted.has(name)) found.set(name, rowsOf(rows, number, hashBytes))
  return found
}

interface Rows {
  ids: Buffer
  packs: Uint32Array
  offsets: Float64Array
}

/** How many packs it is about. */
function checkHeader(file: Buffer, hashBytes: number): number {
  if (file.length < HEADER + hashBytes || file.readUInt32BE(0) !== MAGIC)
    throw new Damage('it does not begin as a multi-pack-index does')
  if (file[4] !== 1) throw new Damage(`its version ${file[4]} is unknown`)
  if (file[5] !== (hashBytes === 32 ? 2 : 1)) throw new Damage('its ids are of another hash')
  checkSum(file, hashBytes)
  return file.readUInt32BE(8)
}

/** The table of contents: 4 letters and 8 bytes of offset each; the next one's offset is the end. */
function readChunks(file: Buffer, hashBytes: number): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  const count = file[6]!
  const end = file.length - hashBytes
  if (HEADER + (count + 1) * 12 > end) throw new Damage('it ends within its table of contents')
  for (let i = 0; i < count; i++) {
    const at = HEADER + i * 12
    const from = Number(file.readBigUInt64BE(at + 4))
    const to = Number(file.readBigUInt64BE(at + 16))
    if (from > to || to > end) throw new Damage('its table of contents is malformed')
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(from, to))
  }
  return chunks
}

function chunk(chunks: Map<string, Buffer>, name: string): Buffer {
  const found = chunks.get(name)
  if (!found) throw new Damage(`it has no chunk ${name}`)
  return found
}

function readNames(chunk: Buffer, count: number): string[] {
  const names = chunk.toString('utf8').split('\0').slice(0, count)
  if (names.length < count) throw new Damage('it names fewer packs than it has')
  return names
}

/** All objects: their ids, and of each the pack's number and the offset in it. */
function readRows(chunks: Map<string, Buffer>, hashBytes: number): Rows {
  const fanout = chunk(chunks, 'OIDF')
  const ids = chunk(chunks, 'OIDL')
  const places = chunk(chunks, 'OOFF')
  const large = chunks.get('LOFF') ?? Buffer.alloc(0)
  if (fanout.length !== 1024) throw new Damage('its fanout is cut short')
  const count = readFanout(fanout, 0)
  if (ids.length !== count * hashBytes || places.length !== count * 8)
    throw new Damage(`its size does not fit its ${count} objects`)
  checkIds(ids, fanout, 0, hashBytes)
  const readOffset = (row: number) => readLarge(large, 0, large.length / 8, row)
  const narrow = bigEndian(places, 4, count, 8)
  const offsets = large.length > 0 ? widen(narrow, readOffset) : Float64Array.from(narrow)
  return { ids, packs: bigEndian(places, 0, count, 8), offsets }
}

function rowsOf({ ids, packs, offsets }: Rows, pack: number, hashBytes: number): PackIndex {
  const count = packs.reduce((sum, number) => sum + Number(number === pack), 0)
  const own = { ids: Buffer.alloc(count * hashBytes), offsets: new Float64Array(count) }
  for (let row = 0, to = 0; row < packs.length; row++) {
    if (packs[row] !== pack) continue
    ids.copy(own.ids, to * hashBytes, row * hashBytes, (row + 1) * hashBytes)
    own.offsets[to++] = offsets[row]!
  }
  return { count, ...own, crcs: null, packSum: null }
}
