/** The parts of the import that are functions: filters, globs, regexes; and what must hold whatever is imported. */
import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { ruleFileText } from '../../src/commands/rules/import-file.ts'
import { filterOf } from '../../src/commands/rules/import-filter.ts'
import { globOf } from '../../src/commands/rules/import-glob.ts'
import { layersOf } from '../../src/commands/rules/import-layers.ts'
import { faultOf, isUngrouped, ported, quoted } from '../../src/commands/rules/import-regex.ts'
import { importConfig } from '../../src/commands/rules/import-rules.ts'
import { builtInTexts, parsedRules, rulesOf } from '../../src/commands/rules/sources.ts'
import { CERTAINTY } from '../../src/detect/certainty.ts'
import { compileRules, detect, expand, loadDetectors } from '../../src/detect/index.ts'
import { globList } from '../../src/policy/glob.ts'
import { parseToml } from '../../src/policy/toml.ts'

describe('a filter', () => {
  it.each([
    ['entropy(finding["secret"]) < 3.5', { entropy: 3.5, allowlists: [], unknown: [] }],
    ['entropy(finding["match"]) < 3.5', { allowlists: [], unknown: ['entropy'] }],
    ['entropy(finding["secret"]) >= 3.5', { allowlists: [], unknown: ['entropy'] }],
    [
      'entropy(finding["secret"]) <= 2 or tokenRatio(finding["secret"]) >= 2.5',
      { entropy: 2, allowlists: [], unknown: ['tokenRatio'] },
    ],
    [
      '// a || b\nmatchesAny(finding["match"], [`a|b`, "c\\"",]) /* x */',
      { allowlists: [{ regexTarget: 'match', regexes: ['a|b', 'c"'] }], unknown: [] },
    ],
    ['((containsAny(finding["secret"], ["A"])))', { allowlists: [{ stopwords: ['A'] }], unknown: [] }],
    [
      'containsAny(finding["line"], ["a.b"])',
      { allowlists: [{ regexTarget: 'line', regexes: ['(?i:a\\.b)'] }], unknown: [] },
    ],
    [
      'matchesAny(attributes["path"], ["^a"]) && containsAny(finding["secret"], ["b"])',
      { allowlists: [{ condition: 'AND', paths: ['^a'], stopwords: ['b'] }], unknown: [] },
    ],
    [
      'matchesAny(finding["line"], ["^a"]) && matchesAny(finding["secret"], ["b"])',
      { allowlists: [], unknown: ['matchesAny'] },
    ],
    [
      'matchesAny(finding["secret"], ["a"]) && len(finding["secret"]) == 3',
      { allowlists: [], unknown: ['matchesAny and len'] },
    ],
    ['!matchesAny(finding["secret"], ["a"])', { allowlists: [], unknown: ['not matchesAny'] }],
    ['matchesAny(attributes["git.sha"], ["a"])', { allowlists: [], unknown: ['matchesAny'] }],
    ['let a = 1; entropy(finding["secret"]) < a', { allowlists: [], unknown: ['its variables'] }],
    ['true', { allowlists: [], unknown: ['an expression'] }],
  ])('%s', (expression, wanted) => {
    expect(filterOf(expression)).toEqual(wanted)
  })

  it('of any text neither throws nor says what it does not understand', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const { allowlists, entropy } = filterOf(text)
        if (!/matchesAny|containsAny/.test(text)) expect(allowlists).toEqual([])
        if (!text.includes('entropy')) expect(entropy).toBeUndefined()
      }),
    )
  })
})

describe('the glob of a path regex', () => {
  it.each([
    ['^docs/', '/docs/**'],
    ['^docs/.*', '/docs/**'],
    ['^docs/.*$', '/docs/**'],
    ['docs/', 'docs/'],
    ['(^|/)docs/', 'docs/'],
    ['a/docs/', '**/a/docs/**'],
    ['(?:^|/)go\\.sum$', 'go.sum'],
    ['\\.min\\.js$', '*.min.js'],
    ['.*\\.lock$', '*.lock'],
    ['^a/b\\.txt$', '/a/b.txt'],
    ['.*/docs/', '/*/**/docs/**'],
    ['^.*/go\\.sum$', '/*/**/go.sum'],
    ['go.sum$', null],
    ['a|b', null],
    ['^.*$', null],
    ['docs', null],
    ['(?i)docs/', null],
    ['[a-z]/', null],
  ])('%s → %s', (regex, glob) => {
    expect(globOf(regex)).toBe(glob)
  })

  it('matches no path that the regex does not', () => {
    const part = fc.constantFrom(
      '^',
      '$',
      '/',
      '(^|/)',
      '(?:^|/)',
      '.*',
      '\\.',
      'a',
      'docs',
      'x',
      '-',
      '.*/',
      '.+',
    )
    const regexes = fc.array(part, { minLength: 1, maxLength: 5 }).map(parts => parts.join(''))
    const segment = fc.constantFrom('a', 'docs', 'x', '.a', 'a.x', 'docs.a', '-', 'xa')
    const paths = fc.array(
      fc.array(segment, { minLength: 1, maxLength: 4 }).map(all => all.join('/')),
      { minLength: 20, maxLength: 40 },
    )
    fc.assert(
      fc.property(regexes, paths, (regex, all) => {
        const glob = globOf(regex)
        if (glob === null) return
        const matches = globList([glob], 'path', 'allow')
        // a glob without a slash at its end also takes what is below a folder of that name
        const below = (path: string) =>
          path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))
        for (const path of all)
          if (matches(path))
            expect(
              below(path).some(one => new RegExp(regex).test(one)),
              `${regex} ${glob} ${path}`,
            ).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a regex', () => {
  it.each([
    ['a\\z', 'a$'],
    ['\\Aa\\\\z', '^a\\\\z'],
  ])('%s becomes %s', (regex, text) => {
    expect(ported(regex)).toEqual({ regex: text, changed: true })
  })

  it.each([
    ['^true|false$', true],
    ['(?i)^true|false', true],
    ['true|false$', true],
    ['^(?:true|false)$', false],
    ['true|false', false],
    ['^[a|b]$', false],
    ['^a\\|b$', false],
  ])('%s is a choice without a group: %s', (regex, is) => {
    expect(isUngrouped(regex)).toBe(is)
  })

  it('a fault quotes no more than a few characters of it', () => {
    for (const regex of [
      '(abcdefghijklmnopqrstuvwxyz',
      'a(?=bcdefghijklmnopqrstuvwxyz)',
      '[z-a]bcdefghijklmnopqrstuvwxyz',
      'abcdefghijklmnopqrstuvwxyz**',
      '(?P<abcdefghijklmnopqrstuvwxyz!>a)',
    ]) {
      expect(faultOf(regex)).toMatch(/is no RE2 expression/)
      expect(faultOf(regex)).not.toContain('bcdefghijklmnop')
    }
  })

  it('a quoted text matches itself alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), text => {
        expect(new RegExp(`^${quoted(text)}$`).test(text)).toBe(true)
      }),
    )
  })
})

const SOURCE = { file: 'g.toml', text: '' }

describe('a rule file', () => {
  it('says in TOML what was imported, whatever the characters', () => {
    const strings = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(strings, fc.array(strings, { minLength: 1 }), (description, stopwords) => {
        const rule = {
          id: 'a',
          description,
          regex: 'a',
          severity: 'high' as const,
          confidence: 'low' as const,
          allowlists: [{ stopwords }],
        }
        const text = ruleFileText({
          source: { file: description, text: '' },
          tool: 'gitleaks',
          of: 1,
          rules: [rule],
          allowlists: [],
          notes: [],
          paths: [],
        })
        const parsed = parse(text) as { rules: (typeof rule)[] }
        expect(parsed.rules[0]).toEqual(rule)
      }),
    )
  })
})

/** Rules that see the same values, and allow everything. */
const LOOSE = String.raw`
[[allowlists]]
paths = ['''.*''']
regexes = ['''.*''']
stopwords = ["a", "e", "1"]
[[rules]]
id = "github-pat"
description = "x"
regex = '''[A-Za-z0-9_=.:/+-]{8,200}'''
[[rules]]
id = "all-of-it"
description = "x"
regex = '''(?s)[^\n]{8,400}'''
[[rules.allowlists]]
stopwords = ["zzz"]
`
/** The same, allowing nothing and barely sure. */
const GREEDY = LOOSE.replace(/\[\[allowlists\]\][\s\S]*?(?=\[\[rules)/, '').replaceAll(
  'description = "x"',
  'description = "x"\nconfidence = "low"',
)

it.each([
  ['that allows everything', LOOSE],
  ['that takes everything, with low confidence', GREEDY],
])('an imported rule set %s lowers nothing that the built-in rules find', (_, text) => {
  const source = { ...SOURCE, text }
  const config = importConfig(
    source,
    layersOf(source, parseToml(text, 'g.toml'), '.', () => source),
    new Set(['github-pat']),
  )
  const custom = compileRules([parsedRules({ file: 'i.toml', text: ruleFileText(config) })])
  expect(custom.length).toBe(2)
  const alone = loadDetectors()
  const both = loadDetectors({ custom })
  const templates = builtInTexts().flatMap(file =>
    rulesOf(parsedRules(file).parsed).flatMap(rule => rule.matches as string[]),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...templates),
      fc.nat(1000),
      fc.constantFrom('app.conf', 'docs/a.md'),
      (template, seed, path) => {
        const content = `first\n${expand(template, seed)}\nlast\n`
        const after = detect(content, path, both)
        for (const one of detect(content, path, alone)) {
          const same = after.filter(({ line, endLine }) => line <= one.endLine && one.line <= endLine)
          expect(
            same.some(other => CERTAINTY[other.confidence] >= CERTAINTY[one.confidence]),
            `${one.ruleId} in ${template}`,
          ).toBe(true)
        }
      },
    ),
    { numRuns: 150 },
  )
})
