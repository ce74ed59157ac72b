/** Deltas: the kernel does what the format says, names where bytes came from, and believes no delta. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeRepo, testEnv } from '../git/fixture.ts'
import { makeBed } from './bed.ts'
import { applyOps, encodeDelta, type Op, opsOf, sizeBytes } from './plain-delta.ts'

const bed = makeBed()
const base = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7919) >> 5))

const copies = fc
  .tuple(
    fc.nat(base.length - 1),
    fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 0x10000 })),
  )
  .map(([copy, length]): Op => ({ copy, length: Math.min(length, base.length - copy) }))
const inserts = fc.uint8Array({ minLength: 1, maxLength: 127 }).map((insert): Op => ({ insert }))
/** two copies of which the second goes on where the first ends: one segment */
const pairs = fc
  .tuple(fc.nat(60_000), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }))
  .map(([copy, first, second]): Op[] => [
    { copy, length: first },
    { copy: copy + first, length: second },
  ])
const deltas = fc.array(fc.oneof(copies, inserts, pairs), { maxLength: 40 }).map(ops => ops.flat())

describe('a delta', () => {
  test('is applied, and its copies are named and joined', () => {
    fc.assert(
      fc.property(deltas, fc.nat(500), (ops, spare) => {
        fc.pre(applyOps(base, ops).result.length < 1_000_000)
        agree(base, ops, spare)
      }),
      { numRuns: 1000 },
    )
  })

  test('may copy 65,536 bytes, which it writes as none', () => {
    agree(base, [{ copy: 3, length: 0x10000 }], 0)
  })

  test('of git makes the object that git says', () => {
    const found = deltasOfGit()
    expect(found.length).toBeGreaterThan(20)
    for (const { delta, base, object } of found) {
      const { code, bytes, segments } = bed.apply(delta, base, object.length)
      expect(bytes.equals(object)).toBe(true)
      expect(segments).toEqual(applyOps(base, opsOf(delta)).segments)
      expect(code).toBe(segments.length / 3)
    }
  })

  function agree(from: Buffer, ops: Op[], spare: number): void {
    const expected = applyOps(from, ops)
    const delta = encodeDelta(from.length, expected.result.length, ops)
    const { code, bytes, segments } = bed.apply(delta, from, expected.result.length + spare)
    expect(code).toBe(expected.segments.length / 3)
    expect(bytes.subarray(0, expected.result.length).equals(expected.result)).toBe(true)
    expect(segments).toEqual(expected.segments)
  }
})

describe('a delta that is wrong', () => {
  const small = base.subarray(0, 1000)
  const ops: Op[] = [{ copy: 10, length: 300 }, { insert: small.subarray(5, 90) }, { copy: 700, length: 300 }]
  const right = encodeDelta(1000, 685, ops)

  test('is the one byte away from right: this one is', () => {
    expect(bed.apply(right, small, 685).code).toBe(2)
  })

  test('has its end cut off: wherever, even with the rest lying right behind', () => {
    for (let cut = 0; cut < right.length; cut++)
      expect(bed.apply(right.subarray(0, cut), small, 685, 99, right.subarray(cut)).code).toBeLessThan(0)
  })

  test('is for a base of another size', () => {
    for (const size of [0, 999, 1001, 1000 + 2 ** 30])
      expect(bed.apply(encodeDelta(size, 685, ops), small, 685).code).toBe(-2)
  })

  test('makes another size than it says, or more than there is room for', () => {
    for (const size of [0, 684, 686, 2 ** 31 - 1])
      expect(bed.apply(encodeDelta(1000, size, ops), small, 690).code).toBe(-3)
    expect(bed.apply(right, small, 684).code).toBe(-3)
  })

  test('makes more than it says: nothing is written behind what it says', () => {
    fc.assert(
      fc.property(deltas, fc.integer({ min: 1, max: 300 }), (ops, less) => {
        const size = applyOps(base, ops).result.length - less
        fc.pre(size >= 0 && size < 1_000_000)
        expect(bed.apply(encodeDelta(base.length, size, ops), base, size).code).toBe(-3)
      }),
      { numRuns: 300 },
    )
  })

  test('has more new bytes than it says', () => {
    const insert: Op = { insert: small.subarray(0, 127) }
    for (let size = 0; size < 127; size++)
      expect(bed.apply(encodeDelta(1000, size, [insert]), small, size).code).toBe(-3)
  })

  test('has a number that does not end or that no address can be', () => {
    for (const sizes of [[255, 255, 255, 255, 255, 255, 1], sizeBytes(2 ** 31), sizeBytes(2 ** 34)])
      expect(bed.apply(Buffer.from([...sizes, 0, 1]), small, 685).code).toBe(-1)
  })

  test('has the op that is reserved', () => {
    expect(bed.apply(Buffer.from([...sizeBytes(1000), 1, 0, 0]), small, 100).code).toBe(-1)
  })

  test('copies from behind the base', () => {
    for (const copy of [701, 999, 1000, 1001, 0x7fffffff, 0xfffffed4, 0xffffffff])
      expect(bed.apply(encodeDelta(1000, 300, [{ copy, length: 300 }]), small, 300).code).toBe(-1)
    expect(bed.apply(encodeDelta(1000, 0xffffff, [{ copy: 0, length: 0xffffff }]), small, 300).code).toBe(-3)
  })

  test('has more copies than there is room for', () => {
    const many = Array.from({ length: 10 }, (_, i): Op => ({ copy: i * 50, length: 20 }))
    const delta = encodeDelta(1000, 200, many)
    expect(bed.apply(delta, small, 200, 9).code).toBe(-5)
    expect(bed.apply(delta, small, 200, 10).code).toBe(10)
  })

  test('of any bytes at all is an error or an object, and nothing else is written', () => {
    const noise = fc.uint8Array({ maxLength: 60 })
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 200 }), (bytes, size) => {
        const delta = Buffer.from([...sizeBytes(1000), ...sizeBytes(size), ...bytes])
        const { code, bytes: result, segments } = bed.apply(delta, small, 200, 50)
        if (code < 0) return
        const expected = applyOps(small, opsOf(delta))
        expect(result.subarray(0, size).equals(expected.result)).toBe(true)
        expect(segments).toEqual(expected.segments)
      }),
      { numRuns: 3000 },
    )
  })
})

test('the sizes of a delta are told without applying it', () => {
  const at = 100_000
  for (const [from, to] of [
    [0, 0],
    [127, 128],
    [70_000, 2 ** 31 - 1],
  ] as const) {
    const sizes = [...sizeBytes(from), ...sizeBytes(to)]
    bed.memory.set(sizes, at)
    expect(bed.kernel.deltaSizes(at, sizes.length + 3, at + 64)).toBe(sizes.length)
    expect([bed.memory.readUInt32LE(at + 64), bed.memory.readUInt32LE(at + 68)]).toEqual([from, to])
    expect(bed.kernel.deltaSizes(at, sizes.length - 1, at + 64)).toBe(-1)
  }
  bed.memory.set([...sizeBytes(2 ** 31), 0], at)
  expect(bed.kernel.deltaSizes(at, 20, at + 64)).toBe(-1)
})

interface Found {
  delta: Buffer
  base: Buffer
  object: Buffer
}

/** A file and a tree that grow, packed by git. */
function deltasOfGit(): Found[] {
  const repo = makeRepo()
  const lines = Array.from({ length: 600 }, (_, i) => `line ${i} ${(i * 2654435761) >>> 7}`)
  for (let version = 0; version < 30; version++) {
    lines.splice((version * 131) % lines.length, 3, `changed in ${version}`, 'and one more')
    lines.push(...lines.slice(version, version + 20))
    repo.write('file.txt', lines.join('\n'))
    repo.write(`d/${version}`, String(version))
    repo.git('add', '.')
    repo.git('commit', '-qm', `version ${version}`)
  }
  repo.git('repack', '-adfq')
  return readDeltas(repo.dir)
}

function readDeltas(dir: string): Found[] {
  const folder = join(dir, '.git/objects/pack')
  const name = join(folder, readdirSync(folder).find(file => file.endsWith('.pack'))!)
  const pack = readFileSync(name)
  const git = (...args: string[]) => execFileSync('git', args, { cwd: dir, env: testEnv() })
  // id type size size-in-pack offset depth base
  const listed = git('verify-pack', '-v', name)
    .toString()
    .matchAll(/^(\w+) (\w+) +\d+ (\d+) (\d+) \d+ (\w+)$/gm)
  return [...listed].map(([, id, type, stored, offset, baseId]) => ({
    delta: inflateSync(pack.subarray(dataAt(pack, Number(offset)), Number(offset) + Number(stored))),
    base: git('cat-file', type!, baseId!),
    object: git('cat-file', type!, id!),
  }))
}

/** Behind the entry's size and the offset of its base. */
function dataAt(pack: Buffer, offset: number): number {
  let at = offset
  while (pack[at++]! & 128);
  while (pack[at++]! & 128);
  return at
}
