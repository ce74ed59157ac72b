// What a scan of a history looks at on request: reflogs, what nothing reaches, the store itself.
import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { start } from '../../scenarios/process.ts'
import { reportOf, type Scenario, situations } from '../situation.ts'

const { situation } = situations()

/** Where something was found, by the path, ref or kind of its place. */
async function found(s: Scenario, ...flags: string[]): Promise<string[]> {
  const result = await s.portcullis(['scan', '--format', 'json', ...flags])
  const { findings, coverage } = reportOf(result)
  expect(coverage.unread, result.output).toEqual([])
  return findings.map(({ path, commit }) => `${path ?? 'message'}${commit ? '' : ' (no commit)'}`).sort()
}

async function commitFile(s: Scenario, path: string, message = 'a file'): Promise<string> {
  s.write(path, `key = "${s.secret()}"\n`)
  return s.commitUnseen(message)
}

/** HEAD back to where it was before, the way `git reset` leaves a reflog entry. */
async function takeBack(s: Scenario): Promise<void> {
  await s.quiet(['update-ref', '--create-reflog', '-m', 'reset', 'HEAD', 'HEAD~1'])
  await s.quiet(['reset', '-q', '--hard'])
}

async function withoutReflog(s: Scenario): Promise<void> {
  await s.quiet(['reflog', 'expire', '--expire=now', '--all'])
}

/** A tree of one file, by its id. */
async function treeOf(s: Scenario, name: string, blob: string, mode = '100644 blob'): Promise<string> {
  return s.quiet(['mktree'], { input: `${mode} ${blob}\t${name}\n` })
}

async function blobOf(s: Scenario, text: string): Promise<string> {
  return s.quiet(['hash-object', '-w', '--stdin'], { input: text })
}

const short = (id: string) => `object//${id.slice(0, 12)}`

describe('a ref', () => {
  situation('to a file or a tree: the name stands for a path', async s => {
    const blob = await blobOf(s, `key = "${s.secret()}"\n`)
    await s.quiet(['update-ref', 'refs/keys/one', blob])
    expect(await found(s)).toEqual(['refs/keys/one (no commit)'])
  })
})

describe('--reflog', () => {
  situation('also what was reset away', async s => {
    await commitFile(s, 'reset.js')
    await takeBack(s)
    expect(await found(s)).toEqual([])
    expect(await found(s, '--reflog')).toEqual(['reset.js'])
    await withoutReflog(s)
    expect(await found(s, '--reflog')).toEqual([])
  })

  situation('also stashes below the top one, what was staged in them and what was not tracked', async s => {
    const stash = async (name: string) => {
      s.write(name, `key = "${s.secret()}"\n`)
      s.append('app.js', `// ${name}\n`)
      await s.quiet(['stash', 'push', '-q', '--include-untracked'])
    }
    await stash('below.js')
    await stash('top.js')
    expect(await found(s)).toEqual(['top.js'])
    expect(await found(s, '--reflog')).toEqual(['below.js', 'top.js'])
  })

  situation('what a branch has is told of the branch, though an older commit had it before', async s => {
    await s.quiet(['config', 'core.logAllRefUpdates', 'true'])
    const first = await commitFile(s, 'kept.js', 'first')
    await s.quiet(['update-ref', '-m', 'commit', 'HEAD', first])
    const env = { GIT_AUTHOR_DATE: '@2000000000 +0000', GIT_COMMITTER_DATE: '@2000000000 +0000' }
    const tree = await s.quiet(['rev-parse', `${first}^{tree}`])
    const amended = await s.quiet(['commit-tree', '-p', `${first}~1`, '-m', 'amended', tree], { env })
    await s.quiet(['update-ref', '-m', 'amend', 'HEAD', amended])
    const { findings, coverage } = reportOf(await s.portcullis(['scan', '--reflog', '--format', 'json']))
    expect(findings.map(({ commit }) => commit)).toEqual([amended])
    expect(coverage.commits).toBe(1 + Number(await s.quiet(['rev-list', '--count', '--all'])))
  })
})

describe('--unreachable', () => {
  situation('commits and their messages, of which no reflog knows', async s => {
    await commitFile(s, 'lost.js', `with ${s.secret()}`)
    await takeBack(s)
    await withoutReflog(s)
    expect(await found(s, '--reflog')).toEqual([])
    expect(await found(s, '--unreachable')).toEqual(['lost.js', 'message'])
  })

  situation('a file that was staged and never committed: its object stands for a path', async s => {
    const blob = await blobOf(s, `key = "${s.secret()}"\n`)
    expect(await found(s)).toEqual([])
    expect(await found(s, '--unreachable')).toEqual([`${short(blob)} (no commit)`])
  })

  situation('a tree that nothing names: its files are told as that tree’s', async s => {
    const blob = await blobOf(s, `key = "${s.secret()}"\n`)
    const inner = await treeOf(s, 'key.js', blob)
    const outer = await treeOf(s, 'src', inner, '040000 tree')
    expect(await found(s, '--unreachable')).toEqual([`${short(outer)}/src/key.js (no commit)`])
  })

  situation('a tag that was deleted: what it says, and the file it names', async s => {
    const blob = await blobOf(s, `key = "${s.secret()}"\n`)
    await s.quiet(['tag', '-a', '-m', `with ${s.secret()}`, 'gone', blob])
    const tag = await s.quiet(['rev-parse', 'gone'])
    await s.quiet(['tag', '-d', 'gone'])
    expect(await found(s)).toEqual([])
    expect(await found(s, '--unreachable')).toEqual(['message (no commit)', `${short(tag)} (no commit)`])
  })

  situation('every blob of the store is counted', async s => {
    await blobOf(s, 'nothing\n')
    await commitFile(s, 'a.js')
    await takeBack(s)
    await s.quiet(['gc', '-q', '--prune=never'])
    const listed = await s.quiet(['cat-file', '--batch-all-objects', '--batch-check=%(objecttype)'])
    const blobs = listed.split('\n').filter(type => type === 'blob')
    const { coverage } = reportOf(await s.portcullis(['scan', '--unreachable', '--format', 'json']))
    expect(coverage.blobs).toBe(blobs.length)
  })

  situation('whose own objects are pruned already: told, and no gap', async s => {
    const blob = await blobOf(s, 'soon gone\n')
    await treeOf(s, 'gone.txt', blob)
    rmSync(s.path('.git', 'objects', blob.slice(0, 2), blob.slice(2)))
    const { code, stdout } = await s.portcullis(['scan', '--unreachable'])
    expect(stdout).toContain(`unreachable objects: 1 object that only they name is gone: ${blob}`)
    expect(code).toBe(0)
  })

  situation('in shards: together they have all of it', async s => {
    const blobs = []
    for (let i = 0; i < 6; i++) blobs.push(await blobOf(s, `key${i} = "${s.secret()}"\n`))
    const parts = [await found(s, '--unreachable', '--shard', '1/2')]
    parts.push(await found(s, '--unreachable', '--shard', '2/2'))
    expect(parts.flat().sort()).toEqual(blobs.map(id => `${short(id)} (no commit)`).sort())
  })
})

describe('--verify', () => {
  situation('a sound store', async s => {
    await commitFile(s, 'a.js')
    await s.quiet(['gc', '-q'])
    expect(await found(s, '--verify')).toEqual(['a.js'])
  })

  situation('an object with another content, which reads well: named, exit 3', async s => {
    s.write('plain.txt', 'plain\n')
    await s.commitUnseen()
    const id = await s.quiet(['rev-parse', 'HEAD:plain.txt'])
    const file = s.path('.git', 'objects', id.slice(0, 2), id.slice(2))
    chmodSync(file, 0o600)
    writeFileSync(file, deflateSync('blob 6\0other\n'))
    expect((await s.portcullis(['scan'])).code).toBe(0)
    const result = await s.portcullis(['scan', '--verify', '--format', 'json'])
    expect(reportOf(result).coverage.unread).toEqual([
      { path: id, reason: expect.stringMatching(/its content has the id .*git fsck/) },
    ])
    expect(result.code).toBe(3)
  })

  situation('a pack with another checksum than its bytes have', async s => {
    await commitFile(s, 'a.js')
    await s.quiet(['gc', '-q'])
    const folder = s.path('.git', 'objects', 'pack')
    const pack = join(folder, readdirSync(folder).find(name => name.endsWith('.pack'))!)
    const rewrite = (file: string, change: (bytes: Buffer) => void) => {
      const bytes = readFileSync(file)
      change(bytes)
      chmodSync(file, 0o600)
      writeFileSync(file, bytes)
    }
    rewrite(pack, bytes => (bytes[bytes.length - 1]! ^= 1))
    rewrite(pack.replace(/pack$/, 'idx'), bytes => {
      bytes[bytes.length - 21]! ^= 1
      createHash('sha1')
        .update(bytes.subarray(0, -20))
        .digest()
        .copy(bytes, bytes.length - 20)
    })
    expect((await s.portcullis(['scan'])).code).toBe(1)
    const result = await s.portcullis(['scan', '--verify', '--format', 'json'])
    expect(reportOf(result).coverage.unread).toEqual([
      { path: pack, reason: expect.stringContaining('its checksum is wrong') },
    ])
    expect(result.code).toBe(3)
  })
})

describe('usage', () => {
  situation('they are about the whole history', async s => {
    for (const flag of ['--reflog', '--unreachable', '--verify'])
      for (const part of [
        ['--staged'],
        ['--range', 'HEAD~1..HEAD'],
        ['--worktree'],
        ['--stdin'],
        ['--files', '.'],
      ]) {
        const { code, stderr } = await s.portcullis(['scan', flag, ...part])
        expect(stderr).toContain(`${part[0]} and ${flag} exclude each other`)
        expect(code).toBe(2)
      }
  })

  situation('without git or without WebAssembly they are refused, not forgotten', async s => {
    const bin = join(s.root, 'package', 'bin', 'portcullis.js')
    for (const flag of ['--reflog', '--unreachable', '--verify']) {
      expect((await s.portcullis(['scan', flag], { env: { PORTCULLIS_GIT: '/nowhere' } })).code).toBe(3)
      const bare = await start(process.execPath, ['--jitless', bin, 'scan', flag], { cwd: s.dir, env: s.env })
      expect(bare.stderr).toContain(`${flag} needs WebAssembly`)
      expect(bare.code).toBe(2)
    }
  })
})
