/** What node's zlib says of a stream, in the kernel's words. */
import { inflateRawSync } from 'node:zlib'

export interface Expected {
  /** any of these, where a stream has more than one fault; none: it is right */
  codes: number[]
  bytes: Buffer | undefined
}

/** `size` is what the caller expects. */
export function judge(stream: Buffer, size: number): Expected {
  if (stream.length < 2) return fault(-2)
  if ((stream[0]! & 15) !== 8 || stream[0]! > 0x7f || stream[1]! & 32) return fault(-1)
  if (stream.readUInt16BE(0) % 31 !== 0) return fault(-1)
  return judgeBlocks(stream.subarray(2), size)
}

function judgeBlocks(blocks: Buffer, size: number): Expected {
  try {
    const options = { info: true, maxOutputLength: Math.max(1, size) }
    const { buffer, engine } = inflateRawSync(blocks, options) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    if (buffer.length !== size) return fault(-3)
    const sum = blocks.subarray(engine.bytesWritten, engine.bytesWritten + 4)
    if (sum.length < 4) return fault(-2)
    return sum.readUInt32BE(0) === adler(buffer) ? { codes: [], bytes: buffer } : fault(-4)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') return fault(-3, -1, -2) // perhaps more is wrong further on
    // a code without any symbols: zlib reads on with it, up to the end of the block that it cannot have
    if (code === 'Z_BUF_ERROR') return fault(-2, -3, -1)
    // a block that cannot end: the kernel reads on until it hits the end of something
    return message.includes('missing end-of-block') ? fault(-1, -2, -3) : fault(-1)
  }
}

function fault(...codes: number[]): Expected {
  return { codes, bytes: undefined }
}

export function adler(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return b * 65536 + a
}

/** What zlib makes of blocks without head and sum; undefined: nothing. */
export function rawOf(blocks: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(blocks)
  } catch {
    return undefined
  }
}
