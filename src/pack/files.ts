/** The packs that a reader has open, with what lies behind the entry read last: most often the next one. */
import { closeSync, openSync } from 'node:fs'
import { Damage } from './damage.ts'
import { CLOSED } from './kept.ts'
import { readInto } from './pack-file.ts'
import type { ObjectTable } from './table.ts'

/** A repository may have more packs than a process may have files. */
const MOST_OPEN = 64
const AHEAD = 128 << 10
/** A jump ahead that costs less than reading it. */
const NEAR = 16 << 10

export class PackFiles {
  readonly #table: Pick<ObjectTable, 'packs' | 'fds'>
  readonly #fds = new Map<number, number>()
  readonly #room = Buffer.allocUnsafeSlow(AHEAD)
  /** which bytes of which pack are in `room` */
  #pack = -1
  #start = 0
  #end = 0

  constructor(table: Pick<ObjectTable, 'packs' | 'fds'>) {
    this.#table = table
  }

  /** Bytes of a pack; they may change with the next call. Throws Damage where the pack ends before them. */
  read(pack: number, offset: number, length: number): Buffer {
    const isSame = pack === this.#pack && offset >= this.#start
    if (!isSame || offset + length > this.#end) {
      if (length > AHEAD) return this.#readAlone(pack, offset, length)
      this.#fill(pack, offset, isSame && offset <= this.#end + NEAR ? AHEAD : length)
      if (offset + length > this.#end) throw new Damage('its pack ends before it does')
    }
    return this.#room.subarray(offset - this.#start, offset - this.#start + length)
  }

  close(): void {
    for (const fd of this.#fds.values()) closeSync(fd)
    this.#fds.clear()
    this.#pack = -1
  }

  #readAlone(pack: number, offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    if (readInto(this.#open(pack), bytes, offset) < length) throw new Damage('its pack ends before it does')
    return bytes
  }

  #fill(pack: number, offset: number, length: number): void {
    this.#pack = -1 // until it has been read
    const count = readInto(this.#open(pack), this.#room.subarray(0, length), offset)
    this.#pack = pack
    this.#start = offset
    this.#end = offset + count
  }

  #open(pack: number): number {
    const { packs, fds } = this.#table
    if (fds[pack] !== CLOSED) return fds[pack]!
    const known = this.#fds.get(pack)
    if (known !== undefined) return known
    const fd = openSync(packs[pack]!, 'r')
    this.#fds.set(pack, fd)
    if (this.#fds.size > MOST_OPEN) this.#closeOldest()
    return fd
  }

  #closeOldest(): void {
    const [pack, fd] = this.#fds.entries().next().value!
    closeSync(fd)
    this.#fds.delete(pack)
  }
}
