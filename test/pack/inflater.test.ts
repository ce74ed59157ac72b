/** Streams for those without a memory of their own: the same whichever way they go. */
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { InflateError, openInflater } from '../../src/pack/kernel/inflater.ts'

const inflate = openInflater()

/** Through the kernel, and past what it takes. */
const SIZES = [0, 1, 5000, 1 << 20, (1 << 20) + 1, 3_000_000]

describe.each(SIZES)('of %i bytes', size => {
  const content = Buffer.alloc(size, 'some text, again and again; ')
  const stream = deflateSync(content)
  const within = Buffer.concat([Buffer.from('before'), stream, Buffer.from('and more behind')])

  test('are inflated where they lie', () => {
    expect(content.equals(inflate(within, 6, within.length - 6, size))).toBe(true)
    expect(content.equals(inflate(stream, 0, stream.length, size))).toBe(true)
  })

  test('stay what they are when others follow', () => {
    const first = inflate(stream, 0, stream.length, size)
    inflate(deflateSync(Buffer.alloc(size, 'x')), 0, deflateSync(Buffer.alloc(size, 'x')).length, size)
    expect(content.equals(first)).toBe(true)
  })

  test('are refused with the same words', () => {
    const sum = Buffer.from(stream)
    sum[sum.length - 1]! ^= 1
    expect(faultOf(() => inflate(sum, 0, sum.length, size))).toBe('-4 does not match its Adler-32 sum')
    expect(faultOf(() => inflate(within, 0, within.length, size))).toBe('-1 is no valid zlib stream')
    const short = '-2 ends before its zlib stream does'
    expect(faultOf(() => inflate(stream, 0, stream.length - 1, size))).toBe(short)
    expect(faultOf(() => inflate(stream, 0, 0, size))).toBe(short)
    const other = '-3 does not inflate to the size it states'
    expect(faultOf(() => inflate(stream, 0, stream.length, size + 1))).toBe(other)
    if (size > 0) expect(faultOf(() => inflate(stream, 0, stream.length, size - 1))).toBe(other)
  })
})

function faultOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof InflateError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}
