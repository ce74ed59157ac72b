/** What other systems are given: shapes, and that no name from a repository breaks out of its field. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Body, type ChainRecord, GENESIS, parseRecord, seal } from '../../src/audit/chain.ts'
import { auditRecord } from '../../src/audit/entry.ts'
import { cefLine } from '../../src/audit/export/cef.ts'
import { csvHead, csvRow } from '../../src/audit/export/csv.ts'
import { ocsfEvent } from '../../src/audit/export/ocsf.ts'
import { otlpRequest } from '../../src/audit/export/otlp.ts'
import { matches } from '../../src/audit/filter.ts'
import type { Decision } from '../../src/model.ts'
import { decision, finding } from '../report/decision.ts'

const time = new Date('2026-11-22T10:00:00Z')

function recordOf(over: Partial<Decision> = {}): ChainRecord {
  const body = auditRecord(decision(over), { version: '0.1.0', policy: 'base 1', time })
  return sealed(body as unknown as Body)
}

function sealed(body: Body): ChainRecord {
  return parseRecord(
    seal({ seq: 6, hash: GENESIS, log: 'c0ffee01' }, { time: time.toISOString(), ...body }).line,
  )!
}

const named = (path: string) => recordOf({ findings: [finding({ path, ruleId: 'a-rule' })] })

describe('csv', () => {
  test('a row', () => {
    expect(csvHead().split(',').length).toBe(csvRow(named('a')).split(',').length)
    expect(csvRow(named('a b.ts'))).toMatch(
      /^7,2026-11-22T10:00:00\.000Z,decision,7f3a9c,human,alice,push,deny,a-rule,refs\/heads\/main,a b\.ts,c0ffee01,[0-9a-f]{64}\r\n$/,
    )
  })

  test('quotes, commas, line ends and formulas stay in their cell', () => {
    expect(csvRow(named('a"b,c\nd'))).toContain(',"a""b,c\nd",')
    for (const start of ['=', '+', '-', '@']) expect(csvRow(named(`${start}x`))).toContain(`,'${start}x,`)
  })

  test('whatever a path holds, a reader finds the same cells', () => {
    const cells = (row: string) => [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g)].length
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), path => {
        expect(cells(csvRow(named(path)).slice(0, -2))).toBe(13)
      }),
      { numRuns: 40 },
    )
  })
})

describe('cef', () => {
  test('a line', () => {
    expect(cefLine(named('a.ts'))).toMatch(
      /^CEF:0\|Portcullis\|portcullis\|0\.1\.0\|a-rule\|push denied: a-rule\|8\|rt=1795341600000 externalId=c0ffee01:7 act=deny suser=alice cs1Label=actorKind cs1=human cs2Label=decisionId cs2=7f3a9c cs3Label=refs cs3=refs\/heads\/main cs4Label=hash cs4=[0-9a-f]{64} fname=a\.ts\n$/,
    )
  })

  test('pipes, backslashes, equal signs and line ends do not start a field', () => {
    expect(cefLine(named('a=b\\c\nd|e'))).toContain('fname=a\\=b\\\\c\\nd|e\n')
    const rule = recordOf({ findings: [finding({ ruleId: 'a|b\\c\nd' })] })
    expect(cefLine(rule)).toContain('|a\\|b\\\\c d|push denied: a\\|b\\\\c d|8|')
  })

  test('one line and seven fields, whatever a path holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), path => {
        const line = cefLine(named(path))
        expect(line.match(/[\r\n]/g)).toHaveLength(1)
        expect(line.split(/(?<!\\)(?:\\\\)*\|/).length).toBeGreaterThanOrEqual(8)
      }),
      { numRuns: 40 },
    )
  })
})

describe('ocsf', () => {
  test('a block is a Detection Finding with the security control that denied it', () => {
    expect(ocsfEvent(named('a.ts'))).toMatchObject({
      ...{
        category_uid: 2,
        class_uid: 2004,
        activity_id: 1,
        type_uid: 200_401,
        severity_id: 4,
        time: 1_795_341_600_000,
      },
      ...{ action_id: 2, disposition_id: 2, status_id: 1, message: 'push denied: a-rule' },
      metadata: {
        version: '1.3.0',
        profiles: ['security_control'],
        product: { name: 'Portcullis', version: '0.1.0' },
      },
      finding_info: { uid: '7f3a9c', title: 'push denied: a-rule', types: ['a-rule'] },
      resources: [
        { name: 'refs/heads/main', type: 'git ref' },
        { name: 'a.ts', type: 'file' },
      ],
      unmapped: { seq: 7, log: 'c0ffee01', prev: GENESIS },
    })
  })

  test('a bypass too, allowed as it was; what passed is a base event', () => {
    const bypass = sealed({
      event: 'bypass.detected',
      commit: 'a1'.repeat(20),
      actor: { kind: 'agent', name: 'x' },
    })
    expect(ocsfEvent(bypass)).toMatchObject({
      class_uid: 2004,
      severity_id: 4,
      disposition_id: 1,
      actor: { user: { name: 'x', type: 'agent' } },
    })
    expect(ocsfEvent(recordOf({ verdict: 'allow', findings: [] }))).toMatchObject({
      class_uid: 0,
      category_uid: 0,
      type_uid: 99,
      severity_id: 1,
    })
  })
})

test('otlp: a request of log records, times and integers as strings', () => {
  const request = otlpRequest([named('a.ts')], '0.1.0') as {
    resourceLogs: { scopeLogs: { logRecords: unknown[] }[] }[]
  }
  expect(request.resourceLogs[0]!.scopeLogs[0]!.logRecords).toEqual([
    {
      timeUnixNano: '1795341600000000000',
      severityNumber: 17,
      severityText: 'ERROR',
      eventName: 'portcullis.decision',
      body: { stringValue: 'push denied: a-rule' },
      attributes: expect.arrayContaining([
        { key: 'portcullis.audit.seq', value: { intValue: '7' } },
        { key: 'portcullis.decision', value: { stringValue: 'deny' } },
        { key: 'portcullis.rule.ids', value: { arrayValue: { values: [{ stringValue: 'a-rule' }] } } },
      ]),
    },
  ])
})

test('records of a newer version or a forger: every form takes them', () => {
  const odd = sealed({
    event: 'x\ny',
    actor: 'nobody',
    findings: 'none',
    refs: [null, 3, { ref: 4 }],
    verdict: 7,
    tool: null,
  })
  for (const form of [csvRow, cefLine]) expect(form(odd)).toMatch(/^.+\n$/s)
  expect(ocsfEvent(odd)).toMatchObject({ class_uid: 0 })
  expect(JSON.stringify(otlpRequest([odd], '0'))).toContain('portcullis.x\\ny')
})

test.each([
  [{}, true],
  [{ verdict: 'deny' }, true],
  [{ verdict: 'allow' }, false],
  [{ actor: 'human', event: 'decision' }, true],
  [{ actor: 'agent' }, false],
  [{ event: 'approval.' }, false],
  [{ since: '2026-11-22T10:00:00.000Z' }, true],
  [{ since: '2026-11-22T10:00:00.001Z' }, false],
])('filter %j: %s', (filter, wanted) => {
  expect(matches(named('a'), filter)).toBe(wanted)
})
