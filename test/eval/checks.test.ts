/** Offline checks as the evaluation asks them: by the name that a labelled file gives. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SCRIPT = new URL('../../scripts/eval/checks.js', import.meta.url).href
const { scoreChecks } = await import(SCRIPT)

/** Checks that hold for a token that begins with their own name. */
const proof = {
  checkNamed: (name: string) =>
    ['npm', 'vercel', 'github-classic', 'azure-key'].includes(name) ? name : undefined,
  answerOf: (name: string, token: string) => ({ verdict: token.startsWith(name) ? 'valid' : 'invalid' }),
}

const row = (check: string, verdict: string, token: string, at = 1) => ({ row: at, check, verdict, token })

describe('agreement with offline checks', () => {
  it('compares what is said with what the row says', () => {
    const rows = [
      row('npm', 'valid', 'npm…'),
      row('npm', 'invalid', 'npm…', 2),
      row('npm', 'unknown', '…', 3),
    ]
    const { result, outcomes } = scoreChecks(rows, proof)
    expect(result).toMatchObject({
      rows: 3,
      agreed: 1,
      agreement: 1 / 3,
      checks: { npm: { rows: 3, agreed: 1 } },
    })
    expect(outcomes[1]).toEqual({ row: 2, check: 'npm', verdict: 'invalid', said: 'valid', agreed: false })
  })

  it.each([
    ['vercel-vcp', 'vercel'],
    ['vercel:a-b', 'vercel'],
    ['github-ghp', 'github-classic'],
    ['azure-cosmosdb', 'azure-key'],
  ])('asks for %s the check %s', (check, name) => {
    expect(scoreChecks([row(check, 'valid', name)], proof).result.agreed).toBe(1)
  })

  it('a check that nobody wrote agrees with nothing', () => {
    const { outcomes } = scoreChecks([row('acme-token', 'unknown', 'x')], proof)
    expect(outcomes[0]).toMatchObject({ said: 'no such check', agreed: false })
  })

  it('says so where a build has none at all', () => {
    const { result } = scoreChecks([row('npm', 'valid', 'npm')], undefined)
    expect(result).toEqual({ rows: 1, skipped: 'not scored: this build has no offline checks' })
  })
})

it('a file of keys in armour is one of checks: the encrypted cannot be known, the short are none', async () => {
  const { readLabelled } = await import(new URL('../../scripts/eval/read.js', import.meta.url).href)
  const folder = mkdtempSync(join(tmpdir(), 'pc-keys-'))
  const verdicts = ['valid', 'invalid', 'valid-encrypted', 'too-short(<64)']
  const lines = verdicts.map(verdict => JSON.stringify({ label: 'PRIVATE KEY', pem: '…', verdict }))
  writeFileSync(join(folder, 'keys.jsonl'), lines.join('\n'))
  const { kind, rows } = readLabelled(join(folder, 'keys.jsonl'))
  rmSync(folder, { recursive: true })
  expect(kind).toBe('checks')
  expect(rows.map((row: { verdict: string }) => row.verdict)).toEqual([
    'valid',
    'invalid',
    'unknown',
    'invalid',
  ])
  expect(rows[0]).toMatchObject({ row: 1, check: 'private-key', token: '…' })
})
