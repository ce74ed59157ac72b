/** Private keys as tools write them, and as people paste them. */
import { createCipheriv, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from '../../src/detect/detect.ts'
import { loadDetectors } from '../../src/detect/load.ts'
import type { Answer } from '../../src/detect/proof/answer.ts'
import { crc24 } from '../../src/detect/proof/crc.ts'
import { checkNamed } from '../../src/detect/proof/registry.ts'
import { expand } from '../../src/detect/template.ts'

const built = loadDetectors({ engine: 'js' })
const ENCRYPTED = 'encrypted with a passphrase'
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

function answer(text: string): Answer {
  return checkNamed('private-key')!(text, { before: () => '', after: () => '', now: 0 })
}

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1'): string {
  return key.export({ type, format: 'pem' } as { type: 'pkcs8'; format: 'pem' }).toString()
}

describe('a key that parses is proven, and says what it is', () => {
  it.each([
    ['PKCS#1', pem(rsa, 'pkcs1'), 'RSA private key, 1024 bits'],
    ['PKCS#8 RSA', pem(rsa, 'pkcs8'), 'RSA private key, 1024 bits'],
    ['SEC 1', pem(ec, 'sec1'), 'EC private key, P-256'],
    ['PKCS#8 EC', pem(ec, 'pkcs8'), 'EC private key, P-256'],
    [
      'secp256k1',
      pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey, 'sec1'),
      'EC private key, secp256k1',
    ],
    ['Ed25519', pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8'), 'Ed25519 private key'],
    ['X25519', pem(generateKeyPairSync('x25519').privateKey, 'pkcs8'), 'X25519 private key'],
    [
      'DSA',
      pem(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey, 'pkcs8'),
      'DSA private key',
    ],
    ['OpenSSH', openssh('ssh-ed25519'), 'Ed25519 private key'],
    [
      'OpenSSH of a kind to come',
      openssh('ssh-new1@openssh.com'),
      'private key of kind ssh-new1@openssh.com',
    ],
    ['PGP', pgp(0), 'PGP RSA private key, 1024 bits'],
  ])('%s', (_, text, fact) => {
    expect(answer(text)).toMatchObject({ verdict: 'valid' })
    const [found, ...more] = detect(`${text}\n`, 'src/key', built)
    expect(more).toEqual([])
    expect(found).toMatchObject({ confidence: 'proven' })
    expect(found!.facts![0]).toBe(fact)
  })

  it.each([
    ['in JSON', (text: string) => JSON.stringify({ key: text })],
    ['escaped twice', (text: string) => JSON.stringify(JSON.stringify({ key: text }))],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['indented', (text: string) => text.replaceAll('\n', '\n        ')],
    [
      'joined in code',
      (text: string) =>
        text
          .trim()
          .split('\n')
          .map(line => `"${line}\\n"`)
          .join(' +\n  '),
    ],
    ['in a diff', (text: string) => text.replace(/^/gm, '+')],
    ['in a comment', (text: string) => text.replace(/^/gm, '# ')],
    ['as one base64', (text: string) => `key: ${Buffer.from(text).toString('base64')}`],
  ])('%s', (_, write) => {
    const found = detect(`${write(pem(rsa, 'pkcs1'))}\n`, 'src/key.txt', built)
    expect(found.map(({ confidence, facts }) => [confidence, facts?.[0]])).toEqual([
      ['proven', 'RSA private key, 1024 bits'],
    ])
  })

  it('a bare one without armour too', () => {
    const [found] = detect(
      `key = "${rsa.export({ type: 'pkcs1', format: 'der' }).toString('base64')}"`,
      'a.ini',
      built,
    )
    expect(found).toMatchObject({ ruleId: 'private-key-bare', confidence: 'proven' })
  })
})

describe('an encrypted key', () => {
  const passphrase = 'x'
  it.each([
    ['PKCS#8', rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()],
    [
      'as OpenSSL wrote it',
      rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase }).toString(),
    ],
    ['OpenSSH', openssh('ssh-ed25519', 'aes256-ctr')],
    ['PGP', pgp(254)],
  ])('%s is as sure as before, and says that it is encrypted', (_, text) => {
    expect(answer(text)).toMatchObject({ verdict: 'unknown' })
    const [found] = detect(`${text}\n`, 'src/key', built)
    expect(found).toMatchObject({ confidence: 'high' })
    expect(found!.facts).toContain(ENCRYPTED)
  })
})

describe('ciphertext that begins with a sign', () => {
  const head = '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC'
  it.each(['+', '/', '+/'])('%s: the sign belongs to the key, not to a diff or a comment', sign => {
    const body = expand(`⟦[A-Za-z0-9+/]{${64 - sign.length}}⟧\n⟦pem:12⟧`, 4)
    const iv = expand('⟦[0-9A-F]{32}⟧', 4)
    const text = `${head},${iv}\n\n${sign}${body}\n-----END RSA PRIVATE KEY-----\n`
    const [found] = detect(text, 'src/key', built)
    expect(found).toMatchObject({ ruleId: 'private-key', confidence: 'high' })
    expect(found!.facts).toContain(ENCRYPTED)
  })
})

describe('a key of which only some is there', () => {
  const lines = pem(rsa, 'pkcs1').trim().split('\n')
  const body = lines.slice(1, -1)
  const cut = (count: number) => [lines[0], ...body.slice(0, count), lines.at(-1)].join('\n')

  it('is low where documentation shows its beginning', () => {
    expect(answer(cut(2))).toMatchObject({ verdict: 'invalid', facts: ['only its beginning'] })
    expect(detect(`${cut(2)}\n`, 'src/key', built)).toMatchObject([{ confidence: 'low' }])
  })

  it('is one step less sure where most of it stands: it can be completed', () => {
    expect(answer(cut(body.length - 2))).toMatchObject({ verdict: 'invalid', doubtful: true })
    expect(detect(`${cut(body.length - 2)}\n`, 'src/key', built)).toMatchObject([{ confidence: 'medium' }])
  })
})

describe('what is no key', () => {
  const head = '-----BEGIN RSA PRIVATE KEY-----'

  it('random base64 in armour is one step less sure', () => {
    const text = expand(`${head}\n⟦pem:12⟧\n-----END RSA PRIVATE KEY-----`, 4)
    expect(detect(text, 'src/key', built)).toMatchObject([{ ruleId: 'private-key', confidence: 'medium' }])
  })

  it('a few characters in armour warn', () => {
    const text = `${head}\n${expand('⟦[A-Za-z0-9+/]{48}⟧', 4)}\n-----END RSA PRIVATE KEY-----`
    expect(detect(text, 'src/key', built)).toMatchObject([
      { confidence: 'low', facts: ['too short for a key'] },
    ])
  })

  it('a key cut off is one step less sure', () => {
    const text = pem(rsa, 'pkcs1').split('\n').slice(0, 6).join('\n')
    expect(detect(text, 'src/key', built)).toMatchObject([{ confidence: 'medium' }])
  })

  it('PGP armour with a wrong sum warns', () => {
    const text = pgp(0).replace(/\n=..../, '\n=AAAA')
    expect(detect(text, 'src/key', built)).toMatchObject([{ confidence: 'low' }])
  })

  it('an RSA key whose numbers were changed is told', () => {
    const der = rsa.export({ type: 'pkcs1', format: 'der' })
    der[60] = der[60]! ^ 1
    expect(answer(armour('RSA PRIVATE KEY', der)).facts).toContain('its numbers do not fit together: altered')
  })

  it('bytes changed anywhere never throw, whatever is said of them', () => {
    const keys = [
      rsa.export({ type: 'pkcs1', format: 'der' }),
      ec.export({ type: 'pkcs8', format: 'der' }),
      opensshBytes('ssh-rsa'),
      pgpBytes(0),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), fc.nat(255), fc.nat(), (key, at, byte, length) => {
        const bytes = Buffer.from(key)
        bytes[at % bytes.length] = byte
        expect(['valid', 'invalid', 'unknown']).toContain(
          answer(armour('PRIVATE KEY', bytes.subarray(0, 40 + (length % bytes.length)))).verdict,
        )
      }),
      { numRuns: 500 },
    )
  })
})

function armour(label: string, bytes: Buffer, tail = ''): string {
  const body = bytes
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return `-----BEGIN ${label}-----\n${body}\n${tail}-----END ${label}-----\n`
}

function openssh(kind: string, cipher = 'none'): string {
  return armour('OPENSSH PRIVATE KEY', opensshBytes(kind, cipher))
}

function opensshBytes(kind: string, cipher = 'none'): Buffer {
  const text = (value: string | Buffer) => Buffer.concat([number(value.length), Buffer.from(value as string)])
  const open = Buffer.concat([text(kind), text(randomBytes(32))])
  const plain = Buffer.concat([
    number(7),
    number(7),
    open,
    text(randomBytes(64)),
    text('a comment'),
    Buffer.from([1, 2, 3]),
  ])
  const secret =
    cipher === 'none' ? plain : createCipheriv('aes-256-ctr', randomBytes(32), randomBytes(16)).update(plain)
  const kdf = cipher === 'none' ? 'none' : 'bcrypt'
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text(cipher),
    text(kdf),
    text(''),
    number(1),
    text(open),
    text(secret),
  ])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function pgp(usage: number): string {
  const bytes = pgpBytes(usage)
  const sum = Buffer.from(crc24(bytes).toString(16).padStart(6, '0'), 'hex').toString('base64')
  return armour('PGP PRIVATE KEY BLOCK', bytes, `=${sum}\n`)
}

/** Tag 5, version 4, RSA: two numbers, how the rest is kept, the rest. */
function pgpBytes(usage: number): Buffer {
  const modulus = Buffer.concat([Buffer.from([0x04, 0x00, 0x80]), randomBytes(127)])
  const packet = Buffer.concat([
    Buffer.from([4]),
    number(1_600_000_000),
    Buffer.from([1]),
    modulus,
    Buffer.from([0, 17, 1, 0, 1, usage]),
    randomBytes(200),
  ])
  return Buffer.concat([Buffer.from([0x95, packet.length >> 8, packet.length & 255]), packet])
}
