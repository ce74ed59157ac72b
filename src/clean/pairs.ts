/**
 * Pairs of a blob and a path, as they lie in a file: a head, sorted entries of one size, a checksum. A pair is 16 bytes of the blob's
 * id and 8 of a salted digest of the path: whoever writes into a repository cannot prepare two paths that look the same here, and two
 * blobs with 16 equal bytes cost as much as two with one id.
 */
import { createHash } from 'node:crypto'

const MAGIC = Buffer.from('portcullis clean')
export const FORMAT = 1
const KEY_AT = 24
const SALT_AT = 56
const HELD_AT = 72
const HEAD_BYTES = 104
const SUM_BYTES = 32
const ID_BYTES = 16
const PATH_BYTES = 8
const ENTRY_BYTES = ID_BYTES + PATH_BYTES
/** 96 MB. Beyond, the greatest ids are left out, always the same ones. */
export const MOST_PAIRS = 4_000_000
export const MOST_FILE_BYTES = HEAD_BYTES + MOST_PAIRS * ENTRY_BYTES + SUM_BYTES

export interface Pairs {
  /** 32 bytes: who looked */
  key: Buffer
  /** 16 bytes at random */
  salt: Buffer
  /** 32 bytes: which secrets of the user's own were looked for */
  held: Buffer
  /** ascending */
  entries: Buffer
}

export function encodePairs({ key, salt, held, entries }: Pairs): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  MAGIC.copy(head)
  head.writeUInt32LE(FORMAT, 16)
  head.writeUInt32LE(entries.length / ENTRY_BYTES, 20)
  key.copy(head, KEY_AT)
  salt.copy(head, SALT_AT)
  held.copy(head, HELD_AT)
  return Buffer.concat([head, entries, sumOf(head, entries)])
}

/** Throws Error for bytes that `encodePairs` did not write. */
export function decodePairs(bytes: Buffer): Pairs {
  const end = bytes.length - SUM_BYTES
  if (end < HEAD_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new Error('it is another file')
  if (bytes.readUInt32LE(16) !== FORMAT) throw new Error('it is of another format')
  if (bytes.readUInt32LE(20) * ENTRY_BYTES !== end - HEAD_BYTES) throw new Error('it is cut short')
  if (!sumOf(bytes.subarray(0, end)).equals(bytes.subarray(end))) throw new Error('it is damaged')
  return {
    key: bytes.subarray(KEY_AT, SALT_AT),
    salt: bytes.subarray(SALT_AT, HELD_AT),
    held: bytes.subarray(HELD_AT, HEAD_BYTES),
    entries: bytes.subarray(HEAD_BYTES, end),
  }
}

function sumOf(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export interface Lookup {
  /** `at`: where the blob's id begins in `ids` */
  has(ids: Uint8Array, at: number, path: string): boolean
}

export function openLookup({ salt, entries }: Pick<Pairs, 'salt' | 'entries'>): Lookup {
  const starts = startsOf(entries)
  const digestOf = pathDigests(salt)
  return {
    has(ids, at, path) {
      const bucket = (ids[at]! << 8) | ids[at + 1]!
      let low = starts[bucket]!
      let high = starts[bucket + 1]!
      if (low === high) return false
      const digest = digestOf(path)
      while (low < high) {
        const middle = (low + high) >>> 1
        const order = compare(entries, middle * ENTRY_BYTES, ids, at, digest)
        if (order === 0) return true
        if (order < 0) low = middle + 1
        else high = middle
      }
      return false
    },
  }
}

/** Entries whose first two bytes are b: those from starts[b] to starts[b + 1]. */
function startsOf(entries: Buffer): Uint32Array {
  const starts = new Uint32Array(65_537)
  for (let at = 0; at < entries.length; at += ENTRY_BYTES)
    starts[((entries[at]! << 8) | entries[at + 1]!) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  return starts
}

function compare(entries: Buffer, entry: number, ids: Uint8Array, at: number, digest: Buffer): number {
  for (let i = 2; i < ID_BYTES; i++) {
    const order = entries[entry + i]! - ids[at + i]!
    if (order !== 0) return order
  }
  for (let i = 0; i < PATH_BYTES; i++) {
    const order = entries[entry + ID_BYTES + i]! - digest[i]!
    if (order !== 0) return order
  }
  return 0
}

function pathDigests(salt: Buffer): (path: string) => Buffer {
  const known = new Map<string, Buffer>()
  return path => {
    const digest =
      known.get(path) ?? createHash('sha256').update(salt).update(path).digest().subarray(0, PATH_BYTES)
    known.set(path, digest)
    return digest
  }
}

/** Pairs as they come; entries only when the salt is known, which is when they are written. */
export interface Draft {
  readonly length: number
  /** what is more than a file may have is not taken */
  add(ids: Uint8Array, at: number, path: string): void
  /** ascending, each once */
  entries(salt: Buffer): Buffer
}

export function openDraft(most: number = MOST_PAIRS): Draft {
  let ids = Buffer.alloc(1024 * ID_BYTES)
  const paths: string[] = []
  return {
    get length() {
      return paths.length
    },
    add(from, at, path) {
      if (paths.length === most) return
      const end = paths.length * ID_BYTES
      if (end === ids.length) ids = Buffer.concat([ids], ids.length * 2)
      ids.set(from.subarray(at, at + ID_BYTES), end)
      paths.push(path)
    },
    entries(salt) {
      const digestOf = pathDigests(salt)
      const all = Buffer.alloc(paths.length * ENTRY_BYTES)
      paths.forEach((path, i) => {
        ids.copy(all, i * ENTRY_BYTES, i * ID_BYTES, (i + 1) * ID_BYTES)
        digestOf(path).copy(all, i * ENTRY_BYTES + ID_BYTES)
      })
      return sorted(all)
    },
  }
}

function sorted(all: Buffer): Buffer {
  const count = all.length / ENTRY_BYTES
  const leading = Uint32Array.from({ length: count }, (_, i) => all.readUInt32BE(i * ENTRY_BYTES))
  // no typed array: those sort what is sorted already as slowly as anything, and a history comes in the order of its ids
  const order = [...leading.keys()].sort(
    (a, b) => leading[a]! - leading[b]! || entryAt(all, a).compare(entryAt(all, b)),
  )
  const list = Buffer.alloc(all.length)
  let length = 0
  for (const i of order) length = push(list, length, all, i * ENTRY_BYTES)
  return list.subarray(0, length)
}

/** The entries of both, each once; at most as many as a file may have. */
export function unite(a: Buffer, b: Buffer, most: number = MOST_PAIRS): Buffer {
  const list = Buffer.alloc(Math.min(a.length + b.length, most * ENTRY_BYTES))
  let length = 0
  for (let i = 0, j = 0; length < list.length && (i < a.length || j < b.length); ) {
    const isFirst =
      j >= b.length || (i < a.length && a.compare(b, j, j + ENTRY_BYTES, i, i + ENTRY_BYTES) <= 0)
    length = isFirst ? push(list, length, a, i) : push(list, length, b, j)
    if (isFirst) i += ENTRY_BYTES
    else j += ENTRY_BYTES
  }
  return list.subarray(0, length)
}

/** Unless it is the same as the last one. */
function push(list: Buffer, length: number, from: Buffer, at: number): number {
  const last = length - ENTRY_BYTES
  if (last >= 0 && list.compare(from, at, at + ENTRY_BYTES, last, length) === 0) return length
  from.copy(list, length, at, at + ENTRY_BYTES)
  return length + ENTRY_BYTES
}

function entryAt(all: Buffer, i: number): Buffer {
  return all.subarray(i * ENTRY_BYTES, (i + 1) * ENTRY_BYTES)
}
