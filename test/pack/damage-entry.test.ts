/** Damaged entries and loose objects: told apart when the table is built or when they are read, and never read wrong. */
import { chmodSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PackError } from '../../src/errors.ts'
import { CLOSED, keepPacks } from '../../src/pack/kept.ts'
import { openReader } from '../../src/pack/reader.ts'
import { BROKEN, findObject, hexOf, type ObjectTable } from '../../src/pack/table.ts'
import { makeRepo, type TestRepo } from '../git/fixture.ts'
import {
  blobId,
  contentsOf,
  type Entry,
  edit,
  editPack,
  makeDelta,
  makeHistory,
  objectsOf,
  packFile,
  tableOf,
  varint,
  writePack,
} from './store.ts'

const BASE = 'the content that others are deltas of'
const base: Entry = { id: blobId(BASE), type: 3, data: Buffer.from(BASE) }
/** Ids that say which one is meant; nothing asks whether they fit. */
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)]

describe('headers: a problem names object, offset and pack, and reading says the same', () => {
  it.each<[string, Partial<Entry>]>([
    ['its header is malformed', { type: 0 }],
    ['its header is malformed', { type: 5 }],
    ['its header is malformed', { type: 3, size: 2 ** 60 }],
    ['its delta base is not at the start of an entry of this pack', { type: 6, distance: 1 }],
    ['its delta base is not at the start of an entry of this pack', { type: 6, distance: 60 }],
    ['its delta base is not at the start of an entry of this pack', { type: 6, distance: 2 ** 40 }],
    ['its delta base is in no pack and not loose', { type: 7, base: B }],
    ['its delta bases form a circle', { type: 7, base: A }],
  ])('%s: %o', (reason, fields) => {
    const repo = makeRepo()
    const { path, offsets } = writePack(repo, [base, { id: A, type: 3, data: makeDelta(4, 4), ...fields }])
    const table = tableOf(repo)
    const place = `at offset ${offsets[1]} of "${path}"`
    expect(table.problems).toEqual([{ subject: A, reason: `${place}: ${reason}` }])
    expect(table.base[findObject(table, A)]).toBe(BROKEN)
    expectRefused(table, A, `object ${A} could not be read (${place}): ${reason}`)
    expectReads(table, base.id, BASE)
  })

  it('a size of zeros without an end', () => {
    const repo = makeRepo()
    writePack(repo, [base, { id: A, type: 3, data: Buffer.alloc(0) }])
    editPack(repo, bytes => bytes.fill(0x80, bytes.length - 29, bytes.length - 20))
    expect(tableOf(repo).problems[0]?.reason).toMatch('its header is malformed')
  })

  it('a circle of several, and what hangs on it', () => {
    const ids = ['1', '2', '3', '4', '5'].map(digit => digit.repeat(40))
    const next = [1, 2, 0, 0, 3] // 1 → 2 → 3 → 1, and 5 → 4 → 1
    const repo = makeRepo()
    writePack(
      repo,
      ids.map((id, i) => ({ id, type: 7, base: ids[next[i]!]!, data: makeDelta(4, 4) })),
    )
    const table = tableOf(repo)
    expect(table.problems.filter(({ reason }) => reason.endsWith('form a circle'))).toHaveLength(3)
    expect(table.problems.at(-1)?.reason).toBe('objects stored as deltas against broken ones: 2')
    for (const id of ids.slice(0, 3)) expectRefused(table, id, /its delta bases form a circle$/)
    for (const id of ids.slice(3)) expectRefused(table, id, /one of its delta bases is broken$/)
  })

  it('a chain of 10,000 bases is read, a longer one is not', () => {
    const ids = Array.from({ length: 10_002 }, (_, i) => `${i}`.padStart(40, '0'))
    const repo = makeRepo()
    const [first, ...others] = ids
    const delta = makeDelta(BASE.length, BASE.length)
    const entries = others.map((id, i) => ({ id, type: 7, base: ids[i]!, data: delta }))
    writePack(repo, [{ ...base, id: first! }, ...entries])
    const table = tableOf(repo)
    expectReads(table, ids[10_000]!, BASE)
    expect(table.problems.map(({ subject }) => subject)).toEqual([ids[10_001]])
    expectRefused(table, ids[10_001]!, /its chain of delta bases is longer than 10,000$/)
  })

  it('many: the first hundred by name, the others counted', () => {
    const ids = Array.from({ length: 150 }, (_, i) => `${i}`.padStart(40, '0'))
    const repo = makeRepo()
    writePack(
      repo,
      ids.map(id => ({ id, type: 0, data: Buffer.alloc(0) })),
    )
    const { problems } = tableOf(repo)
    expect(problems).toHaveLength(101)
    expect(problems[100]?.reason).toBe('more objects are broken: 50')
  })
})

describe('contents: reading throws, with object, offset, pack and the next step', () => {
  const stream = deflateSync(BASE)
  const adler = Buffer.from(stream)
  adler[adler.length - 1]! ^= 1
  const whole = { type: 3, data: Buffer.from(BASE) }
  const delta = { type: 7, base: base.id }

  it.each<[string, Omit<Entry, 'id'>]>([
    [`it inflates to ${BASE.length} bytes, not to 40`, { ...whole, size: 40 }],
    ['it inflates to more than its header says', { ...whole, size: 30 }],
    ['its adler32 checksum is wrong', { ...whole, stream: adler }],
    ['its compressed data is malformed', { ...whole, stream: Buffer.from('not a zlib stream') }],
    ['its compressed data ends early', { ...whole, stream: stream.subarray(0, -6) }],
    ['its delta is against 4 bytes, and its base has 37', { ...delta, data: makeDelta(4, 4) }],
    ['its delta gives 4 bytes, not 5', { ...delta, data: deltaOf(37, 5, [0x90, 4]) }],
    ['its delta is malformed', { ...delta, data: deltaOf(37, 3, [0x90, 4]) }],
    ['its delta is malformed', { ...delta, data: deltaOf(37, 4, [0x91, 34, 4]) }],
    ['its delta is malformed', { ...delta, data: deltaOf(37, 4, [0x91, 34]) }],
    ['its delta is malformed', { ...delta, data: deltaOf(37, 4, [5, 1, 2]) }],
    ['its delta has an unknown instruction', { ...delta, data: deltaOf(37, 4, [0]) }],
    ['its delta has no sizes', { ...delta, data: Buffer.from([0x80]) }],
    [
      `its delta gives ${2 ** 31} bytes, more than can be built`,
      { ...delta, data: deltaOf(37, 2 ** 31, []) },
    ],
    [`it has ${2 ** 31} bytes, more than can be read`, { ...whole, size: 2 ** 31 }],
  ])('%s', (reason, entry) => {
    const repo = makeRepo()
    const { path, offsets } = writePack(repo, [base, { id: A, ...entry }])
    const table = tableOf(repo)
    expect(table.problems).toEqual([])
    const place = `at offset ${offsets[1]} of "${path}"`
    expectRefused(table, A, `object ${A} could not be read (${place}): ${reason}`)
    expectReads(table, base.id, BASE)
  })

  it('a base that cannot be read is named, not what is stored against it', () => {
    const repo = makeRepo()
    const broken = { id: A, ...whole, stream: adler }
    writePack(repo, [broken, { id: B, type: 7, base: A, data: makeDelta(37, 37) }])
    expectRefused(tableOf(repo), B, /^object a{40} could not be read .*: its adler32 checksum is wrong$/)
  })

  it('a small delta that makes a large object is not built beyond the limit', () => {
    const repo = makeRepo()
    const copies = Array.from({ length: 1000 }, () => [0x80 | 0x40, 0x01]).flat() // 64 KiB each
    const large = { id: A, type: 3, data: Buffer.alloc(2 ** 16) }
    writePack(repo, [large, { id: B, type: 7, base: A, data: deltaOf(2 ** 16, 1000 * 2 ** 16, copies) }])
    const table = tableOf(repo)
    const reader = openReader(table)
    const before = process.memoryUsage().rss
    expect(reader.read(findObject(table, B), 1e6)).toEqual({ size: 65_536_000, data: null })
    expect(process.memoryUsage().rss - before).toBeLessThan(32e6)
    expect(reader.read(findObject(table, B))).toHaveLength(65_536_000)
    reader.close()
  })
})

describe('a repository that changes while it is read', () => {
  it('a pack that is gone', () => {
    const repo = makeHistory()
    repo.git('repack', '-adq')
    const table = tableOf(repo)
    rmSync(packFile(repo, '.pack'))
    const error = expectRefused(
      table,
      hexOf(table, 0),
      /\.pack"\): it is gone: the repository was repacked meanwhile$/,
    )
    expect(error.detail.hint).toBe('run it again when git has finished repacking')
  })

  it('a pack that is open already stays readable', () => {
    const repo = makeHistory()
    repo.git('repack', '-adq')
    const contents = contentsOf(repo)
    const table = tableOf(repo)
    const reader = openReader(table)
    reader.read(0)
    rmSync(packFile(repo, '.pack'))
    for (const [id, { data }] of contents) expect(reader.read(findObject(table, id))).toEqual(data)
    reader.close()
  })

  it('a pack that has become shorter', () => {
    const repo = makeHistory()
    repo.git('repack', '-adq')
    const table = tableOf(repo)
    truncateSync(packFile(repo, '.pack'), 100)
    const last = table.offset.indexOf(Math.max(...table.offset))
    expectRefused(table, hexOf(table, last), /its pack ends before it does$/)
  })

  it('a loose object that was packed meanwhile is read from its pack', () => {
    const repo = makeHistory()
    const contents = contentsOf(repo)
    const table = tableOf(repo)
    const reader = openReader(table)
    repo.git('repack', '-adq')
    for (const [id, { data }] of contents) expect(reader.read(findObject(table, id))).toEqual(data)
    reader.close()
  })

  it('a loose object that was thrown away', () => {
    const repo = makeHistory()
    const id = repo.feed('nothing names this', 'hash-object', '-w', '--stdin')
    const table = tableOf(repo)
    repo.git('prune', '--expire=now')
    const error = expectRefused(table, id, /loose in .*: it is gone: the repository was repacked meanwhile$/)
    expect(error.detail.hint).toBe('run it again when git has finished repacking')
  })

  it('packs that are kept open are read to their end, those beyond the limit are named', () => {
    const repo = makeHistory()
    repo.git('repack', '-dq')
    const id = repo.feed('in a second pack', 'hash-object', '-w', '--stdin')
    repo.feed(id, 'pack-objects', '-q', join(objectsOf(repo), 'pack', 'pack'))
    repo.git('prune-packed')
    const kept = keepPacks(1)
    const table = tableOf(repo, {}, kept)
    expect(table.fds.map(fd => fd === CLOSED)).toEqual([false, true])
    for (const pack of table.packs) rmSync(pack)
    for (let n = 0; n < table.count; n++)
      if (table.place[n] === 1) expectRefused(table, hexOf(table, n), /it is gone/)
      else expect(openReader(table).read(n)).toBeInstanceOf(Buffer)
    kept.close()
  })
})

describe('a loose object', () => {
  it.each<[string, string | Buffer]>([
    ['it does not begin as a loose object does', ''],
    ['its compressed data is malformed', 'not a zlib stream'],
    ['it does not begin as a loose object does', deflateSync('blobs 5\0loose')],
    ['it does not begin as a loose object does', deflateSync('blob 05\0loose')],
    ['it does not begin as a loose object does', deflateSync('blob 5')],
  ])('%s', (reason, content) => {
    const { repo, path, id } = withLoose(content)
    const table = tableOf(repo)
    expect(table.problems).toEqual([{ subject: path, reason }])
    expectRefused(table, id, /loose in ".*objects"\): its file is not that of a loose object$/)
  })

  it.each<[string, Buffer]>([
    ['it inflates to more than its header says', deflateSync('blob 4\0loose')],
    ['it inflates to 12 bytes, not to 13', deflateSync('blob 6\0loose')],
    ['its compressed data ends early', deflateSync('blob 5\0loose').subarray(0, -2)],
  ])('%s', (reason, content) => {
    const { repo, id } = withLoose(content)
    const table = tableOf(repo)
    expect(table.problems).toEqual([])
    expectRefused(table, id, new RegExp(`${reason}$`))
  })

  it('in a folder that is none', () => {
    const { repo } = withLoose(deflateSync('blob 5\0loose'))
    const path = join(objectsOf(repo), '00')
    writeFileSync(path, '')
    expect(tableOf(repo).problems).toEqual([{ subject: path, reason: 'it could not be read (ENOTDIR)' }])
    expect(tableOf(repo).count).toBe(1)
  })
})

/** A loose object with other bytes in its file. */
function withLoose(content: string | Buffer): { repo: TestRepo; path: string; id: string } {
  const repo = makeRepo()
  const id = repo.feed('loose', 'hash-object', '-w', '--stdin')
  const path = join(objectsOf(repo), id.slice(0, 2), id.slice(2))
  chmodSync(path, 0o644)
  edit(path, () => Buffer.from(content))
  return { repo, path, id }
}

function deltaOf(base: number, result: number, instructions: number[]): Buffer {
  return Buffer.from([...varint(base), ...varint(result), ...instructions])
}

/** Reading throws a PackError of that message, which says what to do next. */
function expectRefused(table: ObjectTable, id: string, message: string | RegExp): PackError {
  const reader = openReader(table)
  const error = errorIn(() => reader.read(findObject(table, id)))
  reader.close()
  expect(error).toBeInstanceOf(PackError)
  if (typeof message === 'string') expect(error.message).toBe(message)
  else expect(error.message).toMatch(message)
  expect(error).toMatchObject({ exit: 3, detail: { hint: expect.stringMatching(/git/) } })
  return error
}

function errorIn(use: () => unknown): PackError {
  try {
    use()
  } catch (error) {
    return error as PackError
  }
  throw new Error('it did not fail')
}

function expectReads(table: ObjectTable, id: string, content: string): void {
  const reader = openReader(table)
  expect(reader.read(findObject(table, id)).toString()).toBe(content)
  reader.close()
}
