/** What is told from bytes alone says no only where a whole look finds nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetFor } from '../../src/detect/budget.ts'
import { layersIn } from '../../src/detect/decode.ts'
import { changedSpans, copied, type Edit, placesOfSpan } from '../../src/detect/edit.ts'
import { mayHoldEncoded } from '../../src/detect/encoded.ts'
import { linesAround, linesOf } from '../../src/detect/focus.ts'
import { mayNameValue } from '../../src/detect/generic/glance.ts'
import { pairsAt } from '../../src/detect/generic/scanner.ts'
import { rootLayer, type Span } from '../../src/detect/layer.ts'
import { loadDetectors, scanOf } from '../../src/detect/load.ts'
import { findKeywords } from '../../src/detect/prefilter.ts'
import { hasRun, isOf, runsIn, SHORTEST_RUN } from '../../src/detect/runs.ts'
import { scanText } from '../../src/detect/scan.ts'
import { asText } from '../../src/detect/text.ts'
import { withRun, worthLooking } from '../../src/detect/triage.ts'
import { assemble, change, content, credential, Dice, type Piece, ruleExamples } from '../history/versions.ts'

const examples = ruleExamples()
const detectors = loadDetectors({ engine: 'js' })
const pack = detectors.packs[0]!

/** Texts near to what is asked about: names, signs, quotes, blanks, and pieces of credentials. */
const names = fc.constantFrom(
  'password',
  'api_key',
  'x.token',
  '-p',
  '--secret',
  'PASS',
  'client-secret.',
  'a@key',
)
const signs = fc.constantFrom(
  '=',
  ': ',
  ' := ',
  ' => ',
  '" : "',
  "'] = '",
  ' is ',
  ' by ',
  '(',
  ', ',
  ' ',
  '\t\t',
  '\\": \\"',
  '%22',
  ')',
  '://u:',
  '<<',
  '.+=',
  ' string = ',
  '[0] = ',
  ', new Buffer(',
  ', b',
  ' for(',
  ' token ',
  '->',
  '&gt;',
  '`',
  '; ',
  '#',
)
const values = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aZ09_-+/.@:"\'\\ \n{}'), maxLength: 70 }),
  fc.integer({ min: 1, max: 1 << 20 }).map(seed => credential({ dice: new Dice(seed), examples })),
)
const filler = fc.constantFrom(
  '',
  ' ',
  '\n',
  'const ',
  ' string',
  ' = ',
  'x'.repeat(70),
  ' '.repeat(45),
  'é',
  '\r\n',
  'https',
)
const texts = fc
  .array(fc.oneof(names, signs, values, filler), { minLength: 1, maxLength: 12 })
  .map(parts => parts.join(''))

function shown(bytes: Buffer, spans: Span[] = []): string {
  return JSON.stringify([bytes.toString('latin1'), spans])
}

describe('a name that is given a value', () => {
  it('every pair that the scanner has is one that a glance lets through', () => {
    let pairs = 0
    fc.assert(
      fc.property(texts, text => {
        const bytes = Buffer.from(text)
        const view = bytes.toString('latin1')
        for (let at = 0; at < view.length; at++) {
          if (pairsAt(view, at).length === 0) continue
          pairs++
          expect(mayNameValue(bytes, at), JSON.stringify([view, at])).toBe(true)
        }
      }),
      { numRuns: 600, seed: 1 },
    )
    expect(pairs).toBeGreaterThan(1000)
  })
})

describe('something encoded', () => {
  const wrap = (text: string, width: number) => text.replace(new RegExp(`.{${width}}`, 'g'), '$&\n')
  const plain = fc.string({ unit: fc.constantFrom(...'aZ09 =\n"é\0'), minLength: 10, maxLength: 120 })
  const encoded = fc.oneof(
    plain.map(text => Buffer.from(text).toString('base64')),
    plain.map(text => Buffer.from(text).toString('base64url')),
    plain.map(text => `path/to-a_${Buffer.from(text).toString('base64')}`),
    plain.map(text => wrap(Buffer.from(text).toString('base64'), 64)),
    plain.map(text => Buffer.from(text).toString('hex')),
    plain.map(text => Buffer.from(text, 'utf16le').toString('base64')),
    plain.map(text => Buffer.from(text, 'utf16le').toString('latin1')),
    plain.map(text => encodeURIComponent(text.replaceAll('\0', ''))),
    fc.constantFrom(
      '\\u0041',
      'U+0041',
      '\\x41',
      '&#65;',
      '&#x41;',
      '%4',
      '%zz',
      '\\U00000041',
      '\\u{41}',
      'U+',
      '\\',
    ),
    fc.string({ unit: 'binary', maxLength: 60 }),
    filler,
  )

  it('every layer that the decoders give lies in lines that a glance lets through', () => {
    let layers = 0
    fc.assert(
      fc.property(
        fc.array(encoded, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', ' ', '"', ''),
        (parts, by) => {
          const bytes = Buffer.from(parts.join(by))
          const text = asText(bytes)
          const found = layersIn(rootLayer(text), budgetFor(bytes.length, undefined))
          layers += found.length
          if (found.length > 0) expect(mayHoldEncoded(bytes, [[0, bytes.length]]), shown(bytes)).toBe(true)
          // by line, as an edit asks
          for (let at = 0; at < bytes.length; at += 7) {
            const spans = linesAround(bytes, [[at, at + 1]])
            const [edited] = linesOf(bytes, [[at, at + 1]])
            const near = layersIn(rootLayer(text), budgetFor(bytes.length, undefined), spans)
            const touches = near.some(({ toRoot, text: { bytes: inner } }) => {
              const [start, end] = toRoot([0, inner.length])
              return start < edited![1] && end > edited![0]
            })
            if (touches) expect(mayHoldEncoded(bytes, spans), shown(bytes, spans)).toBe(true)
          }
        },
      ),
      { numRuns: 400, seed: 2 },
    )
    expect(layers).toBeGreaterThan(200)
  })
})

describe('runs', () => {
  const text = fc
    .string({ unit: fc.constantFrom(...'aZ09_-+/= \n"é'), maxLength: 200 })
    .map(one => Buffer.from(one))
  const blocks = fc
    .array(
      fc.oneof(
        text,
        values.map(one => Buffer.from(one)),
      ),
      { maxLength: 6 },
    )
    .map(parts => Buffer.concat(parts))

  /** Runs of one class around each place, found one character after the other. */
  function longestNear(bytes: Buffer, kind: 'alnum' | 'wide', start: number, end: number): number {
    let longest = 0
    let length = 0
    for (let at = start; at < end; at++) {
      length = isOf(String.fromCharCode(bytes[at]!), kind) ? length + 1 : 0
      longest = Math.max(longest, length)
    }
    return longest
  }

  it('a run that lies near is there; rulers apart', () => {
    fc.assert(
      fc.property(blocks, fc.nat(400), fc.nat(200), (bytes, at, far) => {
        const start = Math.max(0, at - far)
        const end = Math.min(bytes.length, at + far)
        const alnum = longestNear(bytes, 'alnum', start, end)
        if (alnum < SHORTEST_RUN) return
        for (const runs of [runsIn(bytes), runsIn(bytes, [[start, at + far]])])
          expect(hasRun(runs, at, alnum, alnum, far)).toBe(true)
      }),
      { numRuns: 400, seed: 3 },
    )
  })

  it('one of the shortest is found wherever it begins', () => {
    for (let at = 0; at < 40; at++) {
      const bytes = Buffer.from(`${' '.repeat(at)}${'x'.repeat(SHORTEST_RUN)} `)
      expect(runsIn(bytes)).toEqual([at, at + SHORTEST_RUN, SHORTEST_RUN])
    }
  })

  it('spans that end behind the bytes cost nothing', () => {
    expect(runsIn(Buffer.from('x'.repeat(30)), [[0, 1e12]])).toEqual([0, 30, 30])
    expect(runsIn(Buffer.from('short'), [[1e9, 1e12]])).toEqual([])
  })
})

describe('keywords that come to nothing', () => {
  it('of every rule: its examples are found with no more than what is left of the keywords', () => {
    let found = 0
    for (let seed = 1; seed <= 150; seed++) {
      const dice = new Dice(seed)
      const bytes = Buffer.from(content({ dice, examples }, 4 + dice.roll(12)))
      const text = asText(bytes)
      const scan = () => scanOf(detectors, 'src/a.ts', budgetFor(bytes.length, undefined))
      const hits = findKeywords(pack.automaton, bytes)
      for (let turn = 0; turn < 1001; turn++) worthLooking(pack, bytes, hits, () => runsIn(bytes), true) // machines are made
      const kept = worthLooking(pack, bytes, hits, () => runsIn(bytes), true)
      const near = worthLooking(pack, bytes, hits, spans => runsIn(bytes, spans()), true)
      expect(near).toEqual(kept)
      const apart = new Set(
        hits
          .filter((_, i) => i % 2 === 0)
          .flatMap(word => pack.table.keywordRules[word]!.filter(rule => pack.table.apart.includes(rule))),
      )
      const everywhere = withRun(pack, [...apart], () => runsIn(bytes))
      const all = scanText(text, scan()).filter(one => one.layer.depth === 0)
      const focus = { packs: [{ hits: kept, apart: [], everywhere }], runs: () => runsIn(bytes) }
      const some = scanText(text, scan(), focus).filter(one => one.layer.depth === 0)
      const told = (list: typeof all) => [...new Set(list.map(one => `${one.rule.id} ${one.span}`))].sort()
      expect(told(some), `seed ${seed}`).toEqual(told(all))
      found += all.length
      expect(kept.length).toBeLessThanOrEqual(hits.length)
    }
    expect(found).toBeGreaterThan(500)
  })
})

/** Of each byte of the new content where it was copied from, -1: it is new. */
function originOf({ copies, count, now }: Edit): number[] {
  const origin = new Array<number>(now).fill(-1)
  for (let i = 0; i < count * 3; i += 3)
    for (let k = 0; k < copies[i + 2]!; k++) origin[copies[i]! + k] = copies[i + 1]! + k
  return origin
}

describe('an edit', () => {
  const edits = fc.integer({ min: 1, max: 1 << 30 }).map(seed => {
    const dice = new Dice(seed)
    const before = Buffer.from('abcdefghij'.repeat(1 + dice.roll(6)))
    const pieces: Piece[] = dice.chance(0.5)
      ? change({ dice, examples: examples.slice(0, 3) }, before)
      : Array.from({ length: dice.roll(6) }, () => {
          const from = dice.roll(before.length)
          return dice.chance(0.3)
            ? { bytes: Buffer.from('xy') }
            : { from, to: from + dice.roll(before.length - from + 1) }
        })
    return { before, ...assemble(before, pieces) }
  })

  it('changed is what is new, and each place where two bytes meet that did not before', () => {
    fc.assert(
      fc.property(edits, ({ edit, before }) => {
        const origin = originOf(edit)
        const spans = changedSpans(edit)
        const touched = (at: number) => spans.some(([start, end]) => at >= start && at <= end)
        origin.forEach((from, at) => {
          const last = at === 0 ? -1 : origin[at - 1]!
          if (from < 0) expect(spans.some(([start, end]) => at >= start && at < end)).toBe(true)
          else if (from !== last + 1) expect(touched(at)).toBe(true)
        })
        const end = origin.length === 0 ? -1 : origin.at(-1)!
        if (end + 1 !== before.length) expect(touched(edit.now)).toBe(true)
        for (const [start, stop] of spans) for (let at = start; at < stop; at++) expect(origin[at]).toBe(-1)
        expect(spans).toEqual([...spans].sort((a, b) => a[0] - b[0]))
      }),
      { numRuns: 400, seed: 4 },
    )
  })

  it('a span, and a word, is wherever all of its bytes are one after another', () => {
    fc.assert(
      fc.property(edits, fc.nat(60), fc.integer({ min: 1, max: 20 }), ({ edit, before }, start, length) => {
        const origin = originOf(edit)
        if (start + length > before.length) return
        const wanted: Span[] = []
        for (let at = 0; at + length <= edit.now; at++)
          if (Array.from({ length }, (_, k) => origin[at + k] === start + k).every(Boolean))
            wanted.push([at, at + length])
        expect(placesOfSpan([start, start + length], edit)).toEqual(wanted)
        expect(copied([7, start], () => length, edit)).toEqual(wanted.flatMap(([at]) => [7, at]))
      }),
      { numRuns: 600, seed: 5 },
    )
  })
})
