import { expect, it } from 'vitest'
import { loadDetectors } from '../../src/detect/index.ts'
import { trustedBase } from '../../src/git/base.ts'
import { openRepo } from '../../src/git/run.ts'
import { inspect } from '../../src/inspect/inspect.ts'
import type { Actor, Operation } from '../../src/model.ts'
import type { Policy } from '../../src/policy/types.ts'
import { push } from '../../src/sources/push.ts'
import { staged } from '../../src/sources/staged.ts'
import { cloneOf, makeRepo, NOBODY, type TestRepo, testEnv } from '../git/fixture.ts'
import { AGENT, base, compile } from '../policy/make.ts'

const ZERO = '0'.repeat(40)
const LIMITS = compile(base('[limits.agent]\nfiles = 3\nlines = 30\nverdict = "deny"\n'))
const lines = (n: number, word = 'x') => Array.from({ length: n }, (_, i) => `${word} ${i}\n`).join('')

/** A clone, on a branch of its own. */
function clone(): { server: TestRepo; repo: TestRepo } {
  const server = makeRepo()
  server.write('a.txt', 'a\n')
  server.commit('first')
  server.git('config', 'receive.denyCurrentBranch', 'ignore')
  const repo = cloneOf(server)
  repo.git('switch', '-q', '-c', 'topic')
  return { server, repo }
}

async function committing(repo: TestRepo, who: Actor = AGENT, policy: Policy = LIMITS) {
  const door = await openRepo(repo.dir, testEnv())
  const trusted = (await trustedBase(door))?.id ?? null
  return said(await staged(door, who, { base: trusted }), policy)
}

async function pushing(repo: TestRepo, remoteId: string, ref = 'refs/heads/topic') {
  const door = await openRepo(repo.dir, testEnv())
  const id = repo.git('rev-parse', 'HEAD')
  return said(
    await push(door, AGENT, { remote: 'origin', url: 'x', lines: `HEAD ${id} ${ref} ${remoteId}\n` }),
    LIMITS,
  )
}

async function said(operation: Operation, policy: Policy): Promise<string[]> {
  const { findings } = await inspect(operation, policy, loadDetectors())
  operation.objects.close()
  return findings.map(({ message }) => message.replace(/ by .*/, ''))
}

const stage = (repo: TestRepo, path: string, text = 'x\n') => {
  repo.write(path, text)
  repo.git('add', path)
}
const SUM = ', counting all that is not on the trusted base yet,'

it('files and lines add up over commits', async () => {
  const { repo } = clone()
  for (const name of ['b', 'c']) {
    stage(repo, name, lines(10, name))
    expect(await committing(repo)).toEqual([])
    repo.commit(name)
  }
  stage(repo, 'd', lines(11, 'd'))
  expect(await committing(repo)).toEqual([`a branch with lines 31 > 30${SUM}`])
  repo.commit('d')
  stage(repo, 'e')
  expect(await committing(repo)).toEqual([
    `a branch with files 4 > 3${SUM}`,
    `a branch with lines 32 > 30${SUM}`,
  ])
  expect(await committing(repo, NOBODY)).toEqual([])
})

it('the net counts: what a later commit takes back does not', async () => {
  const { repo } = clone()
  stage(repo, 'b', lines(29))
  repo.commit('b')
  stage(repo, 'b', lines(5))
  stage(repo, 'c', lines(20, 'c'))
  expect(await committing(repo)).toEqual([])
})

it('a merge of the base brings nothing of the branch’s own', async () => {
  const { server, repo } = clone()
  stage(repo, 'own')
  repo.commit('own')
  for (const name of ['1', '2', '3', '4']) server.write(`theirs/${name}`, lines(20, name))
  server.commit('theirs')
  repo.git('fetch', '-q', 'origin')
  repo.git('merge', '-q', '--no-ff', '--no-commit', 'origin/main')
  expect(await committing(repo)).toEqual([])
  repo.git('commit', '-q', '-m', 'merged')
  stage(repo, 'more')
  expect(await committing(repo)).toEqual([])
})

it('pushes in slices add up, and one push to the base counts from what the remote has', async () => {
  const { repo } = clone()
  for (const name of ['b', 'c']) stage(repo, name, lines(10, name))
  const first = repo.commit('two')
  expect(await pushing(repo, ZERO)).toEqual([])
  stage(repo, 'd', lines(5, 'd'))
  stage(repo, 'e', lines(5, 'e'))
  repo.commit('two more')
  expect(await pushing(repo, first)).toEqual([`a branch with files 4 > 3${SUM}`])
  expect(await pushing(repo, first, 'refs/heads/main')).toEqual([])
})

it('where the push names the base too, its branches count from what the remote has there', async () => {
  const { repo } = clone()
  const main = repo.git('rev-parse', 'origin/main')
  for (const name of ['b', 'c', 'd']) stage(repo, name)
  const pushed = repo.commit('three')
  stage(repo, 'e')
  const tip = repo.commit('one more')
  const door = await openRepo(repo.dir, testEnv())
  const text = `main ${main} refs/heads/main ${main}\ntopic ${tip} refs/heads/topic ${pushed}\n`
  const operation = await push(door, AGENT, { remote: 'origin', url: 'x', lines: text })
  expect(await said(operation, LIMITS)).toEqual([`a branch with files 4 > 3${SUM}`])
})

it('without a remote, and on the base itself, the change alone counts', async () => {
  const repo = makeRepo()
  for (const name of ['a', 'b', 'c', 'd']) repo.write(name, 'x\n')
  repo.commit('large')
  stage(repo, 'e')
  expect(await committing(repo)).toEqual([])
})

it('git is not asked where no number adds up', async () => {
  const { repo } = clone()
  repo.commit('one')
  stage(repo, 'b')
  const door = await openRepo(repo.dir, testEnv())
  const operation = await staged(door, AGENT, { base: (await trustedBase(door))!.id })
  const asked: string[] = []
  const outgoing = () => {
    asked.push('asked')
    return operation.outgoing!()
  }
  const watched = { ...operation, outgoing }
  await said(watched, compile(base('[limits.everyone]\nbytes-per-file = 1\n[limits.human]\nfiles = 0\n')))
  expect(asked).toEqual([])
})
