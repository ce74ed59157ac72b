/** For any value, in any form, at any place: it is found. Another value is not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formsOf } from '../../src/detect/held/forms.ts'
import { heldInEnvironment, openHeld } from '../../src/detect/held/held.ts'
import { isDistinct } from '../../src/detect/held/worth.ts'
import { addsNothing, type Detectors, detect } from '../../src/detect/index.ts'
import { detectorsOf } from '../../src/detect/load.ts'

const value = fc
  .oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 }),
    fc.base64String({ minLength: 12, maxLength: 60 }),
    fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }),
  )
  .map(text => text.trim())
  .filter(text => isDistinct(text) && !/[\n{]|:\/\//.test(text))

type Encode = (value: string, before: string, after: string) => string

const encoded = (encoding: 'base64' | 'base64url' | 'hex') => (text: string) =>
  Buffer.from(text).toString(encoding)

const ENCODINGS: Record<string, Encode> = {
  plain: text => text,
  'in a string literal': text => JSON.stringify(text),
  base64: encoded('base64'),
  base64url: encoded('base64url'),
  'base64 of more': (text, before, after) => encoded('base64')(`${before}${text}${after}`),
  'base64url of more': (text, before, after) => encoded('base64url')(`${before}${text}${after}`),
  hex: encoded('hex'),
  'HEX of more': (text, before, after) => encoded('hex')(`${before}${text}${after}`).toUpperCase(),
  'a part of a URL': text => encodeURIComponent(text),
  'a form': text => new URLSearchParams({ x: text }).toString(),
}

async function holding(...values: string[]): Promise<Detectors> {
  const env = Object.fromEntries(values.map((one, i) => [`A_TOKEN_${i}`, one]))
  const held = openHeld(async () => ({ secrets: heldInEnvironment({ env, ignore: new Set() }), notices: [] }))
  await held.load()
  return detectorsOf([], [], { held })
}

const around = fc.string({ unit: 'grapheme', maxLength: 40 })

describe.each(Object.entries(ENCODINGS))('%s', (_, encode) => {
  it('is found wherever it stands', async () => {
    const place = fc.record({ value, before: around, after: around, inner: fc.string({ maxLength: 7 }) })
    await fc.assert(
      fc.asyncProperty(place, async ({ value, before, after, inner }) => {
        const text = `${before}\n${before.replaceAll('\n', '')} ${encode(value, inner, inner)} ${after}`
        const found = detect(text, 'a.txt', await holding(value))
        expect(found.map(({ ruleId }) => ruleId)).toContain('own-secret')
        expect(JSON.stringify(found)).not.toContain(value)
      }),
      { numRuns: 60 },
    )
  })

  it('is not found when another value is held', async () => {
    await fc.assert(
      fc.asyncProperty(value, value, async (written, kept) => {
        fc.pre(
          !encode(written, 'ab', 'c').includes(kept) && !kept.includes(written) && !written.includes(kept),
        )
        expect(detect(`x = ${encode(written, 'ab', 'c')};\n`, 'a.txt', await holding(kept))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

it('finds the same in much text as in little: the automaton agrees with the search', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), fc.nat(9), async (values, which) => {
      const encode = Object.values(ENCODINGS)[which]!
      const part = values.map((one, i) => `${i}: ${encode(one, 'ab', 'c')}\n`).join('')
      const few = detect(part, 'a.txt', await holding(...values))
      const padding = Buffer.alloc((1 << 20) + 1, 'lorem ipsum dolor sit\n').toString()
      const many = detect(`${part}${padding}\n`, 'a.txt', await holding(...values))
      const place = (one: (typeof few)[0]) => `${one.line}:${one.column}-${one.endColumn} ${one.fingerprint}`
      expect(many.map(place)).toEqual(few.map(place))
    }),
    { numRuns: 15 },
  )
})

it('is not passed over in an edit of a file that was clean', async () => {
  await fc.assert(
    fc.asyncProperty(value, fc.nat(200), async (one, line) => {
      const lines = Array.from({ length: 201 }, (_, i) => `line ${i}`)
      const before = Buffer.from(lines.join('\n'))
      const now = Buffer.from(lines.with(line, `it is ${one}!`).join('\n'))
      expect(addsNothing(before, now, 'a.txt', await holding(one))).toBe(false)
    }),
    { numRuns: 60 },
  )
})

it('has no form shorter than what can be told from ordinary text', () => {
  fc.assert(
    fc.property(value, one => {
      for (const { text } of formsOf(one)) expect(text.length).toBeGreaterThanOrEqual(8)
    }),
  )
})
