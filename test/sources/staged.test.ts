import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownFromHook, openRepo } from '../../src/git/run.ts'
import { type StagedOptions, staged } from '../../src/sources/staged.ts'
import {
  cloneOf,
  drain,
  errorOf,
  GIT,
  makeRepo,
  NOBODY,
  type TestRepo,
  tempDir,
  testEnv,
} from '../git/fixture.ts'
import { type HookCall, inHook } from '../git/in-hook.ts'

type Event = NonNullable<StagedOptions['event']>

/** staged() as the hook would call it: the door opened from the hook's own folder and environment. */
async function look(call: HookCall, event: Event) {
  const repo = await openRepo(call.cwd, call.env, knownFromHook(call.cwd, call.env))
  const operation = await staged(repo, NOBODY, { event, args: call.args.slice(1) })
  return { ...(await drain(operation)), operation }
}

const during = (repo: TestRepo, event: Event, args: string[], options: Parameters<typeof inHook>[4] = {}) =>
  inHook(repo, event, args, call => look(call, event), options)

async function plain(repo: TestRepo, env: Record<string, string> = {}) {
  const operation = await staged(await openRepo(repo.dir, testEnv(env)), NOBODY)
  return { ...(await drain(operation)), operation }
}

function started(): TestRepo {
  const repo = makeRepo()
  repo.write('a.txt', 'one\n')
  repo.write('sub/b.txt', 'one\n')
  repo.commit('first')
  return repo
}

describe('which index', () => {
  it('commit -a is judged by its temporary index', async () => {
    const repo = started()
    repo.write('a.txt', 'planted\n')
    const { contents } = await during(repo, 'pre-commit', ['commit', '-a', '-m', 'x'])
    expect([...contents]).toEqual([['a.txt', 'planted\n']])
  })

  it('commit PATH is judged by its own index, not by what else is staged', async () => {
    const repo = started()
    repo.write('a.txt', 'planted\n')
    repo.write('sub/b.txt', 'other\n')
    repo.git('add', 'sub/b.txt')
    const { contents } = await during(repo, 'pre-commit', ['commit', '-m', 'x', 'a.txt'])
    expect([...contents]).toEqual([['a.txt', 'planted\n']])
  })

  it('a commit from a subdirectory gives paths from the root', async () => {
    const repo = started()
    repo.write('sub/b.txt', 'planted\n')
    const options = { cwd: join(repo.dir, 'sub') }
    const { contents } = await during(repo, 'pre-commit', ['commit', '-a', '-m', 'x'], options)
    expect([...contents]).toEqual([['sub/b.txt', 'planted\n']])
  })

  it('staged and then removed from the file is found; in the file and not staged is not', async () => {
    const repo = started()
    repo.write('a.txt', 'planted\n')
    repo.git('add', 'a.txt')
    repo.write('a.txt', 'clean\n')
    repo.write('sub/b.txt', 'unstaged\n')
    const { contents } = await during(repo, 'pre-commit', ['commit', '-m', 'x'])
    expect([...contents]).toEqual([['a.txt', 'planted\n']])
  })

  it('--git-dir and --work-tree', async () => {
    const repo = started()
    repo.write('a.txt', 'planted\n')
    const args = [`--git-dir=${repo.dir}/.git`, `--work-tree=${repo.dir}`, 'commit', '-a', '-m', 'x']
    const { contents } = await during(repo, 'pre-commit', args, { cwd: tempDir() })
    expect([...contents]).toEqual([['a.txt', 'planted\n']])
  })

  it('intent-to-add is no content', async () => {
    const repo = started()
    repo.write('new.txt', 'not staged\n')
    repo.git('add', '-N', 'new.txt')
    repo.write('a.txt', 'two\n')
    repo.git('add', 'a.txt')
    expect((await plain(repo)).paths).toEqual(['a.txt'])
    const all = await during(repo, 'pre-commit', ['commit', '-a', '-m', 'x'])
    expect(all.contents.get('new.txt')).toBe('not staged\n')
  })

  it('an index that cannot be written as a tree is read itself', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'side')
    repo.write('a.txt', 'two\n')
    repo.write('gone.txt', 'x\n')
    repo.git('add', '-A')
    repo.git('add', '-N', '.')
    const index = join(repo.dir, '.git', 'index')
    execFileSync('cp', [index, join(repo.dir, 'copy')])
    // a folder where the lock would be: write-tree fails as it does where nothing may be written
    mkdirSync(join(repo.dir, 'copy.lock'))
    const { operation, contents } = await plain(repo, { GIT_INDEX_FILE: join(repo.dir, 'copy') })
    expect(operation.tree).toBeNull()
    expect(contents.get('a.txt')).toBe('two\n')
    expect(operation.listed()).toEqual({ commits: 0, blobs: 2 })
  })

  it('unmerged paths: exit 3 naming one', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'side')
    repo.write('a.txt', 'side\n')
    repo.commit('side')
    repo.git('checkout', '-q', 'main')
    repo.write('a.txt', 'main\n')
    repo.commit('main')
    expect(() => repo.git('merge', 'side')).toThrow()
    const { error } = await plain(repo)
    expect(error).toMatchObject({ exit: 3, message: '"a.txt" is unmerged in the index' })
  })
})

describe('which parents', () => {
  it('the first commit of a repository: everything is new', async () => {
    const repo = makeRepo()
    repo.write('a.txt', 'planted\n')
    repo.git('add', '-A')
    const { contents, operation } = await during(repo, 'pre-commit', ['commit', '-m', 'x'])
    expect(contents.get('a.txt')).toBe('planted\n')
    expect(operation.refs).toEqual([{ ref: 'refs/heads/main', action: 'create', before: null, after: null }])
    expect(operation.parents).toEqual([])
  })

  it('an ordinary commit: ref, parent and tree are those of the commit to be', async () => {
    const repo = started()
    const head = repo.git('rev-parse', 'HEAD')
    repo.write('a.txt', 'two\n')
    repo.git('add', '-A')
    const { operation } = await during(repo, 'pre-commit', ['commit', '-m', 'x'])
    expect(operation).toMatchObject({ kind: 'commit', parents: [head], ref: 'refs/heads/main' })
    expect(operation.tree).toBe(repo.git('write-tree'))
    expect(operation.refs).toEqual([{ ref: 'refs/heads/main', action: 'update', before: head, after: null }])
  })

  it('amend, also of the message only, brings what HEAD brought', async () => {
    const repo = started()
    repo.write('a.txt', 'planted\n')
    repo.commit('second')
    for (const event of ['pre-commit', 'prepare-commit-msg'] as const) {
      const { contents, operation } = await during(repo, event, ['commit', '--amend', '-m', 'other'])
      expect([...contents]).toEqual([['a.txt', 'planted\n']])
      expect(operation.parents).toEqual([repo.git('rev-parse', 'HEAD~1')])
      rmSync(join(repo.dir, '.git', 'hooks', event))
    }
    const edited = await during(repo, 'prepare-commit-msg', [
      'commit',
      '--amend',
      '--no-verify',
      '--reset-author',
    ])
    expect([...edited.contents]).toEqual([['a.txt', 'planted\n']])
  })

  it('amend of the first commit brings everything', async () => {
    const repo = started()
    const { paths } = await during(repo, 'pre-commit', ['commit', '--amend', '-m', 'x'])
    expect(paths).toEqual(['a.txt', 'sub/b.txt'])
  })

  it('a clean merge brings nothing; a file put into it is its own', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'side')
    repo.write('side.txt', 'side\n')
    const side = repo.commit('side')
    repo.git('checkout', '-q', 'main')
    repo.write('a.txt', 'main\n')
    const head = repo.commit('main')
    const clean = await during(repo, 'pre-merge-commit', ['merge', '--no-edit', 'side'])
    expect(clean.paths).toEqual([])
    expect(clean.operation).toMatchObject({ kind: 'merge', parents: [head, side] })
    rmSync(join(repo.dir, '.git', 'hooks', 'pre-merge-commit'))
    repo.git('reset', '-q', '--hard')
    const prepared = await during(repo, 'prepare-commit-msg', ['merge', '--no-verify', '--no-edit', 'side'])
    expect(prepared.paths).toEqual([])
    expect(prepared.operation.parents).toEqual([head, side])
    repo.write('evil.txt', 'planted\n')
    repo.git('add', '-A')
    expect((await plain(repo)).contents.get('evil.txt')).toBe('planted\n')
  })

  it('a conflict resolved brings the resolved file, before it each side', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'side')
    repo.write('a.txt', 'side\n')
    repo.commit('side')
    repo.git('checkout', '-q', 'main')
    repo.write('a.txt', 'main\n')
    repo.commit('main')
    expect(() => repo.git('merge', 'side')).toThrow()
    repo.write('a.txt', 'both\n')
    repo.git('add', '-A')
    const { changes } = await during(repo, 'pre-commit', ['commit', '--no-edit'])
    expect(changes.map(change => [change.path, change.status])).toEqual([['a.txt', 'modified']])
    expect(changes[0]!.before.map(entry => repo.git('cat-file', '-p', entry.id))).toEqual(['main', 'side'])
  })

  it('an octopus has all its parents', async () => {
    const repo = started()
    for (const name of ['x', 'y']) {
      repo.git('checkout', '-q', '-b', name, 'main')
      repo.write(`${name}.txt`, name)
      repo.commit(name)
    }
    repo.git('checkout', '-q', 'main')
    const { paths, operation } = await during(repo, 'pre-merge-commit', [
      'merge',
      '--no-ff',
      '--no-edit',
      'x',
      'y',
    ]).catch(() => during(repo, 'prepare-commit-msg', ['merge', '--no-ff', '--no-edit', 'x', 'y']))
    expect(paths).toEqual([])
    expect([...operation.parents].sort()).toEqual(
      ['main', 'x', 'y'].map(name => repo.git('rev-parse', name)).sort(),
    )
  })

  it('a variable that names a commit makes no merge of a commit', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'side')
    repo.write('a.txt', 'planted\n')
    const side = repo.commit('side')
    repo.git('checkout', '-q', 'main')
    repo.write('a.txt', 'planted\n')
    repo.git('add', '-A')
    const { contents } = await during(repo, 'pre-commit', ['commit', '-m', 'x'], {
      env: { [`GITHEAD_${side}`]: 'side' },
    })
    expect(contents.get('a.txt')).toBe('planted\n')
  })

  it('a rebase picks on a detached HEAD; the branch rebased is the one that counts', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'topic')
    repo.write('t.txt', 'topic\n')
    repo.commit('topic')
    repo.git('checkout', '-q', 'main')
    repo.write('a.txt', 'main\n')
    repo.commit('main')
    const { operation, paths } = await during(repo, 'prepare-commit-msg', ['rebase', 'main', 'topic'])
    expect(operation.ref).toBe('refs/heads/topic')
    expect(paths).toEqual(['t.txt'])
  })

  it('a cherry-pick is judged as a commit on the branch it lands on; a detached HEAD has none', async () => {
    const repo = started()
    repo.git('checkout', '-q', '-b', 'side')
    repo.write('t.txt', 'planted\n')
    repo.commit('side')
    repo.git('checkout', '-q', 'main')
    repo.write('u.txt', 'more\n')
    repo.commit('main')
    const picked = await during(repo, 'prepare-commit-msg', ['cherry-pick', 'side'])
    expect(picked.operation.ref).toBe('refs/heads/main')
    expect([...picked.contents]).toEqual([['t.txt', 'planted\n']])
    repo.git('reset', '-q', '--hard')
    repo.git('checkout', '-q', '--detach')
    repo.write('a.txt', 'two\n')
    repo.git('add', '-A')
    const detached = await plain(repo)
    expect(detached.operation).toMatchObject({ ref: null, refs: [] })
    expect(detached.paths).toEqual(['a.txt'])
  })
})

describe('which changes', () => {
  it('type change, mode change, rename, deletion', async () => {
    const repo = started()
    repo.write('renamed.txt', 'stay\n')
    repo.write('run.sh', 'x\n')
    symlinkSync('a.txt', join(repo.dir, 'link'))
    repo.commit('second')
    unlinkSync(join(repo.dir, 'link'))
    repo.write('link', 'planted\n')
    chmodSync(join(repo.dir, 'run.sh'), 0o755)
    repo.git('mv', 'renamed.txt', 'other.txt')
    repo.git('rm', '-q', 'a.txt')
    repo.git('add', '-A')
    const { changes } = await plain(repo)
    expect(changes.map(({ path, status }) => `${status} ${path}`).sort()).toEqual([
      'added other.txt',
      'deleted a.txt',
      'deleted renamed.txt',
      'mode run.sh',
      'type link',
    ])
  })

  it('a file becomes a folder, and a folder a file', async () => {
    const repo = started()
    repo.git('rm', '-q', '-r', 'a.txt', 'sub')
    repo.write('a.txt/inner', 'in\n')
    repo.write('sub', 'file\n')
    repo.git('add', '-A')
    const { changes } = await plain(repo)
    expect(changes.map(({ path, status }) => `${status} ${path}`).sort()).toEqual([
      'added a.txt/inner',
      'added sub',
      'deleted a.txt',
      'deleted sub/b.txt',
    ])
  })

  it('names: spaces, quotes, backslash at the end, line break, leading dash, non-ASCII, no UTF-8', async () => {
    const repo = started()
    const names = ['a b', '"q"', 'back\\', 'line\nbreak', '-rf', 'ünï', '名前', 'x'.repeat(200)]
    for (const name of names) repo.write(name, `in ${name}`)
    writeFileSync(
      Buffer.concat([Buffer.from(`${repo.dir}/bad`), Buffer.from([0xff]), Buffer.from('\\')]),
      'in bad',
    )
    repo.git('add', '-A')
    const { contents, paths } = await plain(repo)
    expect(paths).toEqual([...names, 'bad\\xff\\\\'].sort())
    for (const name of names) expect(contents.get(name)).toBe(`in ${name}`)
  })

  it('a submodule is a change of a path and is not read', async () => {
    const repo = started()
    const inner = started()
    repo.git('submodule', '--quiet', 'add', inner.dir, 'mod')
    const { changes, operation } = await plain(repo)
    expect(changes.find(change => change.path === 'mod')?.after?.mode).toBe('160000')
    expect(operation.listed().blobs).toBe(1) // .gitmodules
    repo.git('config', '-f', '.gitmodules', 'submodule.mod.ignore', 'all')
    repo.commit('with submodule')
    const mod = makeRepo({ dir: join(repo.dir, 'mod') })
    mod.write('new', 'x')
    mod.commit('moved')
    repo.git('update-index', '--cacheinfo', `160000,${mod.git('rev-parse', 'HEAD')},mod`)
    expect((await plain(repo)).paths).toEqual(['mod'])
  })

  it('configuration and attributes that blind a diff change nothing', async () => {
    const repo = started()
    repo.write('.gitattributes', '*.env -diff\n*.txt binary diff=up\n')
    repo.commit('attributes')
    repo.write('x.env', 'planted\n')
    repo.write('a.txt', 'planted\n')
    repo.git('add', '-A')
    for (const [key, value] of Object.entries({
      'color.ui': 'always',
      'diff.noprefix': 'true',
      'diff.external': 'true',
      'diff.up.textconv': 'true',
      'diff.relative': 'true',
      'diff.orderFile': '/nowhere',
      'core.quotepath': 'true',
    })) {
      repo.git('config', key, value)
    }
    const env = {
      GIT_EXTERNAL_DIFF: 'true',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'color.ui',
      GIT_CONFIG_VALUE_0: 'always',
    }
    expect((await plain(repo, env)).contents).toEqual(
      new Map([
        ['a.txt', 'planted\n'],
        ['x.env', 'planted\n'],
      ]),
    )
  })
})

describe('which repository', () => {
  const kinds: Record<string, () => TestRepo> = {
    sha256: () => makeRepo({ init: ['--object-format=sha256'] }),
    'index v4': () => configured({ 'index.version': '4' }),
    'split index': () => configured({ 'core.splitIndex': 'true' }),
    'a linked worktree': () => {
      const main = started()
      const dir = join(tempDir(), 'linked')
      main.git('worktree', 'add', '-q', '-b', 'other', dir)
      return makeRepo({ dir })
    },
    'a submodule': () => {
      const outer = started()
      outer.git('submodule', '--quiet', 'add', started().dir, 'mod')
      return makeRepo({ dir: join(outer.dir, 'mod') })
    },
    'a sparse checkout': () => {
      const repo = started()
      repo.git('sparse-checkout', 'set', '--cone', 'inner')
      return repo
    },
    'a shallow clone': () => cloneOf(twoCommits(), '--depth=1'),
    'a partial clone': () => cloneOf(partialServer(), '--filter=blob:none', '--no-checkout', '--sparse'),
    reftable: () => makeRepo({ init: ['--ref-format=reftable'] }),
    alternates: () => cloneOf(twoCommits(), '--shared'),
  }
  for (const [kind, make] of Object.entries(kinds)) {
    it.skipIf(kind === 'reftable' && !knowsReftable())(
      `${kind}: the staged file is read, in a real hook`,
      async () => {
        const repo = make()
        if (kind === 'a partial clone') repo.git('reset', '-q')
        repo.write('inner/new.txt', 'planted\n')
        repo.git('add', '--sparse', 'inner/new.txt')
        const gitDir = repo.git('rev-parse', '--path-format=absolute', '--git-common-dir')
        const { contents, operation } = await during(repo, 'pre-commit', ['commit', '-m', 'x'], { gitDir })
        expect([...contents]).toEqual([['inner/new.txt', 'planted\n']])
        expect(operation.listed()).toEqual({ commits: 0, blobs: 1 })
        expect(operation.tree).not.toBeNull()
        expect(operation.ref).toMatch(/^refs\/heads\/(main|other)$/)
      },
    )
  }

  /** git 2.45 and later */
  function knowsReftable(): boolean {
    const [major = 0, minor = 0] = execFileSync(GIT, ['version']).toString().match(/\d+/g)!.map(Number)
    return major > 2 || minor >= 45
  }

  function configured(config: Record<string, string>): TestRepo {
    const repo = makeRepo()
    for (const [key, value] of Object.entries(config)) repo.git('config', key, value)
    repo.write('a.txt', 'one\n')
    repo.commit('first')
    return repo
  }

  function twoCommits(): TestRepo {
    const repo = started()
    repo.write('a.txt', 'two\n')
    repo.commit('second')
    return repo
  }

  function partialServer(): TestRepo {
    const repo = twoCommits()
    repo.git('config', 'uploadpack.allowFilter', 'true')
    return repo
  }

  it('git replace of the staged blob, of HEAD, and a graft: the real objects are judged', async () => {
    const repo = started()
    const first = repo.git('rev-parse', 'HEAD')
    repo.write('a.txt', 'planted\n')
    repo.git('add', '-A')
    const clean = repo.feed('clean\n', 'hash-object', '-w', '--stdin')
    repo.git('replace', repo.git('rev-parse', ':a.txt'), clean)
    expect((await plain(repo)).contents.get('a.txt')).toBe('planted\n')
    // a HEAD replaced by a commit that has the planted file already
    const tree = repo.git('write-tree')
    repo.git('replace', first, repo.git('commit-tree', '-m', 'x', tree))
    expect((await plain(repo)).contents.get('a.txt')).toBe('planted\n')
  })

  it('a missing blob fails by its name', async () => {
    const repo = started()
    repo.write('a.txt', 'planted\n')
    repo.git('add', '-A')
    const id = repo.git('rev-parse', ':a.txt')
    unlinkSync(join(repo.dir, '.git', 'objects', id.slice(0, 2), id.slice(2)))
    const operation = await staged(await openRepo(repo.dir, testEnv()), NOBODY)
    for await (const change of operation.changes) {
      const error = await errorOf(operation.objects.read(change.after!.id, 100))
      expect(error).toMatchObject({ exit: 3, message: `object ${id} is missing` })
    }
    operation.objects.close()
  })

  it('a damaged tree of HEAD fails by its name', async () => {
    const repo = started()
    const id = repo.git('rev-parse', 'HEAD^{tree}')
    const file = join(repo.dir, '.git', 'objects', id.slice(0, 2), id.slice(2))
    chmodSync(file, 0o644)
    writeFileSync(file, 'garbage')
    repo.write('a.txt', 'two\n')
    repo.git('add', 'a.txt')
    const { error } = await plain(repo)
    expect(error).toMatchObject({ exit: 3 })
    expect((error as Error).message).toContain(id)
  })
})
