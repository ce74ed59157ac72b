/** `portcullis audit report`, as it is called. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeRepo, type TestRepo, testEnv } from '../git/fixture.ts'
import { start } from '../scenarios/process.ts'

const BIN = fileURLToPath(new URL('../../bin/portcullis.js', import.meta.url))
let repo: TestRepo
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pc-report-'))
  repo = makeRepo()
  repo.git('commit', '-q', '--allow-empty', '-m', 'first')
  await portcullis('init')
  repo.git('add', '-A')
  repo.git('commit', '-qm', 'guard')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const portcullis = (...args: string[]) =>
  start(process.execPath, [BIN, ...args], { cwd: repo.dir, env: testEnv() })

it('Markdown on stdout: the questions, answered of this repository', async () => {
  const { code, stdout } = await portcullis('audit', 'report')
  expect(code).toBe(0)
  expect(stdout).toMatch(/Is every change looked at .* \| yes \| 1 commits were judged/)
  expect(stdout).toMatch(/hooks reach Portcullis in 1 of 1 worktrees/)
  expect(stdout).toMatch(/\| partly \| .* internally consistent; not anchored/)
})

it('a change of the policy that was let through is an event of its own', async () => {
  const { stdout } = await portcullis('audit', 'log', '--event', 'policy.changed', '--json')
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout)).toMatchObject({ operation: 'commit', paths: ['.portcullis/policy.toml'] })
})

it('a page in a file, whole and without anything from elsewhere', async () => {
  const file = join(folder, 'page.html')
  expect(await portcullis('audit', 'report', '--html', file)).toMatchObject({
    code: 0,
    stdout: `written: ${file}\n`,
  })
  const page = readFileSync(file, 'utf8')
  expect(page).toContain("default-src 'none'")
  expect(page).toMatch(/<svg[\s\S]*<\/html>\n$/)
  expect(page).not.toMatch(/https?:|<script|<link|@import/)
})

it('a file that cannot be written: exit 3 and its name', async () => {
  const { code, stderr } = await portcullis('audit', 'report', '--html', join(folder, 'no', 'page.html'))
  expect(code).toBe(3)
  expect(stderr).toContain('page.html: cannot write the report: ENOENT')
})

it('a date that is none: exit 2', async () => {
  expect(await portcullis('audit', 'report', '--since', 'yesterday')).toMatchObject({ code: 2 })
})

it('no log: exit 3, and what writes the first record', async () => {
  const bare = makeRepo()
  const { code, stderr } = await start(process.execPath, [BIN, 'audit', 'report'], {
    cwd: bare.dir,
    env: testEnv(),
  })
  expect(code).toBe(3)
  expect(stderr).toMatch(/there is no audit log[\s\S]*portcullis init/)
})
