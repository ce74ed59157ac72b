import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { Log, Result } from 'sarif'
import { describe, expect, test } from 'vitest'
import type { Decision } from '../../src/model.ts'
import { sarif } from '../../src/report/sarif.ts'
import { asAgent, COMMIT_B, decision, finding, refFinding } from './decision.ts'

// test/golden/README.md says where the schema comes from. It is draft-04, which Ajv 8 reads once its name is gone.
const schema = JSON.parse(readFileSync(new URL('../golden/sarif-schema-2.1.0.json', import.meta.url), 'utf8'))
delete schema.$schema
delete schema.id
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)

function log(d: Decision, mostResults = 25_000): Log {
  const parsed = JSON.parse(sarif(d, { version: '0.1.0', mostResults })) as Log
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true)
  return parsed
}

function results(d: Decision): Result[] {
  return log(d).runs[0]!.results!
}

describe('valid by the official schema', () => {
  test.each<[string, Decision]>([
    ['findings of every kind', decision()],
    ['by an agent', asAgent(decision())],
    ['nothing found', decision({ findings: [], suppressed: [], notices: [] })],
    ['a finding with only what must be there', decision({ findings: [bare()] })],
    ['a name that is no text', decision({ findings: [finding({ path: 'a\ud800/ü#%:b' })] })],
  ])('%s', (_, d) => {
    log(d)
  })

  test('the schema does refuse', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
  })
})

describe('what GitHub code scanning asks for', () => {
  test('paths are relative to the root and percent-encoded; absolute ones are file URIs', () => {
    const uris = ['a b/ü#1%.ts', 'c:d/e.ts', '/tmp/x y.ts', 'C:\\w\\z.ts'].map(path => {
      return results(decision({ findings: [finding({ path })] }))[0]!.locations![0]!.physicalLocation!
        .artifactLocation
    })
    expect(uris).toEqual([
      { uri: 'a%20b/%C3%BC%231%25.ts', uriBaseId: '%SRCROOT%' },
      { uri: 'c%3Ad/e.ts', uriBaseId: '%SRCROOT%' },
      { uri: 'file:///tmp/x%20y.ts' },
      { uri: 'file:///C:/w/z.ts' },
    ])
  })

  test('fingerprints outlive a line move and a move to another file, and differ between secrets', () => {
    const of = (over: Parameters<typeof finding>[0]) =>
      results(decision({ findings: [finding(over)] }))[0]!.partialFingerprints
    expect(of({ line: 99, column: 1, path: 'moved.ts', commit: COMMIT_B })).toEqual(of({}))
    expect(of({ fingerprint: 'ab'.repeat(32) })).not.toEqual(of({}))
    expect(of({})!.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/)
  })

  test('a ref lies in no file: the clause that spoke is the place', () => {
    const [result] = results(decision({ findings: [refFinding()] }))
    expect(result!.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: '.portcullis/policy.toml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 7 },
        },
        logicalLocations: [{ fullyQualifiedName: 'refs/heads/main', kind: 'ref' }],
      },
    ])
  })

  test('suppressed results carry kind and reason', () => {
    const d = decision({ findings: [] })
    d.suppressed.push({
      finding: finding(),
      suppression: { kind: 'inline', reason: 'docs sample', source: 'src/a.ts:3', trusted: false },
    })
    expect(results(d).map(r => r.suppressions)).toEqual([
      [
        {
          kind: 'external',
          status: 'accepted',
          justification: 'made-up keys (alice), .portcullis/policy.toml:41',
        },
      ],
      [{ kind: 'inSource', status: 'accepted', justification: 'docs sample, src/a.ts:3' }],
    ])
  })

  test('more results than GitHub takes: the strongest stay, a notification counts the rest', () => {
    const run = log(decision(), 1).runs[0]!
    expect(run.results!.map(r => r.ruleId)).toEqual(['example-cloud-key'])
    const texts = run.invocations![0]!.toolExecutionNotifications!.map(n => n.message.text)
    expect(texts.at(-1)).toBe('3 more results are left out of this file')
  })

  test('more places than GitHub takes for one result', () => {
    const occurrences = Array.from({ length: 1500 }, (_, i) => ({ path: `f${i}`, line: 1, column: 1 }))
    const [result] = results(decision({ findings: [finding({ occurrences })] }))
    expect(result!.relatedLocations).toHaveLength(999)
    expect(result!.properties!.occurrences).toBe(1501)
  })

  test('brackets and braces of untrusted text are no links and no placeholders', () => {
    const message = 'see [here](1) {0}'
    const [result] = results(decision({ findings: [finding({ message })] }))
    expect(result!.message.text).toContain('see \\[here\\](1) {{0}}')
  })
})

function bare() {
  const { path, line, column, endLine, endColumn, commit, author, date, excerpt, fingerprint, ...rest } =
    finding()
  return { ...rest, category: 'limit' as const }
}
