import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, type Json } from '../src/canonical.ts'

test("the RFC's own example has the bytes that stand in the RFC", () => {
  const value = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonical(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('members are sorted by UTF-16 units, not by code points', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
  expect(Object.values(JSON.parse(canonical(value)))).toHaveLength(7)
  expect(canonical(value)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  )
})

test('any value reads back as itself, and its form is its own canonical form', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
      fc.pre(isWellFormed(value))
      const text = canonical(value as Json)
      expect(canonical(JSON.parse(text))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('what has no JSON form is refused', () => {
  expect(() => canonical(Number.NaN)).toThrow(TypeError)
  expect(() => canonical(['\ud800'])).toThrow(TypeError)
})

/** A lone surrogate is escaped by JSON.stringify, names included. */
function isWellFormed(value: unknown): boolean {
  return !/\\ud[89a-f][0-9a-f]{2}/.test(JSON.stringify(value))
}
