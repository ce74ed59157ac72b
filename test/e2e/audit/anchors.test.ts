/** The commands over a real log: what verify says before and after an anchor, and what is refused. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect } from 'vitest'
import { type ChainRecord, type Link, parseRecord, seal } from '../../../src/audit/chain.ts'
import { AGENT, type Scenario, situations } from '../situation.ts'

const { situation } = situations()

const logFile = (s: Scenario) => s.path('.git', 'portcullis', 'audit', '000001.jsonl')
const logLines = (s: Scenario) => readFileSync(logFile(s), 'utf8').split('\n').filter(Boolean)

/** What somebody would do who owns the file: change one record, or keep only the first ones, and compute the chain anew. */
function computeAnew(s: Scenario, change: (line: string) => string, count?: number): void {
  let link: Link = { ...parseRecord(logLines(s)[0]!)!, hash: '0'.repeat(64), seq: 0 }
  const lines = logLines(s)
    .slice(0, count)
    .map(line => {
      const { seq, prev, hash, log, v, ...body } = parseRecord(change(line)) as ChainRecord
      const sealed = seal(link, body as { event: string })
      link = sealed.link
      return sealed.line
    })
  writeFileSync(logFile(s), `${lines.join('\n')}\n`)
}

/** A scan each: the quickest decision there is. */
async function records(s: Scenario, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await s.portcullis(['scan', '--staged'])
}

describe('verify', () => {
  situation('no log: exit 3, whatever else; a broken one: exit 1 and the record', async s => {
    const none = await s.portcullis(['audit', 'verify'])
    expect([none.code, none.stdout]).toEqual([3, ''])
    expect(none.stderr).toMatch(/there is no audit log\n {2}next: /)
    mkdirSync(s.path('.git', 'portcullis', 'audit'), { recursive: true })
    writeFileSync(logFile(s), '')
    expect((await s.portcullis(['audit', 'verify'])).code).toBe(3)
    rmSync(logFile(s))
    await records(s, 3)
    writeFileSync(
      logFile(s),
      readFileSync(logFile(s), 'utf8').replace('"operation":"scan"', '"operation":"push"'),
    )
    const broken = await s.portcullis(['audit', 'verify'])
    expect(broken.code).toBe(1)
    expect(broken.stdout).toContain('FAIL  000001.jsonl:2: record 2 was edited')
    expect(broken.stdout).toMatch(/the log does not hold\n$/)
    const refused = await s.portcullis(['audit', 'checkpoint'])
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('the audit log does not hold: record 2 was edited'),
    ])
    expect((await s.portcullis(['audit', 'prune'])).code).toBe(1)
  })

  situation('before the newest anchor it says so, after it it says what it cannot know', async s => {
    await records(s, 3)
    const bare = await s.portcullis(['audit', 'verify'])
    expect(bare.stdout).toMatch(/^internally consistent; not anchored: /m)
    expect(bare.output).not.toMatch(/verified/i)
    const { stdout, stderr, code } = await s.portcullis(['audit', 'checkpoint', '--push', 'origin'])
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^4:[0-9a-f]{12} [0-9a-f]{8} {2}refs\/portcullis\/checkpoints\//)
    await records(s, 2)
    // a local ref counts for nothing, the remote's does
    expect((await s.portcullis(['audit', 'verify'])).stdout).toContain('not anchored: ')
    const asked = ['audit', 'verify', '--remote', 'origin']
    expect((await s.portcullis(asked)).stdout).toContain('anchored up to record 4, not anchored since')
    const whole = readFileSync(logFile(s))
    // after the anchor
    computeAnew(s, line => line, 5)
    expect((await s.portcullis(asked)).stdout).toContain('records, 1 to 5')
    expect((await s.portcullis(asked)).code).toBe(0)
    // before it
    computeAnew(s, line => line, 3)
    const cut = await s.portcullis(asked)
    expect([cut.code, cut.stdout]).toEqual([
      1,
      expect.stringContaining(
        'the log ends with record 3, but checkpoint on origin names record 4: it was cut off',
      ),
    ])
    writeFileSync(logFile(s), whole)
    computeAnew(s, line => line.replace('"operation":"scan"', '"operation":"push"'))
    const anew = await s.portcullis(asked)
    expect([anew.code, anew.stdout]).toEqual([
      1,
      expect.stringContaining(
        'record 4 is not the one that checkpoint on origin names: the log was computed anew',
      ),
    ])
    const next = await s.portcullis(['audit', 'checkpoint'])
    expect([next.code, next.stderr]).toEqual([
      1,
      expect.stringContaining('it contradicts the checkpoint of record 4'),
    ])
    writeFileSync(logFile(s), whole)
    const kept = stdout.slice(0, 14)
    expect((await s.portcullis(['audit', 'verify', '--anchor', kept])).stdout).toContain(
      'anchored up to record 4',
    )
    expect((await s.portcullis(['audit', 'verify', '--anchor', '4:000000000000'])).code).toBe(1)
    expect((await s.portcullis(['audit', 'verify', '--anchor', 'four'])).code).toBe(2)
    expect((await s.portcullis(['audit', 'verify', '--remote', 'nowhere'])).code).toBe(3)
  })

  situation('a trailer on the remote branch; a log that is gone begins with what remains of it', async s => {
    await s.quiet(['config', 'portcullis.auditTrailer', 'true'])
    s.append('app.js', '// one\n')
    await s.passes(['commit', '-qam', 'one'])
    const message = await s.quiet(['log', '-1', '--format=%B'])
    expect(message).toMatch(/^one\n\nPortcullis-Audit: 3:[0-9a-f]{12} [0-9a-f]{8}$/)
    await s.publishUnseen('refs/heads/work', 'refs/heads/main')
    await s.quiet(['symbolic-ref', 'HEAD', 'refs/heads/main'], { cwd: s.remote })
    const { stdout } = await s.portcullis(['audit', 'verify', '--remote', 'origin'])
    expect(stdout).toMatch(/record 3 is named by commit \w+ on origin's default branch\n/)
    expect(stdout).toContain('anchored up to its last record, 3')
    rmSync(s.path('.git', 'portcullis', 'audit'), { recursive: true })
    await records(s, 1)
    const shown = await s.portcullis(['audit', 'show', '1'])
    expect(JSON.parse(shown.stdout)).toMatchObject({
      event: 'audit.reset',
      found: { trailers: [message.split(': ')[1]], checkpoints: [] },
    })
  })
})

situation('an agent whose commit cannot be recorded is not let through, a person is told', async s => {
  mkdirSync(s.path('.git', 'portcullis'), { recursive: true })
  writeFileSync(s.path('.git', 'portcullis', 'audit'), 'in the way')
  s.append('app.js', '// one\n')
  const { code, stderr } = await s.git(['commit', '-qam', 'one'], { env: AGENT })
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/note: decision \w+ is not recorded: cannot write ".*audit": E/)
  expect(stderr).toMatch(/portcullis: no agent is let through without a record of it\n {2}next: make room/)
  rmSync(s.path('.git', 'portcullis', 'audit'))
  expect((await s.git(['commit', '-qam', 'one'], { env: AGENT })).code).toBe(0)
})

situation('syslog is told the head of each record, where the clone asks for it', async s => {
  await s.quiet(['config', 'portcullis.auditSyslog', 'true'])
  const said = join(s.root, 'said')
  const bin = join(s.root, 'logger-bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'logger'),
    `#!/bin/sh\nprintf '%s\\n' "$*" >'${said}.part'\nmv '${said}.part' '${said}'\n`,
  )
  chmodSync(join(bin, 'logger'), 0o755)
  await s.portcullis(['scan', '--staged'], { env: { PATH: [bin, s.env.PATH].join(delimiter) } })
  await expect
    .poll(() => existsSync(said) && readFileSync(said, 'utf8'), { timeout: 20_000 })
    .toMatch(/^-t portcullis-audit -- 2:[0-9a-f]{64} [0-9a-f]{8} decision allow\n$/)
})

situation('the log of before is taken over: it stays, and the first record names it', async s => {
  mkdirSync(s.path('.git', 'portcullis'), { recursive: true })
  const old = s.path('.git', 'portcullis', 'audit.jsonl')
  writeFileSync(`${old}.new`, '{"v":1,"id":"old"}\n')
  renameSync(`${old}.new`, old)
  await records(s, 1)
  expect(parseRecord(logLines(s)[0]!)).toMatchObject({
    event: 'audit.started',
    before: { path: 'portcullis/audit.jsonl', bytes: 19, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  expect(readFileSync(old, 'utf8')).toBe('{"v":1,"id":"old"}\n')
  // a hook that could not decide is in the log too
  expect((await s.portcullis(['hook', 'pre-push', 'origin'])).code).toBe(2)
  const { stdout } = await s.portcullis(['audit', 'log', '--event', 'error'])
  expect(stdout).toMatch(/^ {5}3 .* error \(pre-push\)\n$/)
})
