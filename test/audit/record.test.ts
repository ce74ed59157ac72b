import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { AuditRecord } from '../../src/audit/entry.ts'
import { record } from '../../src/audit/record.ts'
import { verifyChain } from '../../src/audit/verify.ts'
import type { Redacted } from '../../src/model.ts'
import { decision, finding, refFinding } from '../report/decision.ts'
import { records as all, events, places, writer } from './log.ts'

const run = promisify(execFile)
const extra = { version: '0.1.0', policy: 'base 1, working 2', time: new Date('2026-11-22T10:00:00Z') }
const place = places()

/** The decisions in the log. */
function records(): AuditRecord[] {
  return events(place).filter(({ event }) => event === 'decision') as unknown as AuditRecord[]
}

describe('one decision, one line', () => {
  test('of a part of a history it says which', () => {
    record(place.dir, decision({ shard: { index: 2, count: 8, digest: 'ab', commits: 9 } }), extra)
    expect(records()).toMatchObject([{ shard: '2/8', verdict: 'deny' }])
  })

  test('who, what, on which refs, why, with which rules', () => {
    const file = join(place.folder, '000001.jsonl')
    const { hash, log, prev } = { ...record(place.dir, decision(), extra).link!, prev: all(place)[0]!.hash }
    expect(records()).toEqual([
      {
        ...{ v: 1, seq: 2, event: 'decision', prev, hash, log },
        id: '7f3a9c',
        time: '2026-11-22T10:00:00.000Z',
        operation: 'push',
        actor: { kind: 'human', name: 'alice', evidence: ['terminal'] },
        refs: decision().operation.refs,
        verdict: 'deny',
        counts: { findings: 3, suppressed: 1, refs: 1 },
        findings: [expect.anything(), expect.anything(), expect.anything()],
        suppressed: [
          {
            ruleId: 'generic-password',
            path: 'test/fixtures/a.ts',
            fingerprint: 'd4'.repeat(32),
            kind: 'policy',
            source: '.portcullis/policy.toml:41',
            trusted: true,
          },
        ],
        coverage: { commits: 12, blobs: 340, bytes: 1_234_567, skipped: 1, unread: 0 },
        tool: { version: '0.1.0', rulesDigest: '9'.repeat(64), policy: 'base 1, working 2' },
        durationMs: 321,
      },
    ])
    expect(statSync(file).size).toBeGreaterThan(0)
    expect(records()[0]!.findings[1]).toEqual({
      ruleId: 'refs.main',
      category: 'ref',
      verdict: 'ask',
      confidence: 'proven',
      ref: 'refs/heads/main',
      clause: 'refs.main',
    })
  })

  test('no excerpt, message, remedy, author or reason reaches the log', () => {
    const mark = 'FREE TEXT'
    const f = finding({ excerpt: mark as Redacted, message: mark, remedy: mark, author: mark })
    const d = decision({ findings: [f], notices: [mark] })
    d.suppressed[0]!.finding = f
    d.suppressed[0]!.suppression.reason = mark
    d.coverage.skipped = [{ path: mark, reason: mark }]
    record(place.dir, d, extra)
    expect(JSON.stringify(records())).not.toContain(mark)
  })

  test('a line stays a line whatever a path holds', () => {
    record(place.dir, decision({ findings: [finding({ path: 'a\nb"{' })] }), extra)
    expect(records()[0]!.findings[0]!.path).toBe('a\nb"{')
  })

  test('a history with thousands of findings names 200 and counts all', () => {
    record(place.dir, decision({ findings: Array.from({ length: 5000 }, () => refFinding()) }), extra)
    expect(records()[0]!.findings).toHaveLength(200)
    expect(records()[0]!.counts.findings).toBe(5000)
  })

  test('only its owner may read it', () => {
    record(place.dir, decision(), extra)
    expect(statSync(join(place.folder, '000001.jsonl')).mode & 0o777).toBe(0o600)
    expect(statSync(place.folder).mode & 0o777).toBe(0o700)
  })
})

describe('what can go wrong', () => {
  test('half a line left by a crash is moved aside, named, and does not swallow the next record', () => {
    record(place.dir, decision(), extra)
    const file = join(place.folder, '000001.jsonl')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, `${before}{"v":1,"id":"torn`)
    record(place.dir, decision({ id: 'next' }), extra)
    const [, , recovered, next] = all(place)
    expect(recovered).toMatchObject({ event: 'recovered', segment: '000001.jsonl', bytes: 17 })
    expect(readFileSync(join(place.folder, String(recovered!.file)), 'utf8')).toBe('{"v":1,"id":"torn')
    expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true)
    expect(next).toMatchObject({ id: 'next', seq: 4 })
    expect(verifyChain(place.folder).problems).toEqual([])
  })

  test('a place that takes no folder: a notice, no exception, and the decision is as it was', () => {
    writeFileSync(join(place.dir, 'portcullis'), 'a file in the way')
    const d = decision()
    const { notice } = record(place.dir, d, extra)
    expect(notice).toMatch(/^decision 7f3a9c is not recorded: cannot write ".*audit": (EEXIST|ENOTDIR)$/)
    expect(d.verdict).toBe('deny')
  })

  // root writes where nobody may
  test.skipIf(process.getuid?.() === 0)('a read-only git dir', () => {
    chmodSync(place.dir, 0o500)
    expect(record(place.dir, decision(), extra).notice).toContain('": EACCES')
    chmodSync(place.dir, 0o700)
  })

  test.skipIf(process.platform !== 'linux')('a full disk', () => {
    mkdirSync(place.folder, { recursive: true })
    // /dev/full answers every write with ENOSPC
    symlinkSync('/dev/full', join(place.folder, '000001.jsonl'))
    expect(record(place.dir, decision(), extra).notice).toContain('": ENOSPC')
  })
})

test('50 processes at once leave 50 whole lines, also when a line is longer than a page or a pipe takes', async () => {
  const script = join(place.dir, 'writer.mjs')
  await writer(
    script,
    `
    import { record } from '../../src/audit/record.ts'
    import { decision, finding } from '../report/decision.ts'
    const id = process.argv[2]
    const findings = Array.from({ length: 150 }, (_, i) => finding({ path: 'p'.repeat(100) + i }))
    const { notice } = record(${JSON.stringify(place.dir)}, decision({ id, findings }), { version: '0', policy: '' })
    if (notice) throw new Error(notice)`,
  )
  const ids = Array.from({ length: 50 }, (_, i) => `d${i}`)
  await Promise.all(ids.map(id => run(process.execPath, [script, id])))
  record(place.dir, decision({ id: 'last', findings: [] }), extra) // takes in what was left beside the log
  const seen = records().filter(({ id }) => id !== 'last')
  expect(seen.map(r => r.id).sort()).toEqual([...ids].sort())
  expect(seen.every(r => r.findings.length === 150)).toBe(true)
})
