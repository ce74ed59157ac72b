/** `bench/history.js` on a small history: what it runs, writes, and never writes. No time is asserted. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { GIT, makeRepo, type TestRepo, tempDir } from '../git/fixture.ts'
import { secret } from '../secret.ts'

const own = secret()
const foreign = secret().slice(-20)
let repo: TestRepo
let bin: string

beforeAll(() => {
  repo = makeRepo()
  for (let i = 0; i < 8; i++) {
    repo.write(`${i}.ini`, `value ${i}\n`)
    repo.commit(`${i}`)
    if (i !== 3) continue
    repo.git('checkout', '-qb', 'side')
    repo.write('side.txt', 'side\n')
    repo.commit('side')
    repo.git('checkout', '-q', 'main')
  }
  repo.write('key.ini', `key = '${own}'\n`)
  repo.commit('key')
  // a PATH with git, a shell, and a peer that finds what we find and something else
  bin = tempDir('bin')
  const wanted = ['git', 'sh', 'taskset', 'node']
  for (const name of wanted) symlinkSync(name === 'node' ? process.execPath : which(name), join(bin, name))
  const found = [place('key.ini', own), place('other.txt', foreign)]
  writeFileSync(join(bin, 'gitleaks'), `#!/bin/sh\ncat <<'END'\n${JSON.stringify(found)}\nEND\nexit 1\n`)
  chmodSync(join(bin, 'gitleaks'), 0o755)
})

it('runs who is there, names who is not, and says what a peer finds alone, without a secret', () => {
  const out = tempDir('out')
  const args = ['--runs', '2', '--findings', out, '--json', join(out, 'all.json')]
  const { status, stdout, stderr } = bench([repo.dir, ...args])
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('not on PATH, left out: betterleaks, kingfisher\n')
  expect(stdout).toContain(
    '  gitleaks: 2 secrets, 1 at a place that is ours too, 0 that we find in that version, 1 to be looked at\n',
  )
  const { results } = JSON.parse(readFileSync(join(out, 'all.json'), 'utf8'))
  expect(results).toHaveLength(1)
  expect(results[0]).toMatchObject({ commits: 10, share: 1, standIns: 0 })
  expect(results[0].table.map(({ name }: { name: string }) => name)).toEqual([
    'portcullis',
    'gitleaks',
    'git log -p',
    'git cat-file',
  ])
  for (const row of results[0].table) {
    expect(row.notes).toEqual([])
    expect([typeof row.wall, typeof row.cpu]).toEqual(['number', 'number'])
    expect(results[0].samples[row.name]).toHaveLength(2)
  }
  const alone = readdirSync(out).find(name => name.endsWith('.gitleaks-only.jsonl'))!
  expect(JSON.parse(readFileSync(join(out, alone), 'utf8'))).toMatchObject({ path: 'other.txt', places: 1 })
  for (const name of readdirSync(out))
    for (const secret of [own, foreign]) expect(readFileSync(join(out, name), 'utf8')).not.toContain(secret)
})

it('a credential that moved down its file is looked for in the version that a peer names', () => {
  const moved = makeRepo()
  moved.write('key.ini', `key = '${own}'\n`)
  moved.commit('first')
  moved.write('key.ini', `a line\nanother\nkey = '${own}'\n`)
  const commit = moved.commit('further down')
  const path = tempDir('bin')
  for (const name of readdirSync(bin)) if (name !== 'gitleaks') symlinkSync(join(bin, name), join(path, name))
  const found = [{ ...place('key.ini', own), StartLine: 3, EndLine: 3, Commit: commit }]
  writeFileSync(join(path, 'gitleaks'), `#!/bin/sh\ncat <<'END'\n${JSON.stringify(found)}\nEND\nexit 1\n`)
  chmodSync(join(path, 'gitleaks'), 0o755)
  const { stdout } = bench([moved.dir, '--runs', '1', '--findings', tempDir('out')], path)
  expect(stdout).toContain(
    '  gitleaks: 1 secrets, 0 at a place that is ours too, 1 that we find in that version, 0 to be looked at\n',
  )
})

it('cuts a history at parts of its commits, exactly', () => {
  const out = join(tempDir('out'), 'all.json')
  const { status } = bench([repo.dir, '--cut', '--runs', '1', '--only', 'git log -p', '--json', out])
  expect(status).toBe(0)
  const { results } = JSON.parse(readFileSync(out, 'utf8'))
  const cuts = results.map(({ share, commits }: { share: number; commits: number }) => [share, commits])
  expect(cuts).toEqual([
    [0.125, 1],
    [0.25, 3],
    [0.5, 5],
    [1, 10],
  ])
})

it('a snapshot without some of its blobs: empty ones in a copy, which is said, and the snapshot stays as it is', () => {
  const broken = makeRepo({ dir: tempDir('broken') })
  broken.git('clone', '-q', '--no-hardlinks', repo.dir, '.')
  const id = broken.git('rev-parse', 'HEAD:0.ini')
  const packs = readdirSync(join(broken.dir, '.git/objects/pack'))
  for (const name of packs.filter(one => one.endsWith('.pack'))) {
    const pack = readFileSync(join(broken.dir, '.git/objects/pack', name))
    for (const one of packs) unlinkSync(join(broken.dir, '.git/objects/pack', one))
    broken.feed(pack, 'unpack-objects', '-q')
  }
  unlinkSync(join(broken.dir, '.git/objects', id.slice(0, 2), id.slice(2)))
  const { status, stdout } = bench([broken.dir, '--runs', '1', '--only', 'git log -p,git cat-file'])
  expect(stdout).toContain('1 of its blobs are missing: empty ones stand in')
  expect(stdout).not.toMatch(/exit 128|did not get to the end/)
  expect(status).toBe(0)
  expect(() => broken.git('cat-file', '-e', id)).toThrow()
})

it('a run that takes too long is ended, and one that gave up is told', () => {
  const slow = tempDir('slow')
  for (const name of readdirSync(bin)) if (name !== 'gitleaks') symlinkSync(join(bin, name), join(slow, name))
  mkdirSync(join(slow, 'x'))
  writeFileSync(join(slow, 'gitleaks'), '#!/bin/sh\nwhile :; do :; done\n')
  writeFileSync(join(slow, 'betterleaks'), '#!/bin/sh\necho "WRN partial scan completed" >&2\n')
  for (const name of ['gitleaks', 'betterleaks']) chmodSync(join(slow, name), 0o755)
  const args = [repo.dir, '--runs', '1', '--timeout', '1', '--only', 'gitleaks,betterleaks']
  const { status, stdout } = bench(args, slow)
  expect(stdout).toMatch(/gitleaks .* ended after 1 s/)
  expect(stdout).toMatch(/betterleaks .* says that it did not get to the end/)
  expect(status).toBe(0)
})

function bench(args: string[], path = bin) {
  return spawnSync(process.execPath, ['bench/history.js', ...args], {
    encoding: 'utf8',
    env: { PATH: path, TMPDIR: tempDir('tmp') },
  })
}

function place(path: string, secret: string) {
  return { RuleID: 'x', File: path, StartLine: 1, EndLine: 1, Commit: '0'.repeat(40), Secret: secret }
}

function which(name: string): string {
  if (name === 'git' && GIT.includes('/')) return GIT
  return execFileSync('sh', ['-c', `command -v ${name} || command -v true`], { encoding: 'utf8' }).trim()
}
