/** `portcullis scan` in a repository that `init` set up. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { start } from '../scenarios/process.ts'
import { surroundings } from '../scenarios/surroundings.ts'
import { secret } from '../secret.ts'

const BIN = fileURLToPath(new URL('../../bin/portcullis.js', import.meta.url))

let root: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'pc-scan-'))
  env = surroundings(join(root, 'home'))
  mkdirSync(join(root, 'app'))
  for (const command of ['git init -q .', `node ${BIN} init`, 'git add -A', 'git commit -qm setup'])
    await run(command)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('a scan attempts nothing: files that an agent may not edit are no findings of an agent', async () => {
  for (const command of ['scan', 'scan --range HEAD~0..HEAD', 'scan --worktree']) {
    const { code, output } = await run(`node ${BIN} ${command} --fail-on warn`, { AI_AGENT: 'codex' })
    expect(output).toContain('clean: nothing found')
    expect(code, output).toBe(0)
  }
})

it('the same edit, committed by an agent, is refused', async () => {
  const { code, output } = await run('echo >> .portcullis/policy.toml; git commit -qam edit', {
    AI_AGENT: 'codex',
  })
  expect(output).toContain('paths.gate')
  expect(code).not.toBe(0)
})

it('a credential in an old commit message goes into the baseline: nothing else could cover it', async () => {
  await run('git checkout -q .')
  const value = secret()
  await run(`git commit-tree -m "use ${value}" -p HEAD HEAD^{tree} | xargs git update-ref refs/heads/main`)
  expect((await run(`node ${BIN} scan`)).output).toMatch(/deny .* in a commit message/)
  const made = await run(`node ${BIN} baseline create --reason 'revoked on 2026-11-20'`)
  expect(made.output).toContain('1 added')
  const { code, output } = await run(`git add -A; git commit -qm known; node ${BIN} scan`)
  expect(output).toContain('clean: 1 suppressed')
  expect(code, output).toBe(0)
})

it('a report that cannot be written: the decision is told all the same', async () => {
  const { code, stdout, stderr } = await run(`node ${BIN} scan --report sarif=.portcullis`)
  expect(stdout).toContain('clean: 1 suppressed')
  expect(stderr).toMatch(/cannot write the report.*EISDIR\n {2}next: /)
  expect(code).toBe(3)
})

it.each(['json', 'jsonl'])('an error under --format %s is an object on stderr', async format => {
  const { code, stdout, stderr } = await run(`node ${BIN} scan --range x --format ${format}`)
  expect(JSON.parse(stderr)).toMatchObject({ schemaVersion: 1, error: { code: 2 } })
  expect([stdout, code]).toEqual(['', 2])
})

function run(command: string, more: NodeJS.ProcessEnv = {}) {
  return start('sh', ['-c', command], { cwd: join(root, 'app'), env: { ...env, ...more } })
}
