/** The kernel inflates what zlib inflates, refuses what zlib refuses, and writes nowhere else. */
import { readFileSync } from 'node:fs'
import { constants, deflateRawSync, deflateSync, type ZlibOptions } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FREE_FROM } from '../../src/pack/kernel/load.ts'
import { makeBed } from './bed.ts'
import { Bits, completeLengths, putBlock, putRuns } from './encoder.ts'
import { adler, judge, rawOf } from './oracle.ts'

const bed = makeBed()
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

/** xorshift: 200 KB of fast-check's own bytes would take it seconds to make, and longer to shrink */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

/** So much that a stream of this file's is found bad before it is found too long. */
const PLENTY = 1 << 20

/** Both give the same answer; hands it back. */
function agree(stream: Buffer, size: number, behind?: Uint8Array): number {
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

describe('a code that no compressor would choose', () => {
  const choices = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
    minLength: 1,
    maxLength: 40,
  })
  const token = fc.record({ symbol: fc.nat(285), extra: fc.nat(31), distance: fc.nat(29), far: fc.nat(8191) })
  const blocks = fc.record({
    literals: fc.record({ count: fc.integer({ min: 2, max: 286 }), choices }),
    distances: fc.record({ count: fc.integer({ min: 0, max: 30 }), choices }),
    shift: fc.nat(285),
    tokens: fc.array(token, { maxLength: 60 }),
    damage: fc.option(fc.nat(315), { freq: 4 }),
    seed: fc.integer({ min: 1, max: 0x7fffffff }),
  })

  test('is read as zlib reads it: all lengths up to 15, incomplete ones, too many', () => {
    let right = 0
    fc.assert(
      fc.property(blocks, shape => {
        right += agreeOnBlock(shape) ? 1 : 0
      }),
      { numRuns: 1500 },
    )
    expect(right).toBeGreaterThan(100)
  })

  const zeros = [18, 127, 18, 107] // 256 of them
  const lists: [string, boolean, number[], number, number][] = [
    ['an end and one distance', true, [...zeros, 1, 0, 1, 0], 257, 1],
    ['an end and no distance', true, [...zeros, 1, 0, 0, 0], 257, 1],
    ['a repeat from literals into distances', true, [18, 127, 18, 104, 2, 0, 16, 3, 2, 0], 257, 4],
    ['a repeat of nothing before', false, [16, 0, ...zeros, 1, 0, 1, 0], 260, 1],
    ['a repeat past the last length', false, [...zeros, 1, 0, 17, 0], 257, 2],
    ['zeros up to the last length', true, [...zeros, 1, 0, 17, 0], 257, 3],
    ['286 literals', true, [...zeros, 1, 0, 18, 18, 1, 0], 286, 1],
    ['287 literals', false, [...zeros, 1, 0, 18, 19, 1, 0], 287, 1],
    ['30 distances', true, [...zeros, 1, 0, 18, 18, 1, 0], 257, 30],
    ['31 distances', false, [...zeros, 1, 0, 18, 19, 1, 0], 257, 31],
  ]

  test.each(lists)('of a list of lengths with %s', (_, right, lengths, literals, distances) => {
    const bits = putRuns(new Bits().put(1, 1).put(2, 2), lengths, literals, distances)
    const stream = Buffer.concat([
      Buffer.from([0x78, 0x9c]),
      bits.code(lengths[4] === 2 ? 3 : 0, lengths[4]!).bytes(),
      Buffer.from([0, 0, 0, 1]),
    ])
    expect(agree(stream, 0) >= 0).toBe(right)
  })

  test('of lengths of which there is only one, known before any of them is read', () => {
    const bits = new Bits().put(1, 1).put(2, 2).put(0, 10).put(1, 4).put(0, 12).put(1, 3)
    const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), bits.bytes()])
    expect(agree(stream, 0)).toBe(-1)
  })

  type Shape = typeof blocks extends fc.Arbitrary<infer T> ? T : never

  function agreeOnBlock({ literals: l, distances: d, shift, tokens, damage, seed }: Shape): boolean {
    const literals = spread(completeLengths(l.count, l.choices), 286, shift)
    if (literals[256] === 0)
      literals[256] = literals.splice(
        literals.findIndex(length => length > 0),
        1,
        0,
      )[0]!
    const distances = spread(
      d.count > 1 ? completeLengths(d.count, d.choices) : d.count ? [1] : [0],
      30,
      shift,
    )
    const usable = tokens.filter(
      // now and then a distance without a code, which leaves the next bits to be taken for one
      t => literals[t.symbol]! > 0 && (t.symbol <= 256 || distances[t.distance]! > 0 || seed % 4 === 0),
    )
    if (damage !== null) {
      const lengths = damage < 286 ? literals : distances
      lengths[damage % lengths.length]! ^= 1
    }
    const before = noiseOf(seed)
    const bits = new Bits()
    bits.put(0, 8).put(before.length, 16).put(~before.length, 16)
    for (const byte of before) bits.put(byte, 8)
    const block = putBlock(bits, { literals, distances, tokens: usable }).bytes()
    return agreeOnRaw(block, 300 + usable.reduce((sum, { symbol }) => sum + (symbol < 256 ? 1 : 0), 0))
  }

  /** Something for matches to point at. */
  function noiseOf(seed: number): Buffer {
    const random = randomOf(seed)
    return Buffer.from(Array.from({ length: 300 }, () => random() >>> 24))
  }

  /** Symbols without a code between those that have one. */
  function spread(lengths: number[], total: number, shift: number): number[] {
    const all = new Array<number>(total).fill(0)
    const gap = Math.max(1, Math.floor(total / lengths.length))
    for (const [i, length] of lengths.entries()) all[(i * gap + shift) % total] = length
    return all
  }

  /** With the sum that belongs to what zlib makes of it, so that only the blocks decide. */
  function agreeOnRaw(block: Buffer, guess: number): boolean {
    const made = rawOf(block)
    const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), block, Buffer.alloc(4)])
    if (made) stream.writeUInt32BE(adler(made), stream.length - 4)
    return agree(stream, made?.length ?? guess) >= 0
  }
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
