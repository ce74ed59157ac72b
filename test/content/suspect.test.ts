// Doubt is cheap and must never be wrong in one direction: what holds a sight is doubted, in bytes as in text.
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { look } from '../../src/content/look.ts'
import { placeOf } from '../../src/content/place.ts'
import { NAME } from '../../src/content/surfaces.ts'
import { isSuspect, isSuspectText } from '../../src/content/suspect.ts'
import { isAgentConfig, isAgentInstructions } from '../../src/inspect/content.ts'
import { globList } from '../../src/policy/glob.ts'
import { PATH_LISTS } from '../../src/policy/named-lists.ts'
import { at } from './attack.ts'

const RANGES = [
  [0, 0x20],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x370, 0x52f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1d173, 0x1d17a],
  [0x1f3f4, 0x1f3f4],
  [0xe0000, 0xe0fff],
] as const
const strange = fc.oneof(...RANGES.map(([min, max]) => fc.integer({ min, max }).map(code => at(code))))
const part = fc.oneof(
  strange,
  fc.constantFrom('a', '_', '9', ' ', '\n', '\r\n', ' '.repeat(301), '\t'.repeat(100), 'f(x)'),
)
const text = fc.array(part, { maxLength: 12 }).map(parts => parts.join(''))
const places = ['a.js', 'a.md', 'test/a.js'].map(path => placeOf(path, { obeyed: false, settings: false }))
const obeyed = placeOf('AGENTS.md', { obeyed: true, settings: false })
const hidden = (rule: string) => rule !== 'hidden-unicode/comment'

test('bytes with a sight are suspect', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...places, obeyed), (some, place) => {
      const sights = look(some, place, true).filter(({ rule }) => hidden(rule))
      if (sights.length > 0) expect(isSuspect(Buffer.from(some))).toBe(true)
    }),
    { seed: 11, numRuns: 6000 },
  )
})

test('names and messages with a sight are suspect', () => {
  fc.assert(
    fc.property(text, some => {
      if (look(some, NAME, true).length > 0) expect(isSuspectText(some)).toBe(true)
    }),
    { seed: 12, numRuns: 2000 },
  )
})

it.each([
  ['ASCII', 'const a = 1\r\n\tb\n'],
  [
    'accents, dashes, quotes',
    `caf${at(0xe9)} ${at(0x2013)} ${at(0x2019)} ${at(0xa0)}${at(0x20ac)}${at(0x4e2d)}${at(0x1f600)}`,
  ],
  ['one emoji selector', `${at(0x2764, 0xfe0f)} x`],
  ['Russian', at(0x43c, 0x430)],
])('%s is not', (_, some) => {
  expect(isSuspect(Buffer.from(some))).toBe(false)
})

it('the quick question about a path lets everything through that the lists name', () => {
  for (const [list, ask] of [
    ['@builtin/agent-config', isAgentConfig],
    ['@builtin/agent-instructions', isAgentInstructions],
  ] as const)
    for (const pattern of PATH_LISTS[list]!) {
      const path = pattern
        .replace(/^\*\*\//, 'deep/')
        .replace(/^\//, '')
        .replaceAll('**', 'x/y')
        .replaceAll('*', 'z')
      expect(globList([list], 'path', 'deny')(path), path).toBe(true)
      expect([ask(path), ask(path.toUpperCase())], path).toEqual([true, true])
    }
})
