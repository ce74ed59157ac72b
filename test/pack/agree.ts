/** The kernel and zlib about one stream. */
import { expect } from 'vitest'
import type { Bed } from './bed.ts'
import { judge } from './oracle.ts'

/** So much that a stream of this file's is found bad before it is found too long. */
const PLENTY = 1 << 20

/** Asks that both give the same answer; hands it back. */
export function agreementOf(bed: Bed): (stream: Buffer, size: number, behind?: Uint8Array) => number {
  return (stream, size, behind) => {
    const expected = judge(stream, size)
    const { code, bytes } = bed.inflate(stream, size, behind)
    if (expected.bytes === undefined) {
      if (code === -3 && expected.codes[0] === -1) expect(bed.inflate(stream, PLENTY, behind).code).toBe(-1)
      else expect(expected.codes).toContain(code)
    } else {
      expect(code).toBeGreaterThanOrEqual(0)
      expect(bytes.equals(expected.bytes)).toBe(true)
    }
    return code
  }
}

/** xorshift: 200 KB of fast-check's own bytes would take it seconds to make, and longer to shrink */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
