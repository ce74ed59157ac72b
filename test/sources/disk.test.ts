import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRepo } from '../../src/git/run.ts'
import { files } from '../../src/sources/files.ts'
import { stdin } from '../../src/sources/stdin.ts'
import { worktree } from '../../src/sources/worktree.ts'
import { drain, errorOf, makeRepo, NOBODY, tempDir, testEnv } from '../git/fixture.ts'

describe('the working tree', () => {
  it('tracked as it lies there, untracked, not ignored, not deleted, not another repository', async () => {
    const repo = makeRepo()
    repo.write('.gitignore', 'ignored\n')
    repo.write('tracked', 'old\n')
    repo.write('gone', 'x\n')
    repo.commit('first')
    repo.write('tracked', 'new\n')
    repo.write('sub/untracked', 'u\n')
    repo.write('ignored', 'i\n')
    unlinkSync(join(repo.dir, 'gone'))
    symlinkSync('/etc/passwd', join(repo.dir, 'link'))
    mkdirSync(join(repo.dir, 'other'))
    makeRepo({ dir: join(repo.dir, 'other') }).git('init', '-q')
    const operation = await worktree(await openRepo(join(repo.dir, 'sub'), testEnv()), NOBODY)
    const { contents, paths } = await drain(operation)
    expect(paths).toEqual(['.gitignore', 'link', 'sub/untracked', 'tracked'])
    expect(contents.get('tracked')).toBe('new\n')
    expect(contents.get('link')).toBe('/etc/passwd')
    expect(operation.listed()).toEqual({ commits: 0, blobs: 4 })
    expect(operation.skipped?.()).toEqual([
      { path: 'other/', reason: 'another repository: scan it by itself' },
    ])
  })

  it('a bare repository has none: exit 3', async () => {
    const repo = await openRepo(makeRepo({ init: ['--bare'] }).dir, testEnv())
    expect(await errorOf(worktree(repo, NOBODY))).toMatchObject({
      exit: 3,
      message: 'a bare repository has no working tree',
    })
  })
})

describe('files', () => {
  it('folders are walked, links are not followed, each file comes once, what is no file is named', async () => {
    const dir = tempDir()
    mkdirSync(join(dir, 'sub', '.git'), { recursive: true })
    writeFileSync(join(dir, 'a'), 'in a')
    writeFileSync(join(dir, 'sub', 'line\nbreak'), 'in b')
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/bad`), Buffer.from([0xfe])]), 'in bad')
    symlinkSync('..', join(dir, 'sub', 'loop'))
    execFileSync('mkfifo', [join(dir, 'fifo')])
    const server = createServer().listen(join(dir, 'sock'))
    await new Promise(resolve => server.once('listening', resolve))
    const operation = await files([dir, join(dir, 'a')], NOBODY)
    const { contents, paths } = await drain(operation)
    server.close()
    expect(paths).toEqual([`${dir}/a`, `${dir}/bad\\xfe`, `${dir}/sub/line\nbreak`, `${dir}/sub/loop`])
    expect([...contents.values()].sort()).toEqual(['..', 'in a', 'in b', 'in bad'])
    expect(
      operation.skipped?.().map(({ path, reason }) => `${path.slice(dir.length + 1)}: ${reason}`),
    ).toEqual(['fifo: a fifo', 'sock: a socket', "sub/.git: git's own folder: scan the repository instead"])
  })

  it('a path that is not there: exit 2', async () => {
    const error = await errorOf(files(['/nowhere/x'], NOBODY))
    expect(error).toMatchObject({ exit: 2, message: '"/nowhere/x" does not exist' })
  })

  it('larger than the limit: its size only; vanished or replaced since it was listed: exit 3', async () => {
    const dir = tempDir()
    writeFileSync(join(dir, 'big'), 'x'.repeat(1000))
    writeFileSync(join(dir, 'gone'), 'x')
    const operation = await files([dir], NOBODY)
    const ids: string[] = []
    for await (const change of operation.changes) ids.push(change.after!.id)
    expect(await operation.objects.read(ids[0]!, 10)).toEqual({ size: 1000, data: null })
    rmSync(join(dir, 'gone'))
    expect(await errorOf(operation.objects.read(ids[1]!, 10))).toMatchObject({
      exit: 3,
      message: `"${dir}/gone" could not be read: ENOENT`,
    })
    execFileSync('mkfifo', [join(dir, 'gone')])
    expect(await errorOf(operation.objects.read(ids[1]!, 10))).toMatchObject({ exit: 3 })
  })

  it.skipIf(process.getuid?.() !== 0)(
    'a folder that may not be read: the rest is read, then exit 3 naming it',
    async () => {
      const dir = tempDir()
      mkdirSync(join(dir, 'closed'), { mode: 0o000 })
      writeFileSync(join(dir, 'open'), 'x')
      execFileSync('chmod', ['-R', 'a+rX', dir])
      execFileSync('chmod', ['000', join(dir, 'closed')])
      execFileSync('chmod', ['a+rx', join(dir, '..')])
      process.seteuid!(65534)
      try {
        const { paths, error } = await drain(await files([dir], NOBODY))
        expect(paths).toEqual([`${dir}/open`])
        expect(error).toMatchObject({ exit: 3, message: `1 folder could not be read: ${dir}/closed` })
      } finally {
        process.seteuid!(0)
      }
    },
  )
})

it('stdin is one file', async () => {
  const operation = await stdin(Buffer.from('planted'), NOBODY, 'x.env')
  const { contents } = await drain(operation)
  expect([...contents]).toEqual([['x.env', 'planted']])
  expect(operation.listed().blobs).toBe(1)
})
