/**
 * Commands that git lets past hooks, run for real where there is nothing but git's hooks. `PORTCULLIS_TEST_GIT` names the git to use:
 * what only a newer one can stop (hooks in its configuration, 2.54) is asked of that one alone.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GIT } from '../git/fixture.ts'

const HOOKS_STOP = [
  'git commit --no-verify -m past',
  'git commit -anm past',
  "sh -c 'git commit -n -m past'",
  'git stash -q && git checkout -q -b other && git stash pop -q && git add -A && git commit -qnm past && git checkout -q topic && git cherry-pick other',
  'git commit -qnm "past" -- other.txt',
  'HUSKY=0 git commit -m past',
  "python3 -c \"import subprocess as s; s.run(['git', 'commit', '-nm', 'past'])\"",
]

/** Nothing of ours runs while they do; a hook of the next plain push stops what they made, or the next look sees it. */
const SEEN_LATER = [
  'git -c core.hooksPath=/dev/null commit -m past',
  'git config core.hooksPath /dev/null',
  'git update-ref HEAD $(git commit-tree $(git write-tree) -p HEAD -m past)',
]

let folder: string
let outcomes: { outcome: string }[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pc-past-'))
  const commands = [...HOOKS_STOP, ...SEEN_LATER]
  const rows = commands.map(command => JSON.stringify({ command, category: 'hooks' }))
  writeFileSync(join(folder, 'rows.jsonl'), rows.join('\n'))
  const json = join(folder, 'outcomes.json')
  const git = GIT.includes('/') ? ['--git', GIT] : []
  execFileSync(process.execPath, ['bench/bypass.js', join(folder, 'rows.jsonl'), '--json', json, ...git], {
    stdio: 'ignore',
  })
  outcomes = JSON.parse(readFileSync(json, 'utf8'))
}, 170_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each(HOOKS_STOP.map((command, index) => [command, index] as const))('%s: stopped', (_, index) => {
  expect(outcomes[index]!.outcome).toBe('stopped')
})

it.each(SEEN_LATER.map((command, index) => [command, index] as const))('%s: never unseen', (_, index) => {
  expect(['stopped', 'at push', 'seen']).toContain(outcomes[HOOKS_STOP.length + index]!.outcome)
})
