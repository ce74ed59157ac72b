/** The headers of all entries of a pack, read front to back in large pieces, into the table's columns. */
import { EntryHeader, LONGEST_HEADER, OFS_DELTA, REF_DELTA } from './entry.ts'
import { FAULT } from './faults.ts'
import { OffsetFinder } from './offsets.ts'
import { readInto } from './pack-file.ts'
import { orderOf } from './radix.ts'
import { BROKEN, findAt, type ObjectTable } from './table.ts'

const PIECE = 4 << 20
/** Where entries are large, only their beginnings are read. */
const LARGE_ENTRY = 64 << 10

/** A pack whose objects are in the table. */
export interface PlacedPack {
  /** index into the table's packs */
  place: number
  /** where the last entry ends */
  end: number
  offsets: Float64Array
  /** of each offset, its object's number */
  numbers: Int32Array
}

/**
 * Fills `header`, `size`, `stored`, `base` and `type` (0 for deltas) of the objects that count in this pack. One loop without a call
 * that makes anything: it runs a million times.
 */
export function readEntries(table: ObjectTable, pack: PlacedPack, fd: number): void {
  const order = orderOf(pack.offsets)
  const sorted = new Float64Array(order.length)
  const numbers = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) {
    sorted[i] = pack.offsets[order[i]!]!
    numbers[i] = pack.numbers[order[i]!]!
  }
  const finder = new OffsetFinder(sorted, pack.end)
  const window = new Window(fd, pack.end, sorted.length)
  const entry = new EntryHeader()
  for (let i = 0; i < sorted.length; i++) {
    const n = numbers[i]!
    const offset = sorted[i]!
    if (table.place[n] !== pack.place || table.offset[n] !== offset) continue
    const stored = (i + 1 < sorted.length ? sorted[i + 1]! : pack.end) - offset
    const at = window.reach(offset)
    const isHeader = entry.parse(window.bytes, at, table.hashBytes) && entry.end - at < stored
    table.stored[n] = stored
    if (!isHeader) breakEntry(table, n, FAULT.header)
    else {
      table.header[n] = entry.end - at
      table.size[n] = entry.size
      if (entry.type === OFS_DELTA) setBase(table, n, finder.find(offset - entry.distance), numbers)
      else if (entry.type === REF_DELTA) setNamedBase(table, n, findAt(table, window.bytes, entry.idAt))
      else table.type[n] = entry.type
    }
  }
}

/** The object cannot be read, and neither can what is stored against it. */
export function breakEntry(table: ObjectTable, n: number, fault: number): void {
  table.type[n] = 0
  table.base[n] = BROKEN
  table.fault[n] = fault
}

function setBase(table: ObjectTable, n: number, position: number, numbers: Int32Array): void {
  if (position < 0) breakEntry(table, n, FAULT.baseOffset)
  else table.base[n] = numbers[position]!
}

function setNamedBase(table: ObjectTable, n: number, base: number): void {
  if (base < 0) breakEntry(table, n, FAULT.baseMissing)
  else table.base[n] = base
}

/** The part of the pack that is in memory. */
class Window {
  bytes: Buffer
  readonly #fd: number
  readonly #end: number
  readonly #room: Buffer
  #start = 0

  constructor(fd: number, end: number, entries: number) {
    this.#fd = fd
    this.#end = end
    const isSparse = end / Math.max(entries, 1) > LARGE_ENTRY
    this.#room = Buffer.allocUnsafe(isSparse ? LONGEST_HEADER : Math.min(PIECE, end))
    this.bytes = this.#room.subarray(0, 0)
  }

  /** Where `offset` is in `bytes`, with a whole header behind it as far as the pack goes. */
  reach(offset: number): number {
    const at = offset - this.#start
    const wanted = Math.min(offset + LONGEST_HEADER, this.#end)
    if (wanted <= this.#start + this.bytes.length) return at
    const room = this.#room.subarray(0, Math.min(this.#room.length, this.#end - offset))
    this.bytes = room.subarray(0, readInto(this.#fd, room, offset))
    this.#start = offset
    return 0
  }
}
