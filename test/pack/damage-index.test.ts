/** Damaged indexes and packs: a named problem, and everything else stays readable. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readIdx } from '../../src/pack/idx.ts'
import { openReader } from '../../src/pack/reader.ts'
import { findObject } from '../../src/pack/table.ts'
import { makeRepo, type TestRepo, tempDir } from '../git/fixture.ts'
import {
  blobId,
  contentsOf,
  edit,
  editPack,
  idsOf,
  makeHistory,
  makeIdx,
  packFile,
  resum,
  tableOf,
  writePack,
} from './store.ts'

describe('an index', () => {
  const FANOUT = 8
  const IDS = 8 + 1024

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['it is too short for an index', bytes => bytes.subarray(0, 1000)],
    ['its version 3 is unknown', bytes => patch(bytes, 7, 3)],
    ['its fanout descends', bytes => patch(bytes, FANOUT + 400, 0xff)],
    ['its checksum is wrong', bytes => flip(bytes, IDS + 7)],
    ['its fanout does not fit its ids', bytes => resum(patch(bytes, IDS, 0xff))],
    ['its ids descend', bytes => resum(swapNeighbours(bytes, IDS))],
    ['a large offset is outside its table', bytes => resum(patch(bytes, bytes.length - 44, 0x80))],
  ])('%s', (reason, change) => {
    const repo = withLoose()
    edit(packFile(repo, '.idx'), change)
    expectProblem(repo, packFile(repo, '.idx'), reason)
  })

  it('cut short', () => {
    const repo = withLoose()
    const { count } = readIdx(packFile(repo, '.idx'), 20)
    edit(packFile(repo, '.idx'), bytes => bytes.subarray(0, bytes.length / 2))
    expectProblem(repo, packFile(repo, '.idx'), `its size does not fit its ${count} objects`)
  })

  it('of version 1, cut short', () => {
    const repo = withLoose('-c', 'pack.indexVersion=1')
    const { count } = readIdx(packFile(repo, '.idx'), 20)
    edit(packFile(repo, '.idx'), bytes => bytes.subarray(0, bytes.length - 24))
    expectProblem(repo, packFile(repo, '.idx'), `its size does not fit its ${count} objects`)
  })

  it('with other bytes at its beginning, which may be those of version 1', () => {
    const repo = withLoose()
    edit(packFile(repo, '.idx'), bytes => patch(bytes, 0, 0))
    expectProblem(repo, packFile(repo, '.idx'), 'its fanout descends')
  })

  it('that is not there', () => {
    const repo = withLoose()
    rmSync(packFile(repo, '.idx'))
    expectProblem(
      repo,
      packFile(repo, '.pack').replace(/pack$/, 'idx'),
      'it is not there, so its pack cannot be read',
      { hasMoved: true },
    )
  })

  it('of a repository with another hash', () => {
    const repo = makeHistory({ init: ['--object-format=sha256'] })
    repo.git('repack', '-adq')
    const index = packFile(repo, '.idx')
    expect(() => readIdx(index, 20)).toThrow(/^its size does not fit its \d+ objects$/)
  })

  it('has offsets beyond 2 GiB and 4 GiB in a table of their own', () => {
    const rows = [12, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1].map((offset, i) => {
      return { id: blobId(`${i}`), offset, crc: i }
    })
    const path = join(tempDir(), 'large.idx')
    writeFileSync(path, makeIdx(rows, Buffer.alloc(20)))
    const index = readIdx(path, 20)
    const found = [...index.offsets].map((offset, i) => {
      return { id: Buffer.from(index.ids).toString('hex', i * 20, i * 20 + 20), offset, crc: index.crcs![i] }
    })
    expect(found.sort((a, b) => a.offset - b.offset)).toEqual(rows)
    edit(path, bytes => resum(patch(bytes, bytes.length - 48, 0x7f)))
    expect(() => readIdx(path, 20)).toThrow('an offset is beyond every file')
  })
})

describe('a pack', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['it is too short for a pack', bytes => bytes.subarray(0, 31)],
    ['it does not begin as a pack does', bytes => patch(bytes, 0, 0)],
    ['its version 4 is unknown', bytes => patch(bytes, 7, 4)],
    ['its index belongs to another pack', bytes => flip(bytes, bytes.length - 1)],
  ])('%s', (reason, change) => {
    const repo = withLoose()
    edit(packFile(repo, '.pack'), change)
    expectProblem(repo, packFile(repo, '.pack'), reason)
  })

  it('with another number of objects than its index', () => {
    const repo = withLoose()
    const { count } = readIdx(packFile(repo, '.idx'), 20)
    editPack(repo, bytes => patch(bytes, 11, count + 1))
    expectProblem(repo, packFile(repo, '.pack'), `it has ${count + 1} objects, and its index ${count}`)
  })

  it('cut short', () => {
    const repo = withLoose()
    const last = Math.max(...readIdx(packFile(repo, '.idx'), 20).offsets)
    editPack(repo, bytes => Buffer.concat([bytes.subarray(0, last), bytes.subarray(-20)]))
    const reason = `it is shorter than its index says: no entry at offset ${last}`
    expectProblem(repo, packFile(repo, '.pack'), reason)
  })

  it('whose index has an entry before the first', () => {
    const repo = withLoose()
    edit(packFile(repo, '.idx'), bytes => resum(patch(bytes, bytes.length - 41, 3, 0, 0, 0)))
    expectProblem(repo, packFile(repo, '.pack'), 'its index has an entry in its header')
  })

  it('that is a folder', () => {
    const repo = withLoose()
    const pack = packFile(repo, '.pack')
    rmSync(pack)
    mkdirSync(join(pack, 'objects'), { recursive: true })
    expectProblem(repo, pack, 'it could not be read (EISDIR)')
  })

  it('that goes away between being listed and being opened', () => {
    const repo = withLoose()
    const pack = packFile(repo, '.pack')
    rmSync(pack)
    symlinkSync(join(tempDir(), 'gone'), pack) // it is in the list, and cannot be opened
    expectProblem(repo, pack, 'it is gone: the repository was repacked meanwhile', { hasMoved: true })
  })

  it('that is lost, its index left', () => {
    const repo = withLoose()
    rmSync(packFile(repo, '.pack'))
    expectProblem(repo, packFile(repo, '.idx'), 'the pack of this index is not there', { hasMoved: true })
  })

  it('damaged, does not hide the copies of its objects elsewhere', () => {
    const repo = makeHistory()
    repo.git('repack', '-aq')
    const contents = contentsOf(repo)
    edit(packFile(repo, '.pack'), bytes => patch(bytes, 0, 0))
    expect(idsOf(tableOf(repo))).toEqual([...contents.keys()].sort())
  })
})

describe('a multi-pack-index that packs depend on', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['it does not begin as a multi-pack-index does', bytes => patch(bytes, 0, 0)],
    ['its version 2 is unknown', bytes => patch(bytes, 4, 2)],
    ['its ids are of another hash', bytes => patch(bytes, 5, 2)],
    ['its checksum is wrong', bytes => flip(bytes, bytes.length - 25)],
    ['it has no chunk PNAM', bytes => resum(patch(bytes, bytes.indexOf('PNAM'), 0x78))],
    ['its table of contents is malformed', bytes => resum(patch(bytes, bytes.indexOf('OIDL') + 9, 0xff))],
    ['it ends within its table of contents', bytes => resum(patch(bytes, 6, 0xff))],
    ['it names fewer packs than it has', bytes => resum(patch(bytes, 9, 0xff))],
  ])('%s', (reason, change) => {
    const repo = withLoose()
    repo.git('multi-pack-index', 'write')
    rmSync(packFile(repo, '.idx'))
    const midx = packFile(repo, 'multi-pack-index')
    edit(midx, change)
    const table = tableOf(repo)
    expect(table.problems[0]).toEqual({ subject: midx, reason })
    expect(table.problems[1]?.subject).toBe(packFile(repo, '.pack').replace(/pack$/, 'idx'))
    expect(idsOf(table)).toEqual([blobId('loose')])
  })
})

it('two ids for one entry: only one of them can be read', () => {
  const repo = makeRepo()
  const [a, b] = [blobId('a'), blobId('b')]
  const entries = [a, b].map(id => ({ id, type: 3, data: Buffer.from(id) }))
  const { path, offsets } = writePack(repo, entries)
  edit(path.replace(/pack$/, 'idx'), bytes => {
    bytes.writeUInt32BE(offsets[0]!, bytes.length - 44)
    bytes.writeUInt32BE(offsets[0]!, bytes.length - 48)
    return resum(bytes)
  })
  const table = tableOf(repo)
  const broken = [a, b].filter(id => table.type[findObject(table, id)] === 0)
  expect(broken).toHaveLength(1)
  const reason = `at offset ${offsets[0]} of "${path}": its header is malformed`
  expect(table.problems).toEqual([{ subject: broken[0], reason }])
})

it.each([
  ['short', 'a much longer content than the other'],
  ['a much longer content than the other', 'short'],
])('one id for two entries: one of them is read, whole (%s)', (...contents) => {
  const repo = makeRepo()
  const id = 'a'.repeat(40)
  writePack(
    repo,
    contents.map(content => ({ id, type: 3, data: Buffer.from(content) })),
  )
  const table = tableOf(repo)
  expect([table.problems, table.count]).toEqual([[], 1])
  expect(contents).toContain(openReader(table).read(0).toString())
})

/** A pack, and one loose object that stays readable whatever happens to the pack. */
function withLoose(...config: string[]): TestRepo {
  const repo = makeHistory()
  repo.git(...config, 'repack', '-adq')
  repo.feed('loose', 'hash-object', '-w', '--stdin')
  return repo
}

function expectProblem(
  repo: TestRepo,
  subject: string,
  reason: string,
  more: { hasMoved?: true } = {},
): void {
  const table = tableOf(repo)
  expect(table.problems).toEqual([{ subject, reason, ...more }])
  expect(idsOf(table)).toEqual([blobId('loose')])
}

function patch(bytes: Buffer, at: number, ...values: number[]): Buffer {
  for (const [i, value] of values.entries()) bytes[at - i] = value
  return bytes
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at]! ^= 1
  return bytes
}

/** Exchanges two neighbouring ids that share their first byte. */
function swapNeighbours(bytes: Buffer, ids: number): Buffer {
  let at = ids
  while (bytes[at] !== bytes[at + 20]) at += 20
  const first = Buffer.from(bytes.subarray(at, at + 20))
  bytes.copyWithin(at, at + 20, at + 40)
  first.copy(bytes, at + 20)
  return bytes
}
