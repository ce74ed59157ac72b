/** Archives that nobody made by hand: whatever the bytes say, opening them ends, and fails in no other way than by a CoverageError. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from '../../../src/detect/detect.ts'
import { formatOf } from '../../../src/detect/open/format.ts'
import { openerOf } from '../../../src/detect/open/open.ts'
import { allowanceFor, type Gap } from '../../../src/detect/open/piece.ts'
import { detectors, token } from '../fixture.ts'
import { ar, sqlite, tar, zip } from './fixture.ts'

const found = detectors()
const TEXT = `key: "${token()}"\n`
const XML = `<w:p><w:t>${token()}</w:t></w:p>`

const WHOLE: Record<string, Buffer> = {
  zip: zip([
    ['a.txt', TEXT],
    ['word/document.xml', XML],
    ['b.zip', zip([['c', TEXT, { large: true }]])],
  ]),
  gzip: gzipSync(tar([['a.txt', TEXT]])),
  tar: tar([
    ['a.txt', TEXT],
    ['b', `29 path=${'x'.repeat(20)}\n`, 'x'],
    ['c', TEXT],
  ]),
  ar: ar([['control.tar.gz', gzipSync(tar([['a', TEXT]]))]]),
  sqlite: sqlite([
    {
      name: 't',
      sql: 'CREATE TABLE t (a, b)',
      rows: [
        ['x', TEXT],
        ['y'.repeat(2000), null],
      ],
    },
  ]),
}

const MAGIC = [
  '504b0304',
  '504b0506',
  '1f8b0800',
  '28b52ffd',
  '213c617263683e0a',
  '53514c69746520666f726d6174203300',
  '255044462d',
].map(hex => Buffer.from(hex, 'hex'))

/** Not more than a member for each of these bytes: nothing repeats without end. */
function open(bytes: Buffer): void {
  const gaps: Gap[] = []
  detect(bytes, 'a.bin', found, gaps)
  expect(gaps.length).toBeLessThanOrEqual(bytes.length)
}

describe('whatever the bytes say', () => {
  it('random ones behind the first bytes of a format', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MAGIC), fc.uint8Array({ maxLength: 1200 }), (magic, bytes) => {
        open(Buffer.concat([magic, bytes]))
      }),
      { numRuns: 600 },
    )
  })

  it.each(Object.entries(WHOLE))('a %s with some bytes changed, or cut off', (_, whole) => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.constantFrom(0, 1, 127, 128, 255, 0x50))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(whole.length), (changes, end) => {
        const bytes = Buffer.from(whole)
        for (const [at, byte] of changes) bytes[at] = byte
        open(bytes)
        open(bytes.subarray(0, end))
      }),
      { numRuns: 150 },
    )
  })

  it('the whole ones hold what they should', () => {
    for (const [format, whole] of Object.entries(WHOLE)) {
      expect(formatOf(whole)).toBe(format)
      expect(detect(whole, 'a', found).length).toBeGreaterThan(0)
    }
  })

  it('nothing is taken from an allowance that is used up', () => {
    for (const whole of Object.values(WHOLE)) {
      const pieces = [...openerOf(whole)!(whole, 'a', { ...allowanceFor(whole.length), members: 0 })]
      expect(pieces).toEqual([{ member: '', reason: expect.stringMatching(/members/), isLimit: true }])
    }
  })

  it('text is no archive, whatever it begins with', () => {
    for (const text of [
      'PK\n',
      'Rar!',
      'BZh9 is a word',
      'ustar',
      '!<arch>',
      '%PDF',
      'SQLite format 3',
      'MSCF',
      'LZIP',
    ])
      expect(formatOf(Buffer.from(text))).toBeUndefined()
  })
})

describe('a database that points in circles', () => {
  it('a page that is its own child, and an overflow that leads back', () => {
    const data = sqlite([{ name: 't', sql: 'CREATE TABLE t (a)', rows: [['z'.repeat(3000)]] }])
    const inner = Buffer.from(data)
    inner[512] = 5
    inner.writeUInt32BE(2, 512 + 8)
    open(inner)
    const chain = Buffer.from(data)
    for (let page = 3; page * 512 <= chain.length; page++) chain.writeUInt32BE(3, (page - 1) * 512)
    open(chain)
  })
})
