/** `portcullis rules list, show, test, new` through the executable. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GITHUB, made, type RulesRepo, rulesRepo } from './rules-repo.ts'

let repo: RulesRepo
beforeEach(async () => {
  repo = await rulesRepo()
})
afterEach(() => repo.remove())

const OWN = `provider = "Acme"

[[rules]]
id = "acme-deploy-key"
description = "Acme deploy key"
regex = '''\\b(acme_[a-z0-9]{24})\\b'''
keywords = ["acme_"]
confidence = "high"
matches = ["key: acme_⟦[a-z0-9]{24}⟧"]
ignores = ["key: acme_⟦[a-z]{4}⟧"]
`
const FILE = '.portcullis/rules/acme.toml'

describe('list', () => {
  it('has the built-in rules, and the own ones with their file', async () => {
    repo.write(FILE, OWN)
    const { code, stdout } = await repo.rules('list')
    expect(stdout).toMatch(
      /^github-pat +critical +high +GitHub {2}GitHub personal access token \(classic\)$/m,
    )
    expect(stdout).toMatch(
      /^acme-deploy-key +high +high +Acme {2}Acme deploy key {2}\[own: .portcullis\/rules\/acme.toml\]$/m,
    )
    expect(stdout).toMatch(/^\d{3,} rules of \d{3,} providers, 1 of this repository, 0 disabled$/m)
    expect(code).toBe(0)
  })

  it('narrows by provider, in whatever case, by confidence and to the own ones', async () => {
    repo.write(FILE, OWN)
    const github = JSON.parse((await repo.rules('list', '--provider', 'github', '--format', 'json')).stdout)
    expect(new Set(github.rules.map((rule: { provider: string }) => rule.provider))).toEqual(
      new Set(['GitHub']),
    )
    const low = JSON.parse((await repo.rules('list', '--confidence', 'low', '--format', 'json')).stdout)
    expect(new Set(low.rules.map((rule: { confidence: string }) => rule.confidence))).toEqual(
      new Set(['low']),
    )
    const own = JSON.parse((await repo.rules('list', '--own', '--format', 'json')).stdout)
    expect(own).toEqual({
      schemaVersion: 1,
      notices: [],
      rules: [
        {
          id: 'acme-deploy-key',
          provider: 'Acme',
          description: 'Acme deploy key',
          severity: 'high',
          confidence: 'high',
          own: true,
          file: FILE,
          line: 4,
        },
      ],
    })
  })

  it('marks a disabled rule with the clause that disables it, and names an id that no rule has', async () => {
    repo.write(
      '.portcullis/policy.toml',
      'version = 1\n[credentials]\ndisabled-rules = ["github-pat", "github-pta"]\n',
    )
    const { stdout } = await repo.rules('list')
    expect(stdout).toMatch(/^github-pat .*\[disabled: \.portcullis\/policy\.toml:3\]$/m)
    expect(stdout).toContain(
      'note: .portcullis/policy.toml:3: there is no rule "github-pta" to disable; did you mean "github-pat"?',
    )
  })

  it('says that an own rule has the id of a built-in one: both are listed, both look', async () => {
    repo.write(FILE, OWN.replace('acme-deploy-key', 'github-pat'))
    const { code, stdout } = await repo.rules('list', '--provider', 'acme')
    expect(stdout).toContain(`note: ${FILE}:4: "github-pat" is the id of a built-in rule too: both look`)
    expect((await repo.rules('list')).stdout.match(/^github-pat /gm)).toHaveLength(2)
    expect(code).toBe(0)
  })

  it('works outside of any repository', async () => {
    const { code, stdout } = await repo.outside('rules', 'list', '--provider', 'GitHub')
    expect([code, stdout.includes('github-pat')]).toEqual([0, true])
  })

  it.each([
    [['list', '--provider', 'gitub'], 'no rule has the provider "gitub"', 'did you mean "GitHub"?'],
    [['list', '--confidence', 'sure'], "argument 'sure' is invalid", 'low, medium, high'],
    [['list', '--format', 'xml'], "argument 'xml' is invalid", 'pretty, json'],
  ])('refuses %j with exit 2', async (args, what, hint) => {
    const { code, stderr } = await repo.rules(...args)
    expect(stderr).toContain(what)
    expect(stderr).toContain(hint)
    expect(code).toBe(2)
  })
})

describe('show', () => {
  it('tells a built-in rule with its file, line and examples as templates', async () => {
    const { code, stdout } = await repo.rules('show', 'github-pat')
    expect(stdout).toMatch(
      /^github-pat {2}GitHub personal access token \(classic\)\n {2}defined +built in, rules\/github\.toml:\d+\n/,
    )
    for (const part of [
      'regex        (?:',
      'keywords     ghp_',
      'entropy      3',
      'references\n    https://',
      'revoke ',
      'GITHUB_TOKEN=ghp_⟦',
    ])
      expect(stdout).toContain(part)
    expect(code).toBe(0)
  })

  it('tells an own rule and a built-in one of the same id', async () => {
    repo.write(FILE, OWN.replace('acme-deploy-key', 'github-pat'))
    const { rules } = JSON.parse((await repo.rules('show', 'github-pat', '--format', 'json')).stdout)
    expect(rules.map((rule: { own: boolean; provider: string }) => [rule.own, rule.provider])).toEqual([
      [false, 'GitHub'],
      [true, 'Acme'],
    ])
  })

  it('masks a credential that stands in an own rule', async () => {
    const value = made(GITHUB)
    repo.write(FILE, `${OWN}\n[[rules.allowlists]]\nregexes = ["${value}"]\n`)
    const { stdout } = await repo.rules('show', 'acme-deploy-key')
    expect(stdout).toContain('allowlists')
    expect(stdout).not.toContain(value)
  })

  it.each([
    ['github-pta', 'did you mean "github-pat"?'],
    ['stripe', 'did you mean "stripe-'],
    ['zzzzzzzz', 'see all of them with portcullis rules list'],
  ])('an id that no rule has, %s: exit 2 and %s', async (id, hint) => {
    const { code, stderr } = await repo.rules('show', id)
    expect(stderr).toContain(`portcullis: there is no rule "${id}"\n  next: ${hint}`)
    expect(code).toBe(2)
  })
})

describe('test', () => {
  it('runs the examples of named rules and says what they cost', async () => {
    repo.write(FILE, OWN)
    const { code, stdout } = await repo.rules('test', 'github-pat', 'acme-deploy-key')
    expect(stdout).toMatch(
      /slowest, in µs a KB of their examples and of a hostile text:\n(?: +[\d.]+ +[\d.]+ {2}[\w-]+\n){2}/,
    )
    expect(stdout).toMatch(/\n2 of 2 rules pass, \d+ examples, engine \w+\n$/)
    expect(code).toBe(0)
  })

  it('an example that is missed and one that is hit: exit 1, each with its line', async () => {
    repo.write(FILE, OWN.replace('[a-z0-9]{24}⟧"', '[a-z0-9]{9}⟧"').replace('[a-z]{4}⟧"', '[a-z]{24}⟧"'))
    const { code, stdout } = await repo.rules('test', FILE)
    expect(stdout).toContain(`FAIL ${FILE}:9: acme-deploy-key: matches 1: is not found`)
    expect(stdout).toContain(`FAIL ${FILE}:10: acme-deploy-key: ignores 1: is found`)
    expect(code).toBe(1)
  })

  it('a template that cannot be expanded: exit 1', async () => {
    repo.write(FILE, OWN.replace('[a-z0-9]{24}⟧"', '[a-z0-9]{24⟧"'))
    const { code, stdout } = await repo.rules('test', FILE)
    expect(stdout).toContain('matches 1: is no valid template')
    expect(code).toBe(1)
  })

  it.each([
    ["'''(acme_?.*)'''", 'matches nearly everything: 10 of 10 ordinary lines'],
    ["'''(?s)(acme_).{0,900}'''", 'reads a text full of its keyword'],
  ])('a rule whose regex is %s: exit 1, named', async (regex, what) => {
    repo.write(FILE, OWN.replace(/regex = .*/, `regex = ${regex}`).replace(/(matches|ignores) = .*/g, ''))
    const { code, stdout } = await repo.rules('test', FILE)
    expect(stdout).toMatch(new RegExp(`FAIL ${FILE}:6: acme-deploy-key: ${what}`))
    expect(code).toBe(1)
  })

  it('notes a rule without keywords, without examples, or with a credential as example', async () => {
    const value = `acme_${'a1b2'.repeat(6)}`
    repo.write(FILE, OWN.replace(/keywords = .*\n/, '').replace('acme_⟦[a-z0-9]{24}⟧', value))
    const first = await repo.rules('test', FILE)
    expect(first.stdout).toContain('no keywords: it runs on every content')
    expect(first.stdout).toContain('matches 1 is a credential as it stands')
    expect(first.stdout).not.toContain(value)
    repo.write(FILE, OWN.replace(/(matches|ignores) = .*/g, ''))
    expect((await repo.rules('test', FILE)).stdout).toContain('acme-deploy-key: no examples')
  })

  it('as JSON: every rule with its failures and costs', async () => {
    repo.write(FILE, OWN)
    const report = JSON.parse((await repo.rules('test', FILE, '--format', 'json')).stdout)
    expect(report).toMatchObject({ schemaVersion: 1, tested: 1, failed: 0, notices: [] })
    expect(report.rules[0]).toMatchObject({
      id: 'acme-deploy-key',
      file: FILE,
      line: 4,
      failures: [],
      examples: 2,
    })
    expect(report.rules[0].usPerKb).toBeGreaterThan(0)
  })

  it.each([
    ['no TOML', 'provider = ', `${FILE}:1:12: not valid TOML`],
    [
      'an unknown field',
      OWN.replace('keywords', 'keyword'),
      `${FILE}:7: rule "acme-deploy-key": field "keyword" is not a field`,
    ],
    [
      'a regex no engine takes',
      OWN.replace('acme_[', 'acme(?=_)['),
      `${FILE}:6: rule "acme-deploy-key": field "regex" is no RE2 expression`,
    ],
    [
      'a pattern too large for RE2',
      OWN.replace('[a-z0-9]{24})', '[\\p{L}]{900})'),
      `${FILE}:6: rule "acme-deploy-key": field "regex" is a pattern too large for RE2`,
    ],
    [
      'an id twice',
      OWN + OWN.slice(OWN.indexOf('[[')),
      `${FILE}:4: rule "acme-deploy-key": field "id" is taken`,
    ],
  ])('a file with %s: exit 2 with its line, from test, list and scan', async (_, text, what) => {
    repo.write(FILE, text)
    for (const command of [
      ['rules', 'test', FILE],
      ['rules', 'test'],
      ['rules', 'list'],
      ['scan', '--worktree'],
    ]) {
      const { code, stderr } = await repo.portcullis(...command)
      expect(stderr).toContain(what)
      expect(code).toBe(2)
    }
  })

  it.each([
    ['nowhere.toml', 'nowhere.toml: there is no such file'],
    ['folder.toml', 'folder.toml: cannot be read: EISDIR'],
    ['github-pta', 'there is no rule "github-pta"'],
  ])('%s: exit 2, %s', async (name, what) => {
    mkdirSync(join(repo.dir, 'folder.toml'))
    const { code, stderr } = await repo.rules('test', name)
    expect(stderr).toContain(what)
    expect(code).toBe(2)
  })
})

describe('new', () => {
  it('writes a rule that works as it is: it passes, and it looks', async () => {
    const { code, stdout } = await repo.rules('new', 'acme-api.key')
    expect(stdout).toBe(
      '.portcullis/rules/acme-api.key.toml: written\n  next: change it, then portcullis rules test .portcullis/rules/acme-api.key.toml\n',
    )
    expect(code).toBe(0)
    const tested = await repo.rules('test', 'acme-api.key')
    expect(tested.stdout).toMatch(/1 of 1 rules pass, 5 examples/)
    expect(tested.stdout).not.toMatch(/note: (?!.*slow)/)
    repo.write('app.env', `ACME_KEY=acme_${'q7'.repeat(4)}${'Zk3xW9pL'.repeat(3)}\n`)
    expect((await repo.portcullis('scan', '--worktree')).stdout).toContain('acme-api.key')
  })

  it('never overwrites', async () => {
    repo.write('.portcullis/rules/acme-key.toml', OWN)
    const { code, stderr } = await repo.rules('new', 'acme-key')
    expect(stderr).toContain('there is a file ".portcullis/rules/acme-key.toml" already')
    expect(repo.read('.portcullis/rules/acme-key.toml')).toBe(OWN)
    expect(code).toBe(2)
  })

  it.each([
    ['Acme Key', '"Acme Key" cannot be the id of a rule'],
    ['../x', '"../x" cannot be the id of a rule'],
    ['github-pat', 'there is a rule "github-pat" already, in the built-in rules'],
    ['acme-deploy-key', 'there is a rule "acme-deploy-key" already, in .portcullis/rules/acme.toml:4'],
  ])('refuses %j: exit 2', async (id, what) => {
    repo.write(FILE, OWN)
    const { code, stderr } = await repo.rules('new', id)
    expect(stderr).toContain(what)
    expect(code).toBe(2)
  })

  it('in a bare repository: exit 2', async () => {
    await repo.git('config', 'core.bare', 'true')
    const { code, stderr } = await repo.rules('new', 'acme-key')
    expect(stderr).toContain('a bare repository has no rule files')
    expect(code).toBe(2)
  })

  it('where it cannot be written: exit 3', async () => {
    repo.write('.portcullis/rules', 'in the way')
    const { code, stderr } = await repo.rules('new', 'acme-key')
    expect(stderr).toMatch(/cannot write ".portcullis\/rules\/acme-key.toml": E/)
    expect(code).toBe(3)
  })
})

it('help lists the commands, each with examples', async () => {
  expect((await repo.portcullis('--help')).stdout).toMatch(/^ {2}rules +list, show, test, write and import/m)
  for (const name of ['list', 'show', 'test', 'new', 'import']) {
    expect((await repo.rules('--help')).stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'))
    expect((await repo.rules(name, '--help')).stdout).toMatch(/Examples?:\n {2}portcullis rules /)
  }
})
