import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../src/approval/refusal.ts'
import { parseKeyBlob, parseKeyLine } from '../../src/approval/ssh-key.ts'
import { dearmor, parseSshsig, verifySshsig } from '../../src/approval/sshsig.ts'
import { wireString } from '../../src/approval/wire.ts'
import { ALICE, id } from './make.ts'
import { mpint, p256, skEcdsa, softKey } from './software.ts'

const blob = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map(wireString))
const told = (check: () => unknown) => refusalOf(check)?.message ?? 'ACCEPTED'
const { point } = p256('x')
const bytes = (length: number, value = 1) => Buffer.alloc(length, value)
const e = Buffer.from([1, 0, 1])

const BLOBS: [string, Buffer, string][] = [
  ['nothing', Buffer.alloc(0), 'ends before its own lengths say'],
  ['a name that is no text', blob(Buffer.from([0, 1])), 'holds a name that is no text'],
  ['a name with a blank', blob('ssh-ed25519 x'), 'holds a name that is no text'],
  ['an unknown type', blob('ssh-xmss@openssh.com'), 'keys of type ssh-xmss@openssh.com are not accepted'],
  ['a member of every object as a type', blob('constructor'), 'keys of type constructor are not accepted'],
  [
    'a certificate of a hardware key',
    blob('sk-ssh-ed25519-cert-v01@openssh.com'),
    'certificates are not accepted',
  ],
  ['ed25519 of 31 bytes', blob('ssh-ed25519', bytes(31)), 'an ed25519 key has 32 bytes'],
  ['ecdsa of another curve', blob('ecdsa-sha2-nistp256', 'nistp384', point), 'curve is not that of its type'],
  [
    'ecdsa with a compressed point',
    blob('ecdsa-sha2-nistp256', 'nistp256', bytes(33, 2)),
    'one uncompressed point',
  ],
  [
    'ecdsa with a hybrid point',
    blob('ecdsa-sha2-nistp256', 'nistp256', bytes(65, 6)),
    'one uncompressed point',
  ],
  [
    'a point that is not on the curve',
    blob('ecdsa-sha2-nistp256', 'nistp256', bytes(65, 4)),
    'the EC key is no valid key',
  ],
  [
    'rsa with a long zero',
    blob('ssh-rsa', e, Buffer.concat([bytes(2, 0), bytes(256)])),
    'not in its shortest form',
  ],
  ['rsa with a negative number', blob('ssh-rsa', e, bytes(256, 0x80)), 'not in its shortest form'],
  ['rsa with an empty number', blob('ssh-rsa', Buffer.alloc(0), bytes(256)), 'not in its shortest form'],
  ['rsa of 2047 bits', blob('ssh-rsa', e, bytes(256, 0x7f)), 'RSA key of 2047 bits is too short'],
  ['rsa of 16,392 bits', blob('ssh-rsa', e, bytes(2049)), 'an RSA key of this size is not accepted'],
  [
    'rsa with a huge exponent',
    blob('ssh-rsa', bytes(9), Buffer.concat([bytes(1, 0), bytes(256, 0x80)])),
    'an RSA key of this size',
  ],
  ['bytes behind it', Buffer.concat([ALICE.blob, bytes(1)]), 'the public key has 1 bytes after its end'],
]

describe('a public key is refused', () => {
  it.each(BLOBS)('%s', (_name, key, sentence) => expect(told(() => parseKeyBlob(key))).toContain(sentence))

  it.each([
    ['no base64', 'ssh-ed25519 ****', 'is no line of an OpenSSH public key'],
    ['nothing but a type', 'ssh-ed25519', 'is no line of an OpenSSH public key'],
    ['base64 in another spelling', `${ALICE.line}=`, 'is no line of an OpenSSH public key'],
    ['options before it', `no-pty ${ALICE.line}`, 'is no line of an OpenSSH public key'],
    [
      'another type before the bytes',
      ALICE.line.replace('ssh-ed25519', 'ssh-rsa'),
      "a key's line says ssh-rsa and its bytes say ssh-ed25519",
    ],
  ])('a line with %s', (_name, line, sentence) => expect(told(() => parseKeyLine(line))).toContain(sentence))

  it('a comment, tabs and blanks around it do no harm', () => {
    expect(parseKeyLine(`  ${ALICE.line.replace(' ', '\t')}  alice at home\n`).fingerprint).toBe(
      ALICE.fingerprint,
    )
  })
})

describe('a signature is refused', () => {
  const message = Buffer.from('m')
  const verify = (sig: Buffer) => told(() => verifySshsig(sig, message, 'n'))
  const ecdsa = (inner: Buffer) => {
    const { key } = p256('x')
    const type = 'ecdsa-sha2-nistp256'
    return softKey(type, blob(type, 'nistp256', point), key, () => wireString(inner)).sign(message, {
      namespace: 'n',
    })
  }

  it('ecdsa numbers that are too large, too many, zero', () => {
    expect(verify(ecdsa(blob(bytes(33), bytes(32))))).toBe('the numbers of the ecdsa signature are too large')
    expect(verify(ecdsa(blob(bytes(32), bytes(32), 'x')))).toBe(
      'the ecdsa signature has 5 bytes after its end',
    )
    expect(verify(ecdsa(blob(Buffer.alloc(0), bytes(32))))).toContain('not in its shortest form')
    expect(verify(ecdsa(blob(bytes(32), bytes(32))))).toContain('does not fit')
  })

  it('ed25519 of another length', () => {
    const key = softKey('ssh-ed25519', ALICE.blob, ALICE.private, () => wireString(bytes(63)))
    expect(verify(key.sign(message, { namespace: 'n' }))).toContain('does not fit')
  })

  it('a hardware key without its counter, or with more than it', () => {
    const key = skEcdsa('x')
    const cut = softKey(key.type, key.blob, key.private, () => wireString(bytes(64)))
    const more = softKey(key.type, key.blob, key.private, () =>
      Buffer.concat([wireString(bytes(64)), bytes(6)]),
    )
    expect(told(() => parseSshsig(cut.sign(message)))).toContain('inner part ends before')
    expect(told(() => parseSshsig(more.sign(message)))).toContain('inner part has 1 bytes after its end')
  })

  it('RSA whose digest is not the one it names', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const n = Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url')
    const key = Buffer.concat([blob('ssh-rsa', e), mpint(n)])
    const by = (hash: string, algorithm: string) =>
      softKey('ssh-rsa', key, privateKey, signed => wireString(sign(hash, signed, privateKey))).sign(
        message,
        { namespace: 'n', algorithm },
      )
    expect(verify(by('sha256', 'rsa-sha2-256'))).toBe('ACCEPTED')
    expect(verify(by('sha512', 'rsa-sha2-512'))).toBe('ACCEPTED')
    expect(verify(by('sha256', 'rsa-sha2-512'))).toContain('does not fit')
    expect(verify(by('sha1', 'rsa-sha2-256'))).toContain('does not fit')
  })

  it('as a browser makes it: other bytes are signed there', () => {
    const sig = skEcdsa('x').sign(message, { algorithm: 'webauthn-sk-ecdsa-sha2-nistp256@openssh.com' })
    expect(told(() => parseSshsig(sig))).toContain(
      'does not sign by webauthn-sk-ecdsa-sha2-nistp256@openssh.com',
    )
  })

  it('armour that is none', () => {
    const armour = (body: string) => `-----BEGIN SSH SIGNATURE-----\n${body}\n-----END SSH SIGNATURE-----`
    expect(told(() => dearmor('U1NIU0lH'))).toBe('this is no armoured SSH signature')
    expect(told(() => dearmor(armour(id('*'))))).toBe('the SSH signature is no base64')
    expect(dearmor(armour('U1NI\nU0lH').replace(/\n/g, '\r\n'))).toEqual(Buffer.from('SSHSIG'))
  })
})
