// Waivers of the policy: on the trusted base, in the working copy, expired, unused.
import { describe, expect } from 'vitest'
import { AGENT, assignPassword, enforcePolicy, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()

const waiver = (rule: string, expires = '2099-01-01') =>
  `[[waivers]]\nrule = "${rule}"\nmatch = ["test/**"]\nreason = "made-up keys"\nby = "dev"\nexpires = ${expires}\n`

const token = (s: Scenario) => s.write('test/keys.js', `const token = "${s.secret()}"\n`)

describe('on the trusted base', () => {
  situation('it counts for high too, for an agent too, and is listed with its line', async s => {
    await enforcePolicy(s, waiver('stripe-live-key'))
    token(s)
    await s.quiet(['add', '-A'])
    const { stderr } = await s.passes(['commit', '-m', 'fixture'], { env: AGENT })
    expect(stderr).toMatch(/stripe-live-key.*test\/keys\.js:1.*"made-up keys"/)
    expect(stderr).toMatch(/policy\.toml:\d+/)
  })

  situation('at another path it says nothing', async s => {
    await enforcePolicy(s, waiver('stripe-live-key'))
    s.append('app.js', `const token = "${s.secret()}"\n`)
    await s.blocked(['commit', '-am', 'token'], { at: 'app.js:5' })
  })

  situation('expired: denied again, and told', async s => {
    await enforcePolicy(s, waiver('stripe-live-key', '2020-01-01'))
    token(s)
    await s.quiet(['add', '-A'])
    const { stderr } = await s.blocked(['commit', '-m', 'fixture'], { at: 'test/keys.js:1' })
    expect(stderr).toMatch(/the waiver at .*policy\.toml:\d+ expired on 2020-01-01/)
  })

  situation('unused: a scan says so', async s => {
    await enforcePolicy(s, waiver('stripe-live-key'))
    const { code, stdout } = await s.portcullis(['scan'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/the waiver at .*policy\.toml:\d+ suppresses nothing/)
  })

  situation('used: a scan lists what it covers and says nothing else', async s => {
    await enforcePolicy(s, waiver('stripe-live-key'))
    token(s)
    await s.commitUnseen()
    const { code, stdout } = await s.portcullis(['scan'])
    expect(code, stdout).toBe(0)
    expect(stdout).toMatch(/suppressed: 1/)
    expect(stdout).not.toMatch(/suppresses nothing/)
  })
})

describe('brought by the judged change', () => {
  const bring = async (s: Scenario, rule: string) => {
    s.append('.portcullis/policy.toml', `\n${waiver(rule)}`)
    await s.quiet(['add', '-A'])
  }

  byPerson('below high it counts at once', async s => {
    s.write('test/keys.js', `const ${assignPassword(s)}\n`)
    await bring(s, 'generic-password')
    await s.passes(['commit', '-m', 'fixture'], { says: /suppressed: 1[\s\S]*not yet on the trusted base/ })
  })

  byPerson('for high it is a warning while nobody is enrolled, with the next step', async s => {
    token(s)
    await bring(s, 'stripe-live-key')
    await s.passes(['commit', '-m', 'fixture'], {
      says: /warn {2}stripe-live-key[\s\S]*bring the suppression to the trusted base first/,
    })
  })

  situation('for an agent it does not count', async s => {
    s.write('test/keys.js', `const ${assignPassword(s)}\n`)
    await bring(s, 'generic-password')
    await s.blocked(['commit', '-m', 'fixture'], {
      rule: /generic-password/,
      at: 'test/keys.js:1',
      env: AGENT,
    })
  })

  byPerson('in a change of its own first, as the report says: then it passes', async s => {
    await bring(s, 'stripe-live-key')
    await s.passes(['commit', '-m', 'waive the fixtures'])
    await s.passes(['push', 'origin', 'work:main'])
    token(s)
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'fixture'], { says: /suppressed: 1/ })
  })
})
