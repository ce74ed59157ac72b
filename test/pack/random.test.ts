/** Whatever byte is wrong: an object reads as it is, or an error names the file; --verify sees the rest. */
import { copyFileSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PackError } from '../../src/errors.ts'
import { openReader } from '../../src/pack/reader.ts'
import { findObject, KINDS, type ObjectTable } from '../../src/pack/table.ts'
import { verifyStore } from '../../src/pack/verify.ts'
import type { TestRepo } from '../git/fixture.ts'
import { contentsOf, edit, makeHistory, packFile, resum, type Stored, tableOf } from './store.ts'

const RUNS = { numRuns: 200 }

it.each(['.idx', '.pack'])('one byte of the %s, its checksum wrong', ending => {
  const { repo, contents, restore } = packed()
  const path = packFile(repo, ending)
  const change = fc.tuple(fc.nat(readFileSync(path).length - 1), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(change, ([at, bits]) => {
      restore()
      edit(path, bytes => flip(bytes, at, bits))
      expectRightOrNamed(repo, contents)
    }),
    RUNS,
  )
})

it('some bytes of the index, its checksum right', () => {
  const { repo, contents, restore } = packed()
  const path = packFile(repo, '.idx')
  const change = fc.tuple(fc.nat(readFileSync(path).length - 21), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
      restore()
      edit(path, bytes => {
        for (const [at, bits] of changes) flip(bytes, at, bits)
        return resum(bytes)
      })
      expectRightOrNamed(repo, contents)
    }),
    RUNS,
  )
})

it.each(['.idx', '.pack'])('the %s cut off anywhere', ending => {
  const { repo, contents, restore } = packed()
  const path = packFile(repo, ending)
  fc.assert(
    fc.property(fc.nat(readFileSync(path).length - 1), length => {
      restore()
      edit(path, bytes => bytes.subarray(0, length))
      const table = tableOf(repo)
      expect(table.problems).toEqual([{ subject: path, reason: expect.any(String) }])
      expectRightOrNamed(repo, contents)
    }),
    RUNS,
  )
})

function packed() {
  const repo = makeHistory()
  repo.git('repack', '-adfq', '--depth=20')
  const paths = ['.idx', '.pack'].map(ending => packFile(repo, ending))
  for (const path of paths) copyFileSync(path, `${path}.whole`)
  const restore = () => {
    for (const path of paths) copyFileSync(`${path}.whole`, path)
  }
  return { repo, contents: contentsOf(repo), restore }
}

function expectRightOrNamed(repo: TestRepo, contents: Map<string, Stored>): void {
  const table = tableOf(repo)
  const wrong = [...contents].filter(([id, stored]) => !isRightOrNamed(table, id, stored)).map(([id]) => id)
  const found =
    wrong.length > 0 ? [...verifyStore(table)].map(one => typeof one !== 'number' && one.subject) : []
  expect(found).toEqual(expect.arrayContaining(wrong))
}

/** False only for an object that reads without an error, and reads wrong. */
function isRightOrNamed(table: ObjectTable, id: string, { kind, data }: Stored): boolean {
  const n = findObject(table, id)
  if (n < 0) return table.problems.length > 0 || table.count > 0
  const reader = openReader(table)
  try {
    const content = reader.read(n)
    return KINDS[table.type[n]!] === kind && content.equals(data)
  } catch (error) {
    expect(error).toBeInstanceOf(PackError)
    expect((error as PackError).message).toContain(table.packs[0]!)
    return true
  } finally {
    reader.close()
  }
}

function flip(bytes: Buffer, at: number, bits: number): Buffer {
  bytes[at]! ^= bits
  return bytes
}
