import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinChecks } from '../../src/detect/alternatives.ts'
import { detect } from '../../src/detect/detect.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { compilePack } from '../../src/detect/pack.ts'
import { precheckOf } from '../../src/detect/precheck.ts'

const PATHS = [
  String.raw`(?i)(?:^|/)\.?pgpass(?:\.conf)?$`,
  String.raw`(?i)(?:^|[/._-])passwd$|\.(?:sql|csv)$`,
  String.raw`(?:^|/)config/[a-z]+\.key$|[|]odd$`,
]

describe('a rule without keywords that is bound to a path', () => {
  const key = 'c0ffee'.repeat(5).concat('12')
  const detectors = detectorsOf([compilePack([{ file: 'key.toml', parsed: pack() }])], [], {})

  it('is asked there', () => {
    expect(detect(`${key}\n`, 'config/master.key', detectors).map(one => one.ruleId)).toEqual(['key-file'])
  })

  it('is silent at another path, and where there is none', () => {
    expect(detect(`${key}\n`, 'config/master.txt', detectors)).toEqual([])
    expect(detect(`${key}\n`, undefined, detectors)).toEqual([])
  })
})

describe('many path checks as a few', () => {
  it('of none never hold', () => {
    expect(joinChecks([]).some(check => new RegExp(check, 'm').test('a/b'))).toBe(false)
  })

  it('hold where one of them holds, and nowhere else', () => {
    const checks = PATHS.map(path => precheckOf(path)!)
    const joined = joinChecks(checks).map(check => new RegExp(check, 'm'))
    const part = fc.constantFrom(
      'a',
      '.pgpass',
      'pgpass.conf',
      'passwd',
      'x.sql',
      'config',
      'm.key',
      '|odd',
      'B.SQL',
      '_passwd',
    )
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('/', '', '-'),
        (parts, between) => {
          const path = parts.join(between)
          expect(joined.some(check => check.test(path))).toBe(
            checks.some(check => new RegExp(check, 'm').test(path)),
          )
        },
      ),
    )
  })
})

function pack() {
  const regex = '^([0-9a-f]{32})$'
  const rule = {
    id: 'key-file',
    description: 'a key',
    regex,
    path: String.raw`(?:^|/)master\.key$`,
    confidence: 'high',
  }
  return { provider: 'Acme', rules: [rule] }
}
