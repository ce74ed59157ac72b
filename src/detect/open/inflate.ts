/** Compressed bytes → bytes, never more than may still be spent. */
import { type Allowance, LARGEST } from './piece.ts'

export type Coding = 'deflate' | 'zlib' | 'gzip' | 'zstd'

/** What came out. With `fault`: not all of it, and why; `isLimit` as in Gap. */
export interface Inflated {
  bytes: Buffer
  fault?: string
  isLimit?: true
}

/** What a stream that fails is counted as, for each of its bytes: how far it came is not told. Deflate reaches 1032. */
const FAILED = 64
const TOO_LARGE = 'ERR_BUFFER_TOO_LARGE'
const NOTHING = Buffer.alloc(0)

/** Bytes behind the end of the stream are ignored: sizes in headers may lie. A stream that breaks off gives what it has. */
export function inflate(coding: Coding, data: Buffer, allowance: Allowance): Inflated {
  const most = Math.max(1, Math.min(LARGEST, allowance.bytes))
  try {
    const bytes = run(coding, data, most, false)
    allowance.bytes -= bytes.length
    return { bytes }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // it was worked for: a thousand such members are no way around
    allowance.bytes -= code === TOO_LARGE ? most : Math.min(most, data.length * FAILED)
    return failed(coding, data, most, code)
  }
}

/** The gzip's text, null when it is none; throws RangeError above `most` bytes. */
export function gunzipOrNull(data: Buffer, most: number): Buffer | null {
  try {
    return run('gzip', data, Math.max(1, most), true)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === TOO_LARGE) throw error
    return null
  }
}

function failed(coding: Coding, data: Buffer, most: number, code: string | undefined): Inflated {
  if (code === TOO_LARGE) return { bytes: NOTHING, fault: `opens to more than ${most} bytes`, isLimit: true }
  if (code !== 'Z_BUF_ERROR') return { bytes: NOTHING, fault: 'is damaged' }
  try {
    return { bytes: run(coding, data, most, true), fault: 'breaks off' }
  } catch {
    return { bytes: NOTHING, fault: 'is damaged' }
  }
}

/** Of zlib as this Node has it: zstd came with 22.15. */
interface Zlib {
  constants: { Z_SYNC_FLUSH: number }
  zstdDecompressSync?: Decompress
  inflateRawSync: Decompress
  inflateSync: Decompress
  gunzipSync: Decompress
}
type Decompress = (data: Buffer, options: { maxOutputLength: number; finishFlush?: number }) => Buffer

function run(coding: Coding, data: Buffer, maxOutputLength: number, isLenient: boolean): Buffer {
  const zlib = process.getBuiltinModule('node:zlib') as unknown as Zlib // loaded only now: hooks of ordinary commits need none
  const lenient = isLenient ? { finishFlush: zlib.constants.Z_SYNC_FLUSH } : {}
  if (coding === 'zstd') return zlib.zstdDecompressSync!(data, { maxOutputLength })
  const decompress = { deflate: zlib.inflateRawSync, zlib: zlib.inflateSync, gzip: zlib.gunzipSync }[coding]
  return decompress(data, { maxOutputLength, ...lenient })
}

/** Whether this Node can open zstd. */
export function hasZstd(): boolean {
  return 'zstdDecompressSync' in process.getBuiltinModule('node:zlib')
}
