import { expect, test } from 'vitest'
import { entries, places } from '../../src/report/entries.ts'
import { maskDecision } from '../../src/report/mask.ts'
import { COMMIT_B, decision, finding, refFinding } from './decision.ts'

test('every place of a secret is told once, its own first', () => {
  const { path, line, column, commit } = finding()
  const occurrences = [
    { path: 'third.ts', line: 2, column: 3 },
    { path: path!, line: line!, column: column!, commit: commit! },
  ]
  const all = places(finding({ occurrences: [...occurrences, ...occurrences] }))
  expect(all.map(o => o.path)).toEqual(['src/config file.ts', 'third.ts'])
})

test('the strongest verdict comes first', () => {
  const sorted = entries([finding({ verdict: 'warn' }), refFinding(), finding()])
  expect(sorted.map(f => f.verdict)).toEqual(['deny', 'ask', 'warn'])
})

test('entries of entries are the same', () => {
  const once = entries([finding(), finding({ commit: COMMIT_B }), refFinding()])
  expect(entries(once)).toEqual(once)
})

test('every name that git stores goes through the mask', () => {
  const d = decision()
  d.findings.push(
    finding({
      path: 'keys/SECRET.txt',
      author: 'SECRET',
      message: 'in SECRET',
      remedy: 'drop SECRET',
      fingerprint: 'x',
      occurrences: [{ ref: 'SECRET' }],
    }),
  )
  d.operation.refs[0]!.ref = 'refs/heads/SECRET'
  d.coverage.skipped = [{ path: 'SECRET.bin', reason: 'too large' }]
  d.notices = ['unused entry for SECRET']
  const masked = maskDecision(d, text => text.replaceAll('SECRET', '****'))
  expect(JSON.stringify(masked)).not.toContain('SECRET')
  expect(masked.operation.refs[0]!.ref).toBe('refs/heads/****')
})
