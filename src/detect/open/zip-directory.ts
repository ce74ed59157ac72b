/** Where the entries of a zip lie. Format: APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
import { nameOf } from './piece.ts'

export interface ZipEntry {
  name: string
  flags: number
  method: number
  /** of its data */
  start: number
  /** its data's length as stated */
  compressed: number
  /** its data surely ends here */
  end: number
}

export interface ZipDirectory {
  entries: Iterable<ZipEntry>
  /** what is wrong with the archive as a whole */
  fault?: string
}

const LOCAL = Buffer.from('504b0304', 'hex')
const CENTRAL = 0x02014b50
const END = Buffer.from('504b0506', 'hex')
const END64 = 0x06064b50
const END64_PLACE = 0x07064b50
/** A comment has at most 65,535 bytes. */
const END_REACH = 22 + 65_535

export function entriesOf(bytes: Buffer): ZipDirectory {
  const directory = findDirectory(bytes)
  if (directory === null) return { entries: scattered(bytes), fault: 'has no directory (it is damaged)' }
  return { entries: listed(bytes, directory) }
}

interface Place {
  start: number
  end: number
  /** what every offset is off by: something was put before the archive */
  shift: number
}

/** null where there is none that can be followed. */
function findDirectory(bytes: Buffer): Place | null {
  const from = Math.max(0, bytes.length - END_REACH)
  const at = bytes.subarray(from).lastIndexOf(END) + from
  if (at < from || at + 22 > bytes.length) return null
  const large = largeDirectory(bytes, at)
  const length = large?.length ?? bytes.readUInt32LE(at + 12)
  const offset = large?.offset ?? bytes.readUInt32LE(at + 16)
  const end = large?.at ?? at
  const start = isCentral(bytes, end - length) || length === 0 ? end - length : offset
  if (start < 0 || (length > 0 && !isCentral(bytes, start))) return null
  return { start, end, shift: Math.max(0, start - offset) }
}

/** Zip64's end of the directory, where there is one. */
function largeDirectory(bytes: Buffer, end: number): { at: number; length: number; offset: number } | null {
  const place = end - 20
  if (place < 0 || bytes.readUInt32LE(place) !== END64_PLACE) return null
  const stated = Number(bytes.readBigUInt64LE(place + 8))
  // where something was put before the archive it lies right before its place, unless it has extensions
  const at = [stated, place - 56].find(one => isEnd64(bytes, one))
  if (at === undefined) return null
  return {
    at,
    length: Number(bytes.readBigUInt64LE(at + 40)),
    offset: Number(bytes.readBigUInt64LE(at + 48)),
  }
}

function isEnd64(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 56 <= bytes.length && bytes.readUInt32LE(at) === END64
}

function isCentral(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 46 <= bytes.length && bytes.readUInt32LE(at) === CENTRAL
}

function isLocal(bytes: Buffer, at: number): boolean {
  return bytes.subarray(at, at + LOCAL.length).equals(LOCAL)
}

function* listed(bytes: Buffer, { start, end, shift }: Place): Generator<ZipEntry> {
  for (let at = start; isCentral(bytes, at); ) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const name = nameOf(bytes.subarray(at + 46, at + 46 + nameLength))
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const { offset, compressed } = sizesOf(bytes, at, extra)
    const common = {
      name,
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      compressed,
    }
    if (!name.endsWith('/') || compressed > 0)
      yield {
        ...common,
        start: dataStart(bytes, isLocal(bytes, offset + shift) ? offset + shift : offset),
        end: Math.max(end, start),
      }
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
  }
}

const FULL = 0xffffffff

/** Zip64 (extra field 1) holds, in this order, only what does not fit: size, compressed size, offset. */
function sizesOf(bytes: Buffer, at: number, extra: Buffer): { offset: number; compressed: number } {
  let compressed = bytes.readUInt32LE(at + 20)
  let offset = bytes.readUInt32LE(at + 42)
  const large = extraField(extra, 1)
  let next = bytes.readUInt32LE(at + 24) === FULL ? 8 : 0
  const take = () => {
    next += 8
    return large && next <= large.length ? Number(large.readBigUInt64LE(next - 8)) : FULL
  }
  if (compressed === FULL) compressed = take()
  if (offset === FULL) offset = take()
  return { offset, compressed }
}

function extraField(extra: Buffer, id: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return undefined
}

/** Behind the local header, whose name and extra field may differ from the directory's. Infinity where there is none. */
function dataStart(bytes: Buffer, at: number): number {
  if (!(at + 30 <= bytes.length)) return Number.POSITIVE_INFINITY
  return at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
}

/** Of a cut-off archive: by the entries' own headers. */
function* scattered(bytes: Buffer): Generator<ZipEntry> {
  for (let at = bytes.indexOf(LOCAL); at >= 0 && at + 30 <= bytes.length; at = bytes.indexOf(LOCAL, at + 4)) {
    const start = dataStart(bytes, at)
    const stated = bytes.readUInt32LE(at + 18)
    const name = nameOf(bytes.subarray(at + 30, at + 30 + bytes.readUInt16LE(at + 26)))
    const method = bytes.readUInt16LE(at + 8)
    if (name.endsWith('/')) continue
    yield { name, flags: bytes.readUInt16LE(at + 6), method, start, compressed: stated, end: bytes.length }
  }
}
