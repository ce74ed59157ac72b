/** A log that somebody changed: what is said of it, and of which record. */
import { appendFileSync, chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/append.ts'
import { type ChainRecord, hashOfLine, type Link, parseRecord, seal } from '../../src/audit/chain.ts'
import { nodeSha256, ownSha256 } from '../../src/audit/sha256.ts'
import { verifyChain } from '../../src/audit/verify.ts'
import { lines, places } from './log.ts'

const place = places()
let file = ''

function fill(count: number): void {
  for (let n = 0; n < count; n++) appendEvent(place.dir, 'test', { n, text: `event ${n}` })
}

/** The log as `change` leaves it. */
function changed(change: (lines: string[]) => string[]): string[] {
  writeFileSync(file, `${change(lines(place)).join('\n')}\n`)
  return verifyChain(place.folder).problems.map(({ kind, at, seq }) =>
    `${kind} ${seq ?? ''} ${at ?? ''}`.trim(),
  )
}

beforeEach(() => {
  file = join(place.folder, '000001.jsonl')
})

describe('one log', () => {
  beforeEach(() => fill(9)) // records 1 to 10: the first says that the log was started

  test('untouched: ten records and nothing to say', () => {
    expect(verifyChain(place.folder, new Set([4]))).toMatchObject({
      ...{ records: 10, first: 1, last: 10, problems: [] },
      hashes: new Map([[4, parseRecord(lines(place)[3]!)!.hash]]),
    })
  })

  test('a value edited', () => {
    expect(changed(all => all.map(line => line.replace('"event 3"', '"event 4"')))).toEqual([
      'edited 5 000001.jsonl:5',
    ])
  })

  test('a field added, a blank added, members in another order', () => {
    expect(changed(all => all.with(4, all[4]!.replace('{"event"', '{"a":1,"event"')))).toEqual([
      'edited 5 000001.jsonl:5',
    ])
    expect(changed(all => all.with(6, all[6]!.replace('{"event"', '{ "event"')))).toHaveLength(2)
  })

  test('edited with its own hash computed anew: the next one hangs on another', () => {
    const forge = (line: string) => {
      const text = line.replace('"event 3"', '"event 4"')
      const record = parseRecord(text)!
      return text.replace(record.hash, hashOfLine(text, record))
    }
    expect(changed(all => all.with(4, forge(all[4]!)))).toEqual(['replaced 5 000001.jsonl:5'])
  })

  test('dropped: one, several, the first', () => {
    expect(changed(all => all.toSpliced(4, 1))).toEqual(['missing 5'])
    expect(verifyChain(place.folder).problems[0]!.message).toBe(
      'record 5 is missing before 000001.jsonl:5: dropped, and no prune record says so',
    )
    expect(changed(all => all.toSpliced(5, 3))).toEqual(['missing 5', 'missing 7'])
    expect(changed(all => all.slice(1))).toEqual(['missing 1', 'missing 5', 'missing 7'])
  })

  test('reordered', () => {
    const swap = (all: string[]) => all.with(4, all[5]!).with(5, all[4]!)
    expect(changed(swap)).toEqual(['reordered 5 000001.jsonl:6'])
  })

  test('put there later, unreadable, torn', () => {
    expect(changed(all => all.toSpliced(7, 0, all[2]!))).toEqual(['added 3 000001.jsonl:8'])
    expect(changed(all => all.toSpliced(7, 1, '{"v":1'))).toEqual(['unreadable  000001.jsonl:8'])
    appendFileSync(file, '{"half')
    expect(verifyChain(place.folder).problems.at(-1)).toMatchObject({ kind: 'torn', at: '000001.jsonl:12' })
  })

  test('cut off at the end, or computed anew: the chain alone says nothing', () => {
    expect(changed(all => all.slice(0, 6))).toEqual([])
    const anew = (all: string[]) => {
      let link: Link = { ...parseRecord(all[0]!)!, hash: '0'.repeat(64), seq: 0 }
      return all.map(line => {
        const { seq, prev, hash, log, v, ...body } = parseRecord(
          line.replace('event 3', 'event 4'),
        ) as ChainRecord
        const sealed = seal(link, body as { event: string })
        link = sealed.link
        return sealed.line
      })
    }
    expect(changed(anew)).toEqual([])
  })

  test('writing goes on behind lines that are no records, and says so', () => {
    appendFileSync(file, 'garbage\nmore garbage\n')
    fill(1)
    expect(
      lines(place)
        .slice(-2)
        .map(line => parseRecord(line)),
    ).toMatchObject([
      { event: 'recovered', segment: '000001.jsonl', unreadable: 2, seq: 11 },
      { event: 'test', seq: 12 },
    ])
  })
})

test('a segment of 5 MB is sealed and the next one goes on; a missing segment is named', () => {
  const filling = 'x'.repeat(400_000)
  for (let n = 0; n < 28; n++) appendEvent(place.dir, 'test', { n, filling })
  const chain = verifyChain(place.folder)
  expect(chain).toMatchObject({ first: 1, last: 31, records: 31, problems: [] })
  const second = readFileSync(join(place.folder, '000002.jsonl'), 'utf8').split('\n', 1)[0]!
  expect(parseRecord(second)).toMatchObject({ event: 'rotate', from: '000001.jsonl', seq: 15 })
  chmodSync(join(place.folder, '000002.jsonl'), 0o600)
  rmSync(join(place.folder, '000002.jsonl'))
  expect(verifyChain(place.folder).problems.map(({ message }) => message)).toEqual([
    'records 15 to 28 are missing before 000003.jsonl:1: dropped, and no prune record says so',
  ])
})

test('any one byte changed anywhere is seen', () => {
  fill(5)
  const whole = readFileSync(file)
  const at = fc.integer({ min: 0, max: whole.length - 2 })
  fc.assert(
    fc.property(at, fc.integer({ min: 1, max: 255 }), (index, by) => {
      const other = Buffer.from(whole)
      other[index] = (other[index]! + by) % 256
      writeFileSync(file, other)
      expect(verifyChain(place.folder).problems).not.toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('our SHA-256 is SHA-256', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      expect(ownSha256(Buffer.from(bytes))).toBe(nodeSha256(Buffer.from(bytes)))
    }),
  )
})

test('half a surrogate pair does not keep a record from being written', () => {
  expect(appendEvent(place.dir, 'test', { path: 'a\ud800b\\ud800', n: Number.NaN }).notice).toBeUndefined()
  expect(parseRecord(lines(place)[1]!)).toMatchObject({ path: 'a\\ud800b\\ud800', n: null })
  expect(verifyChain(place.folder).problems).toEqual([])
})
