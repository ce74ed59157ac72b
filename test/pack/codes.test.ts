/** Codes and lists of code lengths, right and wrong: the kernel reads them as zlib does. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreementOf, randomOf } from './agree.ts'
import { makeBed } from './bed.ts'
import { Bits, completeLengths, putBlock, putRuns } from './encoder.ts'
import { adler, rawOf } from './oracle.ts'

const agree = agreementOf(makeBed())

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
