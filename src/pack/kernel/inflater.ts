/** Zlib streams for those who have no memory of the kernel's: copied in and out of a private one. */
import { inflateSync } from 'node:zlib'
import { FREE_FROM, hasKernel, inflateFault, type Kernel, makeMemory, openKernel, SLACK } from './load.ts'

/** `source[at, at + length)` holds a stream of exactly `size` bytes; what comes behind the stream is not looked at. */
export type Inflater = (source: Uint8Array, at: number, length: number, size: number) => Uint8Array

/** What is wrong with the stream; `message` goes on from its name: "… ends before its zlib stream does". */
export class InflateError extends Error {
  constructor(readonly code: number) {
    super(inflateFault(code))
    this.name = 'InflateError'
  }
}

/** The most bytes, stored or inflated, that go through the kernel: beyond, zlib's setting up no longer matters. */
const LIMIT = 1 << 20
const SRC = FREE_FROM
const DST = SRC + LIMIT + SLACK

/** One for each thread. What it hands out stays as it is; small results may share an ArrayBuffer. */
export function openInflater(): Inflater {
  if (!hasKernel()) return inflatePlain
  const memory = makeMemory(DST + LIMIT + SLACK)
  const kernel = openKernel(memory)
  const bytes = new Uint8Array(memory.buffer)
  return (source, at, length, size) => {
    if (length > LIMIT || size > LIMIT) return inflatePlain(source, at, length, size)
    return inflateSmall(kernel, bytes, source.subarray(at, at + length), size)
  }
}

function inflateSmall(kernel: Kernel, bytes: Uint8Array, source: Uint8Array, size: number): Uint8Array {
  bytes.set(source, SRC)
  const taken = kernel.inflate(SRC, source.length, DST, size)
  if (taken < 0) throw new InflateError(taken)
  const result = Buffer.allocUnsafe(size)
  result.set(bytes.subarray(DST, DST + size))
  return result
}

function inflatePlain(source: Uint8Array, at: number, length: number, size: number): Uint8Array {
  const result = inflateOrThrow(source.subarray(at, at + length), size)
  if (result.length !== size) throw new InflateError(-3)
  return result
}

/** One byte more than is right is enough to know that it is too much. */
function inflateOrThrow(source: Uint8Array, size: number): Uint8Array {
  try {
    return inflateSync(source, { maxOutputLength: size + 1 })
  } catch (error) {
    throw new InflateError(codeOf(error as NodeJS.ErrnoException))
  }
}

/** zlib's own words for a sum that differs have no code of their own. */
function codeOf({ code, message }: NodeJS.ErrnoException): number {
  if (code === 'ERR_BUFFER_TOO_LARGE') return -3
  if (code === 'Z_BUF_ERROR') return -2
  return message === 'incorrect data check' ? -4 : -1
}
