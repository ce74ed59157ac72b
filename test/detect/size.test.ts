/** What native RE2 refuses as too large is refused with every engine; nothing that is written in earnest is. */
import { describe, expect, it } from 'vitest'
import { compileRules } from '../../src/detect/index.ts'
import { LARGEST, sizeOf } from '../../src/detect/size.ts'
import { engines } from './fixture.ts'

describe('the size of a regex', () => {
  it.each([
    ['abc', 3],
    ['(?i)a{10}', 10],
    ['(?:ab){3}c', 7],
    ['((a{10}){10}){10}', 1000],
    ['\\x{10FFFF}\\Qabc\\E', 13],
  ])('%s: %i', (regex, size) => {
    expect(sizeOf(regex)).toBe(size)
  })

  it('a class counts for more, one of Unicode for much more', () => {
    expect(sizeOf('[a-z]{100}')).toBe(500)
    expect(sizeOf('[^]a]{100}')).toBe(500)
    expect(sizeOf('[\\p{L}_]{100}')).toBe(40_000)
    expect(sizeOf('(?:\\pL|x){1,100}')).toBeGreaterThan(40_000)
  })

  it('unbalanced text gives a number: the engine refuses it', () => {
    for (const regex of [')', '(((', 'a{2', '[a', '\\', '']) expect(sizeOf(regex)).toBeGreaterThanOrEqual(0)
  })
})

it.each(engines())('a rule too large is an error with its field, engine %s', engine => {
  for (const regex of ['[\\p{L}]{900}', '[\\p{L}\\p{N}]{1,500}', '(?:[^\\pL]{30}x){20}']) {
    expect(sizeOf(regex)).toBeGreaterThan(LARGEST)
    const parsed = { rules: [{ id: 'a', description: 'a', regex }] }
    expect(() => compileRules([{ file: 'a.toml', parsed }], engine)).toThrow(
      /field "regex" is a pattern too large for RE2/,
    )
  }
})

it.each(engines())('what fits is taken, engine %s', engine => {
  for (const regex of [
    '[A-Za-z0-9+/]{1000}',
    '(?:[A-Za-z0-9+/]{64}\\r?\\n){1,15}',
    '\\p{L}{300}',
    '[^\\s]{1,1000}',
  ]) {
    const parsed = { rules: [{ id: 'a', description: 'a', regex }] }
    expect(compileRules([{ file: 'a.toml', parsed }], engine)).toHaveLength(1)
  }
})

it('what a file allows holds for its own rules; a file without rules speaks for all own rules', () => {
  const rule = (id: string) => ({ id, description: id, regex: 'a' })
  const files = [
    { file: 'a.toml', parsed: { rules: [rule('one')], allowlists: [{ stopwords: ['x'] }] } },
    { file: 'b.toml', parsed: { rules: [rule('two')] } },
    { file: 'c.toml', parsed: { allowlists: [{ stopwords: ['y'] }] } },
  ]
  const words = compileRules(files).map(({ id, allowlists }) => [
    id,
    ...allowlists.flatMap(one => one.stopwords),
  ])
  expect(words).toEqual([
    ['one', 'x', 'y'],
    ['two', 'y'],
  ])
})
