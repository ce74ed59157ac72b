// Comments beside a credential that ask for silence: whose count, for whom, and what is said when one does not (design §7.8).
import { describe, expect } from 'vitest'
import { AGENT, assignPassword, reportOf, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()

const medium = (s: Scenario, comment: string) =>
  s.append('app.js', `const ${assignPassword(s)} // ${comment}\n`)
const high = (s: Scenario, comment: string) =>
  s.append('app.js', `const token = "${s.secret()}" // ${comment}\n`)

describe('below confidence high', () => {
  byPerson('our comment with a reason counts at once, and is listed', async s => {
    medium(s, 'portcullis:allow made up for the demo')
    const { stderr } = await s.passes(['commit', '-am', 'demo'])
    expect(stderr).toMatch(
      /suppressed: 1\n.*app\.js:5.*inline: "made up for the demo" \(app\.js:5, not yet on the trusted base\)/,
    )
    await s.passes(['push', 'origin', 'work:demo'], { says: /suppressed: 1/ })
  })

  situation('without it the same line is denied', async s => {
    medium(s, 'for the demo')
    await s.blocked(['commit', '-am', 'demo'], { rule: /generic-/, at: 'app.js:5' })
  })

  situation('without a reason it does not count, and says so', async s => {
    medium(s, 'portcullis:allow')
    const { stderr } = await s.blocked(['commit', '-am', 'demo'], { rule: /generic-/, at: 'app.js:5' })
    expect(stderr).toMatch(/app\.js:5: 'portcullis:allow' needs a reason after it to count/)
  })

  for (const tag of ['gitleaks:allow', 'betterleaks:allow', 'pragma: allowlist secret', 'trufflehog:ignore'])
    byPerson(`'${tag}' counts`, async s => {
      medium(s, tag)
      await s.passes(['commit', '-am', 'demo'], { says: new RegExp(`inline: "marked '${tag}'"`) })
    })

  situation('an agent never silences its own', async s => {
    medium(s, 'portcullis:allow made up for the demo')
    const { stderr } = await s.blocked(['commit', '-am', 'demo'], {
      rule: /generic-/,
      env: AGENT,
      at: 'app.js:5',
    })
    expect(stderr).toMatch(/app\.js:5: the comment does not count: an agent cannot silence/)
  })
})

describe('from confidence high on', () => {
  byPerson('nobody is enrolled: our comment makes it a warning, with the next step', async s => {
    high(s, 'portcullis:allow revoked in 2020')
    const { stderr } = await s.passes(['commit', '-am', 'token'], { says: /warn {2}stripe-live-key/ })
    expect(stderr).toMatch(/next: bring the suppression to the trusted base first, in a change of its own/)
    expect(stderr).toMatch(/nobody is enrolled/)
  })

  situation('somebody is enrolled: it asks, which blocks', async s => {
    const { enforcePolicy } = await import('../situation.ts')
    await enforcePolicy(s, '[people.alice]\nkeys = ["ssh-ed25519 AAAA"]\n')
    high(s, 'portcullis:allow revoked in 2020')
    const { stderr } = await s.blocked(['commit', '-am', 'token'], { at: 'app.js:5' })
    expect(stderr).toMatch(/next: bring the suppression to the trusted base first/)
  })

  situation('for an agent it stays denied', async s => {
    high(s, 'portcullis:allow revoked in 2020')
    await s.blocked(['commit', '-am', 'token'], { env: AGENT, at: 'app.js:5' })
  })

  for (const tag of ['gitleaks:allow', 'betterleaks:allow', 'pragma: allowlist secret', 'trufflehog:ignore'])
    situation(`'${tag}' carries no reason and does not count`, async s => {
      high(s, tag)
      const { stderr } = await s.blocked(['commit', '-am', 'token'], { at: 'app.js:5' })
      expect(stderr).toContain(
        `app.js:5: '${tag}' carries no reason and does not count for confidence 'high'`,
      )
    })

  situation('a scan lists what stands there with a reason as suppressed', async s => {
    high(s, 'portcullis:allow revoked in 2020')
    await s.commitUnseen()
    const result = await s.portcullis(['scan', '--format', 'json'])
    expect(result.code).toBe(0)
    expect(reportOf(result).suppressed).toEqual([
      expect.objectContaining({
        ruleId: 'stripe-live-key',
        suppression: expect.objectContaining({ kind: 'inline', reason: 'revoked in 2020' }),
      }),
    ])
  })
})

situation('the comment of one line does not silence the next', async s => {
  s.append('app.js', `const ${assignPassword(s)} // portcullis:allow made up\nconst ${assignPassword(s)}\n`)
  await s.blocked(['commit', '-am', 'two'], { rule: /generic-/, at: 'app.js:6' })
})
