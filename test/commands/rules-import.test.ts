/** `portcullis rules import` of rule sets, through the executable: what is found with them, what is said, what is refused. */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GITHUB, made, type RulesRepo, rulesRepo } from './rules-repo.ts'

let repo: RulesRepo
beforeEach(async () => {
  repo = await rulesRepo()
})
afterEach(() => repo.remove())

const RULES = '.portcullis/rules/gitleaks.toml'

/** As a company writes it: some rules of its own over the default set, exceptions of every kind. */
const GITLEAKS = String.raw`title = "Acme"
minVersion = "v8.25.0"

[extend]
useDefault = true
disabledRules = ["github-pat"]

[[rules]]
id = "acme-deploy-token"
description = "Acme deploy token"
regex = '''\bacmedt_[a-z0-9]{28}\b'''
keywords = ["acmedt_"]
entropy = 3.0
tags = ["deploy"]

  [[rules.allowlists]]
  description = "the docs' sample, and fixtures"
  paths = ['''(^|/)fixtures/''']
  stopwords = ["SAMPLE"]

  [[rules.allowlists]]
  condition = "AND"
  regexTarget = "line"
  regexes = ['''#\s*demo''']
  paths = ['''\.demo$''']

[[rules]]
id = "Acme_Licence"
description = "Acme licence key"
regex = '''(?i)licen[cs]e[ \t]*[:=][ \t]*["']?((?:[A-Z0-9]{5}-){4}[A-Z0-9]{5})(?:["'\s]|\z)'''
secretGroup = 1
keywords = ["license", "licence"]
[rules.allowlist]
regexes = ['''^(?:AAAAA-|00000-)''']

[[rules]]
id = "gitlab-pat"
description = "looser than the built-in one"
regex = '''glpat-[0-9a-zA-Z_-]{20}'''
keywords = ["glpat-"]

[[allowlists]]
description = "vendored"
paths = ['''^vendor/''']

[[allowlists]]
targetRules = ["Acme_Licence"]
stopwords = ["QQQQQ"]
`

const token = () => made('acmedt_⟦[a-z0-9]{26}[a-z][0-9]⟧')
const licence = () => made('⟦[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{4}7⟧')

async function found(): Promise<string[]> {
  const { stdout } = await repo.portcullis('scan', '--worktree', '--format', 'json')
  const { findings } = JSON.parse(stdout)
  const all = findings.flatMap(
    ({ ruleId, path, occurrences }: { ruleId: string; path: string; occurrences: { path: string }[] }) =>
      [path, ...(occurrences ?? []).map(one => one.path)].map(one => `${ruleId} ${one}`),
  )
  return [...new Set<string>(all)].sort()
}

describe('a gitleaks configuration', () => {
  it('its rules find what they found, and not what it allows', async () => {
    repo.write('.gitleaks.toml', GITLEAKS)
    const { stdout } = await repo.rules('import', '.gitleaks.toml')
    expect(stdout).toContain(`.gitleaks.toml (gitleaks): 3 of 3 rules, 1 global allowlist → ${RULES}`)
    repo.write('app.conf', `release = ${token()}\nlicence = "${licence()}"\n`)
    repo.write('end.conf', `license: ${licence()}`)
    repo.write('fixtures/app.conf', `release = ${token()}\n`)
    repo.write('vendor/app.conf', `release = ${token()}\n`)
    repo.write('a.demo', `release = ${token()} # demo\n`)
    repo.write('b.demo', `release = ${token()}\n`)
    repo.write('c.conf', `release = ${token()} # demo\n`)
    repo.write('sample.conf', `release = ${made('acmedt_sample⟦[a-z0-9]{21}7⟧')}\n`)
    repo.write(
      'old.conf',
      `licence = "00000-${licence().slice(6)}"\nlicence = "QQQQQ-${licence().slice(6)}"\n`,
    )
    expect(await found()).toEqual([
      'acme-deploy-token app.conf',
      'acme-deploy-token b.demo',
      'acme-deploy-token c.conf',
      'acme_licence app.conf',
      'acme_licence end.conf',
    ])
  })

  it('says what changed and what was left out, with lines, and exits with 1', async () => {
    repo.write('.gitleaks.toml', GITLEAKS)
    const { code, stdout } = await repo.rules('import', '.gitleaks.toml')
    for (const line of [
      'note      .gitleaks.toml:5: the default set: is not imported: the built-in rules look in its place',
      'left out  .gitleaks.toml:6: github-pat: disabled there, but the built-in rules look on; to switch it off: [credentials] disabled-rules = ["github-pat"] in the policy',
      'note      .gitleaks.toml:14: tags: of 1 rule has no effect here',
      'changed   .gitleaks.toml:28: Acme_Licence: is acme_licence here: an id is lower case letters',
      'changed   .gitleaks.toml:30: Acme_Licence: \\A and \\z mean the ends of a line here',
      'changed   .gitleaks.toml:37: gitlab-pat: is gitleaks-gitlab-pat here: another rule has its id, and both look',
      'changed   .gitleaks.toml:42: global allowlist: holds for the imported rules; the built-in ones look on',
      'the built-in rules look as before',
      '  match = ["/vendor/**"]',
    ])
      expect(stdout).toContain(line)
    expect(code).toBe(1)
  })

  it('whole: exit 0, marked in list and test, and what it wrote passes', async () => {
    repo.write(
      'g.toml',
      '[[rules]]\nid = "acme-x"\ndescription = "x"\nregex = "acmex_[a-z0-9]{20}"\nkeywords = ["acmex_"]\n',
    )
    const { code, stdout } = await repo.rules('import', 'g.toml', '--name', 'acme')
    expect(stdout).toContain(
      'g.toml:1: the default set: was replaced there; here the built-in rules look as well',
    )
    expect(stdout).toContain('next: portcullis rules test .portcullis/rules/acme.toml')
    expect(code).toBe(0)
    expect((await repo.rules('list', '--own')).stdout).toContain(
      '[own: .portcullis/rules/acme.toml, imported]',
    )
    const tested = await repo.rules('test', '.portcullis/rules/acme.toml')
    expect(tested.stdout).toContain('note: 1 imported rules have no examples: only timed')
    expect(tested.code).toBe(0)
  })

  it('what cannot be a rule here is named with its line; the rest is imported', async () => {
    repo.write(
      'g.toml',
      String.raw`[[rules]]
id = "acme-store"
path = '''\.acmeks$'''
[[rules]]
id = "generic-api-key"
[[rules.allowlists]]
paths = ['''docs/''']
[[rules]]
id = "acme-ahead"
regex = '''acme(?=_key)'''
[[rules]]
id = "acme-huge"
regex = '''acme[\p{L}]{900}'''
keyword = "acme"
[[rules]]
id = "acme-ok"
regex = '''acmeok_[a-z0-9]{20}'''
keywords = ["acmeok_"]
[[rules.allowlists]]
commits = ["0123456789abcdef0123456789abcdef01234567"]
[[rules.allowlists]]
condition = "AND"
commits = ["0123456789abcdef0123456789abcdef01234567"]
paths = ['''src/''']
[[rules.allowlists]]
regexes = ['''a(?!b)''', '''^ok''']
[[rules.allowlists]]
regexTarget = "file"
regexes = ['''^ok''']
[[allowlists]]
targetRules = ["acme-ahead"]
paths = ['''a/''']
`,
    )
    const { code, stdout } = await repo.rules('import', 'g.toml')
    for (const line of [
      'g.toml:3: acme-store: it reports a path and no credential: forbid such paths with [paths.<name>] in the policy',
      'g.toml:5: generic-api-key: it changes a rule of the default set; here the built-in rules look unchanged',
      'g.toml:10: acme-ahead: its regex is no RE2 expression',
      'g.toml:13: acme-huge: its regex is a pattern too large for RE2',
      'g.toml:14: acme-huge: "keyword" is not a field of a rule that is known',
      'g.toml:20: acme-ok, allowlist: a commit cannot be allowed: use the baseline',
      'g.toml:23: acme-ok, allowlist: a commit cannot be allowed: use the baseline',
      'g.toml:26: acme-ok, allowlist: regex 1 is no RE2 expression',
      'g.toml:28: acme-ok, allowlist: an unknown regexTarget',
      'g.toml:30: acme-ahead: an allowlist for a rule that is not imported',
    ])
      expect(stdout).toContain(`left out  ${line}`)
    expect(stdout).toContain('g.toml (gitleaks): 1 of 5 rules')
    expect(repo.read(RULES)).not.toContain("'src/'")
    expect(code).toBe(1)
  })

  it('nothing but exceptions to the default set: nothing is written, the paths are offered as a skip', async () => {
    repo.write(
      'g.toml',
      "[extend]\nuseDefault = true\n[allowlist]\npaths = ['''^docs/.*''', '''(^|/)go\\.sum$''', '''a|b''']\n",
    )
    const { code, stdout } = await repo.rules('import', 'g.toml')
    expect(stdout).toContain('g.toml (gitleaks): 0 of 0 rules → nothing to write')
    expect(stdout).toContain(
      'left out  g.toml:3: global allowlist: there is no imported rule it could hold for',
    )
    expect(stdout).toContain(
      '  [skips.imported]\n  match = ["/docs/**", "go.sum"]\n  reason = "allowed in g.toml:3"',
    )
    expect((await repo.rules('list', '--own')).stdout).toContain('0 rules')
    expect(code).toBe(1)
  })

  it('extends another file: rules join by id, disabled ones stay out', async () => {
    repo.write(
      'base.toml',
      rule('acme-one', 'acmeone') + rule('acme-two', 'acmetwo') + rule('acme-three', 'acmethree'),
    )
    repo.write(
      'conf/g.toml',
      `[extend]\npath = "../base.toml"\ndisabledRules = ["acme-two"]\n[[rules]]\nid = "acme-one"\nentropy = 1.5\n[[rules.allowlists]]\npaths = ["^docs/"]\n`,
    )
    const { stdout } = await repo.rules('import', 'conf/g.toml')
    expect(stdout).toContain('2 of 2 rules')
    expect(stdout).toContain('note      conf/g.toml:3: acme-two: disabled there, so it is not imported')
    for (const name of ['one', 'two', 'three']) {
      repo.write(`${name}.conf`, `k = ${made(`acme${name}_⟦[a-z0-9]{20}⟧`)}\n`)
      repo.write(`docs/${name}.conf`, `k = ${made(`acme${name}_⟦[a-z0-9]{20}⟧`)}\n`)
    }
    expect(await found()).toEqual([
      'acme-one one.conf',
      'acme-three docs/three.conf',
      'acme-three three.conf',
    ])
  })

  it('a rule with keywords of which some are not in its regex runs on every content', async () => {
    repo.write(
      'g.toml',
      `[[rules]]\nid = "acme-two"\nregex = '''(?:acmeone|acmetwo)_([a-z0-9]{20})'''\nkeywords = ["acmeone", "elsewhere"]\n`,
    )
    expect((await repo.rules('import', 'g.toml')).stdout).toContain(
      'some of its keywords are not in its regex: it runs on every content',
    )
    repo.write('a.conf', `k = ${made('acmetwo_⟦[a-z0-9]{20}⟧')}\n${'filler\n'.repeat(3000)}elsewhere\n`)
    expect(await found()).toEqual(['acme-two a.conf'])
  })

  it('does not overwrite, and does not write on a dry run', async () => {
    repo.write('g.toml', rule('acme-one', 'acmeone'))
    const dry = await repo.rules('import', 'g.toml', '--dry-run')
    expect(dry.stdout).toContain('nothing was written (--dry-run)')
    expect((await repo.rules('list', '--own')).stdout).toContain('0 rules')
    await repo.rules('import', 'g.toml')
    const before = repo.read(RULES)
    repo.write('g.toml', rule('acme-two', 'acmetwo'))
    const { code, stderr } = await repo.rules('import', 'g.toml')
    expect(stderr).toContain(`there is a file "${RULES}" already\n  next: it is left as it is`)
    expect(repo.read(RULES)).toBe(before)
    expect(code).toBe(2)
  })
})

describe('a betterleaks configuration', () => {
  const BETTERLEAKS = String.raw`prefilter = '''
// metadata only
matchesAny(attributes["path"], [
  ${'`'}^third_party/${'`'},
])
'''
filter = '''
containsAny(finding["secret"], ["NOTREAL"])
'''

[[rules]]
id = "acme-token"
description = "Acme token"
regex = '''\bacmetk_([a-z0-9]{24,40})\b'''
keywords = ["acmetk_"]
confidence = "high"
valueGroup = 1
filter = '''
entropy(finding["secret"]) <= 3.0 || failsTokenEfficiency(finding["secret"])
|| (matchesAny(finding["line"], ["(?i)example"]) || matchesAny(attributes["path"], ["^spec/"]) && matchesAny(finding["secret"], ["^zz"]))
'''
validate = '''
http.get("https://acme.example/me", {})
'''

[[rules]]
id = "acme-computed"
description = "with variables"
regex = '''acmecp_[a-z0-9]{24}'''
keywords = ["acmecp_"]
confidence = "low"
filter = '''
let short = len(finding["secret"]) < 40; short && entropy(finding["secret"]) < 5
'''

[[rules]]
id = "acme-account"
description = "never alone"
regex = '''acct-[0-9]{12}'''
skipReport = true

[[rules]]
id = "acme-pair"
description = "secret of an account"
regex = '''acmesecret=([a-z0-9]{32})'''
keywords = ["acmesecret"]
confidence = "high"
components = [{ id = "acme-account" }]
`

  it('translates what is declarative and lists the rest', async () => {
    repo.write('b.toml', BETTERLEAKS)
    const { code, stdout } = await repo.rules('import', 'b.toml')
    expect(stdout).toContain(
      'b.toml (betterleaks): 3 of 4 rules, 2 global allowlists → .portcullis/rules/betterleaks.toml',
    )
    for (const line of [
      'left out  b.toml:18: acme-token: a part of its filter (failsTokenEfficiency): more is reported',
      'left out  b.toml:32: acme-computed: a part of its filter (its variables): more is reported',
      'left out  b.toml:40: acme-account: it is never reported by itself, only asked by another rule',
      'changed   b.toml:43: acme-pair: its partner acme-account is not imported: it is reported without, confidence low',
      'note      b.toml:22: validate: of 1 rule has no effect here',
    ])
      expect(stdout).toContain(line)
    expect(code).toBe(1)
  })

  it('its filters silence what they silenced and nothing else', async () => {
    repo.write('b.toml', BETTERLEAKS)
    await repo.rules('import', 'b.toml')
    const value = (more = '') => made(`acmetk_${more}⟦[a-z0-9]{24}⟧`)
    repo.write('a.conf', `k = ${value()}\n`)
    repo.write('b.conf', `k = ${value()} # an Example\n`)
    repo.write('c.conf', `k = acmetk_${'ab'.repeat(13)}\n`)
    repo.write('d.conf', `k = ${value('notreal')}\n`)
    repo.write('third_party/e.conf', `k = ${value()}\n`)
    repo.write('spec/f.conf', `k = ${value('zz')}\n`)
    repo.write('spec/g.conf', `k = ${value()}\n`)
    repo.write('h.conf', `k = ${value('zz')}\n`)
    repo.write('i.conf', `acmesecret=${made('⟦[a-z0-9]{32}⟧')}\n`)
    const own = (await found()).filter(one => /^acme/.test(one))
    expect(own).toEqual(
      expect.arrayContaining(['acme-token a.conf', 'acme-token spec/g.conf', 'acme-token h.conf']),
    )
    for (const silent of ['b', 'c', 'd', 'third_party/e', 'spec/f'])
      expect(own).not.toContain(`acme-token ${silent}.conf`)
  })
})

describe('a file that cannot be imported: exit 2 with file and line, and nothing is written', () => {
  it.each([
    ['no TOML', '[[rules]]\nid = \n', 'bad:2:6: not valid TOML'],
    ['no JSON', '{\n"results": {\n', 'bad:3: is not valid JSON'],
    ['TOML of something else', 'name = "x"\n', 'bad:1: is TOML, but has no rules'],
    ['JSON of something else', '{"name": 1}', 'bad:1: is JSON, but has no "results"'],
    ['a list of something else', '[1, 2]', 'bad:1: is a JSON list, but none of findings'],
    ['bytes', 'a\0b', 'bad:1: is no text'],
    ['an own rule file', 'provider = "Acme"\n', 'bad:1: is a rule file of Portcullis already'],
    [
      'a rule without an id',
      '[[rules]]\nid = "a"\nregex = "a"\n[[rules]]\nregex = "b"\n',
      'bad:4: rule number 2: field "id"',
    ],
    ['a file that extends itself', '[extend]\npath = "bad"\n', 'bad:2: extends itself'],
    ['a file that extends none', '[extend]\npath = "gone.toml"\n', 'gone.toml: there is no such file'],
  ])('%s', async (_, text, what) => {
    repo.write('good.toml', rule('acme-one', 'acmeone'))
    repo.write('bad', text)
    const { code, stderr } = await repo.rules('import', 'good.toml', 'bad')
    expect(stderr).toContain(`portcullis: ${what}`)
    expect(code).toBe(2)
    expect((await repo.rules('list', '--own')).stdout).toContain('0 rules')
  })

  it('missing, a folder, unreadable', async () => {
    mkdirSync(join(repo.dir, 'folder'))
    repo.write('locked', 'x')
    chmodSync(join(repo.dir, 'locked'), 0o000)
    const unreadable: [string, string][] =
      process.getuid?.() === 0 ? [] : [['locked', 'cannot be read: EACCES']]
    for (const [file, what] of [
      ['gone', 'there is no such file'],
      ['folder', 'cannot be read: EISDIR'],
      ...unreadable,
    ] as [string, string][]) {
      const { code, stderr } = await repo.rules('import', file)
      expect(stderr).toContain(`portcullis: ${file}: ${what}`)
      expect(code).toBe(2)
    }
  })

  it('a name that is a path', async () => {
    repo.write('g.toml', rule('acme-one', 'acmeone'))
    const { code, stderr } = await repo.rules('import', 'g.toml', '--name', '.hidden')
    expect(stderr).toContain('".hidden" cannot be the name of a rule file')
    expect(code).toBe(2)
  })

  it('in a bare repository', async () => {
    repo.write('g.toml', rule('acme-one', 'acmeone'))
    await repo.git('config', 'core.bare', 'true')
    const { code, stderr } = await repo.rules('import', 'g.toml')
    expect(stderr).toContain('a bare repository has nowhere to write to')
    expect(code).toBe(2)
  })
})

it('an imported credential in an allowlist is not printed', async () => {
  const value = made(GITHUB)
  repo.write(
    'g.toml',
    `${rule('acme-one', 'acmeone')}[[rules.allowlists]]\nregexes = ['''(${value}''', '''^${value}|b''']\n`,
  )
  const { stdout, stderr } = await repo.rules('import', 'g.toml')
  expect(stdout).toContain('regex 1 is no RE2 expression')
  expect(stdout + stderr).not.toContain(value)
})

function rule(id: string, prefix: string): string {
  return `[[rules]]\nid = "${id}"\ndescription = "x"\nregex = "${prefix}_([a-z0-9]{20})"\nkeywords = ["${prefix}_"]\n`
}
