// Requests as files: a pointer that anybody with this user's rights can write, so its form is not trusted.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  listRequests,
  openIn,
  pruneRequests,
  type Request,
  readRequest,
  stateOf,
  writeRequest,
} from '../../src/approval/requests.ts'
import { tempDir } from '../git/fixture.ts'

const NOW = new Date('2026-11-29T10:00:00Z')
const ID = 'a'.repeat(40)

function request(over: Partial<Request> = {}): Request {
  return {
    v: 1,
    id: 'abcdefghij',
    openedAt: '2026-11-29T09:00:00.000Z',
    expiresAt: '2026-12-29T09:00:00.000Z',
    worktree: '/w',
    operation: 'commit',
    actor: { kind: 'agent', evidence: [] },
    refs: [],
    clauses: ['paths.w'],
    whole: false,
    paths: ['YQ=='],
    landing: { target: 'refs/heads/main', tip: null, from: null, to: ID },
    ...over,
  }
}

test('written whole, for its owner alone, and read again', () => {
  const dir = tempDir()
  writeRequest(dir, request())
  writeRequest(dir, request({ id: 'bbbbbbbbbb', openedAt: '2026-11-29T08:00:00.000Z' }))
  const folder = join(dir, 'portcullis', 'requests')
  expect(readdirSync(folder).sort()).toEqual(['abcdefghij.json', 'bbbbbbbbbb.json'])
  expect(statSync(join(folder, 'abcdefghij.json')).mode & 0o777).toBe(0o600)
  expect(readRequest(dir, 'abcdefghij')).toEqual(request())
  expect(listRequests(dir).map(({ id }) => id)).toEqual(['bbbbbbbbbb', 'abcdefghij'])
})

test('open, answered, over; of this worktree alone', () => {
  const dir = tempDir()
  const states = [
    request(),
    request({ id: 'bbbbbbbbbb', denied: { why: 'no', at: '' } }),
    request({ id: 'cccccccccc', granted: { approval: ID, by: 'alice', at: '' } }),
    request({ id: 'dddddddddd', expiresAt: '2026-11-29T10:00:00.000Z' }),
    request({ id: 'eeeeeeeeee', worktree: '/other' }),
  ]
  for (const one of states) writeRequest(dir, one)
  expect(states.map(one => stateOf(one, NOW))).toEqual(['open', 'denied', 'granted', 'expired', 'open'])
  expect(openIn(dir, '/w', NOW).map(({ id }) => id)).toEqual(['abcdefghij'])
  expect(pruneRequests(dir, NOW)).toBe(1)
  expect(listRequests(dir)).toHaveLength(4)
})

test.each<[string, unknown]>([
  ['no JSON', '{'],
  ['another version', { ...request(), v: 2 }],
  ['an option in place of an id', { ...request(), landing: { ...request().landing, to: '--output=x' } }],
  ['a ref that is none', { ...request(), landing: { ...request().landing, target: 'refs/heads/a b' } }],
  ['neither content nor a move', { ...request(), landing: undefined }],
  ['both', { ...request(), update: { ref: 'refs/heads/x', action: 'create', before: null, after: ID } }],
  ['another id than its name', { ...request(), id: 'bbbbbbbbbb' }],
  ['clauses that are no texts', { ...request(), clauses: [1] }],
])('a file with %s is no request', (_, content) => {
  const dir = tempDir()
  writeRequest(dir, request())
  const file = join(dir, 'portcullis', 'requests', 'abcdefghij.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  expect(readRequest(dir, 'abcdefghij')).toBe(null)
  expect(listRequests(dir)).toEqual([])
})

test('a name that leads elsewhere names none', () => {
  const dir = tempDir()
  expect(['../../../etc/passwd', 'ABCDEFGHIJ', '', 'abcdefghi1'].map(id => readRequest(dir, id))).toEqual(
    Array(4).fill(null),
  )
})

test('a folder that cannot be written is an error of its own, and nothing is left half', () => {
  const dir = tempDir()
  const folder = join(dir, 'portcullis', 'requests')
  mkdirSync(join(dir, 'portcullis'), { recursive: true })
  writeFileSync(folder, 'a file')
  expect(() => writeRequest(dir, request())).toThrow(/EEXIST|ENOTDIR/)
  expect(existsSync(join(folder, 'abcdefghij.json'))).toBe(false)
  chmodSync(folder, 0o600)
})
