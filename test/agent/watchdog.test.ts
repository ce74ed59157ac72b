/** Code that never comes back is ended by the second thread: the launcher makes exit 2 of that. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-watchdog-'))
  const source = readFileSync('src/commands/agent/watchdog.ts', 'utf8')
  writeFileSync(join(folder, 'watchdog.mjs'), transformSync(source, { loader: 'ts', format: 'esm' }).code)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LARGE = "{ act: { kind: 'prompt', text: 'a'.repeat(300_000) } }"

function run(body: string) {
  const script = `import { watchdog } from ${JSON.stringify(join(folder, 'watchdog.mjs'))}\n${body}`
  writeFileSync(join(folder, 'run.mjs'), script)
  return spawnSync(process.execPath, [join(folder, 'run.mjs')], { encoding: 'utf8', timeout: 60_000 })
}

it('ends a process that does not come back, and says why', () => {
  const { signal, stderr } = run(`watchdog(${LARGE}, 50); for (;;) {}`)
  expect([signal, stderr]).toEqual(['SIGKILL', expect.stringContaining('in time')])
})

it('called off, it lets the process end by itself', () => {
  const { status, stderr } = run(`watchdog(${LARGE}, 60_000)()`)
  expect([status, stderr]).toEqual([0, ''])
})
