import { createRequire } from 'node:module'
import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { expand } from '../../src/detect/template.ts'
import { type Compile, type PackRule, type Regex, readGlobalAllowlists, readPack, secretsIn } from './pack.ts'

/** Two: with 1,600 rules each one more is a minute of every test run; `portcullis rules test` draws four. */
const SEEDS = [1, 8]
const FIELDS = new Set(
  'id description regex secretGroup keywords path entropy severity confidence lowerInExamples proof multiline window required allowlists references revoke matches ignores'.split(
    ' ',
  ),
)
const ALLOWLIST_FIELDS = new Set(['description', 'regexes', 'regexTarget', 'stopwords', 'paths'])

const pack = readPack()
const all = pack.flatMap(file => file.rules.map(rule => ({ name: `${file.name}: ${rule.id}`, rule })))
/** those without a regex are tested with the whole detector: scored.test.ts */
const rules = all.filter(({ rule }) => rule.scored === undefined)
const global = readGlobalAllowlists()
const engines = loadEngines()

describe('the pack', () => {
  it('covers at least 450 rules and 250 providers', () => {
    expect(all.length).toBeGreaterThanOrEqual(450)
    expect(new Set(pack.map(file => file.provider)).size).toBeGreaterThanOrEqual(250)
  })

  it('names no rule twice', () => {
    const ids = all.map(({ rule }) => rule.id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('requires only rules that exist', () => {
    const ids = new Set(rules.map(({ rule }) => rule.id))
    const wanted = all.flatMap(({ rule }) => rule.required?.map(partner => partner.id) ?? [])
    expect(wanted.filter(id => !ids.has(id))).toEqual([])
  })

  it.each(pack.map(file => [file.name, file] as const))('%s has a provider and rules', (_, file) => {
    expect(Object.keys(file).sort()).toEqual(['name', 'provider', 'rules'])
    expect(file.provider).toMatch(/\S/)
    expect(file.rules.length).toBeGreaterThan(0)
  })
})

describe.each(rules.map(({ name, rule }) => [name, rule] as const))('%s', (_, rule) => {
  it('has the fields of a rule and no other', () => checkFields(rule))

  it('has a keyword in every example', () => {
    for (const text of examples(rule.matches)) {
      const lower = text.toLowerCase()
      expect(isAskedAnyway(rule) || rule.keywords.some(keyword => lower.includes(keyword))).toBe(true)
    }
  })

  it.each(engines)('hits what it must and nothing else, with %s', (_, compile) => {
    const missed = rule.matches.filter(template => !hitByAll(template, rule, compile))
    expect(missed, 'must match').toEqual([])
    const wrong = rule.ignores.filter(template => hitByAny(template, rule, compile))
    expect(wrong, 'must not match').toEqual([])
  })

  it.each(engines)('has no credential at rest, with %s', (_, compile) => {
    for (const template of [...rule.matches, ...rule.ignores])
      expect(secretsIn(template, rule, global, compile)).toEqual([])
  })
})

function checkFields(rule: PackRule): void {
  expect(Object.keys(rule).filter(field => !FIELDS.has(field))).toEqual([])
  expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/)
  expect(rule.description).toMatch(/^\S[^\n]{5,180}[^\s.]$/)
  expect(['critical', 'high', 'medium', 'low']).toContain(rule.severity)
  expect(['high', 'medium', 'low']).toContain(rule.confidence)
  expect(rule.keywords.length > 0 || isAskedAnyway(rule)).toBe(true)
  for (const keyword of rule.keywords) expect(keyword).toMatch(/^[^A-Z\n]{2,}$/)
  for (const link of [...rule.references, rule.revoke ?? 'https://']) expect(link).toMatch(/^https:\/\//)
  for (const list of rule.allowlists ?? [])
    expect(Object.keys(list).filter(field => !ALLOWLIST_FIELDS.has(field))).toEqual([])
  expect(rule.matches.length).toBeGreaterThan(0)
  expect(rule.ignores.length).toBeGreaterThan(0)
  for (const template of rule.matches) expect(template).toContain('⟦')
}

/** Without keywords, at few paths: a format with no fixed text. */
function isAskedAnyway(rule: PackRule): boolean {
  return rule.keywords.length === 0 && rule.path !== undefined
}

function examples(templates: string[]): string[] {
  return templates.flatMap(template => SEEDS.map(seed => expand(template, seed)))
}

function hitByAll(template: string, rule: PackRule, compile: Compile): boolean {
  return examples([template]).every(text => inContexts(text).every(t => found(t, rule, compile)))
}

function hitByAny(template: string, rule: PackRule, compile: Compile): boolean {
  return examples([template]).some(text => inContexts(text).some(t => found(t, rule, compile)))
}

/** An example alone, between other lines, and with the line ends of Windows. */
function inContexts(text: string): string[] {
  return [
    text,
    `first = 1\n${text}\nlast = 2\n`,
    `first = 1\r\n${text.replaceAll('\n', '\r\n')}\r\nlast = 2\r\n`,
  ]
}

function found(text: string, rule: PackRule, compile: Compile): boolean {
  return secretsIn(text, rule, global, compile).length > 0
}

/** re2js always; native re2 too where it is installed. */
function loadEngines(): [string, Compile][] {
  const all: [string, Compile][] = [['re2js', remember(compileJs)]]
  try {
    const Native = createRequire(import.meta.url)('re2') as new (pattern: string, flags: string) => RegExp
    all.push(['re2', remember(pattern => compileNative(Native, pattern))])
  } catch {
    // an optional accelerator: without it the fallback alone is tested
  }
  return all
}

function remember(compile: Compile): Compile {
  const known = new Map<string, Regex>()
  return pattern => {
    const regex = known.get(pattern) ?? compile(pattern)
    known.set(pattern, regex)
    return regex
  }
}

function compileJs(pattern: string): Regex {
  const regex = RE2JS.compile(pattern)
  return {
    all(text) {
      const matcher = regex.matcher(text)
      const found = []
      while (matcher.find()) {
        const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '')
        found.push({ index: matcher.start(), groups })
      }
      return found
    },
  }
}

function compileNative(Native: new (pattern: string, flags: string) => RegExp, pattern: string): Regex {
  const regex = new Native(pattern, 'gu')
  return {
    all: text => [...text.matchAll(regex)].map(m => ({ index: m.index, groups: m.map(g => g ?? '') })),
  }
}
