import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { detectorsOf, loadDetectors } from '../../src/detect/load.ts'
import { folded, neededIn } from '../../src/detect/needed.ts'
import { compilePack } from '../../src/detect/pack.ts'
import { isShort, precheckOf } from '../../src/detect/precheck.ts'

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

it('no built-in rule is asked of every edit: one whose keyword stands apart is told by its precheck, or bound to a path', () => {
  const { apart, rule } = loadDetectors({ engine: 'js' }).packs[0]!.table
  const asked = apart.map(rule).filter(one => one.path === undefined && !(one.precheck && isShort(one)))
  expect(asked.map(({ id }) => id)).toEqual([])
})

describe('what a path must hold', () => {
  const needed = (path: string) => neededIn(precheckOf(path)!)

  it.each<[string, string[] | null]>([
    [String.raw`(?i)(?:^|/)\.?pgpass(?:\.conf)?$`, ['pgpass']],
    [String.raw`(?i)(?:^|[/._-])passwd$|\.(?:sql|csv)$`, ['passwd', '.sql', '.csv']],
    [String.raw`(?:^|/)Config/[a-z]+\.key$`, ['config/']],
    [String.raw`\.y[a]?ml$`, ['.yml', '.yaml']],
    ['(?:ab){2}c$|[0-9]+$', null],
    ['a?b*$', null],
  ])('%s', (path, texts) => {
    const found = needed(path)
    expect(found && [...found].sort()).toEqual(texts && [...texts].sort())
  })

  it('is in every path where a built-in rule may stand', () => {
    const { packs } = loadDetectors({ engine: 'js' })
    const { always, alwaysNeed, rule } = packs[0]!.table
    const bound = always.flatMap((index, at) => {
      const check = rule(index).pathCheck
      return check === undefined ? [] : [{ check, texts: alwaysNeed[at] ?? [''] }]
    })
    expect(bound.length).toBeGreaterThan(40)
    expect(bound.filter(({ texts }) => texts[0] === '')).toEqual([])
    for (const { check, texts } of bound)
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(check, 'm')), path => {
          expect(texts.some(text => folded(path).includes(text))).toBe(true)
        }),
        { numRuns: 20 },
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
