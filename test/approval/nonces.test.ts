import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openNonces } from '../../src/approval/nonces.ts'
import { requestId } from '../../src/approval/request-id.ts'
import { tempDir } from '../git/fixture.ts'
import { approval, content, entry, REPOSITORY, refUpdate, verified } from './make.ts'

const BEFORE = new Date('2026-11-22T14:00:00Z')
const once = verified(approval({ subject: refUpdate(), tip: null }))

it('the first opening begins it, later ones keep the beginning', () => {
  const folder = join(tempDir(), 'a', 'nonces')
  expect(openNonces(folder, BEFORE).used(once)).toBeNull()
  expect(openNonces(folder, new Date('2026-11-22T16:00:00Z')).used(once)).toBeNull()
})

it('a beginning that says no time is now: what was approved before does not count', () => {
  const folder = tempDir()
  writeFileSync(join(folder, 'began'), 'once upon a time')
  expect(openNonces(folder, new Date('2026-11-22T15:30:00Z')).used(once)).toContain('may have been used')
})

it('forgets what has expired', () => {
  const folder = join(tempDir(), 'nonces')
  openNonces(folder, BEFORE).use(once)
  openNonces(folder, new Date('2026-11-22T16:30:00Z'))
  expect(existsSync(join(folder, once.nonce))).toBe(true)
  openNonces(folder, new Date('2026-11-22T17:30:00Z'))
  expect(readdirSync(folder)).toEqual(['began'])
})

it('a folder that cannot be made: exit 3, and what to do', () => {
  const file = join(tempDir(), 'file')
  writeFileSync(file, '')
  const open = () => openNonces(join(file, 'nonces'), BEFORE)
  expect(open).toThrow(/cannot be used: E/)
  expect(open).toThrow(
    expect.objectContaining({
      exit: 3,
      detail: expect.objectContaining({ hint: expect.stringContaining('writable') }),
    }),
  )
})

it("a request's id depends on content, clauses and repository, and not on the order of clauses", () => {
  const asked = { subject: content(), clauses: ['a', 'b'], repository: REPOSITORY }
  expect(requestId(asked)).toMatch(/^[a-z2-7]{10}$/)
  expect(requestId({ ...asked, clauses: ['b', 'a', 'b'] })).toBe(requestId(asked))
  const others = [
    { ...asked, clauses: ['a'] },
    { ...asked, repository: 'other' },
    { ...asked, subject: content([entry('x', 'a', 'b')]) },
    { ...asked, subject: content(undefined, { target: 'refs/heads/x' }) },
  ]
  expect(new Set([asked, ...others].map(requestId)).size).toBe(5)
})
