// A repository's own rules: what is wrong with one is told by file, rule, field and line; a commit never passes without it.
import { describe, expect } from 'vitest'
import { AGENT, assignPassword, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()
const FILE = '.portcullis/rules/acme.toml'

const rule = (more = '', regex = 'acme-[0-9]{6}') =>
  `provider = "Acme"

[[rules]]
id = "acme-key"
description = "Acme key"
regex = '''${regex}'''
keywords = ["acme-"]
severity = "high"
confidence = "high"
${more}matches = ["acme-123456"]
ignores = ["acme-12"]
`

async function onTheBase(s: Scenario): Promise<void> {
  await s.commitUnseen('rules')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
}

describe('an unknown field', () => {
  situation('scan is exit 2, with file, line, rule and field', async s => {
    s.write(FILE, rule('severty = "low"\n'))
    const { code, stderr } = await s.portcullis(['scan'])
    expect(code).toBe(2)
    expect(stderr).toContain(`${FILE}:10`)
    expect(stderr).toMatch(/"acme-key"/)
    expect(stderr).toMatch(/"severty"/)
  })

  situation('a commit does not pass', async s => {
    s.write(FILE, rule('severty = "low"\n'))
    s.append('app.js', 'more()\n')
    await s.blocked(['commit', '-am', 'more'], { at: `${FILE}:10` })
    await s.blocked(['commit', '-nam', 'more'], { at: `${FILE}:10` })
  })

  situation('policy check tells it too', async s => {
    s.write(FILE, rule('severty = "low"\n'))
    const { code, output } = await s.portcullis(['policy', 'check'])
    expect(code).toBe(2)
    expect(output).toContain(`${FILE}:10`)
  })
})

situation('a proof that does not exist: exit 2, with its line and the names there are', async s => {
  s.write(FILE, rule('proof = "acme-sum"\n'))
  const { code, stderr } = await s.portcullis(['scan'])
  expect(code).toBe(2)
  expect(stderr).toContain(`${FILE}:10`)
  expect(stderr).toMatch(/rule "acme-key": field "proof" must be one of .*github-classic/)
})

situation('a regex that does not compile: exit 2, with its line', async s => {
  s.write(FILE, rule('', 'acme-([0-9]{6}'))
  const { code, stderr } = await s.portcullis(['scan'])
  expect(code).toBe(2)
  expect(stderr).toContain(`${FILE}:6`)
  expect(stderr).toMatch(/"acme-key"/)
  expect(stderr).toMatch(/"regex"/)
})

situation('no TOML at all: exit 2, with its line', async s => {
  s.write(FILE, 'provider = "Acme"\n[[rules]\n')
  const { code, stderr } = await s.portcullis(['scan'])
  expect(code).toBe(2)
  expect(stderr).toContain(`${FILE}:2`)
})

situation('a good rule finds what it describes, at once', async s => {
  s.write(FILE, rule())
  s.append('app.js', 'const key = "acme-493817"\n')
  await s.blocked(['commit', '-am', 'key'], { rule: /acme-key/, at: 'app.js:5' })
})

situation('a rule that matches everything blocks, and its report stays readable', async s => {
  s.write(
    FILE,
    `provider = "A"\n[[rules]]\nid = "all"\ndescription = "all"\nregex = "."\nkeywords = []\nseverity = "low"\nconfidence = "high"\nmatches = ["a"]\nignores = [""]\n`,
  )
  s.write('long.txt', 'abc def\n'.repeat(2000))
  await s.quiet(['add', 'long.txt'])
  const { stderr } = await s.blocked(['commit', '-m', 'long'], { rule: /\ball\b/ })
  expect(stderr.length).toBeLessThan(200_000)
})

describe('a rule that would stand in for a stronger one', () => {
  const shadow = `provider = "Acme"
[[rules]]
id = "shadow"
description = "a made-up value"
regex = '''password = "([^"]+)"'''
keywords = ["password"]
severity = "low"
confidence = "low"
matches = []
ignores = []
`

  situation('does not: a password stays denied, whether the rule is staged or only lies there', async s => {
    s.append('app.js', `const ${assignPassword(s)}\n`)
    s.write('.portcullis/rules/shadow.toml', shadow)
    await s.blocked(['commit', '-m', 'x', 'app.js'], { rule: /deny {2}generic-password/, at: 'app.js:5' })
    await s.quiet(['add', '-A'])
    await s.blocked(['commit', '-m', 'x'], { rule: /deny {2}generic-password/, at: 'app.js:5' })
  })
})

describe('on the base', () => {
  byPerson('a rule that was edited is judged by both texts, and can be committed', async s => {
    s.write(FILE, rule())
    await onTheBase(s)
    s.write(FILE, rule('', 'acme-[0-9]{8}'))
    await s.passes(['commit', '-am', 'longer keys'])
    s.append('app.js', 'const a = "acme-493817"\n')
    await s.blocked(['commit', '-am', 'old key'], { rule: /acme-key/, at: 'app.js:5' })
  })

  situation('a rule deleted in the working copy still judges', async s => {
    s.write(FILE, rule())
    await onTheBase(s)
    s.remove(FILE)
    s.append('app.js', 'const key = "acme-493817"\n')
    await s.blocked(['commit', '-m', 'key', 'app.js'], { rule: /acme-key/, at: 'app.js:5', env: AGENT })
  })

  byPerson('a broken one is told, the rest judges, and it can be mended: no deadlock', async s => {
    s.write(FILE, rule('severty = "low"\n'))
    await onTheBase(s)
    s.write(FILE, rule())
    await s.passes(['commit', '-am', 'mend the rule'], { says: /acme\.toml:10.*severty/ })
    s.append('app.js', `const token = "${s.secret()}"\n`)
    await s.blocked(['commit', '-am', 'token'], { at: 'app.js:5' })
  })
})
