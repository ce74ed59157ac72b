/** Good approvals of a ref update, used for another one or once more. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openNonces } from '../../../src/approval/nonces.ts'
import { tempDir } from '../../git/fixture.ts'
import { id, NOW, refUpdate, wanted } from '../make.ts'
import { type Case, forced, moved, unmet } from './attempt.ts'

export const refs: Case[] = [
  [
    'another ref',
    'is for refs/heads/main, not for refs/heads/other',
    () => unmet(moved({ ref: 'refs/heads/other' }), [forced()]),
  ],
  [
    'another action',
    'is for "force", not for "update"',
    () => unmet(moved({ action: 'update' }), [forced()]),
  ],
  [
    'another old value',
    'an old value that the ref does not have',
    () => unmet(moved({ before: id('c') }), [forced()]),
  ],
  ['another new value', 'is for another new value', () => unmet(moved({ after: id('c') }), [forced()])],
  ['a nonce that was used', 'was used already', () => usedTwice()],
  ['a list of used nonces that was deleted', 'the list of those that were is newer', () => storeDeleted()],
  [
    'a review for a forced push',
    'review does not approve "force"',
    () => unmet(wanted({ subject: refUpdate() }, { reviewCounts: true }), [], { reviews: [review()] }),
  ],
]

function usedTwice(): string {
  const nonces = openNonces(join(tempDir(), 'nonces'), new Date('2026-11-22T14:00:00Z'))
  const once = forced()
  expect(unmet(moved({}), [once], { used: nonces.used })).toBe('ACCEPTED')
  expect([nonces.use(once), nonces.use(once)]).toEqual([true, false])
  return unmet(moved({}), [once], { used: nonces.used })
}

function storeDeleted(): string {
  const folder = join(tempDir(), 'nonces')
  const once = forced()
  openNonces(folder, new Date('2026-11-22T14:00:00Z')).use(once)
  rmSync(folder, { recursive: true })
  return unmet(moved({}), [once], { used: openNonces(folder, NOW).used })
}

const review = (changed = {}) => ({
  account: 'Bob-GH',
  bot: false,
  author: false,
  lastPusher: false,
  ...changed,
})
