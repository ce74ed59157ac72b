/** Which values are looked for: out of each kind of file, by name and by what they look like. */
import { describe, expect, it } from 'vitest'
import { parseDotenv } from '../../src/detect/held/dotenv.ts'
import { parseAws, parseDocker, parseNetrc, parseNpmrc } from '../../src/detect/held/home.ts'
import { isHeldVariable, meaningOf } from '../../src/detect/held/names.ts'
import { secretParts } from '../../src/detect/held/parts.ts'
import { isDistinct } from '../../src/detect/held/worth.ts'
import { expand } from '../../src/detect/template.ts'

const made = (seed: number) => expand('⟦[A-Za-z0-9]{22}⟧', seed)
const base64 = (text: string) => Buffer.from(text).toString('base64')
const values = (named: { name: string; value: string }[]) => named.map(({ value }) => value)

describe('never looked for', () => {
  it.each([
    ...['password', 'Password123', 'P@ssw0rd!', 'changeme', 'change-me-please', 'secret123', 'letmein2024'],
    ...['supersecretpassword', 'my-secret-key', 'devpassword', 'postgres123', 'admin1234', 'keyboard cat'],
    ...['your_api_key_here', '<your token>', '${TOKEN}', 'xxxxxxxxxxxx', 'insecure-dev-key', '********'],
    ...['localhost', 'smtp.gmail.com', 'me@example.org', 'https://example.org/a/b', '127.0.0.1:5432'],
    ...['/usr/local/bin/thing', './config/secrets.yml', '~/.ssh/config', 'C:\\Users\\me\\keys'],
    ...['12345678', '2024-01-01', 'true', 'undefined', 'eu-central-1', 'application/json', '12345678a'],
    ...['aaaaaaaaaa', 'qwertyuiop', 'abcdefgh1', 'created_at_descending', 'createdAtDescending', 'short1'],
  ])('%s', value => {
    expect(secretParts({ name: 'API_TOKEN', value })).toEqual([])
  })
})

it('values made at random are looked for', () => {
  for (const alphabet of ['[A-Za-z0-9]', '[a-z0-9]', '[0-9a-f]', '[A-Za-z0-9+/]']) {
    const drawn = Array.from({ length: 200 }, (_, i) => expand(`⟦${alphabet}{20}⟧`, i + 1))
    expect(drawn.filter(value => !isDistinct(value)).length, alphabet).toBeLessThanOrEqual(2)
  }
})

it('passwords that somebody thought up are, unless everybody thinks them up', () => {
  for (const value of [
    'Xk9#mP2$',
    'tr0ub4dor&3',
    'Sommer2024!Haus',
    'p0nyExpr3ss',
    'painting-otter-lamp-violin',
  ])
    expect(isDistinct(value), value).toBe(true)
})

describe('names', () => {
  it.each([
    'DB_PASSWORD',
    'apiKey',
    'STRIPE_KEY',
    'GH_PAT',
    'TOKEN_2',
    'API_KEY_PROD',
    'MYSQL_PWD',
    'APP_SECRET',
  ])('%s is a secret', name => expect(meaningOf(name)).toBe('secret'))
  it.each(['TOKEN_URL', 'SECRET_NAME', 'AWS_ACCESS_KEY_ID', 'NEXT_PUBLIC_API_KEY', 'VITE_TOKEN', 'SORT_KEY'])(
    '%s is none',
    name => expect(meaningOf(name)).toBe('plain'),
  )
  it.each([
    'PATH',
    'PWD',
    'SSH_AUTH_SOCK',
    'GPG_KEY',
    'npm_config_auth',
    'VSCODE_GIT_IPC_AUTH_TOKEN',
    'KEYBOARD',
  ])('%s of the environment is none', name => expect(isHeldVariable(name)).toBe(false))
})

describe('of a value that holds more', () => {
  it('an address gives its password, as written and decoded', () => {
    const value = 'postgres://app:Zx9%2FkQ2mPv7@db:5432/x'
    expect(secretParts({ name: 'DATABASE_URL', value })).toEqual(['Zx9%2FkQ2mPv7', 'Zx9/kQ2mPv7'])
  })

  it('an address without a password, or with one that everybody uses, gives nothing', () => {
    for (const value of ['https://example.org/x', 'postgres://postgres:postgres@localhost:5432/x'])
      expect(secretParts({ name: 'API_TOKEN', value })).toEqual([])
  })

  it('a JSON document gives what is named like a secret', () => {
    const value = JSON.stringify({
      type: 'service_account',
      inner: { client_secret: made(1), project_id: made(2) },
    })
    expect(secretParts({ name: 'CREDENTIALS', value })).toEqual([made(1)])
  })

  it('a key in several lines gives lines of its body, not those that all keys begin with', () => {
    const lines = [1, 2, 3, 4].map(seed => expand('⟦[A-Za-z0-9+/]{64}⟧', seed))
    const value = ['-----BEGIN KEY-----', ...lines, '-----END KEY-----'].join('\n')
    expect(secretParts({ name: 'SIGNING_KEY', value })).toEqual(lines.slice(1, -1))
  })

  it('where the name says nothing, only what looks drawn at random counts', () => {
    expect(secretParts({ name: 'SOMETHING', value: expand('⟦[A-Za-z0-9]{32}⟧', 3) })).toHaveLength(1)
    for (const value of ['my-company-prod-assets-2024', 'Zx9kQ2mPv7', '3f2504e0-4f89-41d3-9a0c-0305e82cc301'])
      expect(secretParts({ name: 'SOMETHING', value })).toEqual([])
  })
})

it('dotenv: export, quotes, comments, blanks, several lines, escapes', () => {
  const text = [
    '# A=1',
    'A=plain value # told',
    'export B = "two#words"',
    "C='sin\"gle'",
    'D="first',
    'second"',
    'E: yaml',
    'F=',
    'G="a\\nb"',
    'not an assignment',
    'H=with=sign#and',
    "I=`back'tick`",
  ].join('\r\n')
  const found = parseDotenv(text).map(({ name, value }) => `${name}>${value}`)
  expect(found).toEqual([
    ...['A>plain value', 'B>two#words', 'C>sin"gle', 'D>first\r\nsecond', 'E>yaml', 'F>'],
    ...['G>a\nb', 'G>a\\nb', 'H>with=sign#and', "I>back'tick"],
  ])
})

it('aws: secret keys and session tokens of each profile, not the ids', () => {
  const text = `[default]\naws_access_key_id = ${made(1)}\naws_secret_access_key=${made(2)}\n[ci]\naws_session_token = ${made(3)}\n`
  expect(parseAws(text)).toEqual([
    { name: 'aws_secret_access_key of default', value: made(2) },
    { name: 'aws_session_token of ci', value: made(3) },
  ])
})

it('npmrc: tokens, passwords as written and decoded, variables', () => {
  const text = `registry=https://r.example\n//r.example/:_authToken=${made(1)}\n//s.example/:_authToken=\${NPM}\n_auth = "${base64(`me:${made(2)}`)}"\n//t.example/:_password=${base64(made(3))}\n`
  const found = values(parseNpmrc(text, { NPM: made(4) }))
  expect(found).toEqual([made(1), made(4), base64(`me:${made(2)}`), made(2), base64(made(3)), made(3)])
})

it('netrc: passwords, on one line or several, quoted, none of a macro', () => {
  const text = `machine a.example login me password ${made(1)}\nmachine b.example\n  login me\n  password "${made(2)}"\nmacdef x\n  password ${made(3)}\n\ndefault login x password ${made(4)}\n`
  expect(values(parseNetrc(text))).toEqual([made(1), made(2), made(4)])
})

it('docker: pairs as written and their password, identity tokens; a broken file holds nothing', () => {
  const pair = base64(`me:${made(1)}`)
  const text = JSON.stringify({
    auths: { 'a.example': { auth: pair }, 'b.example': { identitytoken: made(2) }, c: {} },
  })
  expect(values(parseDocker(text))).toEqual([pair, made(1), made(2)])
  for (const broken of ['', '{', '[]', 'null', '{"auths":{"a":null}}'])
    expect(parseDocker(broken)).toEqual([])
})
