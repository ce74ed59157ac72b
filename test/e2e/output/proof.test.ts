// What a token proves by itself: seen through the executable, from a scan and from a commit.
import { describe, expect } from 'vitest'
import { type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()

interface Told {
  findings: { ruleId: string; confidence: string; verdict: string; facts?: string[] }[]
}

/** GitHub's token with its last character changed: the same form, another sum. */
function broken(token: string): string {
  return token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x')
}

async function findings(s: Scenario, args: string[], input?: string): Promise<Told['findings']> {
  const { stdout } = await s.portcullis([...args, '--format', 'json'], input === undefined ? {} : { input })
  return (JSON.parse(stdout) as Told).findings
}

describe('a checksum that holds', () => {
  situation('is proven, and told with what it says, in every format', async s => {
    s.write('app.ini', `token = "${s.secret('github')}"\n`)
    const args = ['scan', '--files', 'app.ini']
    const pretty = await s.portcullis(args)
    expect(pretty.code).toBe(1)
    expect(pretty.stdout).toMatch(
      /deny {2}github-pat .*proven confidence\)[\s\S]*it says: its checksum holds\n/,
    )
    expect(await findings(s, args)).toMatchObject([
      { ruleId: 'github-pat', confidence: 'proven', verdict: 'deny', facts: ['its checksum holds'] },
    ])
    for (const format of ['jsonl', 'sarif', 'github', 'markdown'])
      expect((await s.portcullis([...args, '--format', format])).stdout).toContain('its checksum holds')
  })

  situation('a private key says its kind and size', async s => {
    s.write('key.pem', s.secret('private-key'))
    expect(await findings(s, ['scan', '--files', 'key.pem'])).toMatchObject([
      { confidence: 'proven', facts: ['RSA private key, 2048 bits'] },
    ])
  })

  byPerson('a comment beside it does not make it pass: it stays denied', async s => {
    s.append('app.js', `const token = "${s.secret('github')}" // portcullis:allow revoked in 2020\n`)
    await s.blocked(['commit', '-am', 'token'], { rule: /github-pat/, at: 'app.js:5' })
  })
})

describe('a checksum that fails', () => {
  situation('warns, and is never silent: from stdin', async s => {
    const { code, stdout } = await s.portcullis(['scan', '--stdin'], {
      input: `token = "${broken(s.secret('github'))}"\n`,
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /warn {2}github-pat .*low confidence\)[\s\S]*it says: its checksum does not hold\n/,
    )
  })

  situation('a commit passes with the warning', async s => {
    s.append('app.js', `const token = "${broken(s.secret('github'))}"\n`)
    await s.passes(['commit', '-am', 'token'], { says: /warn {2}github-pat/ })
  })
})

describe('the account of an AWS key id', () => {
  situation('is told, and the finding is as sure as before', async s => {
    const told = await findings(s, ['scan', '--stdin'], `id = "${s.secret('aws')}"\n`)
    expect(told).toMatchObject([{ ruleId: 'aws-access-key-id', confidence: 'high', verdict: 'deny' }])
    for (const fact of told[0]!.facts ?? []) expect(fact).toMatch(/^AWS account [0-9]{12}$/)
  })
})
