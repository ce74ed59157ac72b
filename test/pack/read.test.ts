/** Every way git lays out a repository's objects reads as git reads it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMidx } from '../../src/pack/midx.ts'
import { openReader } from '../../src/pack/reader.ts'
import { findObject, hexOf, LOOSE, NO_BASE, type ObjectTable } from '../../src/pack/table.ts'
import { cloneOf, makeRepo, type TestRepo, tempDir } from '../git/fixture.ts'
import {
  blobId,
  contentsOf,
  expectSame,
  makeHistory,
  makeMidx,
  noise,
  objectsOf,
  packFile,
  tableOf,
  writePack,
} from './store.ts'

it('a repository without an object', () => {
  expectSame(tableOf(makeRepo()), new Map())
})

it('loose objects only', () => {
  const repo = makeHistory()
  const table = tableOf(repo)
  expect(table.packs).toEqual([])
  expect(table.place.every(place => place === LOOSE)).toBe(true)
  expectSame(table, contentsOf(repo))
  expectColumns(table, repo)
})

it('one pack', () => {
  const repo = packed(makeHistory())
  const table = tableOf(repo)
  expect(table.packs).toEqual([packFile(repo, '.pack')])
  expect(table.place.every(place => place === 0)).toBe(true)
  expect(table.base.some(base => base !== NO_BASE)).toBe(true)
  expect(table.isPartial).toBe(false)
  expectSame(table, contentsOf(repo))
  expectColumns(table, repo)
})

it('several packs and loose objects', () => {
  const repo = packed(makeHistory())
  repo.write('second', 'in a second pack')
  repo.commit('second')
  repo.git('repack', '-d')
  repo.write('third', 'loose')
  repo.commit('third')
  const table = tableOf(repo)
  expect(new Set(table.place)).toEqual(new Set([LOOSE, 0, 1]))
  expectSame(table, contentsOf(repo))
  expectColumns(table, repo)
})

it('long chains, deltas of deltas of deltas', () => {
  const repo = makeRepo()
  // each version shares most with its neighbours: nothing else is as good a base
  const versions = Array.from({ length: 40 }, (_, i) => noise(0, 12_000).subarray(i * 200, i * 200 + 4000))
  const ids = versions.map(version => repo.feed(version, 'hash-object', '-w', '--stdin'))
  const pack = join(objectsOf(repo), 'pack', 'pack')
  repo.feed(`${ids.join('\n')}\n`, 'pack-objects', '-q', '--depth=4000', '--delta-base-offset', pack)
  repo.git('prune-packed')
  const table = tableOf(repo)
  expect(Math.max(...depths(table))).toBeGreaterThan(10)
  expectSame(table, contentsOf(repo))
  expectColumns(table, repo)
})

it.each(['--delta-base-offset', ''])('deltas by offset and by id: pack-objects %s', option => {
  const repo = makeHistory()
  const options = ['pack-objects', '-q', '--all', '--window=50', ...(option ? [option] : [])]
  repo.feed('', ...options, join(objectsOf(repo), 'pack', 'pack'))
  repo.git('prune-packed')
  const table = tableOf(repo)
  const header = Math.max(...table.header.filter((_, n) => table.base[n] !== NO_BASE))
  expect(header > 20).toBe(option === '') // the id of a base takes 20 bytes
  expectSame(table, contentsOf(repo))
  expectColumns(table, repo)
})

it('packs read in turn, at the same offsets', () => {
  const repo = makeRepo()
  const contents = [
    ['a1', 'a2'],
    ['b1', 'b2'],
    ['c1', 'c2'],
  ]
  for (const pair of contents)
    writePack(
      repo,
      pair.map(text => ({ id: blobId(text), type: 3, data: Buffer.from(text) })),
    )
  const table = tableOf(repo)
  const reader = openReader(table)
  for (const text of [0, 1].flatMap(i => contents.map(pair => pair[i]!)))
    expect(reader.read(findObject(table, blobId(text))).toString()).toBe(text)
  reader.close()
})

it.skipIf(process.platform === 'win32')('more packs than are kept open', () => {
  const repo = makeRepo()
  const texts = Array.from({ length: 150 }, (_, i) => `content ${i}`)
  for (const text of texts) writePack(repo, [{ id: blobId(text), type: 3, data: Buffer.from(text) }])
  const table = tableOf(repo)
  expect(table.packs).toHaveLength(150)
  const before = readdirSync('/dev/fd').length
  const reader = openReader(table)
  for (const text of [...texts, ...texts])
    expect(reader.read(findObject(table, blobId(text))).toString()).toBe(text)
  expect(readdirSync('/dev/fd').length - before).toBeLessThan(100)
  reader.close()
  expect(readdirSync('/dev/fd').length).toBeLessThanOrEqual(before + 1)
})

it('an index that writes offsets from 256 on in 8 bytes, as those beyond 2 GiB are', () => {
  const repo = packed(makeHistory())
  const small = readFileSync(packFile(repo, '.idx')).length
  repo.git('index-pack', '--index-version=2,0x100', packFile(repo, '.pack'))
  expect(readFileSync(packFile(repo, '.idx')).length).toBeGreaterThan(small)
  expectSame(tableOf(repo), contentsOf(repo))
})

it('an index of version 1', () => {
  const repo = makeHistory()
  repo.git('-c', 'pack.indexVersion=1', 'repack', '-adq')
  expectSame(tableOf(repo), contentsOf(repo))
})

it('ids of SHA-256, loose and packed', () => {
  const repo = packed(makeHistory({ init: ['--object-format=sha256'] }))
  repo.write('loose', 'loose')
  repo.commit('loose')
  const table = tableOf(repo)
  expect(table.hashBytes).toBe(32)
  expectSame(table, contentsOf(repo))
  expectColumns(table, repo)
})

describe('a multi-pack-index', () => {
  it('of packs that have no index of their own', () => {
    const repo = twoPacks()
    repo.git('multi-pack-index', 'write')
    const contents = contentsOf(repo)
    removePacked(repo, '.idx')
    expectSame(tableOf(repo), contents)
  })

  it('of SHA-256', () => {
    const repo = packed(makeHistory({ init: ['--object-format=sha256'] }))
    repo.git('multi-pack-index', 'write')
    const contents = contentsOf(repo)
    removePacked(repo, '.idx')
    expectSame(tableOf(repo), contents)
  })

  it('with offsets beyond 2 GiB and 4 GiB in a chunk of their own', () => {
    const path = join(tempDir(), 'multi-pack-index')
    const offsets = [12, 2 ** 31, 2 ** 32 + 5]
    writeFileSync(
      path,
      makeMidx(
        'pack-1.idx',
        ['1', '2', '3'].map(digit => digit.repeat(40)),
        offsets,
      ),
    )
    const index = readMidx(path, 20, new Set(['pack-1.idx'])).get('pack-1.idx')
    expect([...index!.offsets]).toEqual(offsets)
    expect(Buffer.from(index!.ids).toString('hex')).toBe('1'.repeat(40) + '2'.repeat(40) + '3'.repeat(40))
  })

  it('without that chunk, where 4 bytes are enough for every offset', () => {
    const path = join(tempDir(), 'multi-pack-index')
    writeFileSync(path, makeMidx('pack-1.idx', ['1'.repeat(40)], [2 ** 31 + 5]))
    const index = readMidx(path, 20, new Set(['pack-1.idx', 'pack-2.idx']))
    expect([...index.keys()]).toEqual(['pack-1.idx'])
    expect([...index.get('pack-1.idx')!.offsets]).toEqual([2 ** 31 + 5])
  })

  it('is not needed where the indexes are there: damaged, it does no harm', () => {
    const repo = twoPacks()
    const contents = contentsOf(repo)
    writeFileSync(join(objectsOf(repo), 'pack', 'multi-pack-index'), 'no such thing')
    expectSame(tableOf(repo), contents)
  })
})

it('an object that is stored several times counts once, in a pack rather than loose', () => {
  const repo = makeHistory()
  repo.git('repack', '-aq')
  const table = tableOf(repo)
  expect(table.place.every(place => place === 0)).toBe(true)
  expectSame(table, contentsOf(repo))
})

it('the same objects in two packs, with other bases', () => {
  const repo = makeHistory()
  repo.git('repack', '-adq')
  const pack = join(objectsOf(repo), 'pack', 'pack')
  repo.feed(repo.git('rev-list', '--all', '--objects', '--reverse'), 'pack-objects', '-q', '--window=3', pack)
  expect(tableOf(repo).packs).toHaveLength(2)
  expectSame(tableOf(repo), contentsOf(repo))
})

it('packs that git keeps apart: kept ones, and those of unreachable objects', () => {
  const repo = packed(makeHistory())
  writeFileSync(packFile(repo, '.pack').replace(/pack$/, 'keep'), '')
  const lost = repo.feed('nobody refers to this', 'hash-object', '-w', '--stdin')
  repo.git('repack', '--cruft', '-dq')
  expect(packedNames(repo).some(name => name.endsWith('.mtimes'))).toBe(true)
  const table = tableOf(repo)
  expect(table.place[findObject(table, lost)]).not.toBe(LOOSE)
  expectSame(table, contentsOf(repo))
})

it('what git is still writing is left alone', () => {
  const repo = packed(makeHistory())
  for (const name of [
    'tmp_pack_x1',
    'tmp_idx_x1',
    'tmp_x.pack',
    '.tmp-12-pack-abc.pack',
    '.tmp-13-pack-d.idx',
  ])
    writeFileSync(join(objectsOf(repo), 'pack', name), 'half')
  repo.feed('loose', 'hash-object', '-w', '--stdin')
  const fan = readdirSync(objectsOf(repo)).find(name => name.length === 2)!
  writeFileSync(join(objectsOf(repo), fan, 'tmp_obj_x1'), 'half')
  expectSame(tableOf(repo), contentsOf(repo))
})

it('a partial clone says that it is one, and has what it has', () => {
  const from = packed(makeHistory())
  from.git('config', 'uploadpack.allowFilter', 'true')
  const clone = cloneOf(from, '--filter=blob:none', '--no-checkout')
  const table = tableOf(clone)
  expect(table.isPartial).toBe(true)
  expect(table.count).toBeLessThan(tableOf(from).count)
  expectSame(table, contentsOf(clone))
})

it('an id that is not there, or is none', () => {
  const table = tableOf(packed(makeHistory()))
  for (const id of ['0'.repeat(40), 'f'.repeat(40), hexOf(table, 0).slice(0, 38), ''])
    expect(findObject(table, id)).toBe(-1)
  expect(findObject(table, Buffer.from(hexOf(table, 7), 'hex'))).toBe(7)
})

it('the columns are shared with other threads', () => {
  const repo = packed(makeHistory())
  const table = tableOf(repo)
  const other = structuredClone(table) // as a worker gets it
  expectSame(other, contentsOf(repo))
  const columns = Object.values(table).filter(value => ArrayBuffer.isView(value))
  expect(columns).toHaveLength(10)
  for (const column of columns) (column as Uint8Array).fill(1)
  const others = Object.values(other).filter(value => ArrayBuffer.isView(value))
  expect(others.every(column => (column as Uint8Array).every(value => value === 1))).toBe(true)
})

it('nearly no memory for bases: the same objects', () => {
  const repo = makeHistory({ commits: 20 })
  repo.git('repack', '-adfq', '--depth=50', '--window=50')
  const table = tableOf(repo)
  const reader = openReader(table, 1000)
  for (const [id, { data }] of contentsOf(repo))
    expect(reader.read(findObject(table, id)).equals(data)).toBe(true)
  reader.close()
})

/** git's own word on each object's size, place and base. Only where each object is stored once. */
function expectColumns(table: ObjectTable, repo: TestRepo): void {
  const format = '--batch-check=%(objectname) %(objectsize:disk) %(deltabase)'
  const lines = repo.git('cat-file', '--batch-all-objects', format).split('\n')
  const nothing = '0'.repeat(table.hashBytes * 2)
  const own = lines.map((_, n) => {
    const base = table.base[n]!
    return `${hexOf(table, n)} ${table.stored[n]} ${base === NO_BASE ? nothing : hexOf(table, base)}`
  })
  expect(own).toEqual(lines)
}

function depths(table: ObjectTable): number[] {
  return Array.from(table.base, base => {
    let depth = 0
    for (let at = base; at >= 0; at = table.base[at]!) depth++
    return depth
  })
}

function packed(repo: TestRepo): TestRepo {
  repo.git('repack', '-adq')
  return repo
}

function twoPacks(): TestRepo {
  const repo = packed(makeHistory())
  repo.write('second', 'in a second pack')
  repo.commit('second')
  repo.git('repack', '-dq')
  expect(tableOf(repo).packs).toHaveLength(2)
  return repo
}

function packedNames(repo: TestRepo): string[] {
  const dir = join(objectsOf(repo), 'pack')
  return existsSync(dir) ? readdirSync(dir) : []
}

function removePacked(repo: TestRepo, ending: string): void {
  const names = packedNames(repo).filter(name => name.endsWith(ending))
  for (const name of names) rmSync(join(objectsOf(repo), 'pack', name))
}
