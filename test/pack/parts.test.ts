/** The parts that have an answer without a repository. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BaseCache } from '../../src/pack/cache.ts'
import { applyDelta, deltaSizes } from '../../src/pack/delta.ts'
import { EntryHeader, LONGEST_HEADER } from '../../src/pack/entry.ts'
import { mergeIds } from '../../src/pack/merge.ts'
import { OffsetFinder } from '../../src/pack/offsets.ts'
import { orderOf } from '../../src/pack/radix.ts'
import { distanceBytes, sizeBytes, varint } from './store.ts'

const offset = fc.oneof(fc.nat(3000), fc.nat(2 ** 31 - 1), fc.maxSafeNat())

it('the order of numbers is the one a stable sort gives', () => {
  fc.assert(
    fc.property(fc.array(offset), numbers => {
      const sorted = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]! || a - b)
      expect([...orderOf(Float64Array.from(numbers))]).toEqual(sorted)
    }),
  )
})

it('ids of several lists become one list, each with its first row', () => {
  // few different bytes: many ids are equal, or share their first four bytes
  const id = fc.uint8Array({ minLength: 20, maxLength: 20, max: 1 }).map(bytes => bytes.fill(0, 2, 18))
  fc.assert(
    fc.property(fc.array(id), ids => {
      const merged = mergeIds(Buffer.concat(ids), 20)
      const hex = ids.map(bytes => Buffer.from(bytes).toString('hex'))
      const unique = [...new Set(hex)].sort()
      expect(merged.count).toBe(unique.length)
      expect([...merged.rows]).toEqual(unique.map(one => hex.indexOf(one)))
      expect([...merged.numbers]).toEqual(hex.map(one => unique.indexOf(one)))
    }),
  )
})

it('an offset is found where an entry begins, and nowhere else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(offset, { minLength: 1 }), fc.array(offset), (starts, others) => {
      const sorted = Float64Array.from(starts).sort()
      const finder = new OffsetFinder(sorted, sorted.at(-1)! + 1)
      for (const at of [...starts, ...others, -1, Number.NaN])
        expect(finder.find(at)).toBe(sorted.indexOf(at))
    }),
  )
})

describe('the header of an entry', () => {
  it('says type, size and base', () => {
    const header = new EntryHeader()
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 6, 7), fc.maxSafeNat(), fc.maxSafeNat(), (type, size, far) => {
        const reference = type === 6 ? distanceBytes(far + 1) : Buffer.alloc(type === 7 ? 20 : 0)
        const bytes = Buffer.concat([Buffer.from('xx'), sizeBytes(type, size), reference])
        expect(bytes.length - 2).toBeLessThanOrEqual(LONGEST_HEADER)
        expect(header.parse(Buffer.concat([bytes, Buffer.alloc(9)]), 2, 20)).toBe(
          far + 1 <= Number.MAX_SAFE_INTEGER || type !== 6,
        )
        expect(header).toMatchObject({
          type,
          size,
          ...(type === 6 && far < 2 ** 52 ? { distance: far + 1 } : {}),
        })
      }),
    )
  })

  it('with a size or a distance that does not end is none', () => {
    const endless = Buffer.alloc(30, 0x80)
    expect(new EntryHeader().parse(Buffer.from([0xb0, ...endless, 0, 0]), 0, 20)).toBe(false)
    expect(new EntryHeader().parse(Buffer.from([0x60, ...endless, 0, 0]), 0, 20)).toBe(false)
  })

  it('cut short, or any bytes: an answer, within the bytes', () => {
    const header = new EntryHeader()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(20, 32), (bytes, hashBytes) => {
        if (header.parse(bytes, 0, hashBytes)) expect(header.end).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })
})

describe('a delta', () => {
  it('makes what its instructions say', () => {
    const text = fc.uint8Array({ minLength: 1, maxLength: 127 })
    const base = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i) >> 5))
    const copy = fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 66_000 }))
    fc.assert(
      fc.property(fc.array(fc.oneof(text, copy)), steps => {
        const pieces = steps.map(step =>
          Array.isArray(step) ? base.subarray(step[0], step[0] + step[1]) : step,
        )
        const wanted = Buffer.concat(pieces)
        const code = steps.flatMap(step =>
          Array.isArray(step) ? copyCode(step[0], step[1]) : [step.length, ...step],
        )
        const delta = Buffer.from([...varint(base.length), ...varint(wanted.length), ...code])
        expect(applyDelta(delta, base).equals(wanted)).toBe(true)
      }),
    )
  })

  it('copies 64 KiB where it gives no length', () => {
    const base = Buffer.alloc(2 ** 16, 'x')
    const delta = Buffer.from([...varint(2 ** 16), ...varint(2 ** 16), 0x80])
    expect(applyDelta(delta, base).equals(base)).toBe(true)
  })

  it('copies from beyond 2 GiB, where there is no such base', () => {
    const delta = Buffer.from([...varint(4), ...varint(4), 0x80 | 0x08 | 0x10, 0xff, 4])
    expect(() => applyDelta(delta, Buffer.alloc(4))).toThrow('its delta is malformed')
  })

  it('of any bytes: an answer or a reason', () => {
    const base = Buffer.alloc(5)
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        const delta = Buffer.from([...varint(5), ...varint(9), ...bytes])
        expect(() => applyDelta(delta, base)).toThrow(/^its delta/)
      }),
    )
  })

  it('says its sizes, up to those beyond every file', () => {
    const delta = Buffer.from([...varint(2 ** 31), ...varint(2 ** 45)])
    expect(deltaSizes(delta)).toEqual({ base: 2 ** 31, result: 2 ** 45, at: delta.length })
  })
})

it('bases that were not used for longest make room', () => {
  const cache = new BaseCache(100)
  for (const n of [1, 2, 3, 4]) cache.add(n, Buffer.alloc(25, n))
  expect(cache.get(1)?.[0]).toBe(1)
  cache.add(5, Buffer.alloc(25, 5))
  expect([1, 2, 3, 4, 5].filter(n => cache.get(n))).toEqual([1, 3, 4, 5])
  cache.add(6, Buffer.alloc(26))
  expect(cache.get(6)).toBeUndefined()
  cache.clear()
  expect(cache.get(5)).toBeUndefined()
})

function copyCode(from: number, length: number): number[] {
  const bytes = [from & 255, from >> 8, length & 255, (length >> 8) & 255, length >> 16]
  return [0x80 | 0x01 | 0x02 | 0x10 | 0x20 | 0x40, ...bytes]
}
