/** Inflating a zlib stream whose length is known. */
import { constants, inflateSync } from 'node:zlib'
import { Damage } from './damage.ts'

/** The stream at the start of `source`, which must give exactly `size` bytes. Throws Damage. */
export function inflate(source: Uint8Array, size: number): Buffer {
  const bytes = attempt(() =>
    // a chunk that is filled to its end makes zlib ask for another of that size
    inflateSync(source, { maxOutputLength: Math.max(size, 1), chunkSize: size + 64 }),
  )
  if (bytes.length !== size) throw new Damage(`it inflates to ${bytes.length} bytes, not to ${size}`)
  return bytes
}

/** The first bytes of a stream: what `source`, a piece of it, gives. Checks nothing that comes after. */
export function inflateHead(source: Uint8Array): Buffer {
  return attempt(() => inflateSync(source, { finishFlush: constants.Z_SYNC_FLUSH }))
}

function attempt(inflating: () => Buffer): Buffer {
  try {
    return inflating()
  } catch (error) {
    throw new Damage(explain(error as NodeJS.ErrnoException))
  }
}

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') return 'it inflates to more than its header says'
  if (error.message === 'incorrect data check') return 'its adler32 checksum is wrong'
  if (error.code === 'Z_BUF_ERROR') return 'its compressed data ends early'
  return 'its compressed data is malformed'
}
