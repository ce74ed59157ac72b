import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ObjectTable } from '../../src/pack/table.ts'
import { verifyStore } from '../../src/pack/verify.ts'
import { makeRepo, type TestRepo } from '../git/fixture.ts'
import {
  blobId,
  edit,
  editPack,
  makeHistory,
  objectsOf,
  packFile,
  resum,
  tableOf,
  writePack,
} from './store.ts'

describe('nothing is wrong with', () => {
  it.each<[string, () => TestRepo]>([
    ['loose objects', () => makeHistory()],
    ['a pack', () => packed(makeHistory())],
    ['ids of SHA-256', () => packed(makeHistory({ init: ['--object-format=sha256'] }))],
    ['an index of version 1', () => packed(makeHistory(), '-c', 'pack.indexVersion=1')],
  ])('%s', (_, make) => {
    expect(problemsOf(tableOf(make()))).toEqual([])
  })
})

it('a byte of an entry: the pack and the entry are named', () => {
  const repo = packed(makeHistory())
  const table = tableOf(repo)
  const last = Math.max(...table.offset)
  edit(packFile(repo, '.pack'), bytes => flip(bytes, bytes.length - 22))
  const path = packFile(repo, '.pack')
  const differs = `its entry at offset ${last} differs from its checksum in the index`
  const [whole, entry, object, ...others] = problemsOf(table)
  expect([whole, entry]).toEqual([
    { subject: path, reason: 'its checksum is wrong' },
    { subject: path, reason: differs },
  ])
  expect(object?.reason).toContain(`at offset ${last} of "${path}"`)
  expect(others).toEqual([])
})

it('an entry that is another, while the pack is whole: only the index differs', () => {
  const repo = makeRepo()
  const { offsets } = writePack(repo, [{ id: blobId('one'), type: 3, data: Buffer.from('one') }])
  edit(packFile(repo, '.idx'), bytes => resum(flip(bytes, 8 + 1024 + 20)))
  const reason = `its entry at offset ${offsets[0]} differs from its checksum in the index`
  expect(problemsOf(tableOf(repo))).toEqual([{ subject: packFile(repo, '.pack'), reason }])
})

it('a content with another id, packed and loose', () => {
  const repo = makeRepo()
  const id = blobId('right')
  const { path, offsets } = writePack(repo, [{ id, type: 3, data: Buffer.from('wrong') }])
  const loose = repo.feed('loose', 'hash-object', '-w', '--stdin')
  edit(join(objectsOf(repo), loose.slice(0, 2), loose.slice(2)), () => deflateSync('blob 5\0wrong'))
  const wrong = `its content has the id ${blobId('wrong')}`
  const found = problemsOf(tableOf(repo))
  expect(found).toHaveLength(2)
  expect(found).toContainEqual({ subject: id, reason: `at offset ${offsets[0]} of "${path}": ${wrong}` })
  expect(found).toContainEqual({ subject: loose, reason: `loose in "${objectsOf(repo)}": ${wrong}` })
})

it('a content of another kind', () => {
  const repo = makeRepo()
  writePack(repo, [{ id: blobId('text'), type: 2, data: Buffer.from('text') }])
  expect(problemsOf(tableOf(repo))[0]?.reason).toMatch(/its content has the id/)
})

it('what the table says is not said again', () => {
  const repo = makeRepo()
  writePack(repo, [{ id: blobId('text'), type: 0, data: Buffer.from('text') }])
  const table = tableOf(repo)
  expect(table.problems).toHaveLength(1)
  expect(problemsOf(table)).toEqual([])
})

it('packs and indexes that are damaged after the table was built', () => {
  const repo = packed(makeHistory())
  const table = tableOf(repo)
  writeFileSync(packFile(repo, '.idx'), '')
  expect(problemsOf(table)).toEqual([
    { subject: packFile(repo, '.pack'), reason: 'its index cannot be used: it is too short for an index' },
  ])
  writeFileSync(packFile(repo, '.pack'), '')
  expect(problemsOf(table)[0]).toEqual({
    subject: packFile(repo, '.pack'),
    reason: 'it is too short for a pack',
  })
})

it('an entry longer than the pieces in which a pack is read', () => {
  const repo = makeRepo()
  const data = Buffer.alloc(9 << 20, 'x')
  const stream = deflateSync(data, { level: 0 })
  const entries = ['a', 'b'].map(id => ({ id: id.repeat(40), type: 3, data: Buffer.from(id) }))
  writePack(repo, [entries[0]!, { id: blobId(data), type: 3, data, stream }, entries[1]!])
  const found = problemsOf(tableOf(repo)).map(({ subject }) => subject)
  expect(found).toEqual(['a'.repeat(40), 'b'.repeat(40)])
  editPack(repo, bytes => flip(bytes, 6 << 20))
  expect(problemsOf(tableOf(repo)).some(({ reason }) => reason.includes('differs from its checksum'))).toBe(
    true,
  )
})

function problemsOf(table: ObjectTable) {
  return [...verifyStore(table)].filter(found => typeof found !== 'number')
}

function packed(repo: TestRepo, ...config: string[]): TestRepo {
  repo.git(...config, 'repack', '-adq')
  return repo
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at]! ^= 1
  return bytes
}
