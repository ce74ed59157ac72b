/** One compressed stream: gzip (RFC 1952) and zstd (RFC 8878). */
import { hasZstd, inflate } from './inflate.ts'
import { type Allowance, exhausted, nameOf, type Piece, unreadable } from './piece.ts'

export function* openGzip(bytes: Buffer, name: string, allowance: Allowance): Generator<Piece> {
  yield* stream('gzip', bytes, storedName(bytes) ?? bare(name), allowance)
}

export function* openZstd(bytes: Buffer, name: string, allowance: Allowance): Generator<Piece> {
  if (hasZstd()) yield* stream('zstd', bytes, bare(name), allowance)
  else yield unreadable('', `is zstd, which Node ${process.version} does not open`)
}

function* stream(
  coding: 'gzip' | 'zstd',
  data: Buffer,
  name: string,
  allowance: Allowance,
): Generator<Piece> {
  const stop = exhausted(allowance)
  if (stop) return yield stop
  const { bytes, fault, isLimit = false } = inflate(coding, data, allowance)
  if (bytes.length > 0) yield { name, bytes, isWrapped: true }
  if (fault !== undefined) yield { member: '', reason: fault, isLimit }
}

const HAS_EXTRA = 4
const HAS_NAME = 8

/** §2.3: the name that the file had, Latin-1, ended by a zero. */
function storedName(bytes: Buffer): string | undefined {
  const flags = bytes[3]!
  if ((flags & HAS_NAME) === 0 || bytes.length < 12) return undefined
  const start = flags & HAS_EXTRA ? 12 + bytes.readUInt16LE(10) : 10
  const end = bytes.indexOf(0, start)
  return end > start ? nameOf(bytes.subarray(start, end)) : undefined
}

/** `logs/app.log.gz` → `app.log` */
function bare(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1)
  return last.replace(/\.t(?:gz|zst)$/i, '.tar').replace(/\.(?:gz|z|zst|svgz)$/i, '') || 'content'
}
