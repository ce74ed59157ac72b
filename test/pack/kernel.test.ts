/** The kernel inflates what zlib inflates, refuses what zlib refuses, and writes nowhere else. */
import { readFileSync } from 'node:fs'
import { constants, deflateRawSync, deflateSync, type ZlibOptions } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FREE_FROM } from '../../src/pack/kernel/load.ts'
import { agreementOf, randomOf } from './agree.ts'
import { makeBed } from './bed.ts'
import { Bits } from './encoder.ts'

const bed = makeBed()
const agree = agreementOf(bed)
const source = readFileSync(new URL(import.meta.url))

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants
const options: fc.Arbitrary<ZlibOptions> = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
})

/** Repeats of every distance, noise, text, and bytes so uneven that their codes become as long as codes can be. */
const contents = fc
  .record({
    kind: fc.constantFrom('noise', 'period', 'text', 'uneven', 'mixed'),
    size: fc.oneof(fc.nat(64), fc.nat(3000), fc.nat(200_000)),
    period: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 33_000 })),
    seed: fc.integer({ min: 1, max: 0x7fffffff }),
  })
  .map(({ kind, size, period, seed }) => {
    const random = randomOf(seed)
    const bytes = Buffer.alloc(size)
    for (let i = 0; i < size; i++) bytes[i] = byteOf(kind, i, period, random, bytes)
    return bytes
  })

function byteOf(kind: string, i: number, period: number, random: () => number, bytes: Buffer): number {
  const draw = random()
  if (kind === 'noise' || (kind !== 'text' && kind !== 'uneven' && i < period)) return draw >>> 24
  if (kind === 'text') return source[(i + (period % 7) * (draw >>> 30)) % source.length]!
  if (kind === 'uneven') return Math.clz32(draw) * 7
  if (kind === 'mixed' && draw >>> 27 === 0) return draw & 255
  return bytes[i - period]!
}

describe('a stream of zlib', () => {
  test('is inflated, whatever it holds and however it was made', () => {
    fc.assert(
      fc.property(contents, options, (content, how) => {
        const stream = deflateSync(content, how)
        const { code, bytes } = bed.inflate(stream, content.length)
        expect(code).toBe(stream.length)
        expect(bytes.equals(content)).toBe(true)
      }),
      { numRuns: 600 },
    )
  })

  test('may have other bytes behind it, which are not taken', () => {
    const stream = deflateSync(source)
    const { code, bytes } = bed.inflate(Buffer.concat([stream, stream]), source.length)
    expect(code).toBe(stream.length)
    expect(bytes.equals(source)).toBe(true)
  })

  test('is an error wherever it is cut off, even with the rest lying right behind', () => {
    for (const how of [{}, { strategy: Z_FIXED }, { level: 0 }, { strategy: Z_HUFFMAN_ONLY }]) {
      const content = source.subarray(0, 700)
      const stream = deflateSync(content, how)
      for (let cut = 0; cut < stream.length; cut++) {
        expect(bed.inflate(stream.subarray(0, cut), content.length, stream.subarray(cut)).code).toBe(-2)
        expect(bed.inflate(stream.subarray(0, cut), content.length).code).toBe(-2)
      }
    }
  })

  test('is an error when another size is expected', () => {
    fc.assert(
      fc.property(contents, options, fc.integer({ min: -300, max: 300 }), (content, how, off) => {
        const size = content.length + off
        fc.pre(off !== 0 && size >= 0)
        expect(bed.inflate(deflateSync(content, how), size).code).toBe(-3)
      }),
    )
  })

  test('is an error when its sum is of other bytes', () => {
    for (let bit = 0; bit < 32; bit++) {
      const stream = deflateSync(source)
      stream[stream.length - 1 - (bit >> 3)]! ^= 1 << (bit & 7)
      expect(bed.inflate(stream, source.length).code).toBe(-4)
    }
  })

  test('has two bytes of head that must be right', () => {
    const stream = deflateSync(source.subarray(0, 50))
    const right = []
    for (let head = 0; head < 65536; head++) {
      stream.writeUInt16BE(head)
      if (agree(stream, 50) >= 0) right.push(head)
    }
    expect(right.length).toBe(8 * 4) // windows of 256 bytes to 32 KB, four levels
  })

  test('holds the largest sums', () => {
    const content = Buffer.alloc(300_000, 0xff)
    expect(bed.inflate(deflateSync(content), content.length).code).toBeGreaterThan(0)
  })
})

describe('a damaged stream', () => {
  test('is refused where zlib refuses it, and for no other reason', () => {
    const seen = new Set<number>()
    const flips = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 })),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    fc.assert(
      fc.property(contents, options, flips, (content, how, changes) => {
        const stream = deflateSync(content.subarray(0, 5000), how)
        for (const [place, change] of changes) stream[Math.floor(place * (stream.length - 1))]! ^= change
        seen.add(Math.min(0, agree(stream, Math.min(content.length, 5000))))
      }),
      { numRuns: 1500 },
    )
    expect([...seen].sort()).toEqual(expect.arrayContaining([-1, -4]))
  })

  test('of nothing but noise ends, and as zlib says', () => {
    const noise = fc.uint8Array({ minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(noise, fc.nat(2000), fc.integer({ min: 0, max: 7 }), (bytes, size, kind) => {
        agree(Buffer.from([0x78, 0x9c, (bytes[0]! & 0xf8) | kind, ...bytes.subarray(1)]), size)
      }),
      { numRuns: 3000 },
    )
  })

  test('holds too much by as few bytes as are written before anyone looks', () => {
    for (let literals = 1; literals <= 9; literals++) {
      const bits = new Bits().put(0, 1).put(1, 2)
      for (let i = 0; i < literals; i++) bits.code(0x30 + 65, 8)
      const fixed = bits.put(0, 7).put(0, 3).bytes()
      const stored = Buffer.concat([Buffer.from([100, 0, 155, 255]), Buffer.alloc(100, 'x')])
      const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), fixed, stored, stored])
      for (let size = 0; size < literals; size++) expect(bed.inflate(stream, size).code).toBe(-3)
    }
  })

  test('has a stored block whose two lengths differ', () => {
    const stream = deflateSync(source.subarray(0, 300), { level: 0 })
    expect(agree(stream, 300)).toBe(stream.length)
    for (let bit = 0; bit < 32; bit++) {
      const other = Buffer.from(stream)
      other[3 + (bit >> 3)]! ^= 1 << (bit & 7)
      expect(agree(other, 300)).toBeLessThan(0)
    }
  })

  test('of empty blocks without end is no endless loop', () => {
    const stream = Buffer.alloc(100_000)
    stream.set([0x78, 0x9c])
    for (let i = 2; i + 5 <= stream.length; i += 5) stream.set([0, 0, 0, 0xff, 0xff], i)
    expect(bed.inflate(stream, 0).code).toBe(-2)
  })
})

test('nothing but its own tables is written outside of the result', () => {
  const fresh = makeBed()
  const before = Buffer.from(fresh.memory.subarray(0, 256))
  fresh.inflate(deflateSync(source), source.length)
  fresh.inflate(deflateRawSync(source), source.length)
  expect(fresh.memory.subarray(0, 256).equals(before)).toBe(true)
  // the tables end somewhat before FREE_FROM: were they to grow into it, this would be the first to go
  expect(fresh.memory.subarray(FREE_FROM - 64, FREE_FROM).every(byte => byte === 0xa5)).toBe(true)
})
