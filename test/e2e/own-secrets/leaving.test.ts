// Ways out of the machine, encodings, and who may switch it off.
import { describe, expect } from 'vitest'
import { AGENT, enforcePolicy, reportOf, type Scenario, situations } from '../situation.ts'
import { expectNothingKept, ignoreEnv, stage, value } from './kept.ts'

const { situation, byPerson } = situations()

const RULE = { rule: /own-secret/ }
const TOKEN = { env: { DEPLOY_TOKEN: value() } }

async function keepEnv(s: Scenario, secret = value()): Promise<string> {
  await ignoreEnv(s)
  s.write('.env', `DB_PASSWORD='${secret}'\n`)
  return secret
}

describe('in every form', () => {
  const odd = `p/${value()}+ä&"q`
  const FORMS: [string, string, string][] = [
    ['base64', Buffer.from(value()).toString('base64'), value()],
    ['base64 of a pair', Buffer.from(`me:${value()}`).toString('base64'), value()],
    [
      'base64 of binary data',
      Buffer.from(`\0\x01\x02\xff${value()}\xfe\0`, 'latin1').toString('base64'),
      value(),
    ],
    ['base64url', Buffer.from(odd).toString('base64url'), odd],
    ['hex', Buffer.from(value()).toString('hex'), value()],
    ['HEX', Buffer.from(value()).toString('hex').toUpperCase(), value()],
    ['URL-encoded', encodeURIComponent(odd), odd],
    ['a string literal', JSON.stringify(odd), odd],
    [
      'base64 of base64',
      Buffer.from(Buffer.from(`x ${value()}`).toString('base64')).toString('base64'),
      value(),
    ],
  ]
  for (const [name, text, secret] of FORMS) {
    situation(name, async s => {
      await keepEnv(s, secret)
      await stage(s, text)
      const result = await s.blocked(['commit', '-m', 'notes'], { ...RULE, at: 'notes.txt:2' })
      expect(result.stderr).toContain('DB_PASSWORD in .env')
      expect(result.stderr).not.toContain(text)
      expectNothingKept(s, secret, [result])
    })
  }

  situation('UTF-16', async s => {
    const secret = await keepEnv(s)
    s.write('notes.txt', Buffer.from(`\ufeffsee ${secret}\n`, 'utf16le'))
    await s.quiet(['add', '-A'])
    await s.blocked(['commit', '-m', 'notes'], { ...RULE, at: 'notes.txt:1' })
  })
})

describe('by every way', () => {
  situation('a message', async s => {
    const secret = await keepEnv(s)
    await stage(s, 'nothing')
    const result = await s.blocked(['commit', '-m', `use ${secret}`], RULE)
    expect(result.stderr).toContain('DB_PASSWORD in .env (ignored by git) in a commit message')
    expectNothingKept(s, secret, [result])
  })

  situation('a push of a commit that no hook saw, and a ref name', async s => {
    const secret = await keepEnv(s)
    s.write('notes.txt', `see ${secret}\n`)
    await s.commitUnseen()
    const pushed = await s.blocked(['push', 'origin', 'work'], { ...RULE, at: 'notes.txt:1' })
    await s.quiet(['reset', '-q', '--hard', 'HEAD~'])
    const named = await s.blocked(['push', 'origin', `work:refs/heads/try-${secret}`], RULE)
    expectNothingKept(s, secret, [pushed, named])
  })

  situation('only what is introduced: what a parent has does not block, a second copy does', async s => {
    const secret = await keepEnv(s)
    s.write('notes.txt', `see ${secret}\n`)
    await s.commitUnseen()
    s.append('notes.txt', 'more\n')
    await s.passes(['commit', '-am', 'more'])
    s.append('notes.txt', `again ${secret}\n`)
    await s.blocked(['commit', '-am', 'again'], { ...RULE, at: 'notes.txt:3' })
  })

  byPerson('a scan of what is staged, of a range, of the history', async s => {
    const secret = await keepEnv(s)
    await stage(s, secret)
    const staged = await s.portcullis(['scan', '--staged', '--format', 'json'])
    await s.commitUnseen()
    const range = await s.portcullis(['scan', '--range', 'HEAD~..HEAD', '--format', 'json'])
    const all = await s.portcullis(['scan', '--format', 'json'])
    for (const result of [staged, range, all]) {
      expect(result.code).toBe(1)
      expect(reportOf(result).findings.map(({ ruleId, path }) => [ruleId, path])).toEqual([
        ['own-secret', 'notes.txt'],
      ])
    }
    expectNothingKept(s, secret, [staged, range, all])
  })

  situation('not in CI: whoever opens a pull request could try guesses', async s => {
    s.write('notes.txt', `see ${value()}\n`)
    await s.commitUnseen()
    const env = { ...TOKEN.env, CI: 'true' }
    expect((await s.portcullis(['ci', '--base', 'HEAD~', '--head', 'HEAD'], { env })).code).toBe(0)
    expect((await s.portcullis(['scan', '--range', 'HEAD~..HEAD'], { env })).code).toBe(0)
  })
})

describe('beside a rule', () => {
  situation('one finding: the rule that knows more says whose value it is', async s => {
    await ignoreEnv(s)
    const token = s.secret()
    s.write('.env', `GH_PAT=${token}\n`)
    s.write('app.js', `const token = "${token}"\n`)
    await s.quiet(['add', '-A'])
    const result = await s.portcullis(['scan', '--staged', '--format', 'json'])
    expect(reportOf(result).findings.map(({ ruleId }) => ruleId)).toEqual(['stripe-live-key'])
  })

  situation('stronger than a doubtful one, also in a test', async s => {
    const secret = await keepEnv(s)
    s.write('test/login.test.js', `const password = "${secret}"\n`)
    await s.quiet(['add', '-A'])
    await s.blocked(['commit', '-m', 'test'], { ...RULE, at: 'test/login.test.js:1' })
  })

  situation('waivers and comments count as for any rule', async s => {
    await enforcePolicy(
      s,
      '[[waivers]]\nrule = "own-secret"\nmatch = ["notes.txt"]\nreason = "rotated today"\n',
    )
    await stage(s, value())
    await s.passes(['commit', '-m', 'notes'], {
      ...TOKEN,
      says: /own-secret at notes\.txt:2.*"rotated today"/,
    })
  })
})

describe('switched off', () => {
  const off = '[own-secrets]\nfiles = false\nenvironment = false\n'

  situation('on the trusted base: nothing is looked for, nothing is read', async s => {
    await enforcePolicy(s, off)
    await stage(s, value())
    await s.passes(['commit', '-m', 'notes'], TOKEN)
  })

  situation('one name', async s => {
    await enforcePolicy(s, '[own-secrets]\nignore = ["DEPLOY_TOKEN"]\n')
    await stage(s, value())
    await s.blocked(['commit', '-m', 'notes'], { ...RULE, env: { OTHER_TOKEN: value() } })
    await s.passes(['commit', '-m', 'notes'], TOKEN)
  })

  situation('files or the environment alone', async s => {
    await enforcePolicy(s, '[own-secrets]\nfiles = false\n')
    await keepEnv(s, value(2))
    await stage(s, value())
    await s.blocked(['commit', '-m', 'notes'], { ...RULE, ...TOKEN })
    await stage(s, value(2))
    await s.passes(['commit', '-m', 'notes'], TOKEN)
  })

  situation('in the working copy alone: told, and it does not count, for an agent neither', async s => {
    s.append('.portcullis/policy.toml', `\n${off}`)
    await stage(s, value())
    for (const env of [TOKEN.env, { ...TOKEN.env, ...AGENT }]) {
      const result = await s.blocked(['commit', '-m', 'notes'], { ...RULE, at: 'notes.txt:2', env })
      expect(result.stderr).toMatch(/policy\.toml:\d+: "own-secrets" counts once it is on the trusted base/)
    }
  })

  situation('in the first set-up of a repository: for a person, not for an agent', async s => {
    const cwd = await s.repository('fresh')
    s.write('../fresh/.portcullis/policy.toml', `version = 1\n${off}`)
    s.write('../fresh/notes.txt', `see ${value()}\n`)
    await s.quiet(['add', 'notes.txt', '.portcullis/policy.toml'], { cwd })
    const env = { ...TOKEN.env, ...AGENT }
    await s.blocked(['commit', '-m', 'x'], { ...RULE, cwd, at: 'notes.txt:1', env })
  })

  situation('told by policy explain; a mistake has its line', async s => {
    await enforcePolicy(s, '[own-secrets]\nenvironment = false\nignore = ["A"]\n')
    const { stdout } = await s.portcullis(['policy', 'explain', 'app.js'])
    expect(stdout).toMatch(/note: own secrets: the environment is not looked at; left out: A/)
    s.append('.portcullis/policy.toml', 'file = "no"\n')
    const { code, output } = await s.portcullis(['policy', 'check'])
    expect(code).toBe(2)
    expect(output).toMatch(/policy\.toml:\d+: unknown field "file" in "own-secrets"/)
  })
})
