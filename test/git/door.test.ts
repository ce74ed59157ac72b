import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { trustedBase } from '../../src/git/base.ts'
import { gitEnv, injectedSafeDirectories } from '../../src/git/env.ts'
import { openObjects } from '../../src/git/objects.ts'
import { git, gitStream, knownFromHook, openRepo } from '../../src/git/run.ts'
import { cloneOf, errorOf, makeRepo, type TestRepo, tempDir, testEnv } from './fixture.ts'

function started(): TestRepo {
  const repo = makeRepo()
  repo.write('a.txt', 'one\n')
  repo.commit('first')
  return repo
}

describe('opening', () => {
  it('from a subdirectory, a bare repository, a linked worktree, inside .git', async () => {
    const repo = started()
    repo.write('sub/x', 'x')
    const linked = join(tempDir(), 'linked')
    repo.git('worktree', 'add', '-q', linked)
    const bare = makeRepo({ init: ['--bare'] })
    const gitDir = join(repo.dir, '.git')
    expect(await openRepo(join(repo.dir, 'sub'), testEnv())).toMatchObject({
      gitDir,
      commonDir: gitDir,
      worktree: repo.dir,
    })
    expect(await openRepo(bare.dir, testEnv())).toMatchObject({ gitDir: bare.dir, worktree: null })
    expect(await openRepo(gitDir, testEnv())).toMatchObject({ gitDir, worktree: null })
    expect(await openRepo(linked, testEnv())).toMatchObject({
      gitDir: join(gitDir, 'worktrees', 'linked'),
      commonDir: gitDir,
      worktree: linked,
    })
  })

  it('what a hook knows is what git would say', async () => {
    const repo = started()
    const linked = join(tempDir(), 'linked')
    repo.git('worktree', 'add', '-q', linked)
    const sha256 = makeRepo({ init: ['--object-format=sha256'] })
    for (const dir of [repo.dir, linked, sha256.dir]) {
      const known = knownFromHook(dir, testEnv())
      expect(known).toBeDefined()
      expect(await openRepo(dir, testEnv(), known)).toEqual(await openRepo(dir, testEnv()))
    }
    expect(knownFromHook(tempDir(), testEnv())).toBeUndefined()
    expect(knownFromHook(makeRepo({ init: ['--bare'] }).dir, testEnv({ GIT_DIR: '.' }))).toBeUndefined()
  })

  it('not a repository: exit 3, and what to do', async () => {
    const dir = tempDir()
    const error = await errorOf(openRepo(dir, testEnv()))
    expect(error).toMatchObject({ exit: 3, message: `"${dir}" is not a git repository` })
    expect(error.detail?.hint).toContain('git init')
  })

  it('no such folder', async () => {
    const error = await errorOf(openRepo('/nowhere/at/all', testEnv()))
    expect(error).toMatchObject({ exit: 3, message: 'folder "/nowhere/at/all" not found' })
  })

  it('a file where a folder is wanted: it says how files are looked at', async () => {
    const file = join(started().dir, '.git', 'HEAD')
    const error = await errorOf(openRepo(file, testEnv()))
    expect(error).toMatchObject({ exit: 3, message: `"${file}" is a file, not a repository` })
    expect(error.detail?.hint).toContain('--files')
  })

  it('no git: exit 3, and what to do', async () => {
    const error = await errorOf(openRepo(started().dir, { PATH: tempDir() }))
    expect(error).toMatchObject({ exit: 3, message: 'git was not found ("git")', detail: { subject: 'git' } })
    expect(error.detail?.hint).toContain('PORTCULLIS_GIT')
  })

  it('another repository format than git knows: its words', async () => {
    const repo = started()
    repo.git('config', 'core.repositoryFormatVersion', '99')
    const error = await errorOf(openRepo(repo.dir, testEnv()))
    expect(error).toMatchObject({ exit: 3 })
    expect(error.message).toMatch(/version/i)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'of another owner: the exact command; and safe.directory given by -c is enough',
    async () => {
      const repo = started()
      execFileSync('chown', ['-R', '65534', repo.dir])
      const error = await errorOf(openRepo(repo.dir, testEnv()))
      expect(error).toMatchObject({
        exit: 3,
        message: `git refuses "${repo.dir}": it belongs to another user`,
      })
      expect(error.detail?.hint).toBe(`if you trust it: git config --global --add safe.directory ${repo.dir}`)
      for (const parameters of [
        `'safe.directory'='${repo.dir}'`,
        `'core.x=1' 'safe.directory=${repo.dir}'`,
      ]) {
        const opened = await openRepo(repo.dir, testEnv({ GIT_CONFIG_PARAMETERS: parameters }))
        expect((await git(opened, ['rev-parse', 'HEAD'])).toString().length).toBe(41)
      }
    },
  )
})

describe('the environment', () => {
  it('keeps where things are, drops how git would show them', () => {
    const kept = {
      GIT_DIR: 'd',
      GIT_INDEX_FILE: 'i',
      GIT_QUARANTINE_PATH: 'q',
      GIT_OBJECT_DIRECTORY: 'o',
      HOME: 'h',
    }
    const dropped = {
      GIT_EXTERNAL_DIFF: 'x',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'a',
      GIT_CONFIG_PARAMETERS: "'a'='b'",
      GIT_TRACE: '1',
      GIT_LITERAL_PATHSPECS: '1',
      GIT_SHALLOW_FILE: 'x',
      GIT_REPLACE_REF_BASE: 'refs/x',
    }
    const env = gitEnv({ ...kept, ...dropped })
    expect(env).toMatchObject(kept)
    for (const name of Object.keys(dropped)) expect(env).not.toHaveProperty(name)
  })

  it('safe.directory is taken from every form of injected configuration', () => {
    const quoted = `'a.b=c' 'safe.directory=/old'\\''s' 'safe.directory'='/new dir' 'safe.directory'='/bang'\\!''`
    const env = {
      GIT_CONFIG_PARAMETERS: quoted,
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'x.y',
      GIT_CONFIG_VALUE_0: 'z',
      GIT_CONFIG_KEY_1: 'Safe.Directory',
      GIT_CONFIG_VALUE_1: '*',
    }
    expect(injectedSafeDirectories(env)).toEqual(["/old's", '/new dir', '/bang!', '*'])
  })

  it('tracing into a file of ours is off, and nothing is written there', async () => {
    const repo = started()
    const file = join(tempDir(), 'trace')
    await openRepo(repo.dir, testEnv({ GIT_TRACE: file }))
    expect(spawnSync('test', ['-e', file]).status).toBe(1)
  })
})

describe('running', () => {
  it('a failure carries the subcommand and the first line of what git said', async () => {
    const repo = await openRepo(started().dir, testEnv())
    const error = await errorOf(git(repo, ['rev-list', '--stdin'], { input: `${'1'.repeat(40)}\n` }))
    expect(error).toMatchObject({ exit: 3, message: `git rev-list failed: bad object ${'1'.repeat(40)}` })
  })

  it('input that fails is the error, not the signal that ended git', async () => {
    const repo = await openRepo(started().dir, testEnv())
    async function* broken() {
      yield 'x\n'
      throw new Error('the source broke')
    }
    expect(await errorOf(git(repo, ['hash-object', '--stdin'], { input: broken() }))).toMatchObject({
      message: 'the source broke',
    })
  })

  it('a stream left early ends its process', async () => {
    const repo = started()
    repo.write('big', Buffer.alloc(8 << 20))
    repo.commit('big')
    const door = await openRepo(repo.dir, testEnv())
    for await (const chunk of gitStream(door, ['cat-file', 'blob', 'HEAD:big'])) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
  })
})

describe('objects', () => {
  it('answers come in order, large ones without their content', async () => {
    const repo = started()
    const contents = Array.from({ length: 300 }, (_, i) => `content ${i} ${'x'.repeat(i * 400)}`)
    const ids = contents.map((_, i) => `f${i}`)
    for (const [i, text] of contents.entries()) repo.write(`f${i}`, text)
    repo.commit('many')
    const objects = openObjects(await openRepo(repo.dir, testEnv()))
    const blobs = await Promise.all(
      ids.map(async name => objects.read((await objects.info(`HEAD:${name}`))!.id, 60_000)),
    )
    for (const [i, blob] of blobs.entries()) {
      const text = contents[i]!
      expect(blob.size).toBe(text.length)
      expect(blob.data?.toString() ?? null).toBe(text.length > 60_000 ? null : text)
    }
    objects.close()
  })

  it('missing, of another type, empty, a name with a line break', async () => {
    const repo = started()
    repo.write('empty', '')
    repo.commit('empty')
    const objects = openObjects(await openRepo(repo.dir, testEnv()))
    expect(await objects.readObject('HEAD:nowhere and spaces')).toBeNull()
    expect((await objects.readObject('HEAD:empty'))?.data.length).toBe(0)
    const head = repo.git('rev-parse', 'HEAD')
    expect(await errorOf(objects.read(head, 10))).toMatchObject({ exit: 3 })
    expect(await errorOf(objects.read('2'.repeat(40), 10))).toMatchObject({
      message: `object ${'2'.repeat(40)} is missing`,
    })
    expect(await errorOf(objects.readObject('HEAD\nHEAD'))).toMatchObject({ exit: 3 })
    objects.close()
    expect(await errorOf(objects.readObject('HEAD'))).toMatchObject({ exit: 3 })
  })

  it('a damaged object fails by its name; those asked after it are answered', async () => {
    const repo = started()
    repo.write('bad', 'x'.repeat(5000))
    repo.write('good', 'fine')
    repo.commit('two')
    const [bad, good] = ['HEAD:bad', 'HEAD:good'].map(spec => repo.git('rev-parse', spec)) as [string, string]
    const file = join(repo.dir, '.git', 'objects', bad.slice(0, 2), bad.slice(2))
    const bytes = execFileSync('cat', [file])
    chmodSync(file, 0o644)
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 20), Buffer.alloc(10, 7)]))
    const objects = openObjects(await openRepo(repo.dir, testEnv()))
    const asked = [good, bad, good].map(id =>
      objects.read(id, 1e6).then(blob => blob.data?.toString(), String),
    )
    const [first, second, third] = await Promise.all(asked)
    expect([first, third]).toEqual(['fine', 'fine'])
    expect(second).toContain(bad)
    objects.close()
  })

  it('an object that a partial clone lacks ends git: the questions after it are answered all the same', async () => {
    const server = started()
    server.git('config', 'uploadpack.allowFilter', 'true')
    const clone = cloneOf(server, '--filter=blob:none', '--no-checkout')
    const promised = server.git('rev-parse', 'HEAD:a.txt')
    const here = clone.feed('here\n', 'hash-object', '-w', '--stdin')
    const objects = openObjects(await openRepo(clone.dir, testEnv()))
    const asked = [here, promised, here, promised, here].map(id =>
      objects.read(id, 1e6).then(blob => blob.data?.toString(), String),
    )
    const answers = await Promise.all(asked)
    expect([answers[0], answers[2], answers[4]]).toEqual(['here\n', 'here\n', 'here\n'])
    for (const answer of [answers[1], answers[3]]) expect(answer).toContain(promised)
    objects.close()
  })

  it('no git: everything asked is refused', async () => {
    const repo = await openRepo(started().dir, testEnv())
    const objects = openObjects({ ...repo, git: '/nowhere/git' })
    const errors = await Promise.all(['HEAD', 'HEAD'].map(spec => errorOf(objects.readObject(spec))))
    for (const error of errors) expect(error.message).toContain('git was not found')
    objects.close()
  })
})

describe('the trusted base', () => {
  const base = async (repo: TestRepo, remote?: string) =>
    trustedBase(await openRepo(repo.dir, testEnv()), remote)

  it('no remote: HEAD; nothing at all: none', async () => {
    const repo = started()
    expect(await base(repo)).toEqual({ id: repo.git('rev-parse', 'HEAD'), ref: 'HEAD' })
    expect(await base(makeRepo())).toBeNull()
  })

  it("the remote's HEAD, else its main, else its master", async () => {
    const server = started()
    server.git('branch', 'trunk')
    server.git('branch', 'master')
    server.git('checkout', '-q', 'trunk')
    const clone = cloneOf(server)
    clone.write('x', 'x')
    clone.commit('not pushed')
    const id = server.git('rev-parse', 'HEAD')
    expect(await base(clone)).toEqual({ id, ref: 'refs/remotes/origin/trunk' })
    clone.git('remote', 'set-head', 'origin', '--delete')
    expect(await base(clone)).toEqual({ id, ref: 'refs/remotes/origin/main' })
    clone.git('update-ref', '-d', 'refs/remotes/origin/main')
    expect(await base(clone)).toEqual({ id, ref: 'refs/remotes/origin/master' })
    clone.git('pack-refs', '--all')
    expect(await base(clone)).toEqual({ id, ref: 'refs/remotes/origin/master' })
  })

  it("the branch's upstream remote comes before origin", async () => {
    const clone = cloneOf(started())
    const other = started()
    clone.git('remote', 'add', 'canon', other.dir)
    clone.git('fetch', '-q', 'canon')
    clone.git('checkout', '-q', '-b', 'topic', 'canon/main')
    expect((await base(clone))?.ref).toBe('refs/remotes/canon/main')
    expect((await base(clone, 'origin'))?.ref).toBe('refs/remotes/origin/main')
    expect(await base(clone, 'nowhere')).toBeNull()
  })
})
