// Where a credential still stands, in words: no more is claimed than what was looked at.
import { expect, test } from 'vitest'
import { maskDecision } from '../../src/report/mask.ts'
import { standing } from '../../src/report/standing.ts'
import { decision, finding } from './decision.ts'

const remote = (...names: string[]) => names.map(name => `refs/remotes/origin/${name}`)
const shard = { index: 1, count: 2, digest: 'ab', commits: 3 }
const unread = [{ path: 'a', reason: 'gone' }]

test.each<[string, string[] | undefined, string | undefined]>([
  ['not of a history', undefined, undefined],
  ['HEAD alone', ['HEAD'], 'still in HEAD'],
  ['HEAD comes first', [...remote('main'), 'HEAD'], 'still in HEAD and origin/main'],
  ['a remote alone', remote('old'), 'not in HEAD; still in origin/old'],
  ['many', ['HEAD', ...remote('a', 'b', 'c', 'd')], 'still in HEAD, origin/a, origin/b and 2 more'],
  ['nowhere', [], "in the past only: nothing that HEAD or a remote's branch points at holds it"],
  ['several repositories', ['x: refs/remotes/origin/a', 'y: HEAD'], 'still in y: HEAD and x: origin/a'],
  ['a ref with a control character', ['refs/remotes/o/\u001b[2J'], 'not in HEAD; still in o/\\u{1b}[2J'],
])('%s', (_, stands, words) => {
  expect(standing(finding(stands && { stands }), decision())).toBe(words)
})

test.each([
  ['a shard', decision({ shard })],
  ['what was not looked at', decision({ coverage: { ...decision().coverage, unread } })],
])('%s may hold it elsewhere: nothing is said of where it is not', (_, part) => {
  expect(standing(finding({ stands: [] }), part)).toBeUndefined()
  expect(standing(finding({ stands: remote('old') }), part)).toBe('still in origin/old')
})

test('a credential in the name of a remote branch is masked', () => {
  const whole = decision({ findings: [finding({ stands: remote('use-KEY') })] })
  const masked = maskDecision(whole, text => text.replace('KEY', '****'))
  expect(masked.findings[0]!.stands).toEqual(remote('use-****'))
})
