/** Generic secrets: what is no secret at a glance, and what is told but never blocks, whatever the model says of it. */
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { loadDetectors } from '../../src/detect/load.ts'
import { expand } from '../../src/detect/template.ts'

const detectors = loadDetectors({ engine: 'js' })
const SEEDS = [1, 2, 3, 5, 8]

/** Rule and confidence of each finding, for texts drawn from the template. */
function told(template: string, path: string) {
  return SEEDS.map(seed =>
    detect(expand(template, seed), path, detectors).map(
      ({ ruleId, confidence }) => `${ruleId} ${confidence}`,
    ),
  )
}
const silent = SEEDS.map(() => [])

describe('no secret at a glance', () => {
  it.each([
    [
      'what a class attribute names',
      '<a class="token" href="#/s:9Acme⟦[A-Za-z0-9]{20}⟧P">af</a>',
      'docs/a.html',
    ],
    [
      'who wrote a commit with one',
      'Co-authored-by: ⟦[A-Za-z0-9]{9}⟧ <⟦[0-9]{9}⟧+a@users.noreply.acme.dev>',
      'message',
    ],
    ['whom to thank', '> Credit: ⟦[a-z0-9]{9}[0-9]⟧', 'message'],
    [
      'a value that is encrypted where it stands',
      'gcp_credentials: ENCRYPTED[⟦[0-9a-f]{96}⟧]',
      '.cirrus.yml',
    ],
    ['a fingerprint', 'signingKeyFingerprint = "⟦[0-9A-F]{40}⟧"', 'src/keys.go'],
    ['the nonce of a WebSocket', '"Sec-WebSocket-Key": {"⟦[A-Za-z0-9+/]{22}⟧=="},', 'src/ws.go'],
    [
      'the resource key of a link',
      'https://docs.acme.dev/d/1/edit?resourcekey=0-⟦[A-Za-z0-9]{22}⟧',
      'notes.md',
    ],
    ['the digest of an image', 'image: gcr.io/api@sha256:⟦[0-9a-f]{64}⟧', 'deploy.yaml'],
    ['a member of a Slack workspace', 'opsapi: U⟦[A-Z0-9]{7}[0-9]⟧', 'owners.yaml'],
    ['words that a search goes by', 'keywords = ["⟦[a-z]{4}[0-9][a-z]{5}⟧"]', 'rules/a.toml'],
    [
      'a function that is declared behind a macro',
      'GLAPI void APIENTRY glUniform⟦[0-9]⟧fv⟦[A-Z]{3}⟧ (GLint location);',
      'include/gl.h',
    ],
    ['the same, in a message', 'GLAPI void APIENTRY glUniform⟦[0-9]⟧fv⟦[A-Z]{3}⟧ (…): one header', 'message'],
    ['who made a commit', 'Author: ⟦[a-z]{9}[0-9]{4}⟧ <⟦[a-z]{9}[0-9]{4}⟧@acme.dev>', 'gitlog'],
    ['which key signed', '# gpg:                using RSA key ⟦[0-9A-F]{40}⟧', 'message'],
    ['which key to fetch', 'apt-key adv --keyserver a.dev --recv-keys ⟦[0-9A-F]{16}⟧', 'ci.yml'],
    ['what gpg says of it', '[GNUPG:] EXPKEYSIG ⟦[0-9A-F]{16}⟧ Jo Doe <jo@acme.dev>', 'message'],
    ['its type', 'typedef void (APIENTRYP PFNGL⟦[A-Z]{9}[0-9]⟧FVPROC) (GLint v0);', 'include/gl.h'],
    ['the public half of a NATS key', 'nkey: "U⟦[A-Z2-7]{55}⟧"', 'nats.conf'],
  ])('%s', (_, template, path) => {
    expect(told(template, path)).toEqual(silent)
  })

  it('but what stands beside a class attribute is still read', () => {
    const line = '<div class="row" data-api-key="⟦[a-f0-9]{31}[0-9]⟧"></div>'
    for (const findings of told(line, 'src/a.html')) expect(findings).not.toEqual([])
  })
})

describe('told even where the model has seen too few of its kind', () => {
  it.each([
    ['digits and symbols', 'token = "⟦[0-9!@#%^&*=?]{30}⟧7!8@9#1%"', 'src/main.py'],
    [
      'letters, digits and symbols',
      'client = Client(host, api_key="⟦[A-Za-z0-9!@#%^&*=?]{26}⟧aZ1!2@3#", timeout=3)',
      'src/a.py',
    ],
    [
      'something that a package with its version looks like',
      'secret = "⟦[A-Za-z0-9]{14}⟧@9⟦[A-Za-z0-9]{12}⟧"',
      'src/a.py',
    ],
    [
      'an id in the place of a token',
      'ACME_OAUTH_TOKEN = "12345678-ABCD-ABCD-ABCD-1234567890AB"',
      'src/a.py',
    ],
    ['a base32 key that a public NATS key looks like', 'api_key = "U⟦[A-Z2-7]{55}⟧"', 'src/a.py'],
  ])('%s', (_, template, path) => {
    for (const findings of told(template, path)) expect(findings).toHaveLength(1)
  })
})

describe('never more than low', () => {
  it.each([
    ['a password that was hashed', 'password: $2a$10$⟦[A-Za-z0-9./]{53}⟧', 'conf/app.yml'],
    ['one in the braces of a build server', 'password: "{⟦[A-Za-z0-9+/]{43}⟧=}"', 'conf/app.yml'],
    [
      'what documentation leaves to its reader',
      'bitbucket_token: "<ATCTT3x⟦[A-Za-z0-9]{14}⟧...>"',
      'conf/app.yml',
    ],
    ['a value that is counted up', 'api_token = "0123456789⟦[a-z]{6}[0-9]{6}⟧"', 'src/app.py'],
    [
      'the key of a search in public pages',
      '{appId: "A1", apiKey: "⟦[0-9a-f]{32}⟧", indexName: "docs"}',
      'docs.js',
    ],
  ])('%s', (_, template, path) => {
    for (const findings of told(template, path))
      expect(findings.filter(one => !one.endsWith(' low'))).toEqual([])
  })

  it('the same key without an index is sure', () => {
    for (const findings of told('{appId: "A1", apiKey: "⟦[0-9a-f]{31}[0-9]⟧"}', 'src/docs.js'))
      expect(findings).toEqual(['generic-key medium'])
  })
})

describe('rules that go by a name', () => {
  it('take no name of a class for a key', () => {
    expect(told('class LinkedInOAuth2Tests(OAuth2TestsMixin, TestCase):', 'src/a.py')).toEqual(silent)
  })

  it('and a dummy in an address only warns', () => {
    for (const findings of told('dotenv://:key_1234@vault.acme.dev/env', 'src/a.js'))
      expect(findings.filter(one => !one.endsWith(' low'))).toEqual([])
  })
})
