// Stores that are damaged: exit 3, the object or the file named, everything else looked at.
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { makeRepo, type TestRepo } from '../../git/fixture.ts'
import { blobId, edit, objectsOf, packFile, varint, writePack } from '../../pack/store.ts'
import { scan, secret, unread } from './run.ts'

const filler = Array.from(
  { length: 200 },
  (_, i) => `line ${i} of a file that is long enough for a delta\n`,
).join('')

/** Two files with many versions each, packed; a credential in a file of its own. */
function packed(): TestRepo {
  const repo = makeRepo()
  for (let i = 0; i < 12; i++) {
    repo.write('one.txt', filler.replaceAll(`line ${i * 9} `, 'changed '))
    repo.write('two.txt', `${i}\n${filler}`)
    if (i === 3) repo.write('leak.js', `key = "${secret()}"\n`)
    repo.commit(`commit ${i}`)
  }
  repo.git('repack', '-adfq')
  return repo
}

function offsetsOf(repo: TestRepo): { id: string; kind: string; offset: number; base?: string }[] {
  return repo
    .git('verify-pack', '-v', packFile(repo, '.idx'))
    .split('\n')
    .filter(row => /^[0-9a-f]{40} /.test(row))
    .map(row => row.split(/ +/))
    .map(([id, kind, , , offset, , base]) => ({
      id: id!,
      kind: kind!,
      offset: Number(offset),
      ...(base && { base }),
    }))
}

async function expectTold(repo: TestRepo, wanted: RegExp | string, leak = true): Promise<string> {
  const { code, report } = await scan(repo)
  const told = unread(report)
  expect(code, told).toBe(3)
  expect(report.complete).toBe(false)
  expect(told).toMatch(wanted)
  if (leak) expect(report.findings.map(({ path }) => path)).toEqual(['leak.js'])
  return told
}

describe('a pack', () => {
  it('with a wrong byte in a blob that others are made from: it and they are named', async () => {
    const repo = packed()
    const all = offsetsOf(repo)
    const root = all.find(
      ({ id }) => all.some(({ base }) => base === id) && repo.git('cat-file', '-t', id) === 'blob',
    )!
    edit(packFile(repo, '.pack'), bytes => {
      for (let at = root.offset + 10; at < root.offset + 40; at++) bytes[at]! ^= 0xff
      return bytes
    })
    const told = await expectTold(repo, root.id)
    expect(told).toMatch(/(?:one|two)\.txt/)
  })

  it('that ends too early', async () => {
    const repo = packed()
    const pack = packFile(repo, '.pack')
    truncateSync(pack, readFileSync(pack).length - 300)
    await expectTold(repo, /\.pack/, false)
  })

  it('whose index is cut off', async () => {
    const repo = packed()
    truncateSync(packFile(repo, '.idx'), 2000)
    await expectTold(repo, /\.idx/, false)
  })

  it('that is gone from beside its index, and one that never was there in a clean store', async () => {
    const repo = packed()
    renameSync(packFile(repo, '.pack'), join(repo.dir, 'away'))
    await expectTold(repo, /\.idx .*the pack of this index is not there/, false)
    const clean = makeRepo()
    clean.write('a.txt', 'a\n')
    clean.commit('first')
    expect((await scan(clean)).code).toBe(0)
    mkdirSync(join(objectsOf(clean), 'pack'), { recursive: true })
    writeFileSync(
      join(objectsOf(clean), 'pack', `pack-${'a'.repeat(40)}.idx`),
      readFileSync(packFile(repo, '.idx')),
    )
    await expectTold(clean, /\.idx .*the pack of this index is not there/, false)
  })

  it('with a small delta of a huge result', async () => {
    const repo = packed()
    const base = Buffer.from('bomb\n'.repeat(4000))
    // each instruction copies the whole base: 4 bytes for 20,000
    const copies = 60_000
    const copy = Buffer.from([0x80 | 0x10 | 0x20, base.length & 255, base.length >> 8])
    const delta = Buffer.concat([
      Buffer.from([...varint(base.length), ...varint(base.length * copies)]),
      ...Array.from({ length: copies }, () => copy),
    ])
    expect(deflateSync(delta).length).toBeLessThan(2000)
    // its id cannot be known without building it: a tree names it by another
    const bomb = 'b'.repeat(40)
    writePack(repo, [
      { id: blobId(base), type: 3, data: base },
      { id: bomb, type: 7, base: blobId(base), data: delta },
    ])
    const rows = Buffer.concat([
      Buffer.from('100644 bomb.txt\0'),
      Buffer.from(bomb, 'hex'),
      Buffer.from('100644 small.txt\0'),
      Buffer.from(blobId(base), 'hex'),
    ])
    const tree = repo.feed(rows, 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally')
    repo.git('update-ref', 'refs/heads/bomb', repo.git('commit-tree', '-m', 'x', tree))
    await expectTold(repo, /^bomb\.txt .*1200000000 bytes, more than/m)
  })
})

describe('a loose object', () => {
  const remove = (repo: TestRepo, spec: string) => {
    const id = repo.git('rev-parse', spec)
    const file = join(objectsOf(repo), id.slice(0, 2), id.slice(2))
    chmodSync(file, 0o644)
    unlinkSync(file)
    return id
  }
  const loose = () => {
    const repo = makeRepo()
    repo.write('leak.js', `key = "${secret()}"\n`)
    repo.commit('one')
    repo.write('dir/odd.txt', 'odd\n')
    repo.commit('two')
    repo.write('last.txt', 'last\n')
    repo.commit('three')
    return repo
  }

  for (const [what, spec] of [
    ['blob', 'HEAD:dir/odd.txt'],
    ['tree', 'HEAD:dir'],
    ['commit', 'HEAD~2'],
  ] as const)
    it(`a ${what} that is missing is named`, async () => {
      const repo = loose()
      const id = remove(repo, spec)
      await expectTold(repo, new RegExp(`1 object is missing: ${id}; .*git fsck`), true)
    })

  it('with the content of another: what it says is not told of it', async () => {
    const repo = loose()
    const [from, to] = ['HEAD:leak.js', 'HEAD:dir/odd.txt'].map(spec => {
      const id = repo.git('rev-parse', spec)
      return { id, file: join(objectsOf(repo), id.slice(0, 2), id.slice(2)) }
    })
    chmodSync(to!.file, 0o644)
    writeFileSync(to!.file, readFileSync(from!.file))
    await expectTold(repo, new RegExp(`dir/odd\\.txt .*${to!.id} does not have the content that its id says`))
  })
})
