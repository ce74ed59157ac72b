/** What WebAssembly finds where contents lie is what JavaScript finds. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs, walkRuns } from '../../src/detect/decode.ts'
import type { Edit } from '../../src/detect/edit.ts'
import { holdsSome, mayHoldEncoded } from '../../src/detect/encoded.ts'
import { runsIn } from '../../src/detect/runs.ts'
import { LENT_ROOM, lendMemory, skimAt } from '../../src/detect/skim/open.ts'
import { walkZones, type Zones, zonesOf } from '../../src/detect/zones.ts'
import { makeMemory } from '../../src/pack/kernel/load.ts'

const OUT = 4096
const CONTENT = OUT + LENT_ROOM + 4096
const memory = makeMemory(CONTENT + (1 << 24))

/** The same bytes in the lent memory, between bytes that belong to nobody. */
function lent(bytes: Uint8Array): Buffer {
  lendMemory(memory, OUT)
  const around = new Uint8Array(memory.buffer, CONTENT - 64, bytes.length + 128)
  around.fill(85) // U
  around.set(bytes, 64)
  const placed = Buffer.from(memory.buffer, CONTENT, bytes.length)
  expect(skimAt(placed)).not.toBeNull()
  return placed
}

const word = fc.oneof(
  fc.constantFrom(
    '\n',
    '\n',
    '\n\n',
    ' ',
    ' ',
    '+',
    'U',
    'U+',
    '%',
    '\\',
    '\\u',
    '&#',
    '=',
    '==',
    '-',
    '\0',
    '\r\n',
  ),
  fc.constantFrom(
    '%41',
    'U+0041',
    '\\x41',
    '&#65;',
    '%zz',
    'U+00',
    '\\n',
    '&amp;',
    '-----------------',
    '================',
  ),
  fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
  fc.stringMatching(/^[A-Za-z0-9+/=_-]{1,60}$/),
  fc.string({ minLength: 1, maxLength: 60 }).map(text => Buffer.from(text).toString('base64')),
  fc.string({ minLength: 1, maxLength: 60 }).map(text => Buffer.from(text).toString('hex')),
  fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes).toString('latin1')),
)
const content = fc.array(word, { maxLength: 120 }).map(words => Buffer.from(words.join(''), 'latin1'))

/** Ends of spans as shares of a length; whole lines, as the spans of an edit are. */
const ends = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))

function spanIn(bytes: Buffer, [a, b]: [number, number]): [number, number] {
  const [from, to] = [a, b].map(share => Math.floor(share * bytes.length)).sort((x, y) => x - y)
  const end = bytes.indexOf(10, to)
  return [from === 0 ? 0 : bytes.lastIndexOf(10, from! - 1) + 1, end < 0 ? bytes.length : end + 1]
}

describe('runs of token characters', () => {
  it('are the same, wherever the span is cut', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(), (bytes, a, b) => {
        const [from, to] = [a % (bytes.length + 1), b % (bytes.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ]
        const placed = lent(bytes)
        const all = triples(runsIn(Buffer.from(bytes)))
        expect(triples(runsIn(placed))).toEqual(all)
        const within = triples(runsIn(placed, [[from, to]]))
        const inside = all.filter(([start, end]) => start! >= from && end! <= to)
        expect(within).toEqual(expect.arrayContaining(inside))
        expect(all).toEqual(expect.arrayContaining(within))
      }),
    )
  })

  it('are those that a plain search finds', () => {
    fc.assert(
      fc.property(content, bytes => {
        const text = bytes.toString('latin1')
        const wanted = [...text.matchAll(/[A-Za-z0-9+/=_-]{16,}/g)]
          .filter(([run]) => run.replace(/[^A-Za-z0-9]/g, '').length * 4 >= run.length)
          .map(({ 0: run, index }) => [index, index + run.length, longest(run)])
        expect(triples(runsIn(lent(bytes)))).toEqual(wanted)
      }),
    )
  })

  it('of which one character in four is a letter or a digit', () => {
    for (const run of [
      'abcd------------',
      'abc-------------',
      '-'.repeat(40),
      `${'-'.repeat(36)}abcdefghijkl`,
    ])
      expect(runsIn(lent(Buffer.from(` ${run} `)))).toEqual(runsIn(Buffer.from(` ${run} `)))
  })

  it('more than there is room for are found in JavaScript', () => {
    const bytes = Buffer.from('abcdefgh12345678 '.repeat(100_000))
    expect(runsIn(lent(bytes))).toEqual(runsIn(bytes))
    expect(triples(runsIn(bytes))).toHaveLength(100_000)
  })
})

function longest(run: string): number {
  return Math.max(...run.split(/[^A-Za-z0-9]+/).map(part => part.length))
}

function triples(runs: number[]): number[][] {
  return Array.from({ length: runs.length / 3 }, (_, i) => runs.slice(i * 3, i * 3 + 3))
}

describe('runs of base64', () => {
  it('are the same, rulers too', () => {
    fc.assert(
      fc.property(content, bytes => {
        expect(told(runs, lent(bytes))).toEqual(told(walkRuns, Buffer.from(bytes)))
      }),
    )
  })

  it('more than there is room for are found in JavaScript', () => {
    const bytes = Buffer.from(`${'abcdefgh12345678abcd '.repeat(600_000)}`)
    expect(told(runs, lent(bytes))).toHaveLength(600_000)
  })
})

function told(search: typeof runs, bytes: Buffer): number[][] {
  const found: number[][] = []
  search(bytes, (start, end) => found.push([start, end]))
  return found
}

describe('what may be encoded', () => {
  it('is the same, in all of a content and in some of its lines', () => {
    fc.assert(
      fc.property(content, ends, (bytes, some) => {
        const placed = lent(bytes)
        for (const [from, to] of [[0, bytes.length] as const, spanIn(bytes, some)])
          expect(mayHoldEncoded(placed, [[from, to]])).toBe(holdsSome(bytes, from, to))
      }),
      { numRuns: 500 },
    )
  })
})

describe('what may be encoded, one thing at a time', () => {
  const text = 'words as people write them, and a few more of them'
  const hex = (bytes: number[]) => Buffer.from(bytes).toString('hex')
  const pad = (count: number) => '. '.repeat(count >> 1) + '.'.repeat(count & 1)
  it.each([
    ['a code point', 'U+0041', true],
    ['a code point cut short', 'U+004', false],
    ['a plus sign behind another letter', 'V+0041', false],
    ['hex with four odd bytes', hex([1, 2, 3, 4, ...Buffer.from(text)]), true],
    ['hex with five', hex([1, 2, 3, 4, 5, ...Buffer.from(text)]), false],
    ['base64 behind three separators', `ab/cd/ef/${Buffer.from(text).toString('base64')}`, true],
    ['base64 behind four', `ab/cd/ef/gh/${Buffer.from(text).toString('base64')}`, false],
    ['gzip', 'H4sIAAAAAAAAA6tWSkksSQ', true],
    ['base64 of no text', '_____-____-____-_____', false],
    ['a line of 40 letters', `${'Q_'.repeat(20)}\n`, true],
    ['a line of 39', `${'Q_'.repeat(19)}Q\n`, false],
    ['percent', '%4f', true],
    ['no percent', '%4g', false],
  ])('%s', (_, one, wanted) => {
    for (let before = 0; before < 40; before++) {
      const bytes = Buffer.from(`${pad(before)}${one} ${pad(before)}`)
      expect(holdsSome(bytes, 0, bytes.length)).toBe(wanted)
      expect(mayHoldEncoded(lent(bytes), [[0, bytes.length]])).toBe(wanted)
    }
  })
})

describe('zones of an edit', () => {
  const lengths = fc.array(fc.tuple(fc.nat(400), fc.nat(400), fc.nat(2000)), { maxLength: 12 })

  it('are the same', () => {
    fc.assert(
      fc.property(fc.array(content, { maxLength: 8 }), lengths, fc.nat(), (parts, pieces, size) => {
        const bytes = Buffer.concat(parts)
        const edit = editOf(bytes, pieces, size % 20_000)
        const placed = lent(bytes)
        expect(plain(zonesOf(placed, lentEdit(edit)))).toEqual(plain(walkZones(bytes, edit)))
      }),
      { numRuns: 300 },
    )
  })

  it('in a line that is longer than anything is followed', () => {
    const bytes = Buffer.from('x'.repeat(300_000))
    const edit: Edit = {
      copies: Int32Array.of(0, 0, 150_000, 150_010, 150_000, 149_990),
      count: 2,
      before: 299_990,
      now: 300_000,
    }
    const zones = plain(zonesOf(lent(bytes), lentEdit(edit)))
    expect(zones).toEqual(plain(walkZones(bytes, edit)))
    expect(zones.edited).toEqual([[150_000 - (1 << 17), 150_010 + (1 << 17)]])
  })
})

function lentEdit(edit: Edit): Edit {
  const copies = new Int32Array(memory.buffer, CONTENT + (1 << 20), edit.copies.length)
  copies.set(edit.copies)
  return { ...edit, copies }
}

/** Copies in the order of the content, each from somewhere in the old one. */
function editOf(bytes: Buffer, pieces: [number, number, number][], before: number): Edit {
  const copies: number[] = []
  let at = 0
  for (const [skip, length, from] of pieces) {
    const start = at + skip
    const count = Math.min(length, bytes.length - start, before - from)
    if (count <= 0) continue
    copies.push(start, from, count)
    at = start + count
  }
  return { copies: Int32Array.from(copies), count: copies.length / 3, before, now: bytes.length }
}

function plain({ changed, edited, lines, keys, names, all, bytes }: Zones): Omit<Zones, never> {
  return { changed, edited, lines, keys, names, all, bytes }
}
