import { describe, expect, it } from 'vitest'
import { expand } from '../../src/detect/template.ts'

describe('a template is expanded', () => {
  it('gives the same text for the same seed and another for another', () => {
    const template = 'key=⟦[A-Za-z0-9]{40}⟧'
    expect(expand(template, 7)).toBe(expand(template, 7))
    expect(expand(template, 7)).not.toBe(expand(template, 8))
  })

  it('leaves what stands outside of the brackets alone', () => {
    expect(expand('${{ secrets.X }} [a-z]{3} \\d', 1)).toBe('${{ secrets.X }} [a-z]{3} \\d')
  })

  it.each([
    ['a class and a count', '⟦[A-Z2-7]{16}⟧', /^[A-Z2-7]{16}$/],
    ['a range of counts', '⟦[a-f]{3,9}⟧', /^[a-f]{3,9}$/],
    ['escapes', '⟦\\d{4}\\w{5}\\h{6}⟧', /^\d{4}\w{5}[0-9a-f]{6}$/],
    ['escapes within a class', '⟦[\\d\\-\\]]{30}⟧', /^[\d\-\]]{30}$/],
    ['a minus at the end of a class', '⟦[a-c_-]{30}⟧', /^[a-c_-]{30}$/],
    ['literals between atoms', '⟦ab-[0-9]{2}\\.x⟧', /^ab-\d\d\.x$/],
    ['several groups', 'A⟦[0-9]{3}⟧.⟦[a-z]{2}⟧', /^A\d{3}\.[a-z]{2}$/],
  ])('knows %s', (_, template, shape) => {
    for (let seed = 1; seed < 30; seed++) expect(expand(template, seed)).toMatch(shape)
  })

  it('reaches both ends of a range of counts', () => {
    const lengths = new Set(Array.from({ length: 60 }, (_, seed) => expand('⟦[a]{2,4}⟧', seed).length))
    expect([...lengths].sort()).toEqual([2, 3, 4])
  })

  it('gives the body of a PEM block', () => {
    const lines = expand('⟦pem:5⟧', 3).split('\n')
    expect(lines).toHaveLength(5)
    for (const line of lines) expect(line).toMatch(/^[A-Za-z0-9+/]{64}$/)
  })

  it('encodes base64 and base64url', () => {
    expect(Buffer.from(expand('⟦base64:user:[a-z]{9}⟧', 1), 'base64').toString()).toMatch(/^user:[a-z]{9}$/)
    const token = expand('⟦base64url:\\{"alg":"HS256"\\}⟧', 1)
    expect(JSON.parse(Buffer.from(token, 'base64url').toString())).toEqual({ alg: 'HS256' })
  })
})

describe('a template with unknown syntax throws and shows itself', () => {
  it.each([
    '⟦(a|b)⟧',
    '⟦[a-z]+⟧',
    '⟦[^a-z]{3}⟧',
    '⟦[a-z]{3⟧',
    '⟦[a-z]{5,3}⟧',
    '⟦[z-a]{3}⟧',
    '⟦[a-z⟧',
    '⟦\\s{3}⟧',
    '⟦a\\⟧',
    '⟦.⟧',
  ])('%s', template => {
    expect(() => expand(template, 1)).toThrow(template)
  })

  it.each(['⟦[a-z]{3}', 'x⟧', '⟦a⟦b⟧⟧'])('unbalanced: %s', template => {
    expect(() => expand(template, 1)).toThrow(/unbalanced brackets/)
  })
})
