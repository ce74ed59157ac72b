/** Reports read back and merged. The files may be anybody's. */
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import type { Decision, Finding, Redacted } from '../../src/model.ts'
import { json } from '../../src/report/json.ts'
import { mergeReports } from '../../src/report/merge/merge.ts'
import { type ReadReport, readReport } from '../../src/report/merge/read.ts'
import { formats, render } from '../../src/report/render.ts'
import { COMMIT_A, COMMIT_B, decision, finding } from './decision.ts'

const VERSION = '0.1.0'
const redact = (text: string) => text as Redacted
const options = { id: 'merged', actor: { kind: 'human' as const, evidence: [] } }
const NOTHING = { commits: 0, blobs: 0, bytes: 0, skipped: [], unread: [] }

/** A scan of `app`, as decided. */
function scanned(over: Partial<Decision> = {}): Decision {
  const findings = over.findings ?? []
  return decision({
    operation: { kind: 'scan', actor: { kind: 'human', evidence: [] }, refs: [] },
    repository: 'example.org/app',
    verdict: findings.some(({ verdict }) => verdict === 'deny') ? 'deny' : findings.length ? 'warn' : 'allow',
    findings,
    suppressed: [],
    notices: [],
    coverage: { ...NOTHING, commits: 5, blobs: 10, bytes: 100 },
    durationMs: 1000,
    ...over,
  })
}

function shard(index: number, over: Partial<Decision> = {}, count = 2): Decision {
  return scanned({ shard: { index, count, digest: 'ab'.repeat(32), commits: 5 * count }, ...over })
}

function read(decision: Decision, file = 'a.json', version = VERSION): ReadReport {
  return readReport(Buffer.from(json(decision, version)), file, redact)
}

function merged(decisions: Decision[], more: { repositories?: number } = {}) {
  return mergeReports(
    decisions.map((one, i) => read(one, `${i + 1}.json`)),
    { ...options, ...more },
  )
}

function key(over: Partial<Finding> = {}): Finding {
  return finding({ occurrences: [], ...over })
}

describe('a report read back', () => {
  const whole = decision({
    ...scanned(),
    findings: decision().findings.slice(2),
    suppressed: decision().suppressed,
  })

  it('gives the same report again', () => {
    const given = { ...whole, verdict: 'deny' as const, notices: ['one'] }
    const back = read(given)
    const again = JSON.parse(json({ ...back.decision, repository: back.repository }, VERSION))
    expect(again).toEqual({
      ...JSON.parse(json(given, VERSION)),
      operation: { kind: 'scan', actor: { kind: 'unknown', evidence: [] }, refs: [] },
    })
  })

  it('redacts excerpts again, whatever the file claims', () => {
    const { decision: back } = readReport(
      Buffer.from(json(scanned({ findings: [key({ excerpt: 'raw' as Redacted })] }), VERSION)),
      'a.json',
      text => `${text}!` as Redacted,
    )
    expect(back.findings[0]!.excerpt).toBe('raw!')
  })

  it.each<[string, string, unknown, string]>([
    ['another schema', 'schemaVersion', 2, 'schemaVersion: 2 is none of 1'],
    ['another tool', 'tool.name', 'x', 'tool.name: "x" is none of portcullis'],
    ['no repository', 'repository', undefined, 'repository: missing'],
    [
      'no word on completeness',
      'complete',
      undefined,
      'complete: missing: nothing is neither true nor false',
    ],
    ['an operation that is no scan', 'operation.kind', 'push', 'operation.kind: "push" is none of scan'],
    ['an error object', 'tool', undefined, 'tool: missing: nothing is no object'],
    ['findings that are no list', 'findings', {}, 'findings: {} is no list'],
    ['a line that is no number', 'findings.0.line', '1', 'findings[0].line: "1" is no count'],
    ['a negative line', 'findings.0.line', -1, 'findings[0].line: -1 is no count'],
    [
      'a verdict that does not exist',
      'findings.0.verdict',
      'no',
      'findings[0].verdict: "no" is none of allow',
    ],
    [
      'a fingerprint that is none',
      'findings.0.fingerprint',
      'x y',
      'findings[0].fingerprint: "x y" is no hexadecimal',
    ],
    [
      'a commit that is none',
      'findings.0.occurrences.0.commit',
      '--all',
      'findings[0].occurrences[0].commit: "--all" is no object id',
    ],
    ['a verdict its findings deny', 'verdict', 'allow', 'verdict: it says allow, its findings say deny'],
    ['more remembered than there is', 'coverage.remembered', 11, 'coverage.remembered: more than'],
    ['complete with gaps', 'coverage.unread', [{ path: 'a', reason: 'b' }], 'complete: true, with entries'],
    [
      'a shard beyond the last',
      'shard',
      { index: 3, count: 2, digest: 'ab', commits: 1 },
      'shard: there is no shard 3 of 2',
    ],
    ['a shard without a digest', 'shard', { index: 1, count: 2, commits: 1 }, 'shard.digest: missing'],
    ['a text without end', 'notices', ['x'.repeat(70_000)], 'notices[0]: longer than 65536 characters'],
    [
      'a merge of several',
      'repositories',
      [],
      'repositories: it is merged from several repositories already',
    ],
    [
      'fields by inheritance only',
      'tool',
      JSON.parse('{"__proto__": {"name": "portcullis"}}'),
      'tool.name: missing',
    ],
  ])('%s is exit 2, with the file and the place', (_, field, value, message) => {
    const raw = JSON.parse(json(scanned({ findings: [key()] }), VERSION))
    put(raw, field.split('.'), value)
    const act = () => readReport(Buffer.from(JSON.stringify(raw)), 'bad.json', redact)
    expect(act).toThrow(UsageError)
    expect(act).toThrow(`not a report that can be merged: ${message}`)
    expect(subjectOf(act)).toBe('bad.json')
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'it is empty'],
    ['half a report', Buffer.from(json(scanned(), VERSION)).subarray(0, 200), 'it is no JSON, or cut short'],
    ['UTF-16, as a Windows shell redirects', Buffer.from('\ufeff{}', 'utf16le'), 'it is not UTF-8'],
    ['null', Buffer.from('null'), 'null is no object'],
    ['deep nesting', Buffer.from('['.repeat(1e5)), 'it is no JSON'],
  ])('%s is exit 2', (_, bytes, message) => {
    expect(() => readReport(bytes, 'bad.json', redact)).toThrow(message)
  })

  it('no message quotes more than a few characters of the file', () => {
    const long = 'word '.repeat(100)
    const raw = { ...JSON.parse(json(scanned(), VERSION)), verdict: long }
    const error = errorOf(() => readReport(Buffer.from(JSON.stringify(raw)), 'a', redact))
    expect(error.message.length).toBeLessThan(150)
  })

  it('what a hostile file says is drawn escaped in every format', async () => {
    const hostile = '\u001b[2J\u202e##vso[x]\n::error::x'
    const evil = key({
      ruleId: hostile,
      path: hostile,
      author: hostile,
      message: hostile,
      remedy: hostile,
      ref: hostile,
      date: hostile,
    })
    const one = scanned({ findings: [evil], repository: hostile, notices: [hostile] })
    const { decision: whole } = merged([one, scanned({ repository: 'b' })])
    for (const format of formats)
      expect(await render(whole, format, { version: '0' })).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]|^::error::x/mu)
  })
})

describe('shards of one repository', () => {
  it('make a whole: no shard, sums, complete', () => {
    const { decision: whole, gaps } = merged([shard(2), shard(1)])
    expect(gaps).toEqual([])
    expect(whole).toMatchObject({
      repository: 'example.org/app',
      verdict: 'allow',
      coverage: { commits: 10, blobs: 20, bytes: 200, skipped: [], unread: [] },
      durationMs: 2000,
    })
    expect(whole.shard).toBeUndefined()
    expect(JSON.parse(json(whole, VERSION))).toMatchObject({ complete: true })
  })

  it('what the shards remembered adds up; a report that says nothing of it remembered nothing', () => {
    const remembered = (n: number) => ({
      coverage: { ...NOTHING, commits: 5, blobs: 10, remembered: n, bytes: 100 },
    })
    expect(merged([shard(1, remembered(4)), shard(2, remembered(3))]).decision.coverage.remembered).toBe(7)
    expect(merged([shard(1, remembered(4)), shard(2)]).decision.coverage.remembered).toBe(4)
  })

  it('a merged report is a report: it can be merged with those of other repositories', () => {
    const { decision: whole } = merged([shard(1), shard(2)])
    const { decision: fleet } = merged([whole, scanned({ repository: 'b' })])
    expect(fleet.coverage.unread).toEqual([])
    expect(fleet.repositories?.map(({ name, commits }) => [name, commits])).toEqual([
      ['b', 5],
      ['example.org/app', 10],
    ])
  })

  it.each<[string, Decision[], string, string]>([
    ['one missing', [shard(1, {}, 3), shard(3, {}, 3)], 'shard 2/3', 'there is no report of it'],
    ['one twice', [shard(1), shard(2), shard(2)], 'shard 2/2', 'it comes more than once: 2.json, 3.json'],
    [
      'one of other refs',
      [
        shard(1, {}, 3),
        shard(2, {}, 3),
        shard(3, { shard: { index: 3, count: 3, digest: 'cd', commits: 15 } }),
      ],
      '3.json',
      'no part of the same whole: other refs or commits were divided, or another policy judged',
    ],
    [
      'one by other rules',
      [shard(1, {}, 3), shard(2, {}, 3), shard(3, { rulesDigest: 'cd' }, 3)],
      '3.json',
      'no part of the same whole: other rules looked',
    ],
    [
      'one of another count',
      [shard(1, {}, 3), shard(2, {}, 3), shard(3, {}, 4)],
      '3.json',
      'no part of the same whole: it is shard 3/4, the others are of 3 shards',
    ],
    [
      'a whole scan among them',
      [shard(1, {}, 3), shard(2, {}, 3), scanned()],
      '3.json',
      'no part of the same whole: it is whole, the others are of 3 shards',
    ],
    [
      'a commit nobody looked at',
      [shard(1), shard(2, { coverage: { ...NOTHING, commits: 4 } })],
      '',
      '10 commits were divided and 9 looked at',
    ],
    [
      'an unread file',
      [shard(1), shard(2, { coverage: { ...NOTHING, commits: 5, unread: [{ path: 'a', reason: 'gone' }] } })],
      'a',
      'gone',
    ],
  ])('%s: incomplete, and named', (_, decisions, path, reason) => {
    const { decision: whole } = merged(decisions)
    expect(whole.coverage.unread).toContainEqual({ path, reason })
  })

  it('a shard that was interrupted keeps the whole incomplete, without another word', () => {
    const raw = { ...JSON.parse(json(shard(2), VERSION)), complete: false }
    const reports = [read(shard(1)), readReport(Buffer.from(JSON.stringify(raw)), 'b.json', redact)]
    expect(mergeReports(reports, options).gaps).toEqual([
      { path: 'b.json', reason: 'the report says that it is incomplete' },
    ])
  })

  it('another version of the tool is another pair of eyes', () => {
    const reports = [read(shard(1), 'a.json'), read(shard(2), 'b.json', '9.9.9')]
    const { gaps, missing } = mergeReports(reports, options)
    expect(gaps.map(({ reason }) => reason).join()).toContain('version 9.9.9 made it, 0.1.0 the others')
    expect(missing).toEqual(['shard 2/2'])
  })

  it('a count that was made up does not fill the report', () => {
    const { gaps } = merged([shard(1, {}, 900_000)])
    expect(gaps).toHaveLength(1001)
    expect(gaps.at(-1)!.path).toBe('898999 more shards of 900000')
  })

  it('what a foreign or doubled shard found is told, and is not counted', () => {
    const foreign = shard(1, { findings: [key()], rulesDigest: 'cd' }, 3)
    const { decision: whole } = merged([shard(1, {}, 3), shard(2, {}, 3), shard(2, {}, 3), foreign])
    expect(whole.findings).toHaveLength(1)
    expect(whole.coverage.blobs).toBe(20)
  })
})

describe('findings', () => {
  const weak = key({ ruleId: 'generic', verdict: 'warn', confidence: 'low', path: 'a.txt', line: 1 })

  it('one secret is one entry: the strongest leads, all places are its occurrences, in order', () => {
    const strong = key({
      path: 'z.txt',
      line: 2,
      occurrences: [
        { path: 'b.txt', line: 10 },
        { path: 'b.txt', line: 9 },
      ],
    })
    const { decision: whole } = merged([shard(1, { findings: [weak] }), shard(2, { findings: [strong] })])
    expect(whole.findings).toHaveLength(1)
    expect(whole.findings[0]).toMatchObject({ ruleId: 'example-cloud-key', verdict: 'deny', path: 'z.txt' })
    expect(whole.findings[0]!.occurrences.map(({ path, line }) => `${path}:${line}`)).toEqual([
      'a.txt:1',
      'b.txt:9',
      'b.txt:10',
      'z.txt:2',
    ])
  })

  it('a later one that is denied leads an earlier one that only warns', () => {
    const warned = key({ verdict: 'warn', date: '2026-01-01T00:00:00.000Z', path: 'a' })
    const denied = key({ date: '2026-02-01T00:00:00.000Z', path: 'b' })
    const { decision: whole } = merged([shard(1, { findings: [warned] }), shard(2, { findings: [denied] })])
    expect(whole).toMatchObject({ verdict: 'deny', findings: [{ verdict: 'deny', path: 'b' }] })
  })

  it('of equally strong ones the earliest leads, then the lower commit', () => {
    const late = key({ commit: COMMIT_A, date: '2026-02-01T00:00:00.000Z', path: 'late' })
    const early = key({ commit: COMMIT_B, date: '2026-01-01T00:00:00.000Z', path: 'early' })
    const same = key({ commit: COMMIT_A, date: '2026-01-01T00:00:00.000Z', path: 'same' })
    const undated = key({ commit: '', date: '', path: 'undated' })
    const lead = (...all: Finding[]) =>
      merged(all.map((one, i) => shard(i + 1, { findings: [one] }, all.length))).decision.findings[0]!.path
    expect(lead(late, early)).toBe('early')
    expect(lead(late, early, same)).toBe('same')
    expect(lead(undated, late)).toBe('late')
  })

  it('no order of files changes the report', async () => {
    const parts = [1, 2, 3].map(index =>
      shard(
        index,
        {
          findings: [
            weak,
            key({ path: `p${index}` }),
            key({ fingerprint: `${index}${index}`, path: `q${index}` }),
          ],
        },
        3,
      ),
    )
    const one = await render(merged(parts).decision, 'json', { version: VERSION })
    expect(await render(merged([...parts].reverse()).decision, 'json', { version: VERSION })).toBe(one)
  })

  it('without a fingerprint each place stands alone', () => {
    const { fingerprint: _, ...bare } = key()
    const { decision: whole } = merged([
      shard(1, { findings: [bare] }),
      shard(2, { findings: [bare, { ...bare, line: 99 }] }),
    ])
    expect(whole.findings.map(({ line }) => line)).toEqual([12, 99])
  })

  it('suppressed ones stay suppressed, once a place; what was not looked at is named once', () => {
    const suppressed = decision().suppressed
    const coverage = { ...NOTHING, commits: 5, skipped: [{ path: 'x', reason: 'y' }] }
    const { decision: whole } = merged([
      shard(1, { suppressed, coverage }),
      shard(2, { suppressed, coverage }),
    ])
    expect(whole.suppressed).toHaveLength(1)
    expect(whole.coverage.skipped).toEqual([{ path: 'x', reason: 'y' }])
    expect(whole.verdict).toBe('allow')
  })
})

describe('many repositories', () => {
  const app = scanned({
    repository: 'example.org/app',
    findings: [key({ path: 'a.txt' })],
    notices: ['a note'],
  })
  const lib = scanned({ repository: 'example.org/lib', findings: [key({ path: 'b.txt' })] })

  it('one secret in two of them is one entry with two places, the repository before the path', async () => {
    const { decision: whole } = merged([lib, app])
    expect(whole.findings).toHaveLength(1)
    expect(whole.findings[0]!.occurrences.map(({ repository, path }) => [repository, path])).toEqual([
      ['example.org/app', 'a.txt'],
      ['example.org/lib', 'b.txt'],
    ])
    expect(whole.notices).toEqual(['example.org/app: a note'])
    const shown = Object.fromEntries(
      await Promise.all(
        formats.map(async format => [format, await render(whole, format, { version: VERSION })]),
      ),
    )
    expect(shown.pretty).toContain('at example.org/app: a.txt:12:15 in a1a1')
    expect(shown.pretty).toContain('at example.org/lib: b.txt:12:15 in a1a1')
    expect(shown.github).toContain('::error file=example.org/app/a.txt,')
    const [result] = JSON.parse(shown.sarif).runs[0].results
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('example.org/app/a.txt')
    expect(result.relatedLocations[0].physicalLocation.artifactLocation.uri).toBe('example.org/lib/b.txt')
    expect(JSON.parse(shown.json)).toMatchObject({
      repositories: [
        { name: 'example.org/app', complete: true, commits: 5, findings: 1 },
        { name: 'example.org/lib', complete: true, commits: 5, findings: 1 },
      ],
      findings: [{ repository: 'example.org/app', path: 'a.txt' }],
    })
  })

  it('each has to be whole for itself', () => {
    const { decision: whole, missing } = merged([app, shard(1, { repository: 'example.org/lib' })])
    expect(whole.coverage.unread).toEqual([
      { path: 'example.org/lib: shard 2/2', reason: 'there is no report of it' },
    ])
    expect(missing).toEqual(['example.org/lib: shard 2/2'])
    expect(whole.repositories?.map(({ complete }) => complete)).toEqual([true, false])
  })

  it('one that is missing altogether is missed by who knows their number', () => {
    expect(merged([app, lib], { repositories: 2 }).gaps).toEqual([])
    expect(merged([app, lib], { repositories: 3 }).gaps).toEqual([
      { path: 'repositories', reason: '3 are expected, the reports are of 2' },
    ])
  })

  it('rules of their own are no gap: the digest is over all', () => {
    const { decision: whole, gaps } = merged([app, { ...lib, rulesDigest: 'cd' }])
    expect(gaps).toEqual([])
    expect(whole.rulesDigest).not.toBe(app.rulesDigest)
  })

  it('nor are versions, but they are told', () => {
    const reports = [read(app, 'a'), read(lib, 'b', '9.9.9')]
    const { decision: whole, gaps } = mergeReports(reports, options)
    expect(gaps).toEqual([])
    expect(whole.notices).toContain('the reports were made by different versions: 0.1.0, 9.9.9')
  })
})

function errorOf(act: () => unknown): UsageError {
  try {
    act()
  } catch (error) {
    return error as UsageError
  }
  throw new Error('it did not fail')
}

function subjectOf(act: () => unknown): string | undefined {
  return errorOf(act).detail.subject
}

function put(within: Record<string, unknown>, [name, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) within[name!] = value
  else put(within[name!] as Record<string, unknown>, rest, value)
}

describe('where a credential still stands', () => {
  it('is what any of the shards says: each knows its own blobs only', () => {
    const parts = [[], ['refs/remotes/origin/a'], ['HEAD', 'refs/remotes/origin/a']]
    const shards = parts.map((stands, i) => shard(i + 1, { findings: [key({ stands })] }, 3))
    const { decision: whole } = merged(shards)
    expect(whole.findings.map(({ stands }) => stands)).toEqual([['HEAD', 'refs/remotes/origin/a']])
  })

  it('names the repository where there are several', () => {
    const one = scanned({ findings: [key({ stands: ['HEAD'] })] })
    const other = scanned({ findings: [key({ stands: [] })], repository: 'example.org/other' })
    expect(merged([one, other]).decision.findings[0]!.stands).toEqual(['example.org/app: HEAD'])
  })
})
