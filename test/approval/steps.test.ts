// What one tree changes of another: by bytes, and as git itself says it.
import { expect, test } from 'vitest'
import { approvalRef, listApprovals, pruneApprovals, storeApproval } from '../../src/approval/refs.ts'
import { repositoryOf } from '../../src/approval/repository.ts'
import { stepsBetween } from '../../src/approval/steps.ts'
import { contentOf, contentSubject } from '../../src/approval/subject.ts'
import { openObjects } from '../../src/git/objects.ts'
import { readRefs } from '../../src/git/ref-files.ts'
import { listRefs } from '../../src/git/refs.ts'
import { openRepo } from '../../src/git/run.ts'
import { makeRepo, testEnv } from '../git/fixture.ts'

const EMPTY = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** A tree of these names, as bytes, all of one content. */
function treeOf(repo: ReturnType<typeof makeRepo>, names: Buffer[], content: string): string {
  const blob = repo.feed(content, 'hash-object', '-w', '--stdin')
  const lines = names.map(name =>
    Buffer.concat([Buffer.from(`100644 blob ${blob}\t`), name, Buffer.from('\0')]),
  )
  return repo.feed(Buffer.concat(lines), 'mktree', '-z')
}

test('two names of invalid UTF-8 stay two, sorted by their bytes', async () => {
  const repo = makeRepo()
  const names = [Buffer.from([0xff]), Buffer.from([0xfe]), Buffer.from('ü')]
  const tree = treeOf(repo, names.sort(Buffer.compare), 'x\n')
  const objects = openObjects(await openRepo(repo.dir, testEnv()))
  const landing = { target: 'refs/heads/main', tip: null, from: null, to: tree }
  const { steps } = await contentOf(objects, landing)
  const subject = await contentSubject(objects, landing, steps, true)
  objects.close()
  expect(subject.entries.map(({ pathB64 }) => pathB64)).toEqual(['w7w=', '/g==', '/w=='])
  expect(new Set(steps.map(({ path }) => path)).size).toBe(3)
  expect(subject.entries[0]).toMatchObject({
    mode: '100644',
    from: null,
    toSha256: '73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac',
  })
})

test('as git diff-tree lists it: added, deleted, changed, a mode, a file that becomes a folder', async () => {
  const repo = makeRepo()
  repo.write('a/b', 'file\n')
  repo.write('same', 'same\n')
  repo.write('gone/x', 'x\n')
  repo.write('mode', 'm\n')
  const before = repo.commit('before')
  repo.git('rm', '-q', '-r', 'a', 'gone')
  repo.write('a/b/c', 'folder\n')
  repo.write('new', 'n\n')
  repo.git('update-index', '--chmod=+x', 'mode')
  repo.git('add', 'a', 'new')
  repo.git('commit', '-qm', 'after')
  const objects = openObjects(await openRepo(repo.dir, testEnv()))
  const steps = await stepsBetween(objects, before, repo.git('rev-parse', 'HEAD'))
  const none = await stepsBetween(objects, EMPTY, before)
  objects.close()
  const told = steps.map(
    ({ path, before: was, after: is }) => `:${was?.mode ?? '000000'} ${is?.mode ?? '000000'} ${path}`,
  )
  const raw = repo.git('diff-tree', '-r', '--no-renames', before, 'HEAD').split('\n')
  expect(told).toEqual(raw.map(line => line.replace(/ [0-9a-f]{40} [0-9a-f]{40} .\t/, ' ')))
  expect(none.map(({ path }) => path)).toEqual(['a/b', 'gone/x', 'mode', 'same'])
})

test('stored by day and digest; packed or not, read as git lists them; dropped when the day is over', async () => {
  const repo = makeRepo()
  repo.commit('first')
  const opened = await openRepo(repo.dir, testEnv())
  const names = ['1', '2', '3'].map(digit => digit.repeat(64))
  for (const [i, id] of names.entries())
    await storeApproval(opened, Buffer.from(id), id, `2026-12-0${i + 1}T10:00:00.000Z`)
  repo.git('pack-refs', '--all')
  await storeApproval(opened, Buffer.from('again'), names[0]!, '2026-12-01T10:00:00.000Z')
  repo.git('update-ref', `refs/portcullis/remotes/origin/approvals/2026-12-02/${names[1]}`, 'HEAD')
  expect(await readRefs(opened, 'refs/portcullis/')).toEqual(await listRefs(opened, 'refs/portcullis/'))
  expect((await listApprovals(opened)).map(({ day, id }) => `${day} ${id[0]}`)).toEqual([
    '2026-12-01 1',
    '2026-12-02 2',
    '2026-12-03 3',
  ])
  expect(await pruneApprovals(opened, '2026-12-03')).toBe(3)
  expect((await readRefs(opened, 'refs/portcullis/')).map(({ name }) => name)).toEqual([
    approvalRef(names[2]!, '2026-12-03T10:00:00.000Z'),
  ])
})

test('a repository is called by the remote that holds its base, however that is configured', async () => {
  const repo = makeRepo()
  repo.git('remote', 'add', 'origin', 'git@github.com:alice/app.git')
  repo.git('remote', 'add', 'upstream', 'https://user@github.com/acme/app')
  const opened = await openRepo(repo.dir, testEnv())
  const names = async () => [
    await repositoryOf(opened, 'refs/remotes/upstream/main'),
    await repositoryOf(opened, null),
    await repositoryOf(opened, 'HEAD'),
  ]
  const wanted = ['github.com/acme/app', 'github.com/alice/app', 'github.com/alice/app']
  expect(await names()).toEqual(wanted)
  repo.write('included', '[remote "origin"]\n\turl = https://github.com/other/app\n')
  repo.git('config', '--unset', 'remote.origin.url')
  repo.git('config', 'include.path', '../included')
  expect(await names()).toEqual(['github.com/acme/app', 'github.com/other/app', 'github.com/other/app'])
})
