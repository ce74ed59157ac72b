/** Tests, examples and documentation: a value that somebody thought up warns there, everything else counts as anywhere. */
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { isExample } from '../../src/detect/examples.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { compilePack } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'

const rule = (id: string, confidence: string, lowerInExamples: boolean) => ({
  id,
  description: id,
  regex: String.raw`\b${id}=(\S{6,40})`,
  keywords: [`${id}=`],
  confidence,
  lowerInExamples,
})
const rules = [rule('word', 'medium', true), rule('url', 'high', true), rule('token', 'high', false)]
const detectors = detectorsOf([compilePack([{ file: 'x.toml', parsed: { rules } }], 'js')], [], {
  engine: 'js',
})

/** what stands in the way of a block, by rule */
function minors(path: string, value: string) {
  const text = ['word', 'url', 'token'].map(id => `${id}=${value}`).join('\n')
  const found = detect(Buffer.from(text), path, detectors)
  expect(found.map(one => one.confidence)).toEqual(['medium', 'high', 'high'])
  return found.map(one => one.minor)
}

const none = [undefined, undefined, undefined]
const examples = ['example', 'example', undefined]

const drawn = expand('⟦[A-Za-z0-9]{28}[A-Z][0-9]⟧', 5)
const thought = expand('⟦[a-z]{5}⟧-⟦[a-z]{4}⟧', 5)

describe('in tests, examples and documentation', () => {
  it('a value that was thought up only warns, unless its form is its own', () => {
    expect(minors('src/a.ts', thought)).toEqual(none)
    for (const path of ['test/a.ts', 'docs/a.rst', 'src/a.test.ts', 'README.md', 'examples/b/c.py'])
      expect(minors(path, thought), path).toEqual(examples)
  })

  it('a value that looks drawn at random still denies', () => {
    expect(minors('test/a.ts', drawn)).toEqual(none)
  })

  it('a Basic header counts as the password in it', () => {
    const pair = expand('⟦base64:user:[a-z]{9}⟧', 5)
    expect(minors('test/a.ts', pair)).toEqual(examples)
  })

  it('which paths', () => {
    for (const path of [
      't/test_x.py',
      'a/__tests__/b.js',
      'x/my-tests/y',
      'spec/fixtures/k.yml',
      '.env.example',
    ])
      expect(isExample(path), path).toBe(true)
    for (const path of [
      undefined,
      'src/attest/a.ts',
      'latest/a.ts',
      'contest.ts',
      '/home/me/test/a.ts',
      '.env',
    ])
      expect(isExample(path), path).toBe(false)
  })
})
