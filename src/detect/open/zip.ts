/** Zip, and what is one under another name: jar, war, apk, whl, nupkg, docx, xlsx, pptx, odt, epub. */
import { hasZstd, inflate } from './inflate.ts'
import { officeText } from './office.ts'
import { type Allowance, exhausted, limit, type Piece, unreadable } from './piece.ts'
import { entriesOf, type ZipEntry } from './zip-directory.ts'

/**
 * Every entry that the directory lists, or, where there is none, every one that begins anywhere. Sizes are not believed: a
 * stream is read to its own end. Overlapping entries are read each on its own, and the allowance counts what comes out of them.
 */
export function* openZip(bytes: Buffer, _name: string, allowance: Allowance): Generator<Piece> {
  const { entries, fault } = entriesOf(bytes)
  if (fault !== undefined) yield unreadable('', fault)
  for (const entry of entries) {
    const stop = exhausted(allowance)
    if (stop) return yield stop
    yield* contentOf(entry, bytes, allowance)
  }
}

function* contentOf(entry: ZipEntry, bytes: Buffer, allowance: Allowance): Generator<Piece> {
  const { name } = entry
  const problem = refusal(entry)
  if (problem !== undefined) return yield unreadable(name, problem)
  if (entry.start > bytes.length) return yield unreadable(name, 'lies outside of the archive')
  const { bytes: content, fault, isLimit } = read(entry, bytes, allowance)
  if (content.length > 0) yield* views(name, content, allowance)
  if (fault !== undefined) yield isLimit ? limit(name, fault) : unreadable(name, fault)
}

function read({ method, start, compressed, end }: ZipEntry, bytes: Buffer, allowance: Allowance) {
  if (method !== STORED) {
    const coding = method === DEFLATED ? 'deflate' : 'zstd'
    const inflated = inflate(coding, bytes.subarray(start, start + compressed), allowance)
    const isShort = inflated.fault !== undefined && !inflated.isLimit && start + compressed < end
    return isShort ? inflate(coding, bytes.subarray(start, end), allowance) : inflated // the stated size lied, or is 0
  }
  const stored = bytes.subarray(start, start + compressed)
  allowance.bytes -= stored.length // it may be listed a thousand times
  return { bytes: stored, ...(stored.length < compressed ? { fault: 'breaks off' } : {}) }
}

/** A document's text first: a finding in both is told by the place in the text. */
function* views(name: string, bytes: Buffer, allowance: Allowance): Generator<Piece> {
  const text = officeText(name, bytes)
  if (text) {
    allowance.bytes -= text.length
    yield { name, bytes: text }
  }
  yield { name, bytes }
}

const STORED = 0
const DEFLATED = 8
const ZSTD = 93
const ENCRYPTED = 1

/** APPNOTE.TXT 4.4.5 */
const METHODS: Record<number, string> = {
  9: 'deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'zstd',
  95: 'xz',
  98: 'PPMd',
  99: 'AES',
}

function refusal({ method, flags }: ZipEntry): string | undefined {
  if (flags & ENCRYPTED || method === 99) return 'is encrypted'
  if (method === STORED || method === DEFLATED || (method === ZSTD && hasZstd())) return undefined
  return `is compressed by ${METHODS[method] ?? `method ${method}`}, which is not opened`
}
