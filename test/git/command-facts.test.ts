import { expect, test } from 'vitest'
import { judgeCommand } from '../../src/command/judge.ts'
import { commandFacts } from '../../src/git/command-facts.ts'
import { openRepo } from '../../src/git/run.ts'
import { makeRepo, type TestRepo, tempDir, testEnv } from './fixture.ts'

const factsOf = async (repo: TestRepo) => commandFacts(await openRepo(repo.dir, testEnv()), repo.dir)

test('what git says of a repository decides', async () => {
  const repo = published()
  repo.git('config', 'alias.ci', 'commit -n')
  repo.write('package.json', JSON.stringify({ scripts: { ship: 'git push -f', broken: 3 } }))
  repo.commit('scripts')
  const facts = await factsOf(repo)
  expect(facts.isClean()).toBe(true)
  expect(facts.hasNoUntracked()).toBe(true)
  expect(facts.isPublished('HEAD')).toBe(false)
  expect(facts.isPublished('HEAD~1')).toBe(true)
  expect(facts.isMerged('main')).toBe(false)
  expect(facts.isMerged('old')).toBe(true)
  expect(facts.currentBranch()).toBe('main')
  expect([...facts.aliases()!]).toEqual([['ci', 'commit -n']])
  expect([facts.script('ship'), facts.script('broken'), facts.script('toString')]).toEqual([
    'git push -f',
    null,
    null,
  ])
  expect([facts.isBranch('old'), facts.isBranch('new')]).toEqual([true, false])
})

test('a dirty tree, an untracked file, a detached HEAD', async () => {
  const repo = published()
  repo.write('a.txt', 'changed')
  repo.write('new.txt', 'new')
  repo.git('checkout', '-q', '--detach')
  const facts = await factsOf(repo)
  expect([facts.isClean(), facts.hasNoUntracked(), facts.currentBranch()]).toEqual([false, false, null])
})

test('what git cannot say is not known, and words are no options', async () => {
  const facts = await factsOf(makeRepo())
  expect(facts.isPublished('HEAD')).toBe(null)
  expect(facts.isPublished('--format=x')).toBe(null)
  expect(facts.isMerged('none')).toBe(null)
  expect(facts.isBranch('--all')).toBe(false)
  expect(facts.script('test')).toBe(null)
})

test('another folder is asked about its own repository', async () => {
  const [clean, dirty] = [published(), published()]
  dirty.write('a.txt', 'changed')
  const facts = await factsOf(clean)
  expect(facts.at!(dirty.dir).isClean()).toBe(false)
  expect(facts.at!('sub/..').isClean()).toBe(true)
  expect(facts.at!(tempDir()).isClean()).toBe(null)
  expect(facts.at!('missing').isClean()).toBe(null)
  const verdict = (command: string) => judgeCommand(command, { shell: 'posix', facts }).verdict
  expect(verdict('git reset --hard')).toBe('none')
  expect(verdict(`cd ${dirty.dir} && git reset --hard`)).toBe('deny')
  expect(verdict(`git -C ${dirty.dir} reset --hard`)).toBe('deny')
  expect(verdict(`cd ${clean.dir} && git reset --hard`)).toBe('none')
})

/** One commit, on `main` and `old`, and as `origin/main`. */
function published(): TestRepo {
  const repo = makeRepo()
  repo.write('a.txt', 'a')
  repo.write('sub/b.txt', 'b')
  const commit = repo.commit('first')
  repo.git('branch', 'old')
  repo.git('update-ref', 'refs/remotes/origin/main', commit)
  return repo
}
