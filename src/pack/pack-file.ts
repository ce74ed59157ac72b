/** A `.pack` file: opened, checked against its index, read in pieces. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { Damage } from './damage.ts'
import type { PackIndex } from './idx.ts'

const MAGIC = 0x5041434b // PACK
const HEADER = 12

/** Opens a pack for `use` and closes it again. */
export function withFile<T>(path: string, use: (fd: number) => T): T {
  const fd = openSync(path, 'r')
  try {
    return use(fd)
  } finally {
    closeSync(fd)
  }
}

/** Where the last entry ends. Throws Damage where the pack is not the one that its index describes. */
export function checkPack(fd: number, index: PackIndex, hashBytes: number): number {
  const end = fstatSync(fd).size - hashBytes
  if (end < HEADER) throw new Damage('it is too short for a pack')
  checkHeader(readAt(fd, 0, HEADER), index)
  const last = index.offsets.reduce((most, offset) => Math.max(most, offset), 0)
  if (last >= end) throw new Damage(`it is shorter than its index says: no entry at offset ${last}`)
  if (index.offsets.some(offset => offset < HEADER)) throw new Damage('its index has an entry in its header')
  const sum = readAt(fd, end, hashBytes)
  if (index.packSum && !sum.equals(index.packSum)) throw new Damage('its index belongs to another pack')
  return end
}

function checkHeader(header: Buffer, index: PackIndex): void {
  if (header.readUInt32BE(0) !== MAGIC) throw new Damage('it does not begin as a pack does')
  const version = header.readUInt32BE(4)
  if (version !== 2 && version !== 3) throw new Damage(`its version ${version} is unknown`)
  const count = header.readUInt32BE(8)
  // a multi-pack-index names an object of several packs in one of them only
  const isSame = index.packSum ? count === index.count : count >= index.count
  if (!isSame) throw new Damage(`it has ${count} objects, and its index ${index.count}`)
}

/** `length` bytes from `offset`. Throws Damage where the file ends before them. */
export function readAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  if (readInto(fd, bytes, offset) < length) throw new Damage(`it ends before offset ${offset + length}`)
  return bytes
}

/** Fills `bytes` from `offset` as far as the file goes; how many came. */
export function readInto(fd: number, bytes: Uint8Array, offset: number): number {
  let filled = 0
  while (filled < bytes.length) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return filled
}
