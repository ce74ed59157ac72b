/** Tokens without a sum: what their form and their content say. */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { loadDetectors } from '../../src/detect/load.ts'
import { checkNamed } from '../../src/detect/proof/registry.ts'
import { expand } from '../../src/detect/template.ts'

const built = loadDetectors({ engine: 'js' })
const NOW = Date.UTC(2026, 0, 1)
const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const random = (length: number, seed = 1) => expand(`⟦[A-Za-z0-9]{${length}}⟧`, seed)

function answer(proof: string, token: string, before = '', after = '') {
  return checkNamed(proof)!(token, { before: () => before, after: () => after, now: NOW })
}

function found(text: string) {
  return detect(text, 'src/app.ini', built).map(({ ruleId, confidence, facts }) => ({
    ruleId,
    confidence,
    facts,
  }))
}

function jwt(payload: object, header: object = { alg: 'HS256', typ: 'JWT' }, key = random(40, 9)): string {
  const signed = `${url(header)}.${url(payload)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

describe('a JSON Web Token', () => {
  it('signed with a shared key is proven, with issuer and end', () => {
    const token = jwt({ iss: 'https://me:pw@id.example/x?y=1', exp: 4_000_000_000 })
    expect(found(`token = "${token}"`)).toEqual([
      {
        ruleId: 'json-web-token',
        confidence: 'proven',
        facts: ['signed with HS256', 'issuer https://id.example/x', 'expires 2096-10-02'],
      },
    ])
  })

  it('that has expired is one step lower, and says so', () => {
    const [one] = found(`token = "${jwt({ exp: '1594600182' })}"`)
    expect(one).toEqual({
      ruleId: 'json-web-token',
      confidence: 'low',
      facts: ['signed with HS256', 'expired 2020-07-13'],
    })
  })

  it('signed with the key of an example warns', () => {
    const [one] = found(
      `token = "${jwt({ sub: 'x', jti: random(12) }, { alg: 'HS256' }, 'your-256-bit-secret')}"`,
    )
    expect(one).toMatchObject({
      confidence: 'low',
      facts: ['signed with HS256', 'never expires', 'signed with a key that everybody knows'],
    })
  })

  it('whose header is no JSON warns', () => {
    const [, payload, signature] = jwt({ sub: random(12) }).split('.')
    expect(found(`token = "eyJ${random(33)}.${payload}.${signature}"`)[0]).toMatchObject({
      confidence: 'low',
    })
  })

  it("of Supabase: the service role's is proven, the anonymous one's is public", () => {
    const of = (role: string) => jwt({ iss: 'supabase', ref: 'abcdefghij', role, exp: 4_000_000_000 })
    expect(found(`KEY=${of('service_role')}`)[0]).toMatchObject({
      ruleId: 'supabase-service-role-key',
      confidence: 'proven',
    })
    expect(found(`KEY=${of('anon')}`)[0]).toMatchObject({ ruleId: 'json-web-token', confidence: 'low' })
    expect(answer('jwt', of('anon')).facts).toContain('role anon, which is public')
    expect(answer('jwt', of('anon')).facts).toContain('Supabase project abcdefghij')
  })
})

describe('tokens that hold their owner', () => {
  it.each([
    [
      'sentry',
      `sntrys_${b64({ iat: 1700000000.5, url: 'https://sentry.io', region_url: 'https://us.sentry.io', org: 'acme' })}_${random(43)}`,
      ['Sentry organization acme', 'at sentry.io', 'issued 2023-11-14'],
    ],
    [
      'grafana-cloud',
      `glc_${b64({ o: '204630', n: 'ci', k: random(24), m: { r: 'prod-0' } })}`,
      ['Grafana organization 204630', 'region prod-0', 'named ci'],
    ],
    ['grafana-api-key', b64({ k: random(32), n: 'ci', id: 7 }), ['Grafana organization 7', 'named ci']],
    [
      'onepassword',
      `ops_${url({ signInAddress: 'acme.1password.com', userAuth: {}, email: 'x' })}`,
      ['1Password account acme.1password.com'],
    ],
    ['mapbox', `${'sk'}.${url({ u: 'acme', a: random(25) })}.${random(22)}`, ['Mapbox user acme']],
    [
      'discord',
      `${Buffer.from('198622483471925248').toString('base64url')}.${random(6)}.${random(27)}`,
      ['Discord bot id 198622483471925248'],
    ],
    [
      'jfrog-reference',
      Buffer.from(`reftkn:01:1900000000:${random(32)}`).toString('base64'),
      ['JFrog reference token', 'expires 2030-03-17'],
    ],
    [
      'aws-bedrock',
      `ABSK${Buffer.from(`BedrockAPIKey-ab12-at-123456789012:${random(60)}`).toString('base64')}`,
      ['AWS account 123456789012'],
    ],
    ['atlassian-data-center', `BBDC-${Buffer.from(`123456789012:${random(20)}`).toString('base64')}`, []],
    ['pypi', `pypi-${macaroon('pypi.org')}`, ['for pypi.org', `token id ${ID}`]],
    ['pypi', `pypi-${macaroon('test.pypi.org')}`, ['for test.pypi.org', `token id ${ID}`]],
  ])('%s is valid and says it', (proof, token, facts) => {
    expect(answer(proof, token)).toEqual({ verdict: 'valid', facts })
  })

  it.each([
    ['sentry', `sntrys_${b64({ iat: 1, region_url: 'https://x' })}_${random(43)}`],
    ['grafana-cloud', `glc_${b64({ k: random(24), n: 'ci', id: 1 })}`],
    ['grafana-api-key', b64({ k: random(32), t: 1 })],
    ['onepassword', `ops_${url({ email: 'x' })}`],
    ['mapbox', `${'sk'}.${url({ u: 'acme' })}.${random(22)}`],
    ['discord', `M${random(23)}.${random(6)}.${random(27)}`],
    ['jfrog-reference', Buffer.from(`reftkn:no ${random(32)}`).toString('base64')],
    ['aws-bedrock', `ABSK${random(120)}`],
    ['pypi', `pypi-${macaroon('evil.org')}`],
    ['pypi', `pypi-${macaroon('pypi.org').slice(0, 30)}`],
  ])('%s in another form is invalid', (proof, token) => {
    expect(answer(proof, token).verdict).toBe('invalid')
  })

  it('a Mapbox token for browsers is public', () => {
    expect(answer('mapbox', `pk.${url({ u: 'a', a: 'b' })}.x`)).toMatchObject({
      verdict: 'valid',
      open: true,
    })
  })
})

const ID = '5793529b-b2a6-4108-974d-3423b6a05b3b'

function macaroon(host: string): string {
  const field = (type: number, text: string) => [type, text.length, ...Buffer.from(text)]
  return Buffer.from([2, ...field(1, host), ...field(2, ID), 0, ...Buffer.from(random(60))]).toString(
    'base64url',
  )
}

describe('an AWS key id', () => {
  it('says its account, and is as sure as before', () => {
    const id = ['AK', 'IA', '4NACSIJMDDNSEDTE'].join('')
    expect(found(`id = "${id}"`)).toEqual([
      { ruleId: 'aws-access-key-id', confidence: 'high', facts: ['AWS account 852556399192'] },
    ])
  })

  it('of before 2019 says none', () => {
    expect(answer('aws-key-id', ['AK', 'IAJ', expand('⟦[A-Z2-7]{15}⟧', 2)].join(''))).toEqual({
      verdict: 'unknown',
      facts: [],
    })
  })

  it('that is not base32 warns', () => {
    const id = ['AK', 'IA', '4NACSIJMDD1SEDTE'].join('')
    expect(found(`id = "${id}"`)[0]).toMatchObject({ ruleId: 'aws-access-key-id', confidence: 'low' })
  })
})

describe('URLs that end', () => {
  const id = ['AK', 'IA', '4NACSIJMDDNSEDTE'].join('')
  const at = `https://b.s3.amazonaws.com/k?X-Amz-Credential=${id}%2F20200101%2Fus-east-1%2Fs3%2Faws4_request`
  const signature = expand('⟦[0-9a-f]{64}⟧', 4)

  it('presigned: until when, and for which account', () => {
    const linkOf = (day: string) => `${at}&X-Amz-Date=${day}T000000Z&X-Amz-Expires=600&X-Amz-Signature=`
    expect(answer('presigned-url', signature, linkOf('20200101'))).toEqual({
      verdict: 'unknown',
      expired: true,
      facts: ['expired 2020-01-01 00:10', 'AWS account 852556399192'],
    })
    expect(answer('presigned-url', signature, linkOf('20300101'))).toMatchObject({
      facts: ['expires 2030-01-01 00:10', 'AWS account 852556399192'],
    })
    expect(
      found(`u = "${linkOf('20200101')}${signature}"`).find(({ ruleId }) => ruleId === 'aws-presigned-url'),
    ).toMatchObject({ confidence: 'low' })
  })

  it('a shared access signature: until when, and what for, before or after it', () => {
    const expired = { verdict: 'unknown', expired: true, facts: ['expired 2020-05-01', 'permissions rl'] }
    expect(answer('azure-sas', 'x', 'https://a/?sv=2020&se=2020-05-01T00%3A00%3A00Z&sp=rl&sig=')).toEqual(
      expired,
    )
    expect(answer('azure-sas', 'x', '"https://a/?sig=', '&se=2020-05-01&sp=rl"')).toEqual(expired)
    expect(answer('azure-sas', 'x', 'se=2020-05-01 https://a/?sig=').facts).toEqual([]) // another text's
  })
})

describe('forms that prove nothing and disprove something', () => {
  it.each([
    ['sendgrid', `SG.${random(21)}A.${random(42)}A`, 'unknown'],
    ['sendgrid', `SG.${random(21)}B.${random(42)}A`, 'invalid'],
    ['groq', `gsk_${random(20)}${['WGdy', 'b3FY'].join('')}${random(24)}`, 'unknown'],
    ['groq', `gsk_${random(52)}`, 'invalid'],
    ['postman', `PMAK-${(1_600_000_000).toString(16)}${'a'.repeat(16)}-${'b'.repeat(34)}`, 'unknown'],
    ['postman', `PMAK-00000001${'a'.repeat(16)}-${'b'.repeat(34)}`, 'invalid'],
    ['nuget', `oy2${expand('⟦[a-z2-7]{43}⟧', 1)}`, 'unknown'],
    ['nuget', `oy2${'1'.repeat(43)}`, 'invalid'],
    ['wireguard', Buffer.from([8, ...Array(30).fill(7), 64]).toString('base64'), 'unknown'],
    ['wireguard', Buffer.from([9, ...Array(30).fill(7), 64]).toString('base64'), 'invalid'],
    ['basic-auth', Buffer.from(`user:${random(9)}`).toString('base64'), 'unknown'],
    ['basic-auth', Buffer.from([1, 2, 3, 200, 201, 202]).toString('base64'), 'invalid'],
    ['jfrog-api-key', `AKCp${'Z'.repeat(69)}`, 'unknown'],
    ['jfrog-api-key', `AKCp${'0'.repeat(69)}`, 'invalid'],
    ['azure-ad-secret', `abc7Q~${random(31)}`, 'unknown'],
    ['azure-cask', `${random(52)}JQQJ99BCAC${random(14)}ACOG${random(4)}`, 'unknown'],
  ])('%s %s', (proof, token, verdict) => {
    expect(answer(proof, token).verdict).toBe(verdict)
  })

  it('a WireGuard preshared key has no fixed bits', () => {
    const key = Buffer.from([9, ...Array(30).fill(7), 64]).toString('base64')
    expect(answer('wireguard', key, '[Peer]\nPresharedKey = ')).toEqual({
      verdict: 'unknown',
      facts: ['preshared key'],
    })
  })

  it('say what they are for', () => {
    expect(answer('stripe', `rk_${'live'}_x`).facts).toEqual(['restricted key', 'live mode'])
    expect(answer('stripe', `sk_${'test'}_x`).facts).toEqual(['secret key', 'test mode'])
    expect(answer('openai', 'sk-svcacct-x').facts).toEqual(['OpenAI service account key'])
    expect(answer('slack', 'hooks.slack.com/services/T024BE7LH/B024BE7LH/x').facts).toEqual([
      'Slack team T024BE7LH',
    ])
    expect(answer('slack', `xapp-1-A0123456789-${1}-x`).facts).toEqual(['Slack app A0123456789'])
    expect(answer('azure-cask', `${random(52)}JQQJ99BCAC${random(14)}ACOG${random(4)}`).facts).toEqual([
      'Azure key of provider ACOG',
      'allocated 2025-03',
    ])
  })
})
