import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAttestation } from '../../src/approval/attestation.ts'
import { Refusal, refusalOf } from '../../src/approval/refusal.ts'
import { parseKeyBlob } from '../../src/approval/ssh-key.ts'
import { type AttestOptions, byteString, maker } from './authenticator.ts'
import { approval, BOB, context, person, verified } from './make.ts'
import { type SoftKey, skEcdsa, skEd25519 } from './software.ts'

const ACME = maker('Acme')
const OTHER = maker('Other')
const CHALLENGE = 'enrol alice in 2026'

/** The sentence, or `ACCEPTED`. */
function told(key: SoftKey, blob: Buffer, roots = [OTHER.pem, ACME.pem], challenge = CHALLENGE): string {
  const attestation = { blob, challenge: Buffer.from(challenge), key: parseKeyBlob(key.blob), roots }
  return refusalOf(() => checkAttestation(attestation))?.message ?? 'ACCEPTED'
}

const by = (options: AttestOptions = {}, key = skEcdsa('alice')) =>
  told(key, ACME.attest(key, CHALLENGE, options))

describe('an attestation is accepted', () => {
  it.each([skEd25519('alice'), skEcdsa('alice')])('packed, $type', key => {
    expect(by({}, key)).toBe('ACCEPTED')
  })
  it('as a U2F key makes it', () => expect(by({ format: 'fido-u2f' })).toBe('ACCEPTED'))
  it('with extensions behind the key', () =>
    expect(by({ flags: 0xc1, extensions: 'a16b6372656450726f7465637402' })).toBe('ACCEPTED'))
  it('with the model in the certificate', () =>
    expect(by({ aaguid: 'aa'.repeat(16), certified: 'aa'.repeat(16) })).toBe('ACCEPTED'))
  it('with a long id of its credential', () => expect(by({ credential: 300 })).toBe('ACCEPTED'))
  it('from a root in a file of several', () => {
    const key = skEcdsa('alice')
    expect(told(key, ACME.attest(key, CHALLENGE), [`${OTHER.pem}text\n${ACME.pem}`])).toBe('ACCEPTED')
  })
})

const REFUSED: [string, AttestOptions, string][] = [
  ['another key', { holds: skEcdsa('mallory') }, 'the attestation is of another key'],
  ['a key of the other kind', { holds: skEd25519('alice') }, 'ends before its own lengths say'],
  ['another application', { application: 'ssh:' }, 'for a key of another application'],
  ['data changed after signing', { spoil: true }, 'not signed by its certificate'],
  ['no touch', { flags: 0x40 }, 'the key was made without a touch'],
  ['no key in it', { flags: 0x01 }, 'the attestation is of no key'],
  ['bytes behind the key', { extensions: '00' }, 'has 1 bytes after its end'],
  ['bytes behind the attestation', { after: 'x' }, 'the attestation has 1 bytes after its end'],
  ['another model than the certificate says', { certified: 'bb'.repeat(16) }, 'for another model of key'],
  ['a certificate for something else', { unit: 'Web server' }, 'not one for attesting hardware keys'],
  ['a certificate that is an authority', { ca: true }, 'comes from none in'],
  ['no certificate: it attests itself', { certificate: Buffer.alloc(0) }, 'the key attests itself'],
  ['a certificate that is none', { certificate: Buffer.from('x') }, 'certificate cannot be read'],
  ['the format before OpenSSH 8.4', { version: 'ssh-sk-attest-v00' }, 'OpenSSH before 8.4'],
  ['a format nobody knows', { version: 'ssh-sk-attest-v91' }, '"ssh-sk-attest-v91" is no attestation'],
  ['data that is no byte string', { cbor: data => data }, 'no CBOR byte string'],
  [
    'a byte string with more behind it',
    { cbor: data => Buffer.concat([byteString(data), Buffer.alloc(1)]) },
    'no CBOR byte string',
  ],
]

describe('an attestation is refused', () => {
  it.each(REFUSED)('%s', (_name, options, sentence) => expect(by(options)).toContain(sentence))

  it('another challenge', () => {
    const key = skEcdsa('alice')
    expect(told(key, ACME.attest(key, 'another'))).toContain('for another challenge')
  })

  it('a maker nobody trusts, one of the same name, and none at all', () => {
    const key = skEcdsa('alice')
    const blob = ACME.attest(key, CHALLENGE)
    expect(told(key, blob, [OTHER.pem])).toContain('comes from none in .portcullis/attestation-roots/')
    expect(told(key, blob, [maker('Acme', { seed: 'not Acme' }).pem])).toContain('comes from none in')
    expect(told(key, blob, [maker('Acme', { rootCa: false }).pem])).toContain('comes from none in')
    expect(told(key, blob, [])).toContain('no certificate of a maker')
  })

  it('whatever else the bytes are, with a refusal and nothing else', () => {
    const key = skEcdsa('alice')
    const good = ACME.attest(key, CHALLENGE)
    const attestation = { challenge: Buffer.from(CHALLENGE), key: parseKeyBlob(key.blob), roots: [ACME.pem] }
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(3), (at, mask, cut) => {
        const blob = Buffer.from(good.subarray(0, cut === 0 ? at : good.length))
        if (at < blob.length) blob[at]! ^= mask
        try {
          checkAttestation({ ...attestation, blob })
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }),
      { seed: 6, numRuns: 500 },
    )
  })
})

it('an attested key counts as hardware', () => {
  const key = skEd25519('alice')
  const files = new Map([
    ['yubikey', ACME.attest(key, CHALLENGE)],
    ['yubikey.challenge', Buffer.from(CHALLENGE)],
  ])
  const people = new Map([person('alice', { key: key.line, attested: 'yubikey' }), person('bob', BOB)])
  const within = (has: typeof files) =>
    context({ people, attestations: { file: name => has.get(name) ?? null, roots: [ACME.pem] } })
  expect(verified(approval(), key, within(files))).toMatchObject({ assurance: 'presence' })
  files.delete('yubikey.challenge')
  expect(verified(approval(), key, within(files)).doubt).toContain('the challenge yubikey.challenge')
  files.set('yubikey.challenge', Buffer.from('another'))
  expect(verified(approval(), key, within(files))).toMatchObject({
    assurance: 'key',
    doubt: expect.stringContaining('another challenge'),
  })
})
