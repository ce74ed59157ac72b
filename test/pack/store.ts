/** Repositories for the pack tests, what git says is in them, and packs written by hand. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { expect } from 'vitest'
import { buildTable } from '../../src/pack/build.ts'
import type { Kept } from '../../src/pack/kept.ts'
import { openReader } from '../../src/pack/reader.ts'
import { objectFolders } from '../../src/pack/stores.ts'
import { findObject, hexOf, KINDS, type ObjectTable } from '../../src/pack/table.ts'
import { GIT, makeRepo, type TestRepo, tempDir, testEnv } from '../git/fixture.ts'

/** The folder of objects of a repository with or without a worktree. */
export function objectsOf(repo: TestRepo): string {
  const inside = join(repo.dir, '.git', 'objects')
  return existsSync(inside) ? inside : join(repo.dir, 'objects')
}

export function tableOf(repo: TestRepo, env: NodeJS.ProcessEnv = {}, kept?: Kept): ObjectTable {
  const hashBytes = repo.git('rev-parse', '--show-object-format') === 'sha256' ? 32 : 20
  const folders = objectFolders(objectsOf(repo), env, repo.dir)
  return buildTable({ folders, hashBytes, ...(kept && { kept }) })
}

interface History {
  init?: string[]
  commits?: number
}

const made = new Map<string, string>()

/** A few commits whose files change a little, a tag, and a content that hardly deflates. Committed once, then copied. */
export function makeHistory(options: History = {}): TestRepo {
  const key = JSON.stringify(options)
  const from = made.get(key) ?? commitHistory(options).dir
  made.set(key, from)
  const dir = tempDir('history')
  cpSync(from, dir, { recursive: true })
  return makeRepo({ dir })
}

function commitHistory(options: History): TestRepo {
  const repo = makeRepo(options.init ? { init: options.init } : {})
  const lines = Array.from({ length: 200 }, (_, i) => `line ${i} of a file that is long enough for a delta`)
  for (let i = 0; i < (options.commits ?? 6); i++) {
    lines[i * 20] = `changed in ${i}`
    repo.write('long.txt', lines.join('\n'))
    repo.write(`dir/${i}.txt`, `file ${i}\n`)
    repo.write('noise.bin', noise(i, 3000))
    repo.commit(`commit ${i}`)
  }
  repo.write('empty', '')
  repo.commit('an empty file')
  repo.git('tag', '-a', 'v1', '-m', 'a tag')
  return repo
}

/** Bytes that look random and are the same in every run. */
export function noise(seed: number, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${seed}/${i}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

export interface Stored {
  kind: string
  data: Buffer
}

/** Every object of the repository as git reads it. */
export function contentsOf(repo: TestRepo, env: Record<string, string> = {}): Map<string, Stored> {
  const output = execFileSync(GIT, ['cat-file', '--batch-all-objects', '--batch'], {
    cwd: repo.dir,
    env: testEnv(env),
    maxBuffer: 1 << 28,
  })
  const contents = new Map<string, Stored>()
  for (let at = 0; at < output.length; ) {
    const lineEnd = output.indexOf(10, at)
    const [id, kind, size] = output.toString('latin1', at, lineEnd).split(' ')
    const end = lineEnd + 1 + Number(size)
    contents.set(id!, { kind: kind!, data: output.subarray(lineEnd + 1, end) })
    at = end + 1
  }
  return contents
}

/** The table has what git has, in order, and every object reads the same. */
export function expectSame(table: ObjectTable, contents: Map<string, Stored>): void {
  expect(table.problems).toEqual([])
  expect(idsOf(table)).toEqual([...contents.keys()].sort())
  const reader = openReader(table)
  for (const [id, { kind, data }] of contents) {
    const n = findObject(table, id)
    expect([id, KINDS[table.type[n]!]]).toEqual([id, kind])
    expect(reader.read(n).equals(data), id).toBe(true)
    expect(reader.read(n, data.length)).toEqual({ size: data.length, data })
    if (data.length > 0) expect(reader.read(n, data.length - 1)).toEqual({ size: data.length, data: null })
  }
  reader.close()
}

export function idsOf(table: ObjectTable): string[] {
  return Array.from({ length: table.count }, (_, n) => hexOf(table, n))
}

/** The only file of that ending beside the packs, writable. */
export function packFile(repo: TestRepo, ending: string): string {
  const dir = join(objectsOf(repo), 'pack')
  const names = readdirSync(dir).filter(name => name.endsWith(ending))
  expect(names).toHaveLength(1)
  const path = join(dir, names[0]!)
  chmodSync(path, 0o644)
  return path
}

/** Replaces the hash at the end of a file by that of what is in front of it. */
export function resum(bytes: Buffer): Buffer {
  createHash('sha1')
    .update(bytes.subarray(0, -20))
    .digest()
    .copy(bytes, bytes.length - 20)
  return bytes
}

/** Changes a file's bytes. */
export function edit(path: string, change: (bytes: Buffer) => Buffer): void {
  chmodSync(path, 0o644)
  writeFileSync(path, change(readFileSync(path)))
}

/** Changes a pack so that its checksum and its index's fit again: only what was changed is wrong. */
export function editPack(repo: TestRepo, change: (bytes: Buffer) => Buffer): void {
  const pack = packFile(repo, '.pack')
  edit(pack, bytes => resum(change(bytes)))
  const sum = readFileSync(pack).subarray(-20)
  edit(packFile(repo, '.idx'), bytes => {
    sum.copy(bytes, bytes.length - 40)
    return resum(bytes)
  })
}

/** An entry as it is to be stored, right or wrong. */
export interface Entry {
  id: string
  /** 1..4, 6 (distance) or 7 (base) */
  type: number
  data: Buffer
  /** what the header says, where that is not the data's length */
  size?: number
  distance?: number
  base?: string
  /** in place of the deflated data */
  stream?: Buffer
}

/** Writes a pack of these entries and its index to a repository; gives the pack's path and each entry's offset. */
export function writePack(repo: TestRepo, entries: Entry[]): { path: string; offsets: number[] } {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')
  header.writeUInt32BE(entries.length, 8)
  const bodies = entries.map(encode)
  let end = header.length
  const offsets = bodies.map(body => {
    end += body.length
    return end - body.length
  })
  const pack = resum(Buffer.concat([header, ...bodies, Buffer.alloc(20)]))
  const dir = join(objectsOf(repo), 'pack')
  mkdirSync(dir, { recursive: true })
  const path = join(dir, `pack-${pack.subarray(-20).toString('hex')}.pack`)
  writeFileSync(path, pack)
  const rows = entries.map(({ id }, i) => ({ id, offset: offsets[i]!, crc: crc32(bodies[i]!) }))
  writeFileSync(path.replace(/pack$/, 'idx'), makeIdx(rows, pack.subarray(-20)))
  return { path, offsets }
}

export interface Row {
  id: string
  offset: number
  crc: number
}

/** An index of version 2. Offsets of 2^31 and more go to the table of large ones. */
export function makeIdx(rows: Row[], packSum: Buffer): Buffer {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const large = sorted.filter(row => row.offset >= 2 ** 31)
  const fanout = fanoutOf(sorted.map(row => row.id))
  const offsets = sorted.map(row => u32(row.offset < 2 ** 31 ? row.offset : 2 ** 31 + large.indexOf(row)))
  const wide = large.map(row => u64(row.offset))
  const ids = sorted.map(row => Buffer.from(row.id, 'hex'))
  const crcs = sorted.map(row => u32(row.crc))
  const parts = [u32(0xff744f63), u32(2), ...fanout, ...ids, ...crcs, ...offsets, ...wide]
  return resum(Buffer.concat([...parts, packSum, Buffer.alloc(20)]))
}

/** A multi-pack-index of one pack; offsets of 4 GiB and more bring the chunk of large ones, which then has those of 2 GiB too. */
export function makeMidx(pack: string, ids: string[], offsets: number[]): Buffer {
  const large = offsets.some(offset => offset >= 2 ** 32) ? offsets.filter(offset => offset >= 2 ** 31) : []
  const places = offsets.map(offset => {
    const row = large.indexOf(offset)
    return Buffer.concat([u32(0), u32(row < 0 ? offset : 2 ** 31 + row)])
  })
  const chunks: [string, Buffer][] = [
    ['PNAM', Buffer.from(`${pack}\0\0`)],
    ['OIDF', Buffer.concat(fanoutOf(ids))],
    ['OIDL', Buffer.from(ids.join(''), 'hex')],
    ['OOFF', Buffer.concat(places)],
    ...(large.length > 0 ? [['LOFF', Buffer.concat(large.map(u64))] as [string, Buffer]] : []),
  ]
  let at = 12 + (chunks.length + 1) * 12
  const contents = [...chunks, ['\0\0\0\0', Buffer.alloc(0)] as const].map(([name, { length }]) => {
    at += length
    return Buffer.concat([Buffer.from(name), u64(at - length)])
  })
  const header = Buffer.from([...Buffer.from('MIDX'), 1, 1, chunks.length, 0, 0, 0, 0, 1])
  return resum(Buffer.concat([header, ...contents, ...chunks.map(([, bytes]) => bytes), Buffer.alloc(20)]))
}

function fanoutOf(ids: string[]): Buffer[] {
  return Array.from({ length: 256 }, (_, first) =>
    u32(ids.filter(id => Number.parseInt(id.slice(0, 2), 16) <= first).length),
  )
}

function u64(number: number): Buffer {
  return Buffer.concat([u32(Math.floor(number / 2 ** 32)), u32(number % 2 ** 32)])
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}

function encode(entry: Entry): Buffer {
  const base = entry.type === 6 ? distanceBytes(entry.distance!) : Buffer.from(entry.base ?? '', 'hex')
  const head = sizeBytes(entry.type, entry.size ?? entry.data.length)
  return Buffer.concat([head, base, entry.stream ?? deflateSync(entry.data)])
}

export function sizeBytes(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size % 16)]
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) bytes.push(rest % 128)
  return Buffer.from(bytes.map((byte, i) => (i + 1 < bytes.length ? byte | 0x80 : byte)))
}

export function distanceBytes(distance: number): Buffer {
  const bytes = [distance % 128]
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((--rest % 128) | 0x80)
  return Buffer.from(bytes)
}

/** The id of a blob. */
export function blobId(data: string | Buffer): string {
  return createHash('sha1')
    .update(`blob ${Buffer.from(data).length}\0`)
    .update(data)
    .digest('hex')
}

/** A delta that copies the first `length` bytes of a base of `base` bytes and adds `text`. */
export function makeDelta(base: number, length: number, text = ''): Buffer {
  const copy = length > 0 ? [0x80 | 0x10 | 0x20, length & 255, length >> 8] : []
  const add = text === '' ? [] : [text.length, ...Buffer.from(text)]
  return Buffer.from([...varint(base), ...varint(length + text.length), ...copy, ...add])
}

export function varint(number: number): number[] {
  const bytes = [number % 128]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.push(rest % 128)
  return bytes.map((byte, i) => (i + 1 < bytes.length ? byte | 0x80 : byte))
}
