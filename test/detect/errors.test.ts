/** A rule file that cannot be used: file, rule and field are named, exit 2. */
import { describe, expect, it } from 'vitest'
import { compileRules } from '../../src/detect/pack.ts'
import type { RuleFile } from '../../src/detect/rule.ts'

const GOOD = { id: 'own', description: 'd', regex: 'x[0-9]{9}', keywords: ['x'.repeat(2)] }

function failure(rule: object, lineOf?: RuleFile['lineOf']) {
  try {
    compileRules([
      { file: '.portcullis/rules/own.toml', parsed: { rules: [rule] }, ...(lineOf ? { lineOf } : {}) },
    ])
  } catch (error) {
    return error as { exit: number; message: string; detail: { subject: string; line?: number } }
  }
  throw new Error('nothing was refused')
}

describe('a rule is refused with', () => {
  it.each([
    [{ keyword: ['a'] }, /^rule "own": field "keyword" is not a field that is known here/],
    [{ regex: 'a(?=b)' }, /^rule "own": field "regex" is no RE2 expression: /],
    [{ regex: '(a' }, /^rule "own": field "regex" is no RE2 expression: .*missing/],
    [{ regex: String.raw`\Aab\z` }, /^rule "own": field "regex" holds \\A, \\z or \\C/],
    [{ regex: undefined }, /^rule "own": field "regex" must be a string that is not empty$/],
    [{ id: 'Not An Id' }, /^rule "Not An Id": field "id" must be lower case/],
    [{ secretGroup: 2 }, /^rule "own": field "secretGroup" must be a whole number from 0 to 0/],
    [{ keywords: ['ä'] }, /^rule "own": field "keywords" must be 2 to 64 printable ASCII characters each$/],
    [{ keywords: 'x' }, /^rule "own": field "keywords" must be a list$/],
    [{ entropy: '3' }, /^rule "own": field "entropy" must be a number, 0 or more$/],
    [{ severity: 'awful' }, /^rule "own": field "severity" must be one of low, medium, high, critical$/],
    [{ confidence: 'proven' }, /^rule "own": field "confidence" must be one of low, medium, high$/],
    [{ path: '[' }, /^rule "own": field "path" is no RE2 expression: /],
    [{ required: [{ ids: 'a' }] }, /^rule "own": field "required.ids" is not a field/],
    [{ allowlists: [{}] }, /^rule "own": field "allowlists" has nothing to compare with$/],
    [{ allowlists: [{ regexes: ['('] }] }, /^rule "own": field "allowlists.regexes" is no RE2 expression: /],
    [
      { allowlists: [{ regexTarget: 'all', stopwords: ['a'] }] },
      /^rule "own": field "regexTarget" must be one of secret/,
    ],
    [{ multiline: 'yes' }, /^rule "own": field "multiline" must be true or false$/],
  ])('%o', (change, message) => {
    const error = failure({ ...GOOD, ...change })
    expect(error).toMatchObject({ exit: 2, detail: { subject: '.portcullis/rules/own.toml' } })
    expect(error.message).toMatch(message)
  })

  it('its line, where the caller knows it', () => {
    const error = failure({ ...GOOD, regex: '(' }, (rule, field) =>
      rule === 'own' && field === 'regex' ? 7 : undefined,
    )
    expect(error.detail.line).toBe(7)
  })

  it('the name of the rule that has its id already', () => {
    const file = (name: string) => ({ file: name, parsed: { rules: [GOOD] } })
    expect(() => compileRules([file('a.toml'), file('b.toml')])).toThrowError(
      'rule "own": field "id" is taken by a rule in "a.toml"',
    )
  })

  it('no rules at all', () => {
    expect(() => compileRules([{ file: 'a.toml', parsed: {} }])).toThrowError(
      'field "rules" is missing or empty',
    )
    expect(() => compileRules([{ file: 'a.toml', parsed: { rulez: [] } }])).toThrowError(
      'field "rulez" is not a field',
    )
  })
})
