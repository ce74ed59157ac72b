import { chmodSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRepo } from '../../src/git/run.ts'
import type { Change, Text } from '../../src/model.ts'
import { historyOfGit as history } from '../../src/sources/history.ts'
import { range } from '../../src/sources/range.ts'
import { cloneOf, drain, errorOf, makeRepo, NOBODY, type TestRepo, tempDir, testEnv } from '../git/fixture.ts'

async function scan(repo: TestRepo) {
  const operation = await history(await openRepo(repo.dir, testEnv()), NOBODY)
  return { ...(await drain(operation, { keepOpen: true })), operation }
}

/** What `rev-list --objects --all` lists: the measure every scan is held to. */
function counted(repo: TestRepo) {
  const objects = repo.git('rev-list', '--objects', '--no-object-names', '--all')
  const types = repo.feed(`${objects}\n`, 'cat-file', '--batch-check=%(objecttype)').split('\n')
  const count = (type: string) => types.filter(each => each === type).length
  return { commits: count('commit'), blobs: count('blob') }
}

/** Branches, merges, tags of everything, notes, a stash, deleted and renamed files, a symlink, one blob at two paths. */
function eventful(): TestRepo {
  const repo = makeRepo()
  repo.write('a.txt', 'one\n')
  repo.write('copy/a.txt', 'one\n')
  repo.commit('first')
  repo.git('checkout', '-q', '-b', 'side')
  repo.write('side.txt', 'planted on a side branch\n')
  repo.commit('side')
  repo.git('checkout', '-q', 'main')
  repo.write('a.txt', 'two\n')
  repo.commit('second')
  repo.git('merge', '-q', '--no-commit', 'side')
  repo.write('evil.txt', 'planted in a merge\n')
  repo.commit('merge')
  repo.git('rm', '-q', 'evil.txt')
  repo.git('mv', 'copy/a.txt', 'moved.txt')
  symlinkSync('target', join(repo.dir, 'link'))
  repo.commit('gone')
  repo.git('tag', '-a', '-m', 'tag words', 'v1')
  repo.git('tag', 'file', repo.feed('planted in a tag\n', 'hash-object', '-w', '--stdin'))
  const tree = repo.feed(
    `100644 blob ${repo.feed('in a tree\n', 'hash-object', '-w', '--stdin')}\tt.txt\n`,
    'mktree',
  )
  repo.git('tag', '-a', '-m', 'x', 'tree', tree)
  repo.git('notes', 'add', '-m', 'planted in a note')
  repo.write('a.txt', 'planted in a stash\n')
  repo.git('stash', '-q')
  return repo
}

describe('the whole history', () => {
  it('counts what rev-list counts, and reads every blob at every path', async () => {
    const repo = eventful()
    const { operation, contents, changes, texts, error } = await scan(repo)
    expect(error).toBeUndefined()
    expect(operation.listed()).toEqual(counted(repo))
    const all = [...contents.values()].join('')
    for (const place of ['on a side branch', 'in a merge', 'in a tag', 'in a note', 'in a stash']) {
      expect(all).toContain(`planted ${place}`)
    }
    expect(changes.filter(change => ['a.txt', 'copy/a.txt', 'moved.txt'].includes(change.path)).length).toBe(
      5,
    )
    expect(contents.get('link')).toBe('target')
    const words = texts.map(text => `${text.kind} ${text.text.trim()}`)
    expect(words).toEqual(
      expect.arrayContaining(['tag-message tag words', 'ref-name refs/heads/side', 'commit-message gone']),
    )
    operation.objects.close()
  })

  it('says who brought a blob, when and at which paths', async () => {
    const repo = eventful()
    const { operation } = await scan(repo)
    const one = repo.feed('one\n', 'hash-object', '--stdin')
    const origins = await operation.attribute!(new Set([one]))
    const first = repo.git('rev-list', '--max-parents=0', 'main')
    const date = new Date(Number(repo.git('show', '-s', '--format=%at', first)) * 1000).toISOString()
    expect(origins.get(one)?.map(({ path }) => path)).toEqual(['a.txt', 'copy/a.txt', 'moved.txt'])
    expect(origins.get(one)?.[0]).toEqual({
      commit: first,
      author: 'Test <test@example.org>',
      date,
      path: 'a.txt',
    })
    operation.objects.close()
  })

  it('of an empty repository: nothing', async () => {
    const { operation, changes } = await scan(makeRepo())
    expect([changes, operation.listed()]).toEqual([[], { commits: 0, blobs: 0 }])
    operation.objects.close()
  })

  it('bare, sha256, a shallow clone (which is said)', async () => {
    const sha256 = makeRepo({ init: ['--object-format=sha256'] })
    sha256.write('a.txt', 'planted\n')
    sha256.commit('first')
    const shallow = cloneOf(eventful(), '--depth=1')
    const bare = makeRepo({ dir: join(tempDir(), '.') })
    eventful().git('clone', '-q', '--mirror', '.', bare.dir)
    for (const repo of [sha256, shallow, bare]) {
      const { operation } = await scan(repo)
      expect(operation.listed()).toEqual(counted(repo))
      expect(operation.notices!().length).toBe(repo === shallow ? 1 : 0)
      operation.objects.close()
    }
  })

  it('a partial clone: what is here is read, what is not is counted and named, exit 3', async () => {
    const server = eventful()
    server.git('config', 'uploadpack.allowFilter', 'true')
    const clone = cloneOf(server, '--filter=blob:none')
    const { operation, contents, changes, error } = await scan(clone)
    expect(contents.get('moved.txt')).toBe('one\n')
    expect(changes.filter(change => !contents.has(change.path))).toEqual([])
    expect(error).toMatchObject({ name: 'CoverageError', exit: 3 })
    expect((error as Error).message).toMatch(/^\d objects of the history could not be read: [0-9a-f]{40}/)
    operation.objects.close()
  })

  it('a missing tree: the other commits are read, exit 3 naming the commit', async () => {
    const repo = eventful()
    const tree = repo.git('rev-parse', 'side^{tree}')
    const file = join(repo.dir, '.git', 'objects', tree.slice(0, 2), tree.slice(2))
    unlinkSync(file)
    const { operation, contents, error } = await scan(repo)
    expect([...contents.values()].join('')).toContain('planted in a stash')
    expect(error).toMatchObject({ name: 'CoverageError', exit: 3 })
    expect((error as Error).message).toContain(repo.git('rev-parse', 'side'))
    operation.objects.close()
  })

  it('a damaged commit: exit 3 naming it', async () => {
    const repo = eventful()
    const id = repo.git('rev-parse', 'side')
    const file = join(repo.dir, '.git', 'objects', id.slice(0, 2), id.slice(2))
    chmodSync(file, 0o644)
    writeFileSync(file, 'garbage')
    const error = await errorOf(scan(repo))
    expect(error).toMatchObject({ exit: 3 })
    expect(error.message).toContain(id)
  })

  it('a replaced blob: the real one is read, and the other too', async () => {
    const repo = eventful()
    const clean = repo.feed('clean stand-in\n', 'hash-object', '-w', '--stdin')
    repo.git('replace', repo.git('rev-parse', 'side:side.txt'), clean)
    const { operation, contents } = await scan(repo)
    const all = [...contents.values()].join('')
    expect(all).toContain('planted on a side branch')
    expect(all).toContain('clean stand-in')
    operation.objects.close()
  })
})

describe('a range', () => {
  const between = async (repo: TestRepo, base: string | null, head: string) => {
    const operation = await range(await openRepo(repo.dir, testEnv()), NOBODY, base, head)
    return { ...(await drain(operation)), operation }
  }

  function linear(): TestRepo {
    const repo = makeRepo()
    for (const word of ['one', 'two', 'three']) {
      repo.write('a.txt', `${word}\n`)
      repo.commit(word)
    }
    return repo
  }

  it('every commit of it, and none before', async () => {
    const { contents, operation } = await between(linear(), 'main~2', 'main')
    expect(contents.get('a.txt')).toBe('two\nthree\n')
    expect(operation.listed()).toEqual({ commits: 2, blobs: 2 })
  })

  it('without a base: everything', async () => {
    expect((await between(linear(), null, 'main')).operation.listed().commits).toBe(3)
  })

  it('a base that a shallow clone lacks: exit 3 and what to set', async () => {
    const repo = linear()
    const clone = cloneOf(repo, '--depth=1')
    const error = await errorOf(between(clone, repo.git('rev-parse', 'main~2'), 'HEAD'))
    expect(error).toMatchObject({ name: 'CoverageError', exit: 3, detail: { subject: 'shallow' } })
    expect(error.detail?.hint).toContain('fetch-depth: 0')
  })

  it('a range that reaches the edge of a shallow clone', async () => {
    const clone = cloneOf(linear(), '--depth=1')
    expect(await errorOf(between(clone, null, 'HEAD'))).toMatchObject({
      exit: 3,
      detail: { subject: 'shallow' },
    })
  })

  it('a shallow clone that holds the whole range is enough', async () => {
    const clone = cloneOf(linear(), '--depth=2')
    expect((await between(clone, 'HEAD~1', 'HEAD')).contents.get('a.txt')).toBe('three\n')
  })

  it('a shallow base apart from the head', async () => {
    const repo = linear()
    repo.git('checkout', '-q', '-b', 'topic', 'main~1')
    repo.write('t.txt', 't\n')
    repo.commit('topic')
    const clone = cloneOf(repo, '--branch', 'topic', '--single-branch')
    clone.git('fetch', '-q', '--depth=1', 'origin', 'main:refs/remotes/origin/main')
    const error = await errorOf(between(clone, 'refs/remotes/origin/main', 'HEAD'))
    expect(error).toMatchObject({ exit: 3, detail: { subject: 'shallow' } })
  })

  it('an end that does not exist: exit 3 and its name', async () => {
    const error = await errorOf(between(linear(), 'nowhere', 'main'))
    expect(error).toMatchObject({ exit: 3, message: 'commit "nowhere" is not in this repository' })
  })
})

describe('in shards', () => {
  async function shards(repo: TestRepo, count: number) {
    const opened = await openRepo(repo.dir, testEnv())
    const parts = []
    for (let index = 1; index <= count; index++) {
      const operation = await history(opened, NOBODY, { shard: { index, count, judgedBy: ['rules'] } })
      parts.push({ operation, ...(await drain(operation)) })
    }
    return parts
  }
  const blobsOf = (changes: Change[]) => new Set(changes.map(({ after }) => after!.id))
  const placesOf = (changes: Change[]) => changes.map(({ path, after }) => `${after!.id} ${path}`).sort()
  const wordsOf = (texts: Text[]) =>
    texts.map(({ kind, text, commit, ref }) =>
      JSON.stringify([kind, text, kind === 'identity' ? '' : commit, ref]),
    )

  it('every blob at every path, every message and every name is in one of them, and no blob in two', async () => {
    const repo = eventful()
    const whole = await scan(repo)
    const parts = await shards(repo, 3)
    expect(parts.flatMap(({ error }) => error ?? [])).toEqual([])
    expect(parts.every(({ changes }) => changes.length > 0)).toBe(true)
    const all = parts.flatMap(({ changes }) => changes)
    expect(placesOf(all)).toEqual(placesOf(whole.changes))
    expect(parts.reduce((sum, { changes }) => sum + blobsOf(changes).size, 0)).toBe(blobsOf(all).size)
    const words = new Set(wordsOf(parts.flatMap(({ texts }) => texts)))
    expect([...words].sort()).toEqual(wordsOf(whole.texts).sort())
    whole.operation.objects.close()
  })

  it('what they list adds up, and each knows how many commits there are', async () => {
    const repo = eventful()
    const parts = await shards(repo, 4)
    const listed = parts.map(({ operation }) => operation.listed())
    const sum = (name: 'commits' | 'blobs') => listed.reduce((total, one) => total + one[name], 0)
    expect({ commits: sum('commits'), blobs: sum('blobs') }).toEqual(counted(repo))
    const told = parts.map(({ operation }) => operation.shard!)
    expect(told.map(({ index, count, commits }) => [index, count, commits])).toEqual(
      [1, 2, 3, 4].map(index => [index, 4, counted(repo).commits]),
    )
    expect(new Set(told.map(({ digest }) => digest)).size).toBe(1)
  })

  it('another clone has the same digest; a shallow one, or one with a commit more, another', async () => {
    const repo = eventful()
    const digest = async (dir: string) => {
      const operation = await history(await openRepo(dir, testEnv()), NOBODY, {
        shard: { index: 1, count: 2, judgedBy: ['rules'] },
      })
      operation.objects.close()
      return operation.shard!.digest
    }
    const mirrors = [cloneOf(repo, '--mirror'), cloneOf(repo, '--mirror')]
    mirrors[1]!.git('repack', '-adq')
    const first = await digest(mirrors[0]!.dir)
    expect(await digest(mirrors[1]!.dir)).toBe(first)
    expect(await digest(cloneOf(repo, '--mirror', '--depth=1').dir)).not.toBe(first)
    repo.commit('more')
    expect(await digest(cloneOf(repo, '--mirror').dir)).not.toBe(first)
  })

  it('what cannot be read is told by each of them', async () => {
    const repo = makeRepo()
    repo.write('a.txt', 'one\n')
    repo.commit('first')
    const tree = repo.git('rev-parse', 'HEAD^{tree}')
    const file = join(repo.dir, '.git/objects', tree.slice(0, 2), tree.slice(2))
    chmodSync(file, 0o644)
    unlinkSync(file)
    for (const { error } of await shards(repo, 2)) expect((error as { exit?: number }).exit).toBe(3)
  })
})
