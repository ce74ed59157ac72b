// What an earlier scan found clean is not looked at again, and nothing hides behind it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { atHome, expectNothingKept, ignoreEnv, value } from '../own-secrets/kept.ts'
import { reportOf, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()

const CI = { CI: 'true', GITHUB_ACTIONS: 'true' }
const ACME = ['acme-', '482913'].join('')
const RULE = `provider = "Acme"

[[rules]]
id = "acme-key"
description = "Acme key"
regex = '''acme-[0-9]{6}'''
keywords = ["acme-"]
severity = "high"
confidence = "high"
matches = ["acme-123456"]
ignores = ["acme-12"]
`

async function scan(s: Scenario, flags: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const result = await s.portcullis(['scan', '--format', 'json', ...flags], { env })
  const { coverage, findings } = reportOf(result)
  expect(coverage.unread, result.output).toEqual([])
  const rules = findings.map(({ ruleId, path }) => `${ruleId} ${path}`)
  return { ...(coverage as typeof coverage & { remembered: number; bytes: number }), rules, result }
}

const memory = (s: Scenario) =>
  readdirSync(s.path('.git', 'portcullis'))
    .filter(name => name.startsWith('clean-'))
    .map(name => s.path('.git', 'portcullis', name))

describe('a scan', () => {
  situation('looks at what is new since the last one, and says how much it remembered', async s => {
    const first = await scan(s)
    expect(first.remembered).toBe(0)
    const again = await scan(s)
    expect(again).toMatchObject({ blobs: first.blobs, remembered: first.blobs, bytes: 0, rules: [] })
    s.write('new.js', 'one()\n')
    await s.commitUnseen()
    expect(await scan(s)).toMatchObject({ blobs: first.blobs + 1, remembered: first.blobs, bytes: 6 })
    const { stdout } = await s.portcullis(['scan'])
    expect(stdout).toContain(`${first.blobs + 1} blobs (${first.blobs + 1} remembered), 0 B in`)
  })

  situation('asks a blob about a path that it did not have', async s => {
    const text = `see ${s.secret()}\n`
    s.write('a.txt', text)
    s.write('b.txt', 'nothing\n')
    await s.commitUnseen()
    const first = await scan(s)
    s.write('c.txt', 'nothing\n')
    await s.commitUnseen()
    expect(await scan(s)).toMatchObject({
      blobs: first.blobs,
      remembered: first.blobs - 2,
      bytes: 8 + text.length,
    })
  })

  situation('finds what it found before, every time', async s => {
    s.write('key.js', `key = "${s.secret()}"\n`)
    await s.commitUnseen()
    const first = await scan(s)
    expect(first.rules.length).toBe(1)
    for (let i = 0; i < 2; i++) {
      const again = await scan(s)
      expect(again.rules).toEqual(first.rules)
      expect(again.remembered).toBe(first.blobs - 1)
    }
  })

  situation('of one shard after another: the whole is remembered', async s => {
    for (let i = 0; i < 8; i++) s.write(`file-${i}.js`, `call(${i})\n`)
    await s.commitUnseen()
    for (const shard of ['1/3', '2/3', '3/3']) await scan(s, ['--shard', shard])
    const { blobs, remembered } = await scan(s)
    expect(remembered).toBe(blobs)
  })

  situation('remembers in the common git directory, for all worktrees, and not what it left out', async s => {
    await s.quiet(['worktree', 'add', '-q', '-b', 'side', '../linked'])
    const { blobs } = await scan(s)
    const { stdout } = await s.portcullis(['scan', '--format', 'json'], { cwd: s.path('..', 'linked') })
    expect(JSON.parse(stdout).coverage).toMatchObject({ blobs, remembered: blobs })
    expect(memory(s).length).toBe(1)
  })
})

describe('nothing hides behind it', () => {
  situation('a rule that is added looks at everything', async s => {
    s.write('notes.txt', `see ${ACME} there\n`)
    await s.commitUnseen()
    expect((await scan(s)).rules).toEqual([])
    s.write('.portcullis/rules/acme.toml', RULE)
    await s.commitUnseen()
    const found = await scan(s)
    expect(found).toMatchObject({ remembered: 0 })
    expect(found.rules).toContain('acme-key notes.txt')
    rmSync(s.path('.portcullis', 'rules'), { recursive: true })
    await s.commitUnseen()
    expect((await scan(s)).rules).toEqual([])
    expect(memory(s).length).toBe(2)
    s.write('.portcullis/rules/acme.toml', RULE)
    await s.commitUnseen()
    expect((await scan(s)).rules).toContain('acme-key notes.txt')
  })

  situation('a rule that was switched off and is on again', async s => {
    s.write('key.js', `see ${s.secret()}\n`)
    const policy = readFileSync(s.path('.portcullis', 'policy.toml'), 'utf8')
    const onTheBase = async (text: string) => {
      s.write('.portcullis/policy.toml', text)
      await s.commitUnseen('policy')
      await s.publishUnseen('refs/heads/work', 'refs/heads/main')
      await s.quiet(['fetch', '-q', 'origin'])
    }
    await onTheBase(`${policy}\n[credentials]\ndisabled-rules = ["stripe-live-key"]\n`)
    expect((await scan(s)).rules).toEqual([])
    await onTheBase(policy)
    expect((await scan(s)).rules).toEqual(['stripe-live-key key.js'])
  })

  situation('a secret of your own that comes later is found in an old blob', async s => {
    await ignoreEnv(s)
    const secret = value()
    s.write('notes.txt', `one line\nsee ${secret} there\n`)
    await s.commitUnseen()
    expect((await scan(s)).rules).toEqual([])
    s.write('.env', `DB_PASSWORD=${secret}\n`)
    const found = await scan(s)
    expect(found.rules).toEqual(['own-secret notes.txt'])
    const again = await scan(s)
    expect(again).toMatchObject({ rules: found.rules, remembered: found.blobs - 1 })
    expectNothingKept(s, secret, [found.result, again.result])
    atHome(s, '.netrc', `machine example.org login me password ${value(2)}\n`)
    expect(await scan(s)).toMatchObject({ rules: found.rules, remembered: 0 })
  })

  situation('a file that is damaged, cut short or foreign is not believed', async s => {
    const { blobs } = await scan(s)
    const [file] = memory(s)
    const bytes = readFileSync(file!)
    const spoilt = [Buffer.from(bytes), bytes.subarray(0, bytes.length / 2), Buffer.from('something else')]
    spoilt[0]![130]! ^= 1
    for (const content of spoilt) {
      writeFileSync(file!, content)
      const { remembered, result } = await scan(s)
      expect(remembered).toBe(0)
      expect(result.stderr).toBe('')
      expect((await scan(s)).remembered).toBe(blobs)
    }
    writeFileSync(file!, '')
    const { result } = await scan(s, [], { PORTCULLIS_DEBUG: '1' })
    expect(result.stderr).toContain('is not used: it is another file')
  })
})

describe('who does not believe it', () => {
  situation('a CI job; it writes none either', async s => {
    await scan(s, [], CI)
    expect(memory(s)).toEqual([])
    await scan(s)
    expect((await scan(s, [], CI)).remembered).toBe(0)
  })

  situation('--no-cache and --verify; they write none either', async s => {
    for (const flag of ['--no-cache', '--verify']) await scan(s, [flag])
    expect(memory(s)).toEqual([])
    await scan(s)
    for (const flag of ['--no-cache', '--verify']) expect((await scan(s, [flag])).remembered).toBe(0)
  })
})

describe('a push of many files', () => {
  byPerson('passes after a scan, and is blocked for what the scan found', async s => {
    for (let i = 0; i < 300; i++) s.write(`many/file-${i}.js`, `call(${i})\n`)
    await s.commitUnseen('many')
    await scan(s)
    await s.passes(['push', 'origin', 'work'])
    for (let i = 0; i < 300; i++) s.write(`many/file-${i}.js`, `call(${i}, 1)\n`)
    s.write('many/file-299.js', `key = "${s.secret()}"\n`)
    await s.commitUnseen('many more')
    await scan(s)
    await s.blocked(['push', 'origin', 'work'], { at: join('many', 'file-299.js') })
  })
})
