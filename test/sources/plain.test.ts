import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRepo } from '../../src/git/run.ts'
import { historyOfGit as history } from '../../src/sources/history.ts'
import { plainHistory } from '../../src/sources/plain.ts'
import { plainWorktree } from '../../src/sources/plain-worktree.ts'
import { worktree } from '../../src/sources/worktree.ts'
import { cloneOf, drain, errorOf, makeRepo, NOBODY, type TestRepo, tempDir, testEnv } from '../git/fixture.ts'

/** Without a PATH no process of ours could find git by accident. */
async function withoutGit<T>(run: () => Promise<T>): Promise<T> {
  const path = process.env.PATH
  process.env.PATH = tempDir()
  try {
    return await run()
  } finally {
    process.env.PATH = path
  }
}

function busy(): TestRepo {
  const repo = makeRepo()
  repo.write('a.txt', 'one\n')
  repo.write('ünï/line\nbreak', 'deep\n')
  repo.commit('first')
  repo.git('checkout', '-q', '-b', 'side')
  repo.write('side.txt', 'planted\n')
  repo.commit('side')
  repo.git('checkout', '-q', 'main')
  repo.write('a.txt', 'two\n')
  repo.commit('second')
  repo.git('merge', '-q', '--no-commit', 'side')
  repo.write('evil.txt', 'planted in a merge\n')
  repo.commit('merge')
  repo.git('tag', '-a', '-m', 'tag words', 'v1')
  repo.git('tag', 'file', repo.feed('planted in a tag\n', 'hash-object', '-w', '--stdin'))
  return repo
}

describe('without a git binary', () => {
  it('a plain clone gives the same history, loose, packed, and on a detached HEAD', async () => {
    for (const prepare of [['status'], ['gc', '-q'], ['checkout', '-q', '--detach']]) {
      const repo = busy()
      repo.git(...prepare)
      const real = await history(await openRepo(repo.dir, testEnv()), NOBODY)
      const wanted = await drain(real)
      const plain = await withoutGit(() => plainHistory(join(repo.dir, 'ünï'), NOBODY))
      const got = await withoutGit(() => drain(plain, { keepOpen: true }))
      expect(got.error).toBeUndefined()
      expect(got.contents.size).toBe(5)
      expect(new Set(got.changes.map(change => `${change.path} ${change.after?.id}`))).toEqual(
        new Set(wanted.changes.map(change => `${change.path} ${change.after?.id}`)),
      )
      expect(plain.listed()).toEqual(real.listed())
      expect(got.texts.length).toBeGreaterThanOrEqual(wanted.texts.length)
      const blob = repo.git('rev-parse', 'main:evil.txt')
      const origins = await plain.attribute!(new Set([blob]))
      expect(origins.get(blob)).toMatchObject([{ commit: repo.git('rev-parse', 'main'), path: 'evil.txt' }])
    }
  })

  it('the working tree is the one git lists', async () => {
    const repo = busy()
    repo.write('.gitignore', 'ignored/\n*.log\n')
    repo.write('ignored/x', 'x')
    repo.write('sub/a.log', 'x')
    repo.write('sub/new', 'planted\n')
    repo.write('forced.log', 'tracked all the same\n')
    repo.git('add', '-f', 'forced.log')
    makeRepo({ dir: mkdirSync(join(repo.dir, 'other'), { recursive: true })! }).git('init', '-q')
    const wanted = await drain(await worktree(await openRepo(repo.dir, testEnv()), NOBODY))
    const operation = await withoutGit(() => plainWorktree(join(repo.dir, 'sub'), NOBODY))
    const got = await drain(operation)
    expect(got.paths).toEqual(wanted.paths)
    expect(got.contents.get('forced.log')).toBe('tracked all the same\n')
    expect(operation.skipped?.().map(each => each.path)).toEqual(['other'])
    repo.git('config', 'core.splitIndex', 'true')
    repo.git('update-index', '--split-index')
    expect(await errorOf(plainWorktree(repo.dir, NOBODY))).toMatchObject({
      exit: 3,
      message: 'without git, a split index cannot be read',
    })
  })

  it('a shallow clone is said; an empty repository is empty', async () => {
    const shallow = cloneOf(busy(), '--depth=1')
    const operation = await plainHistory(shallow.dir, NOBODY)
    expect((await drain(operation)).error).toBeUndefined()
    expect(operation.notices?.()[1]).toContain('shallow')
    expect((await drain(await plainHistory(makeRepo().dir, NOBODY))).changes).toEqual([])
  })

  const refused: Record<string, () => string> = {
    'a linked worktree or a submodule': () => {
      const dir = join(tempDir(), 'linked')
      busy().git('worktree', 'add', '-q', dir)
      return dir
    },
    'a sha256 repository': () => makeRepo({ init: ['--object-format=sha256'] }).dir,
    'a repository with alternates': () => cloneOf(busy(), '--shared').dir,
    'a partial clone': () => {
      const server = busy()
      server.git('config', 'uploadpack.allowFilter', 'true')
      return cloneOf(server, '--filter=blob:none').dir
    },
    'a repository with reftable': () => extended('refStorage', 'reftable'),
    'the extension "compactGizmo"': () => extended('compactGizmo', 'true'),
  }
  for (const [format, make] of Object.entries(refused)) {
    it(`${format}: exit 3 naming it`, async () => {
      const dir = make()
      const error = await withoutGit(() => errorOf(plainHistory(dir, NOBODY)))
      expect(error).toMatchObject({ exit: 3, message: `without git, ${format} cannot be read` })
      expect(error.detail?.hint).toContain('install git')
    })
  }

  /** Written as text: a git that does not know the extension would refuse its own repository. */
  function extended(name: string, value: string): string {
    const repo = busy()
    writeFileSync(
      join(repo.dir, '.git', 'config'),
      `[core]\n\trepositoryformatversion = 1\n[extensions]\n\t${name} = ${value}\n`,
    )
    return repo.dir
  }

  it('not a repository; a missing object: exit 3 and its name', async () => {
    const dir = tempDir()
    expect(await errorOf(plainHistory(dir, NOBODY))).toMatchObject({
      exit: 3,
      message: `"${dir}" is not a git repository`,
    })
    const repo = busy()
    mkdirSync(join(repo.dir, '.git', 'refs', 'heads'), { recursive: true })
    writeFileSync(join(repo.dir, '.git', 'refs', 'heads', 'broken'), `${'3'.repeat(40)}\n`)
    const error = await errorOf(plainHistory(repo.dir, NOBODY))
    expect(error).toMatchObject({ exit: 3, message: `object ${'3'.repeat(40)} is missing` })
  })
})
