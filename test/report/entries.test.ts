import { expect, test } from 'vitest'
import { entries, places } from '../../src/report/entries.ts'
import { maskDecision } from '../../src/report/mask.ts'
import { COMMIT_B, decision, finding, refFinding } from './decision.ts'

test('one secret in many places is one entry with every place once', () => {
  const again = finding({
    path: 'other.ts',
    line: 1,
    occurrences: [{ path: 'third.ts', line: 2, column: 3 }],
  })
  const [entry, ...rest] = entries([finding(), again, finding()])
  expect(rest).toEqual([])
  expect(entry!.occurrences.map(o => o.path)).toEqual(['src/config file.ts', 'other.ts', 'third.ts'])
})

test('the strongest verdict speaks for all places of a secret', () => {
  const [entry] = entries([finding({ verdict: 'warn', path: 'weak.ts' }), finding({ path: 'strong.ts' })])
  expect(entry).toMatchObject({ verdict: 'deny', path: 'strong.ts' })
  expect(places(entry!).map(o => o.path)).toEqual(['strong.ts', 'weak.ts'])
})

test('one secret under two rules stays two entries, and findings without a fingerprint are never merged', () => {
  expect(entries([finding(), finding({ ruleId: 'other' }), refFinding(), refFinding()])).toHaveLength(4)
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
