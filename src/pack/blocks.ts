/**
 * Packs read in blocks that are kept for a while: entries are small and lie near those that are read next, and a call to the system
 * for each of them costs more than inflating it (docs/performance.md). A pack may be far larger than what is kept.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { Damage } from './damage.ts'
import { CLOSED } from './kept.ts'
import type { ObjectTable } from './table.ts'

const BLOCK = 1 << 14
/** Longer pieces are read by themselves. */
const LARGE = BLOCK * 4
/** Bytes that are copied in less time than a call to copy them takes. */
const FEW = 64
/** Bytes kept by one thread. */
const KEPT = 64 << 20

export interface Blocks {
  /** `length` bytes of a pack from `offset`, put into `bytes` at `at`. Throws Damage where the file ends before them */
  readInto(pack: number, offset: number, bytes: Uint8Array, at: number, length: number): void
  close(): void
}

/** Packs that are not open for all are opened when first asked for. */
export function openBlocks(table: Pick<ObjectTable, 'packs' | 'fds'>, kept = KEPT): Blocks {
  const slots = Math.max(8, Math.floor(kept / BLOCK))
  const memory = Buffer.alloc(slots * BLOCK) // pages that are never used cost nothing
  const holds = new Float64Array(slots).fill(-1) // which block lies in a slot
  const filled = new Int32Array(slots)
  const used = new Uint8Array(slots) // since the hand came by
  const where = new Map<number, number>()
  const own: (number | undefined)[] = []
  let hand = 0

  function readInto(pack: number, offset: number, bytes: Uint8Array, at: number, length: number): void {
    const fd = fdOf(pack)
    if (length > LARGE) {
      readWhole(fd, offset, bytes, at, length)
      return
    }
    for (let done = 0; done < length; ) {
      const block = Math.floor((offset + done) / BLOCK)
      const slot = slotOf(pack, fd, block)
      const from = offset + done - block * BLOCK
      const count = Math.min(filled[slot]! - from, length - done)
      if (count <= 0) throw endsBefore(offset + length)
      const start = slot * BLOCK + from
      if (count > FEW) bytes.set(memory.subarray(start, start + count), at + done)
      else for (let i = 0; i < count; i++) bytes[at + done + i] = memory[start + i]!
      done += count
    }
  }

  function fdOf(pack: number): number {
    const shared = table.fds[pack]!
    if (shared !== CLOSED) return shared
    own[pack] ??= openSync(table.packs[pack]!, 'r')
    return own[pack]
  }

  function slotOf(pack: number, fd: number, block: number): number {
    const key = pack * MOST_BLOCKS + block
    const known = where.get(key)
    if (known !== undefined) {
      used[known] = 1
      return known
    }
    const slot = freeSlot()
    where.delete(holds[slot]!)
    holds[slot] = -1
    filled[slot] = readSync(fd, memory, slot * BLOCK, BLOCK, block * BLOCK)
    holds[slot] = key
    used[slot] = 1
    where.set(key, slot)
    return slot
  }

  /** The next one that was not used since the hand last came by. */
  function freeSlot(): number {
    for (; used[hand] === 1; hand = (hand + 1) % slots) used[hand] = 0
    const slot = hand
    hand = (hand + 1) % slots
    return slot
  }

  return {
    readInto,
    close() {
      for (const fd of own.splice(0)) if (fd !== undefined) closeSync(fd)
    },
  }
}

/** A pack of 2^46 bytes. */
const MOST_BLOCKS = 2 ** 32

function readWhole(fd: number, offset: number, bytes: Uint8Array, at: number, length: number): void {
  for (let done = 0; done < length; ) {
    const count = readSync(fd, bytes, at + done, length - done, offset + done)
    if (count === 0) throw endsBefore(offset + length)
    done += count
  }
}

function endsBefore(end: number): Damage {
  return new Damage(`it ends before offset ${end}`)
}
