/** The packed tarball in another repository: every way of installing it ends with a commit that is really guarded. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Consumer, consumer, expectGuarded, type Packed, pack } from './consumer.ts'

const PNPM = 'pnpm@10'

let folder: string
let packed: Packed
const users: Consumer[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pc-pack-'))
  packed = await pack(folder)
  console.log(`tarball: ${(packed.bytes / 1024).toFixed(0)} KiB`)
})
afterAll(() => {
  for (const dir of [folder, ...users.map(user => dirname(user.dir))])
    rmSync(dir, { recursive: true, force: true })
})

it('has no runtime dependency', () => {
  expect(packed.dependencies).toBe(0)
})

describe.each(nodes())('under %s', node => {
  it('npm, install scripts allowed', async () => {
    const user = await another(node)
    await user.must('npm', 'install', '--save-dev', ...QUIET, packed.file)
    await expectGuarded(user)
  })

  it('npm --ignore-scripts', async () => {
    const user = await another(node)
    await user.must('npm', 'install', '--save-dev', '--ignore-scripts', ...QUIET, packed.file)
    await expectGuarded(user)
  })

  it('a native engine that was built for another Node version', async () => {
    const user = await another(node)
    await user.must('npm', 'install', '--save-dev', ...QUIET, packed.file)
    brokenRe2(user.dir)
    const loaded = await user.run('node', '-e', 'require("re2")')
    expect(loaded.stderr).toContain('ERR_DLOPEN_FAILED')
    await expectGuarded(user)
  })
})

it('pnpm', async context => {
  const user = await another(process.execPath)
  const pnpm = await user.run('npx', '-y', PNPM, '--version')
  if (pnpm.code !== 0)
    return context.skip(`${PNPM} cannot be had here: ${pnpm.stderr.trim().split('\n').at(-1)}`)
  await user.must('npx', '-y', PNPM, 'add', '--save-dev', packed.file)
  await expectGuarded(user)
})

it('no engine at all left in the package: the commit is refused, not passed', async () => {
  const user = await another(process.execPath)
  await user.must('npm', 'install', '--save-dev', ...QUIET, packed.file)
  await user.must('npx', '--no', 'portcullis', 'init')
  rmSync(join(user.dir, 'node_modules', 'portcullis', 'dist'), { recursive: true })
  rmSync(join(user.dir, '.git', 'portcullis'), { recursive: true, force: true })
  await user.must('git', 'add', '-A')
  const result = await user.run('git', 'commit', '-m', 'nobody looked')
  expect(result.code, result.output).not.toBe(0)
  expect(result.stderr).toMatch(/portcullis/)
  expect((await user.run('git', 'rev-parse', '-q', '--verify', 'HEAD')).code).not.toBe(0)
})

const QUIET = ['--no-audit', '--no-fund', '--offline']

/** This Node, and those PORTCULLIS_TEST_NODES lists. */
function nodes(): string[] {
  const more = (process.env.PORTCULLIS_TEST_NODES ?? '').split(delimiter).filter(Boolean)
  return [process.execPath, ...more]
}

async function another(node: string): Promise<Consumer> {
  const user = await consumer(node)
  users.push(user)
  return user
}

/** What another Node's binary looks like from here: a file that dlopen refuses. */
function brokenRe2(dir: string): void {
  const re2 = join(dir, 'node_modules', 're2')
  mkdirSync(join(re2, 'build', 'Release'), { recursive: true })
  writeFileSync(join(re2, 'package.json'), '{ "name": "re2", "version": "1.24.0", "main": "re2.js" }')
  writeFileSync(join(re2, 're2.js'), "module.exports = require('./build/Release/re2.node')\n")
  writeFileSync(join(re2, 'build', 'Release', 're2.node'), 'built for NODE_MODULE_VERSION 1')
}
