import { describe, expect, it } from 'vitest'
import { checkLimits, lineLimit, type Totals } from '../../src/guard/limits.ts'
import { checkRemote } from '../../src/guard/remotes.ts'
import { normaliseRemote } from '../../src/policy/remote-url.ts'
import { AGENT, base, compile, UNKNOWN, working } from '../policy/make.ts'

const totals = (more: Partial<Totals>): Totals => ({
  files: 1,
  lines: 1,
  bytes: 1,
  binaries: 0,
  largest: null,
  ...more,
})
const LIMITS =
  '[limits.agent]\nfiles = 60\nlines = 3000\nbinaries = 0\n[limits.everyone]\nbytes-per-file = "10MB"\nbytes = "1MiB"\n'

describe('limits', () => {
  it('each number that is passed is a finding; reaching it is not passing it', () => {
    const policy = compile(base(LIMITS))
    expect(checkLimits(totals({ files: 60, lines: 3000, bytes: 2 ** 20 }), AGENT, policy)).toEqual([])
    const over = checkLimits(
      totals({ files: 61, lines: 3001, binaries: 1, bytes: 2 ** 20 + 1 }),
      AGENT,
      policy,
    )
    expect(over.map(f => [f.ruleId, f.verdict, f.message.split(' by ')[0]])).toEqual([
      ['limits.agent', 'warn', 'a change with files 61 > 60'],
      ['limits.agent', 'warn', 'a change with lines 3001 > 3000'],
      ['limits.agent', 'warn', 'a change with binaries 1 > 0'],
      ['limits.everyone', 'warn', 'a change with bytes 1048577 > 1048576'],
    ])
  })

  it('bytes-per-file names the file', () => {
    const [finding] = checkLimits(
      totals({ largest: { path: 'a.bin', bytes: 10_000_001 } }),
      UNKNOWN,
      compile(base(LIMITS)),
    )
    expect(finding).toMatchObject({
      category: 'limit',
      path: 'a.bin',
      remedy: 'keep large files out of git, or store them with git lfs',
    })
  })

  it("an agent's limits do not bind people", () => {
    expect(checkLimits(totals({ files: 500 }), UNKNOWN, compile(base(LIMITS)))).toEqual([])
  })

  it('a limit of another name says whom it is about, and a verdict makes it bite', () => {
    const policy = compile(
      base(
        '[limits.bots]\nactors = ["agent", "ci"]\nfiles = 1\nverdict = "deny"\nhint = "one file at a time"',
      ),
    )
    const [finding] = checkLimits(totals({ files: 2 }), AGENT, policy)
    expect([finding?.verdict, finding?.remedy]).toEqual(['deny', 'one file at a time'])
  })

  it('says whether lines need to be counted at all', () => {
    expect([lineLimit(compile(base(LIMITS)), AGENT), lineLimit(compile(base(LIMITS)), UNKNOWN)]).toEqual([
      3000,
      Number.POSITIVE_INFINITY,
    ])
  })
})

describe('the name of a remote', () => {
  it.each([
    ['https://github.com/acme/app.git', 'github.com/acme/app'],
    ['https://GitHub.com:443/acme/app/', 'github.com/acme/app'],
    ['git@github.com:acme/app.git', 'github.com/acme/app'],
    ['github.com:/acme/app', 'github.com/acme/app'],
    ['ssh://git@github.com/acme/app.git', 'github.com/acme/app'],
    ['git+ssh://git@github.com:22/acme/app', 'github.com/acme/app'],
    ['ssh://git@host:2222/acme/app', 'host:2222/acme/app'],
    ['http://github.com/acme/app', 'http://github.com/acme/app'],
    ['git://github.com/acme/app', 'git://github.com/acme/app'],
    ['https://github.com/acme/../evil/app', 'github.com/evil/app'],
    ['https://github.com/acme/%2e%2e/evil/app', 'github.com/evil/app'],
    ['git@github.com:acme/../evil/app', 'github.com/evil/app'],
    ['https://github.com/acme%2Fapp?x=1#y', 'github.com/acme/app'],
    ['https://github.com@evil.example/acme/app', 'evil.example/acme/app'],
    ['https://evil.example/github.com/acme/app', 'evil.example/github.com/acme/app'],
    ['/srv/git/app.git', 'file:///srv/git/app'],
    ['../app', 'file:../app'],
    ['file:///srv/git/app.git', 'file:///srv/git/app'],
    ['C:\\git\\app', 'file:///C:\\git\\app'],
    ['ext::sh -c anything', 'ext::'],
    ['https://github.com/a%zz', 'github.com/a%zz'],
  ])('%s → %s', (url, name) => {
    expect(normaliseRemote(url)).toBe(name)
  })
})

describe('remotes', () => {
  const ACME = '[remotes]\nallow = ["github.com/acme/*"]\n'
  const said = (url: string, ...layers: Parameters<typeof compile>) =>
    checkRemote({ url }, UNKNOWN, compile(...layers))

  it('a push to a remote that no list names is denied, whatever its spelling', () => {
    expect(said('git@github.com:acme/app.git', base(ACME))).toEqual([])
    for (const url of [
      'git@github.com:evil/app',
      'http://github.com/acme/app',
      '/tmp/x',
      'https://github.com/acme/a/b',
      'https://github.com/ACME/x',
    ]) {
      expect(
        said(url, base(ACME)).map(f => [f.ruleId, f.verdict]),
        url,
      ).toEqual([['remotes.allow', 'deny']])
    }
  })

  it("must be on every layer's list", () => {
    const both = [base(ACME), working('[remotes]\nallow = ["**"]')] as const
    expect(said('https://evil.example/x', ...both)).toHaveLength(1)
    expect(said('https://github.com/acme/x', ...both)).toEqual([])
  })

  it('never prints what stands before the @', () => {
    const word = Array.from({ length: 24 }, (_, i) => String.fromCharCode(97 + ((i * 7) % 26))).join('')
    for (const url of [
      `https://me:${word}@evil.example/x`,
      `https://${word}@evil.example/x`,
      `${word}@evil.example:x`,
      `ext::curl ${word}`,
    ]) {
      expect(JSON.stringify(said(url, base(ACME))), url).not.toContain(word)
    }
  })

  it('without a list every remote is free, and a commit has none', () => {
    expect(said('https://evil.example/x', base(''))).toEqual([])
    expect(checkRemote(undefined, UNKNOWN, compile(base(ACME)))).toEqual([])
  })
})
