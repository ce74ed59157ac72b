import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuditRecord } from '../../src/audit/entry.ts'
import { record } from '../../src/audit/record.ts'
import type { Redacted } from '../../src/model.ts'
import { decision, finding, refFinding } from '../report/decision.ts'

const run = promisify(execFile)
const extra = { version: '0.1.0', policy: 'base 1, working 2', time: new Date('2026-11-22T10:00:00Z') }
let dir = ''

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portcullis-audit-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** The log's records; blank lines may stand where a line had to be finished first. */
function records(): AuditRecord[] {
  return readFileSync(join(dir, 'portcullis/audit.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

describe('one decision, one line', () => {
  test('of a part of a history it says which', () => {
    record(dir, decision({ shard: { index: 2, count: 8, digest: 'ab', commits: 9 } }), extra)
    expect(records()).toMatchObject([{ shard: '2/8', verdict: 'deny' }])
  })

  test('who, what, on which refs, why, with which rules', () => {
    expect(record(dir, decision(), extra)).toEqual({ file: join(dir, 'portcullis/audit.jsonl') })
    expect(records()).toEqual([
      {
        v: 1,
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
    record(dir, d, extra)
    expect(JSON.stringify(records())).not.toContain(mark)
  })

  test('a line stays a line whatever a path holds', () => {
    record(dir, decision({ findings: [finding({ path: 'a\nb"{' })] }), extra)
    expect(records()[0]!.findings[0]!.path).toBe('a\nb"{')
  })

  test('a history with thousands of findings names 200 and counts all', () => {
    record(dir, decision({ findings: Array.from({ length: 5000 }, () => refFinding()) }), extra)
    expect(records()[0]!.findings).toHaveLength(200)
    expect(records()[0]!.counts.findings).toBe(5000)
  })

  test('only its owner may read it', () => {
    record(dir, decision(), extra)
    expect(statSync(join(dir, 'portcullis/audit.jsonl')).mode & 0o777).toBe(0o600)
  })
})

describe('what can go wrong', () => {
  test('half a line left by a crash does not swallow the next record', () => {
    mkdirSync(join(dir, 'portcullis'))
    writeFileSync(join(dir, 'portcullis/audit.jsonl'), '{"v":1,"id":"torn')
    record(dir, decision(), extra)
    const lines = readFileSync(join(dir, 'portcullis/audit.jsonl'), 'utf8').split('\n')
    expect(lines[0]).toBe('{"v":1,"id":"torn')
    expect(JSON.parse(lines[1]!)).toMatchObject({ id: '7f3a9c' })
  })

  test('a place that takes no folder: a notice, no exception, and the decision is as it was', () => {
    writeFileSync(join(dir, 'portcullis'), 'a file in the way')
    const d = decision()
    const { notice } = record(dir, d, extra)
    expect(notice).toMatch(
      /^decision 7f3a9c is not recorded: cannot write ".*audit\.jsonl": (EEXIST|ENOTDIR)$/,
    )
    expect(d.verdict).toBe('deny')
  })

  // root writes where nobody may
  test.skipIf(process.getuid?.() === 0)('a read-only git dir', () => {
    chmodSync(dir, 0o500)
    expect(record(dir, decision(), extra).notice).toContain('": EACCES')
    chmodSync(dir, 0o700)
  })

  test.skipIf(process.platform !== 'linux')('a full disk', () => {
    mkdirSync(join(dir, 'portcullis'))
    // /dev/full answers every write with ENOSPC
    symlinkSync('/dev/full', join(dir, 'portcullis/audit.jsonl'))
    expect(record(dir, decision(), extra).notice).toContain('": ENOSPC')
  })
})

test('50 processes at once leave 50 whole lines, also when a line is longer than a page or a pipe takes', async () => {
  const script = join(dir, 'writer.mjs')
  await build({
    stdin: {
      resolveDir: new URL('.', import.meta.url).pathname,
      loader: 'ts',
      contents: `
        import { record } from '../../src/audit/record.ts'
        import { decision, finding } from '../report/decision.ts'
        const id = process.argv[2]
        const findings = Array.from({ length: 150 }, (_, i) => finding({ path: 'p'.repeat(100) + i }))
        const { notice } = record(${JSON.stringify(dir)}, decision({ id, findings }), { version: '0', policy: '' })
        if (notice) throw new Error(notice)`,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    logLevel: 'error',
  })
  const ids = Array.from({ length: 50 }, (_, i) => `d${i}`)
  await Promise.all(ids.map(id => run(process.execPath, [script, id])))
  const seen = records()
  expect(seen.map(r => r.id).sort()).toEqual([...ids].sort())
  expect(seen.every(r => r.findings.length === 150)).toBe(true)
})
