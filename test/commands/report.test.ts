/** `portcullis scan --shard` and `portcullis report merge`, as they are called: files in, files out. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start } from '../scenarios/process.ts'
import { surroundings } from '../scenarios/surroundings.ts'
import { secret } from '../secret.ts'

const BIN = fileURLToPath(new URL('../../bin/portcullis.js', import.meta.url))
const SHARDS = 3

let root: string
let env: NodeJS.ProcessEnv
const secrets = [0, 1, 2, 3, 4, 5].map(() => secret())

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'pc-merge-'))
  env = surroundings(join(root, 'home'))
  for (const name of ['app', 'other', 'shards', 'clean']) mkdirSync(join(root, name))
  await shell('git init -q . && git commit -q --allow-empty -m first')
  for (const [i, secret] of secrets.entries()) {
    writeFileSync(join(root, 'app', `${i}.ini`), `key = '${secret}'\n`)
    writeFileSync(join(root, 'app', `${i}.txt`), `nothing ${i}\n`)
    await shell(`git add -A && git commit -qm 'change ${i}'`)
  }
  await shell(`git rm -q 0.ini && git commit -qm 'use ${secrets[1]}' && git tag -am 'with ${secrets[2]}' v1`)
  await shell(`node ${BIN} scan --no-cache --report json=../whole.json`)
  for (let i = 1; i <= SHARDS; i++)
    await shell(`node ${BIN} scan --shard ${i}/${SHARDS} --report json=../shards/${i}.json`)
  const other = `cp ../app/5.ini . && git init -q . && git add . && git commit -qm same`
  await shell(`${other} && git remote add origin https://user:word@example.org/acme/other.git`, 'other')
  await shell(`node ${BIN} scan --report json=../other.json`, 'other')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the shards of a history', () => {
  it('merged are what one scan finds: secrets, places, counts', async () => {
    const { code, stdout } = await merge('shards --format json')
    expect(code).toBe(1)
    const [merged, whole] = [JSON.parse(stdout), report('whole.json')]
    expect(keys(merged)).toEqual(keys(whole))
    expect(places(merged)).toEqual(places(whole))
    expect(merged.coverage).toEqual(whole.coverage)
    expect(merged).toMatchObject({ complete: true, verdict: 'deny', repository: 'app', tool: whole.tool })
  })

  it('each say which they are, and that they are not all', async () => {
    const parts = [1, 2, 3].map(i => report(`shards/${i}.json`))
    expect(parts.map(({ shard }) => [shard.index, shard.count, shard.commits])).toEqual([
      [1, 3, 8],
      [2, 3, 8],
      [3, 3, 8],
    ])
    expect(new Set(parts.map(({ shard }) => shard.digest)).size).toBe(1)
    const { stdout } = await shell(`node ${BIN} scan --shard 1/100000`)
    expect(stdout).toMatch(/ in shard 1\/100000 \(decision /)
  })

  it('one missing: the report all the same, exit 3, and which', async () => {
    const { code, stdout, stderr } = await merge('shards/1.json shards/3.json')
    expect(stdout).toMatch(/^portcullis: scan undecided\n/)
    expect(stdout).toContain('not looked at  shard 2/3: there is no report of it')
    expect(stdout).toMatch(/\nundecided: 1 not looked at, /)
    expect(stderr).toBe(
      'portcullis: these reports are not the whole: missing: shard 2/3\n' +
        '  next: scan what is missing with the same refs, rules and policy, and merge all of them again\n',
    )
    expect(code).toBe(3)
  })

  it('one of another commit: exit 3, and which', async () => {
    await shell('git clone -q --mirror . ../moved.git && git -C ../moved.git tag more')
    await shell(`git -C ../moved.git remote remove origin; cp -r ../moved.git ../app.git`)
    await shell(`node ${BIN} scan ../app.git --shard 2/3 --report json=../foreign.json`)
    const { code, stdout, stderr } = await merge('shards/1.json foreign.json shards/3.json')
    expect(stdout).toContain('foreign.json: no part of the same whole: other refs or commits were divided')
    expect(stderr).toContain('missing: shard 2/3')
    expect(code).toBe(3)
  })

  it('in every format and in files, and never a secret', async () => {
    const formats = ['pretty', 'json', 'jsonl', 'sarif', 'github', 'markdown']
    const asked = formats.map(format => `--report ${format}=out.${format}`).join(' ')
    const { code, output } = await merge(`shards other.json ${asked}`)
    expect(code).toBe(1)
    const texts = [output, ...formats.map(format => readFileSync(join(root, `out.${format}`), 'utf8'))]
    for (const text of texts) {
      expect(text).toContain('stripe-live-key')
      for (const secret of secrets) expect(text).not.toContain(secret.slice(-12))
    }
    expect(JSON.parse(texts[4]!).runs[0].invocations[0].executionSuccessful).toBe(true)
  })
})

describe('several repositories', () => {
  it('one secret in two of them is one entry, and each place says where', async () => {
    const { code, stdout } = await merge('other.json shards --format json --repositories 2')
    const merged = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(merged.repositories.map(({ name, complete }: Named) => [name, complete])).toEqual([
      ['app', true],
      ['example.org/acme/other', true],
    ])
    const shared = merged.findings.filter((one: Found) =>
      one.occurrences.some(({ repository }) => repository === 'example.org/acme/other'),
    )
    expect(shared).toHaveLength(1)
    expect(shared[0].occurrences.map((place: Place) => `${place.repository} ${place.path}`)).toEqual([
      'app 5.ini',
      'example.org/acme/other 5.ini',
    ])
  })

  it('fewer than there should be: exit 3', async () => {
    const { code, stdout, stderr } = await merge('other.json shards --repositories 3')
    expect(stdout).toContain('not looked at  repositories: 3 are expected, the reports are of 2')
    expect(stderr).toContain('repositories: 3 are expected, the reports are of 2')
    expect(code).toBe(3)
  })
})

describe('what is not a report', () => {
  it.each([
    ['no-such.json', /no-such\.json: cannot read the report: ENOENT/],
    ['clean', /clean: there is no \.json file in this folder/],
    ['shards/1.json --repositories 0', /--repositories '0' is no count/],
    ['', /missing required argument 'file'/],
  ])('merge %s: exit 2', async (args, message) => {
    const { code, stdout, stderr } = await merge(args)
    expect(stderr).toMatch(message)
    expect([stdout, code]).toEqual(['', 2])
  })

  it('names the file and what is wrong, and shows nothing of it', async () => {
    writeFileSync(join(root, 'half.json'), readFileSync(join(root, 'whole.json')).subarray(0, 500))
    const { code, stdout, stderr } = await merge('shards half.json')
    expect(stderr).toMatch(/^portcullis: half\.json: not a report that can be merged: it is no JSON/)
    expect([stdout, code]).toEqual(['', 2])
  })

  it('an excerpt that somebody put a credential into is redacted', async () => {
    const raw = { ...report('other.json') }
    raw.findings[0].excerpt = `key = '${secrets[0]}'`
    raw.findings[0].path = `${secrets[0]}.txt`
    writeFileSync(join(root, 'forged.json'), JSON.stringify(raw))
    for (const format of ['pretty', 'json', 'sarif']) {
      const { output } = await merge(`forged.json --format ${format}`)
      expect(output).toContain('stripe-live-key')
      expect(output).not.toContain(secrets[0]!.slice(-12))
    }
  })
})

describe('--shard', () => {
  it.each([
    ['--shard 9/8', /--shard '9\/8': there is no shard 9 of 8\n {2}next: write I\/N/],
    ['--shard 1/2 --staged', /--shard and --staged exclude each other/],
    ['--shard 1/2 --range HEAD~1..HEAD', /--shard and --range exclude each other/],
    ['--shard 1/2 --worktree', /--shard and --worktree exclude each other/],
    ['--shard 1/2 --stdin', /--shard and --stdin exclude each other/],
    ['--shard 1/2 --files .', /--shard and --files exclude each other/],
  ])('%s: exit 2', async (args, message) => {
    const { code, stdout, stderr } = await shell(`node ${BIN} scan ${args} < /dev/null`)
    expect(stderr).toMatch(message)
    expect([stdout, code]).toEqual(['', 2])
  })

  it('needs git: a part is not read by other means', async () => {
    const { code, stderr } = await shell(`PORTCULLIS_GIT=/no/git node ${BIN} scan --shard 1/2`)
    expect(stderr).toContain('git')
    expect(code).toBe(3)
  })
})

type Named = { name: string; complete: boolean }
type Place = { repository?: string; path?: string; line?: number; commit?: string; ref?: string }
type Found = { ruleId: string; fingerprint: string; verdict: string; occurrences: Place[] }

function report(name: string) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'))
}

function keys({ findings }: { findings: Found[] }): string[] {
  return findings.map(({ ruleId, fingerprint, verdict }) => `${ruleId} ${fingerprint} ${verdict}`).sort()
}

function places({ findings }: { findings: Found[] }): string[] {
  const all = findings.flatMap(({ fingerprint, occurrences }) =>
    occurrences.map(({ path, line, commit, ref }) => JSON.stringify([fingerprint, path, line, commit, ref])),
  )
  return all.sort()
}

function merge(args: string) {
  return start('sh', ['-c', `node ${BIN} report merge ${args}`], { cwd: root, env })
}

function shell(command: string, folder = 'app') {
  return start('sh', ['-c', command], { cwd: join(root, folder), env })
}
