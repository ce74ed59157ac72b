/** Where several rules see one text: what is proven goes first, what fails gives way. */
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { compilePack, compileRules } from '../../src/detect/pack.ts'
import { PolicyError } from '../../src/errors.ts'
import { ISSUED } from './issued.ts'

const rule = (more: object) => ({
  description: 'A token',
  regex: '([a-z]{3}_[A-Za-z0-9]{36})',
  keywords: ['pm_'],
  confidence: 'high',
  ...more,
})
const wide = rule({ id: 'acme-wide', regex: '(tok:[a-z]{3}_[A-Za-z0-9]{36})' })
const proving = rule({ id: 'generic-proving', confidence: 'low', proof: 'npm' })

function pack(proof: object) {
  const files = [
    { file: 'acme.toml', parsed: { provider: 'Acme', rules: [wide] } },
    { file: 'generic.toml', parsed: { provider: 'Generic', rules: [proof] } },
  ]
  return compilePack(files, 'js')
}

const found = (text: string) =>
  detect(text, 'a.ini', detectorsOf([pack(proving)], [], { engine: 'js' })).map(one => [
    one.ruleId,
    one.confidence,
  ])

const npm = ISSUED.find(one => one.proof === 'npm')!.make(3)

describe('one text, two rules', () => {
  it('a proven one of low rank goes before a surer rule that sees more', () => {
    expect(found(`tok:${npm}`)).toEqual([['generic-proving', 'proven']])
  })

  it('a failing one gives way to it', () => {
    expect(found(`tok:${npm.slice(0, -1)}${npm.endsWith('0') ? '1' : '0'}`)).toEqual([['acme-wide', 'high']])
  })
})

describe('the field', () => {
  it('is a part of the digest', () => {
    expect(pack(proving).head.digest).not.toBe(pack({ ...proving, proof: 'vercel' }).head.digest)
  })

  it('with a name that does not exist is refused, with file, rule and line', () => {
    const parsed = { rules: [{ ...proving, proof: 'constructor' }] }
    const lineOf = (_: string, field?: string) => (field === 'proof' ? 7 : 1)
    const compile = () => compileRules([{ file: 'own.toml', parsed, lineOf }], 'js')
    expect(compile).toThrow(PolicyError)
    expect(compile).toThrow(/rule "generic-proving": field "proof" must be one of apify, /)
    expect(compile).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ subject: 'own.toml', line: 7 }) }),
    )
  })
})
