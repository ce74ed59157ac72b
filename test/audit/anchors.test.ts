/** Anchors, checkpoints and pruning, without a repository. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Anchor, compareAnchors, formatAnchor, parseAnchor } from '../../src/audit/anchors.ts'
import { appendEvent } from '../../src/audit/append.ts'
import { formatCheckpoint, parseCheckpoint } from '../../src/audit/checkpoint.ts'
import { prunable, prune } from '../../src/audit/prune.ts'
import { type Chain, verifyChain } from '../../src/audit/verify.ts'
import { places, records } from './log.ts'

const place = places()
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })

test('an anchor and a checkpoint are read as they were written, and nothing else is', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e9 }), hex(64), hex(8), (nat, hash, log) => {
      const head = { seq: nat + 1, hash, log }
      expect(parseAnchor(formatAnchor(head))).toEqual({ ...head, hash: hash.slice(0, 12) })
      const text = formatCheckpoint(head)
      expect(parseCheckpoint(text)).toEqual(head)
      for (const other of [`${text}\n`, text.trimEnd(), `x${text}`, text.replace('\n', '\r\n')])
        expect(parseCheckpoint(other)).toBeNull()
    }),
  )
  for (const text of ['', '12', '12:abc', '12:9f86d081a2bz', ':9f86d081a2b3', '12:9f86d081a2b3 x'])
    expect(parseAnchor(text)).toBeNull()
})

describe('compared with a chain of records 5 to 9', () => {
  const hash = (n: number) => String(n).repeat(64)
  const hashes = new Map([5, 6, 9].map(n => [n, hash(n)]))
  const chain: Chain = { records: 5, first: 5, last: 9, log: 'c0ffee01', problems: [], hashes }
  const anchor = (seq: number, over: Partial<Anchor> = {}): Anchor => ({
    seq,
    hash: hash(seq).slice(0, 12),
    where: 'x',
    beyond: true,
    ...over,
  })

  test('the newest that counts and holds', () => {
    const { upTo, problems, foreign } = compareAnchors(chain, [
      anchor(6),
      anchor(5),
      anchor(9, { beyond: false }),
      anchor(9, { log: '00000000' }),
    ])
    expect([upTo, problems, foreign]).toEqual([6, [], 1])
  })

  test('beyond the end, another record, and one that was pruned', () => {
    const { upTo, problems } = compareAnchors(chain, [
      anchor(12, { hash: hash(1) }),
      anchor(5, { hash: hash(4), beyond: false }),
      anchor(2),
    ])
    expect(upTo).toBe(0)
    expect(problems.map(({ message }) => message)).toEqual([
      'record 5 is not the one that x names: the log was computed anew',
      'the log ends with record 9, but x names record 12: it was cut off',
    ])
  })
})

test('pruned: whole sealed segments, the oldest first; what stays hangs on the record of it', () => {
  const filling = 'x'.repeat(1_000_000)
  for (const day of ['01', '01', '01', '01', '01', '02', '02', '02', '02', '02', '03'])
    appendEvent(place.dir, 'test', { time: `2026-11-${day}T10:00:00.000Z`, filling })
  expect(prunable(place.folder, '2026-11-01T00:00:00Z')).toBeNull()
  const old = prunable(place.folder, '2027-01-01T00:00:00Z')!
  expect(old).toMatchObject({ segments: ['000001.jsonl', '000002.jsonl'], from: 1, to: 12 })
  const first = prunable(place.folder, '2026-11-02T00:00:00Z')!
  expect(first).toMatchObject({ segments: ['000001.jsonl'], from: 1, to: 6 })
  expect(prune(place.dir, first).notice).toBeUndefined()
  expect(existsSync(join(place.folder, '000001.jsonl'))).toBe(false)
  expect(records(place).at(-1)).toMatchObject({ event: 'prune', ...first })
  expect(verifyChain(place.folder)).toMatchObject({ first: 7, last: 15, problems: [] })
})
