/** Every object of a repository in columns: what a thread needs to read it, shared between threads without a copy. */

/** What is damaged in the store itself: a pack, an index, an entry, a loose object. */
export interface Problem {
  /** a path, or an object's id */
  subject: string
  reason: string
  /** it may be in another place by now, so that looking again helps */
  hasMoved?: true
}

export type Kind = 'commit' | 'tree' | 'blob' | 'tag'

/** The numbers of `type`; 0 is unknown: the object, or a base of it, is broken. */
export const KINDS = ['unknown', 'commit', 'tree', 'blob', 'tag'] as const

/** `base`: stored whole. */
export const NO_BASE = -1
/** `base`: missing or broken; `fault` says why. */
export const BROKEN = -2
/** `place`: a loose object. */
export const LOOSE = -1

/**
 * Objects are numbered 0..count-1 in ascending order of id; where one is stored twice, the first place counts: packs before loose
 * objects, the repository's own before its alternates'. Every column lives on a SharedArrayBuffer.
 */
export interface ObjectTable {
  hashBytes: 20 | 32
  count: number
  /** `count` ids, one after the other */
  ids: Uint8Array
  /** 256 numbers: how many ids have a first byte <= i */
  fanout: Uint32Array
  /** index into `packs`, or LOOSE */
  place: Int32Array
  /** where the entry begins in its pack; of a loose object: index into `looseDirs` */
  offset: Float64Array
  /** bytes of the entry in the pack, its header included; of a loose object: of its file */
  stored: Float64Array
  /** bytes of the entry's header, the reference to its base included; of a loose object: of `type size\0`, inflated */
  header: Uint8Array
  /** index into KINDS, of a delta that of its bases */
  type: Uint8Array
  /** inflated bytes as the header says: of the object, or of its delta */
  size: Float64Array
  /** object number of the delta's base, NO_BASE or BROKEN */
  base: Int32Array
  /** 0, or what is wrong with it: index into FAULTS */
  fault: Uint8Array
  /** absolute paths of .pack files */
  packs: string[]
  /** of each its descriptor, which all threads may read from, or CLOSED (kept.ts) */
  fds: number[]
  /** absolute paths of object folders */
  looseDirs: string[]
  /** a pack came from a promisor remote: what is absent may be there */
  isPartial: boolean
  problems: Problem[]
}

/** The object's number, -1 when the table has none of that id. */
export function findObject(table: ObjectTable, id: Uint8Array | string): number {
  const wanted = typeof id === 'string' ? Buffer.from(id, 'hex') : id
  if (wanted.length !== table.hashBytes) return -1
  return findAt(table, wanted, 0)
}

/** The same for an id within other bytes: nothing is cut out of them. */
export function findAt(table: ObjectTable, bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  let low = first === 0 ? 0 : table.fanout[first - 1]!
  let high = table.fanout[first]! - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compareAt(table, middle, bytes, at)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The object's id in hexadecimal digits. */
export function hexOf(table: ObjectTable, n: number): string {
  const at = n * table.hashBytes
  return Buffer.from(table.ids.buffer, table.ids.byteOffset + at, table.hashBytes).toString('hex')
}

/** An empty table of `count` objects. */
export function makeTable(hashBytes: 20 | 32, count: number): ObjectTable {
  const shared = (bytes: number) => new SharedArrayBuffer(count * bytes)
  return {
    hashBytes,
    count,
    ids: new Uint8Array(shared(hashBytes)),
    fanout: new Uint32Array(new SharedArrayBuffer(256 * 4)),
    place: new Int32Array(shared(4)),
    offset: new Float64Array(shared(8)),
    stored: new Float64Array(shared(8)),
    header: new Uint8Array(shared(1)),
    type: new Uint8Array(shared(1)),
    size: new Float64Array(shared(8)),
    base: new Int32Array(shared(4)).fill(NO_BASE),
    fault: new Uint8Array(shared(1)),
    packs: [],
    fds: [],
    looseDirs: [],
    isPartial: false,
    problems: [],
  }
}

function compareAt(table: ObjectTable, n: number, bytes: Uint8Array, at: number): number {
  const start = n * table.hashBytes
  for (let i = 0; i < table.hashBytes; i++) {
    const order = table.ids[start + i]! - bytes[at + i]!
    if (order !== 0) return order
  }
  return 0
}
