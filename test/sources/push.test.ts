import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownFromHook, openRepo } from '../../src/git/run.ts'
import { push } from '../../src/sources/push.ts'
import { cloneOf, drain, errorOf, makeRepo, NOBODY, type TestRepo, tempDir, testEnv } from '../git/fixture.ts'
import { inHook } from '../git/in-hook.ts'

const ZERO = '0'.repeat(40)

/** What `git push ARGS` would send, seen from its real pre-push hook. */
const pushing = (repo: TestRepo, args: string[], options: Parameters<typeof inHook>[4] = {}) =>
  inHook(
    repo,
    'pre-push',
    ['push', ...args],
    async call => {
      const door = await openRepo(call.cwd, call.env, knownFromHook(call.cwd, call.env))
      const [remote = '', url = ''] = call.args
      const operation = await push(door, NOBODY, { remote, url, lines: call.stdin })
      return { ...(await drain(operation)), operation, call }
    },
    options,
  )

/** The same from lines made by hand: for what git itself would not send. */
async function sending(repo: TestRepo, lines: string, remote = 'origin') {
  const door = await openRepo(repo.dir, testEnv())
  const operation = await push(door, NOBODY, { remote, url: 'x', lines })
  return { ...(await drain(operation)), operation }
}

/** A server with two commits on main, and a clone of it. */
function pair(): { server: TestRepo; clone: TestRepo } {
  const server = makeRepo()
  server.write('a.txt', 'old secret\n')
  server.commit('first')
  server.write('b.txt', 'b\n')
  server.commit('second')
  server.git('config', 'receive.denyCurrentBranch', 'ignore')
  return { server, clone: cloneOf(server) }
}

function moved(clone: TestRepo, path: string, data: string, message = 'work'): string {
  clone.write(path, data)
  return clone.commit(message)
}

describe('what is outgoing', () => {
  it('an existing branch: only its new commits; what the remote has already passes', async () => {
    const { clone } = pair()
    const before = clone.git('rev-parse', 'HEAD')
    const after = moved(clone, 'c.txt', 'planted\n', 'message text')
    const { contents, operation, texts } = await pushing(clone, ['origin', 'main'])
    expect([...contents]).toEqual([['c.txt', 'planted\n']])
    expect(operation.refs).toEqual([{ ref: 'refs/heads/main', action: 'update', before, after }])
    expect(operation.listed()).toEqual({ commits: 1, blobs: 1 })
    expect(operation.remote?.name).toBe('origin')
    expect(texts).toEqual([
      { kind: 'commit-message', text: 'message text\n', commit: after },
      { kind: 'identity', text: 'Test <test@example.org>', commit: after },
    ])
  })

  it('a new branch: what the default branch does not have, and its name', async () => {
    const { clone } = pair()
    clone.git('checkout', '-q', '-b', 'topic')
    moved(clone, 'c.txt', 'planted\n')
    const { paths, operation, texts } = await pushing(clone, ['origin', 'topic'])
    expect(paths).toEqual(['c.txt'])
    expect(operation.refs[0]).toMatchObject({ ref: 'refs/heads/topic', action: 'create', before: null })
    expect(texts[0]).toEqual({ kind: 'ref-name', text: 'refs/heads/topic', ref: 'refs/heads/topic' })
  })

  it('a secret added by one commit and removed by the next', async () => {
    const { clone } = pair()
    const added = moved(clone, 'c.txt', 'planted\n')
    moved(clone, 'c.txt', 'clean\n')
    clone.git('rm', '-q', 'c.txt')
    clone.commit('gone')
    const { changes } = await pushing(clone, ['origin', 'main'])
    expect(changes.map(({ status }) => status)).toEqual(['added', 'modified', 'deleted'])
    expect(changes[0]!.commit).toBe(added)
  })

  it('several refs, the second one dirty; --all; --follow-tags', async () => {
    const { clone } = pair()
    clone.git('branch', 'clean')
    clone.git('checkout', '-q', '-b', 'dirty')
    moved(clone, 'c.txt', 'planted\n')
    clone.git('tag', '-a', '-m', 'tag words', 'v1')
    expect((await pushing(clone, ['origin', 'clean', 'dirty'])).paths).toEqual(['c.txt'])
    expect((await pushing(clone, ['origin', '--all'])).paths).toEqual(['c.txt'])
    const { texts, operation } = await pushing(clone, ['--follow-tags', 'origin', 'dirty'])
    expect(texts.filter(text => text.kind === 'tag-message').map(text => text.text)).toEqual(['tag words\n'])
    expect(operation.refs.map(update => update.ref).sort()).toEqual(['refs/heads/dirty', 'refs/tags/v1'])
  })

  it('an old side branch merged in, an evil merge', async () => {
    const { clone } = pair()
    clone.git('checkout', '-q', '-b', 'side', 'HEAD~1')
    moved(clone, 'side.txt', 'side\n')
    clone.git('checkout', '-q', 'main')
    clone.git('merge', '-q', '--no-commit', '--no-ff', 'side')
    clone.write('evil.txt', 'planted\n')
    const merge = clone.commit('merge')
    const { changes } = await pushing(clone, ['origin', 'main'])
    expect(changes.map(({ path }) => path)).toEqual(['side.txt', 'evil.txt'])
    expect(changes[1]).toMatchObject({ commit: merge, status: 'added', before: [] })
  })

  it('a conflict resolved: each parent is a before', async () => {
    const { clone } = pair()
    clone.git('checkout', '-q', '-b', 'side')
    moved(clone, 'b.txt', 'side\n')
    clone.git('checkout', '-q', 'main')
    moved(clone, 'b.txt', 'main\n')
    expect(() => clone.git('merge', 'side')).toThrow()
    moved(clone, 'b.txt', 'both\n', 'merge')
    const { changes } = await pushing(clone, ['origin', 'main'])
    expect(changes[2]!.before.map(entry => clone.git('cat-file', '-p', entry.id))).toEqual(['main', 'side'])
  })

  it('odd refspecs: HEAD~1, a message search with a space, a bare id', async () => {
    const { clone } = pair()
    const bug = moved(clone, 'c.txt', 'planted\n', 'fix bug')
    moved(clone, 'd.txt', 'later\n')
    for (const source of ['HEAD~1', 'HEAD^{/fix bug}', bug]) {
      const { paths, operation, call } = await pushing(clone, ['origin', `${source}:refs/heads/x`])
      expect(call.stdin).toMatch(/^\S+( bug\})? [0-9a-f]{40} refs\/heads\/x 0{40}\n$/)
      expect(paths).toEqual(['c.txt'])
      expect(operation.refs[0]).toMatchObject({ ref: 'refs/heads/x', action: 'create', after: bug })
    }
  })

  it('empty stdin is nothing to do', async () => {
    const { clone } = pair()
    const { operation, changes, call } = await pushing(clone, ['origin', 'main'])
    expect(call.stdin).toBe('')
    expect(operation.refs).toEqual([])
    expect(changes).toEqual([])
  })

  it('weird names and a sha256 repository', async () => {
    const repo = makeRepo({ init: ['--object-format=sha256'] })
    repo.write('line\nbreak "q" ü\\', 'planted\n')
    repo.commit('first')
    const bare = makeRepo({ init: ['--object-format=sha256', '--bare'] })
    repo.git('remote', 'add', 'origin', bare.dir)
    const { contents } = await pushing(repo, ['origin', 'main'])
    expect([...contents]).toEqual([['line\nbreak "q" ü\\', 'planted\n']])
  })

  it('five thousand commits', async () => {
    const { clone } = pair()
    clone.feed(manyCommits(5000, clone.git('rev-parse', 'HEAD')), 'fast-import', '--quiet', '--force')
    const { operation, changes, texts } = await pushing(clone, ['origin', 'big'])
    expect(operation.listed()).toEqual({ commits: 5000, blobs: 5000 })
    expect(changes.length).toBe(5000)
    expect(texts.filter(text => text.kind === 'commit-message').length).toBe(5000)
  })

  function manyCommits(count: number, from: string): string {
    const parts: string[] = []
    for (let i = 0; i < count; i++) {
      const body = `content ${i}\n`
      parts.push(`commit refs/heads/big\ncommitter T <t@example.org> ${1700000000 + i} +0000\ndata 2\nm\n`)
      parts.push(
        i === 0 ? `from ${from}\n` : '',
        `M 100644 inline f${i % 50}.txt\ndata ${body.length}\n${body}\n`,
      )
    }
    return parts.join('')
  }
})

describe('what happens to the ref', () => {
  it('delete', async () => {
    const { server, clone } = pair()
    server.git('branch', 'old')
    const { operation, changes } = await pushing(clone, ['origin', ':old'])
    const before = server.git('rev-parse', 'old')
    expect(operation.refs).toEqual([{ ref: 'refs/heads/old', action: 'delete', before, after: null }])
    expect(changes).toEqual([])
  })

  it('force, the remote commit known', async () => {
    const { clone } = pair()
    clone.git('reset', '-q', '--hard', 'HEAD~1')
    moved(clone, 'c.txt', 'planted\n')
    const { operation, paths } = await pushing(clone, ['--force', 'origin', 'main'])
    expect(operation.refs[0]?.action).toBe('force')
    expect(paths).toEqual(['c.txt'])
  })

  it('force, the remote commit unknown: said, and all that is new to us is looked at', async () => {
    const { server, clone } = pair()
    server.write('z.txt', 'z\n')
    server.commit('elsewhere')
    moved(clone, 'c.txt', 'planted\n')
    const { operation, paths } = await pushing(clone, ['--force', 'origin', 'main'])
    expect(operation.refs[0]?.action).toBe('force')
    expect(operation.notices?.()[0]).toContain('fetch first')
    expect(paths).toEqual(['c.txt'])
  })

  it('tags: created light and annotated, moved, deleted', async () => {
    const { server, clone } = pair()
    moved(clone, 'c.txt', 'planted\n')
    clone.git('tag', 'light')
    expect((await pushing(clone, ['origin', 'light'])).paths).toEqual(['c.txt'])
    clone.git('tag', '-a', '-m', 'inner', 'one')
    clone.git('tag', '-a', '-m', 'outer', 'two', 'one')
    const nested = await pushing(clone, ['origin', 'refs/tags/two'])
    expect(nested.paths).toEqual(['c.txt'])
    expect(nested.texts.filter(text => text.kind === 'tag-message').map(text => text.text)).toEqual([
      'outer\n',
      'inner\n',
    ])
    expect(nested.texts).toContainEqual({
      kind: 'identity',
      text: 'Test <test@example.org>',
      ref: 'refs/tags/two',
    })
    server.git('tag', 'light', 'HEAD~1')
    expect((await pushing(clone, ['--force', 'origin', 'light'])).operation.refs[0]?.action).toBe('force')
    expect((await pushing(clone, ['origin', ':refs/tags/light'])).operation.refs[0]?.action).toBe('delete')
  })

  it('a tag of a file, and of a tree: both are read', async () => {
    const { clone } = pair()
    const blob = clone.feed('planted\n', 'hash-object', '-w', '--stdin')
    clone.git('tag', 'file', blob)
    clone.git('tag', '-a', '-m', 'x', 'tree', 'HEAD^{tree}')
    expect([...(await pushing(clone, ['origin', 'refs/tags/file'])).contents]).toEqual([
      ['refs/tags/file', 'planted\n'],
    ])
    const { contents, operation } = await pushing(clone, ['origin', 'refs/tags/tree'])
    expect(contents.get('a.txt')).toBe('old secret\n')
    expect(operation.listed()).toEqual({ commits: 0, blobs: 2 })
  })

  it('notes', async () => {
    const { clone } = pair()
    clone.git('notes', 'add', '-m', 'planted')
    const { contents } = await pushing(clone, ['origin', 'refs/notes/commits'])
    expect([...contents.values()]).toEqual(['planted\n'])
  })

  it('--mirror sends every ref', async () => {
    const { clone } = pair()
    moved(clone, 'c.txt', 'planted\n')
    clone.git('update-ref', 'refs/hidden/x', 'HEAD')
    const { operation, paths } = await pushing(clone, ['--mirror', makeRepo({ init: ['--bare'] }).dir])
    expect(operation.refs.map(update => update.ref)).toContain('refs/hidden/x')
    expect(paths).toContain('c.txt')
  })

  it('--dry-run asks as well', async () => {
    const { clone } = pair()
    moved(clone, 'c.txt', 'planted\n')
    expect((await pushing(clone, ['--dry-run', 'origin', 'main'])).paths).toEqual(['c.txt'])
  })
})

describe('where it goes', () => {
  it('by the URL of a known remote: that remote tells what is there', async () => {
    const { server, clone } = pair()
    moved(clone, 'c.txt', 'planted\n')
    const { paths } = await pushing(clone, [`file://${server.dir}`, 'main:refs/heads/x'])
    expect(paths).toEqual(['c.txt'])
  })

  it('by the URL of an unknown one, or a remote never fetched: everything', async () => {
    const { clone } = pair()
    const bare = makeRepo({ init: ['--bare'] })
    moved(clone, 'c.txt', 'planted\n')
    expect((await pushing(clone, [bare.dir, 'main'])).paths).toEqual(['a.txt', 'b.txt', 'c.txt'])
    clone.git('remote', 'add', 'other', bare.dir)
    expect((await pushing(clone, ['other', 'main'])).paths).toEqual(['a.txt', 'b.txt', 'c.txt'])
  })

  it('a pushurl and an insteadOf change the URL, not what is outgoing', async () => {
    const { clone } = pair()
    const bare = makeRepo({ init: ['--bare'] })
    clone.git('config', 'remote.origin.pushurl', `short:${bare.dir}`)
    clone.git('config', `url.file://.insteadOf`, 'short:')
    moved(clone, 'c.txt', 'planted\n')
    const { operation } = await pushing(clone, ['origin', 'main:refs/heads/x'])
    expect(operation.remote).toEqual({ name: 'origin', url: `file://${bare.dir}` })
  })
})

describe('refs that lie', () => {
  it('a forged default branch does not hide a push to it: stdin says what the remote has', async () => {
    const { clone } = pair()
    moved(clone, 'c.txt', 'planted\n')
    clone.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
    const { paths, operation } = await pushing(clone, ['origin', 'main'])
    expect(paths).toEqual(['c.txt'])
    expect(operation.elsewhere).toBeUndefined()
  })

  it('a forged default branch of a remote that has none', async () => {
    const { clone } = pair()
    clone.git('remote', 'add', 'other', makeRepo({ init: ['--bare'] }).dir)
    clone.git('update-ref', 'refs/remotes/other/main', 'HEAD')
    expect((await pushing(clone, ['other', 'main'])).paths).toEqual(['a.txt', 'b.txt'])
  })

  it('another tracking ref that has the commit: listed all the same, and named', async () => {
    const { clone } = pair()
    const first = moved(clone, 'c.txt', 'planted\n')
    clone.git('update-ref', 'refs/remotes/origin/x', 'HEAD')
    const second = moved(clone, 'd.txt', 'more\n')
    const { paths, operation } = await pushing(clone, ['origin', 'main'])
    expect(paths).toEqual(['c.txt', 'd.txt'])
    expect([...operation.elsewhere!]).toEqual([[first, 'refs/remotes/origin/x']])
    expect(operation.elsewhere?.has(second)).toBe(false)
  })

  it('the tracking ref is ahead of what is pushed', async () => {
    const { clone } = pair()
    clone.git('checkout', '-q', '-b', 'x')
    const first = moved(clone, 'c.txt', 'planted\n')
    clone.git('branch', 'y')
    moved(clone, 'd.txt', 'more\n')
    clone.git('update-ref', 'refs/remotes/origin/x', 'HEAD')
    const { operation } = await pushing(clone, ['origin', 'y'])
    expect([...operation.elsewhere!]).toEqual([[first, 'refs/remotes/origin/x']])
  })

  it('the same change in a commit that is elsewhere and in one that is not comes for both', async () => {
    const { clone } = pair()
    const first = moved(clone, 'c.txt', 'planted\n')
    clone.git('update-ref', 'refs/remotes/origin/x', 'HEAD')
    clone.git('rm', '-q', 'c.txt')
    clone.commit('gone')
    const again = moved(clone, 'c.txt', 'planted\n')
    const { changes } = await pushing(clone, ['origin', 'main'])
    expect(changes.filter(({ status }) => status === 'added').map(({ commit }) => commit)).toEqual([
      first,
      again,
    ])
  })

  it('a HEAD of the remote that points outside of it is not believed', async () => {
    const { clone } = pair()
    clone.git('checkout', '-q', '-b', 'topic')
    moved(clone, 'c.txt', 'planted\n')
    clone.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/heads/topic')
    expect((await pushing(clone, ['origin', 'topic'])).paths).toEqual(['c.txt'])
  })

  it('stale tracking refs: what the remote just named counts', async () => {
    const { server, clone } = pair()
    const other = cloneOf(server)
    const news = moved(other, 'n.txt', 'news\n')
    other.git('push', '-q', 'origin', 'main')
    clone.git('fetch', '-q', server.dir, 'main')
    clone.git('reset', '-q', '--hard', 'FETCH_HEAD')
    moved(clone, 'c.txt', 'planted\n')
    const { paths, operation } = await pushing(clone, ['origin', 'main'])
    expect(paths).toEqual(['c.txt'])
    expect(operation.refs[0]).toMatchObject({ action: 'update', before: news })
  })

  it('git replace of the outgoing blob and commit, and a graft: the real objects are read', async () => {
    const { clone } = pair()
    const outgoing = moved(clone, 'c.txt', 'planted\n')
    const clean = clone.feed('clean\n', 'hash-object', '-w', '--stdin')
    clone.git('replace', clone.git('rev-parse', 'HEAD:c.txt'), clean)
    expect((await pushing(clone, ['origin', 'main'])).contents.get('c.txt')).toBe('planted\n')
    clone.git('replace', outgoing, clone.git('commit-tree', '-m', 'x', '-p', 'HEAD~1', 'HEAD~1^{tree}'))
    expect((await pushing(clone, ['origin', 'main'])).contents.get('c.txt')).toBe('planted\n')
    clone.git('replace', '-d', outgoing)
    clone.git('rm', '-q', 'c.txt')
    const next = moved(clone, 'd.txt', 'd\n')
    writeFileSync(join(clone.dir, '.git', 'info', 'grafts'), `${next} ${clone.git('rev-parse', 'HEAD~2')}\n`)
    expect((await pushing(clone, ['origin', 'main'])).contents.get('c.txt')).toBe('planted\n')
  })

  it('a submodule moved is a change, whatever .gitmodules and the configuration ignore', async () => {
    const { server, clone } = pair()
    clone.git('update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},mod`)
    clone.write('.gitmodules', '[submodule "mod"]\n\tpath = mod\n\turl = ./x\n\tignore = all\n')
    clone.git('add', '.gitmodules')
    clone.git('commit', '-q', '-m', 'submodule')
    clone.git('push', '-q', server.dir, 'main')
    clone.git('fetch', '-q')
    clone.git('config', 'submodule.mod.ignore', 'all')
    clone.git('config', 'diff.ignoreSubmodules', 'all')
    clone.git('update-index', '--cacheinfo', `160000,${'b'.repeat(40)},mod`)
    clone.git('commit', '-q', '--allow-empty', '-m', 'moved')
    const { changes, operation } = await pushing(clone, ['origin', 'main'])
    expect(changes.map(({ path, status }) => `${status} ${path}`)).toEqual(['modified mod'])
    expect(operation.listed()).toEqual({ commits: 1, blobs: 0 })
  })
})

describe('clones that do not hold everything', () => {
  it('shallow: new commits only', async () => {
    const { server } = pair()
    const clone = cloneOf(server, '--depth=1')
    moved(clone, 'c.txt', 'planted\n')
    const { paths, operation } = await pushing(clone, ['origin', 'main'])
    expect(paths).toEqual(['c.txt'])
    expect(operation.notices?.()).toEqual([])
  })

  it('shallow, to a new remote: the edge counts with its whole tree, and is said', async () => {
    const { server } = pair()
    const clone = cloneOf(server, '--depth=1')
    const line = `refs/heads/main ${clone.git('rev-parse', 'HEAD')} refs/heads/main ${ZERO}\n`
    const { paths, operation } = await sending(clone, line, 'other')
    expect(paths).toEqual(['a.txt', 'b.txt'])
    expect(operation.notices?.()[0]).toContain('edge of this shallow clone')
  })

  it('partial: fine when what is new is here, exit 3 naming what is not', async () => {
    const { server } = pair()
    server.git('config', 'uploadpack.allowFilter', 'true')
    const clone = cloneOf(server, '--filter=blob:none', '--no-checkout')
    const blob = clone.feed('planted\n', 'hash-object', '-w', '--stdin')
    const tree = clone.feed(`100644 blob ${blob}\tc.txt\n`, 'mktree')
    const commit = clone.git('commit-tree', '-m', 'x', '-p', 'HEAD', tree)
    const main = server.git('rev-parse', 'HEAD')
    const { paths } = await sending(clone, `x ${commit} refs/heads/main ${main}\n`)
    expect(paths).toEqual(['a.txt', 'b.txt', 'c.txt'])
    const door = await openRepo(clone.dir, testEnv())
    const input = { remote: 'other', url: 'x', lines: `x ${main} refs/heads/main ${ZERO}` }
    const error = await errorOf(push(door, NOBODY, input))
    expect(error).toMatchObject({ name: 'CoverageError', exit: 3 })
    expect(error.message).toContain(server.git('rev-parse', 'HEAD:a.txt'))
  })

  it('an outgoing tree is missing: exit 3 naming it', async () => {
    const { clone } = pair()
    const tree = clone.feed(
      '040000 tree 1234567890123456789012345678901234567890\tsub\n',
      'mktree',
      '--missing',
    )
    const commit = clone.git('commit-tree', '-m', 'x', '-p', 'HEAD', tree)
    const line = `x ${commit} refs/heads/x ${ZERO}`
    const { error } = await sending(clone, line)
    expect(error).toMatchObject({ exit: 3 })
    expect((error as Error).message).toContain('1234567890123456789012345678901234567890')
  })

  it('what is pushed is missing: exit 3 naming it', async () => {
    const { clone } = pair()
    const id = '1'.repeat(40)
    const error = await errorOf(sending(clone, `x ${id} refs/heads/x ${ZERO}`))
    expect(error).toMatchObject({ exit: 3, message: `object ${id}, pushed to "refs/heads/x", is missing` })
  })

  it('a line that is none: exit 3 and its number', async () => {
    const { clone } = pair()
    const error = await errorOf(sending(clone, 'refs/heads/x and nothing else\n'))
    expect(error).toMatchObject({ exit: 3, detail: { line: 1 } })
  })
})

it('a linked worktree pushes like the main one', async () => {
  const { clone } = pair()
  const dir = join(tempDir(), 'linked')
  clone.git('worktree', 'add', '-q', '-b', 'other', dir)
  const linked = makeRepo({ dir })
  moved(linked, 'c.txt', 'planted\n')
  const { paths } = await pushing(linked, ['origin', 'other'], { gitDir: join(clone.dir, '.git') })
  expect(paths).toEqual(['c.txt'])
})
