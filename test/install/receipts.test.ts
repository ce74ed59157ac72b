import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Lab } from './lab.ts'

let lab: Lab
let repo: string
beforeEach(() => {
  lab = new Lab()
  repo = lab.guarded()
})
afterEach(() => lab.end())

const date = { GIT_AUTHOR_DATE: '@1700000000 +0000' } // the same for each attempt, as with --amend and --date
const shim = 'sh .portcullis/hook'

function folder(): string {
  return join(repo, '.git/portcullis/receipts')
}

/** Leaves the receipt of a commit whose later pre-commit hook failed, and gives its file. */
function leave(): string {
  lab.write(repo, 'file', 'judged\n')
  lab.must(repo, 'git add file && echo "exit 1" >> .git/hooks/pre-commit')
  expect(lab.run(repo, 'git commit -qm x', date).code).not.toBe(0)
  expect(lab.starts()).toEqual(['pre-commit'])
  const [name = ''] = readdirSync(folder()).filter(entry => !entry.endsWith('.used'))
  return join(folder(), name)
}

function lines(file: string): [string, string] {
  const [stamp = '', context = ''] = readFileSync(file, 'utf8').split('\n')
  return [stamp, context]
}

function forge(file: string, change: (stamp: string, context: string) => string[]): void {
  writeFileSync(file, `${change(...lines(file)).join('\n')}\n`)
}

function startsOfCommit(env: NodeJS.ProcessEnv = date): string[] {
  lab.starts()
  lab.must(repo, 'git commit -qnm x', env)
  return lab.starts()
}

describe('a receipt is taken for exactly the commit it was left for', () => {
  test('the same commit: no Node', () => {
    leave()
    expect(startsOfCommit()).toEqual([])
  })

  test('it serves once', () => {
    const file = leave()
    lab.must(repo, 'git commit -qnm x', date)
    expect(readFileSync(file, 'utf8')).toBe('')
    lab.must(repo, 'git reset -q --soft HEAD~1')
    expect(startsOfCommit()).toEqual(['prepare-commit-msg'])
  })

  test.each<[string, () => NodeJS.ProcessEnv | undefined]>([
    ['another tree', () => void lab.must(repo, 'echo more > other && git add other')],
    ['another branch', () => void lab.must(repo, 'git checkout -q -b other')],
    ['a detached head', () => void lab.must(repo, 'git checkout -q --detach')],
    ['an agent now', () => ({ ...date, CLAUDECODE: '1' })],
    ['another author date', () => ({ GIT_AUTHOR_DATE: '@1700000001 +0000' })],
    ['another author', () => ({ ...date, GIT_AUTHOR_EMAIL: 'other@example.org' })],
    ['a policy changed since', () => void lab.must(repo, 'echo "# x" >> .portcullis/policy.toml')],
    [
      'an engine changed since',
      () => void lab.must(repo, 'echo "// x" >> .git/portcullis/engine/dist/cli.js'),
    ],
  ])('%s: judged', (_, make) => {
    leave()
    expect(startsOfCommit(make() ?? date)).toEqual(['prepare-commit-msg'])
  })

  test('another parent with the same tree: judged', () => {
    leave()
    lab.must(repo, 'git update-ref HEAD "$(git commit-tree -p HEAD -m other HEAD^{tree})"')
    expect(startsOfCommit()).toEqual(['prepare-commit-msg'])
  })

  test.each<[string, (stamp: string, context: string) => string[]]>([
    ['older than ten minutes', (stamp, context) => [`${Number(stamp) - 601}`, context]],
    ['from the future (the clock went back)', (stamp, context) => [`${Number(stamp) + 300}`, context]],
    ['with no time', (_, context) => ['now', context]],
    ['with a context that only begins alike', (stamp, context) => [stamp, `${context} `]],
    ['half written', stamp => [stamp]],
    ['empty', () => []],
  ])('%s: judged', (_, change) => {
    forge(leave(), change)
    expect(startsOfCommit()).toEqual(['prepare-commit-msg'])
  })

  test('a well forged one saves the forger nothing but the second judgement', () => {
    const file = leave()
    const [, context] = lines(file)
    writeFileSync(file, `${Math.floor(Date.now() / 1000)}\n${context}\n`)
    utimesSync(file, new Date(), new Date())
    expect(startsOfCommit()).toEqual([]) // and the push judges it: SECURITY.md
  })

  test('a message blocked by commit-msg cannot come back with --no-verify', () => {
    lab.write(repo, 'file', 'judged\n')
    lab.must(repo, 'git add file')
    lab.write(repo, '.git/hooks/commit-msg', '#!/bin/sh\nexit 1\n', 0o755)
    expect(lab.run(repo, 'git commit -qm blocked', date).code).not.toBe(0)
    lab.starts()
    expect(startsOfCommit()).toEqual(['prepare-commit-msg'])
  })
})

describe('where nothing can be written', () => {
  test.skipIf(process.getuid?.() === 0)('a read-only folder of receipts: judged twice, and no error', () => {
    lab.must(repo, `mkdir -p "${folder()}" && chmod a-w "${folder()}"`)
    lab.write(repo, 'file', 'x\n')
    lab.must(repo, 'git add file')
    lab.starts()
    lab.must(repo, 'git commit -qm x')
    expect([...new Set(lab.starts())]).toEqual(['pre-commit', 'prepare-commit-msg', 'commit-msg'])
  })

  test('a file in the place of that folder: judged twice, and no error', () => {
    lab.must(repo, `rm -rf "${folder()}" && : > "${folder()}"`)
    lab.write(repo, 'file', 'x\n')
    lab.must(repo, 'git add file')
    lab.starts()
    const done = lab.run(repo, 'git commit -qm x')
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect([...new Set(lab.starts())]).toEqual(['pre-commit', 'prepare-commit-msg', 'commit-msg'])
  })

  test('a deny leaves no receipt', () => {
    lab.write(repo, 'file', 'x\n')
    expect(lab.run(repo, `git add file && ${shim} pre-commit`, { LAB_VERDICT: 'deny' }).code).toBe(1)
    expect(existsSync(folder()) ? readdirSync(folder()).filter(name => !name.endsWith('.used')) : []).toEqual(
      [],
    )
  })
})
