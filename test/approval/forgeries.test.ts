/**
 * What somebody who is not the approver can hand in, and the sentence each of it is refused with. The adversary is a program of
 * the same user: it writes files and refs as it likes, and has every approval that was ever given.
 */
import { expect, it } from 'vitest'
import { byPath, forced, GOOD, good, moved, refusal, unmet } from './forgeries/attempt.ts'
import { contents } from './forgeries/contents.ts'
import { envelopes } from './forgeries/envelopes.ts'
import { keys } from './forgeries/keys.ts'
import { people, reviewed } from './forgeries/people.ts'
import { refs } from './forgeries/refs.ts'
import { replays } from './forgeries/replays.ts'
import { signatures } from './forgeries/signatures.ts'
import { WORKFLOW } from './make.ts'

const ALL = { envelopes, signatures, keys, contents, replays, refs, people }
const CASES = Object.entries(ALL).flatMap(([kind, cases]) => cases.map(one => [kind, ...one] as const))

it.each(CASES)('%s: %s', (_kind, _name, sentence, attempt) => {
  const told = attempt()
  expect(told).not.toBe('ACCEPTED')
  expect(told).toMatch(sentence)
})

/** Pairs that are the same fault, reached in two ways: bytes that are not canonical, a broken signature, a stranger, one voice of two, a list out of order, a path that is none. */
const TWICE = [
  /not in canonical form/,
  /does not fit what it is said to sign/,
  /"mallory" is nobody/,
  /1 of 2 people/,
  /"clauses" must be sorted/,
  /is no path git can store/,
]

it('each has a sentence of its own', () => {
  const told = CASES.map(([, , , attempt]) => attempt())
  const again = told.filter((sentence, index) => told.indexOf(sentence) !== index)
  expect(again.map(sentence => TWICE.findIndex(known => known.test(sentence)))).toEqual([
    0, 1, 4, 5, 5, 5, 3, 2,
  ])
})

it('the good ones are accepted, so that none of these is refused for another reason', () => {
  expect(refusal(GOOD)).toBe('ACCEPTED')
  expect(unmet(byPath(WORKFLOW), [good()])).toBe('ACCEPTED')
  expect(unmet(moved({}), [forced()])).toBe('ACCEPTED')
  expect(reviewed()).toBe('ACCEPTED')
})
