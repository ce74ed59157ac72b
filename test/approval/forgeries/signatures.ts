/** Signatures that are none, or say something else than they should. */
import { generateKeyPairSync } from 'node:crypto'
import { wireString } from '../../../src/approval/wire.ts'
import { canonical } from '../../../src/canonical.ts'
import { ALICE, approval, BOB, content, entry, signed } from '../make.ts'
import { ed25519, mpint, softKey } from '../software.ts'
import { type Case, GOOD, refusal, reshaped } from './attempt.ts'

export const signatures: Case[] = [
  [
    'another namespace: a commit signature',
    'was signed for "git"',
    () => refusal(signed(approval(), ALICE, { namespace: 'git' })),
  ],
  [
    'another namespace: a signed file',
    'was signed for "file"',
    () => refusal(signed(approval(), ALICE, { namespace: 'file' })),
  ],
  ['content changed after signing', 'does not fit what it is said to sign', () => refusal(transplanted())],
  ["another person's key", "is not theirs: it is bob's", () => refusal(signed(approval(), BOB))],
  [
    'a key nobody enrolled',
    'nobody on the trusted base has it',
    () => refusal(signed(approval(), ed25519('mallory'))),
  ],
  [
    'another key in the signature than the one that signed',
    'does not fit',
    () => refusal(signed(approval({ nonce: '1'.repeat(32) }), ed25519('mallory'), { blob: ALICE.blob })),
  ],
  [
    'somebody who is not on the base',
    '"mallory" is nobody on the trusted base',
    () => refusal(signed(approval({ approver: 'mallory' }), ed25519('mallory'))),
  ],
  [
    'bytes after the signature',
    'the SSH signature has 1 bytes after its end',
    () => refusal(withSig(sig => Buffer.concat([sig, Buffer.alloc(1)]))),
  ],
  [
    'a signature cut short',
    'ends before its own lengths say',
    () => refusal(withSig(sig => sig.subarray(0, -1))),
  ],
  [
    'an armoured signature',
    'this is no SSH signature',
    () => refusal(withSig(sig => Buffer.from(`-----BEGIN SSH SIGNATURE-----\n${sig.toString('base64')}`))),
  ],
  [
    'another version',
    'an SSH signature of version 2',
    () => refusal(signed(approval(), ALICE, { version: 2 })),
  ],
  [
    'something in the reserved field',
    'reserved field is not empty',
    () => refusal(signed(approval(), ALICE, { reserved: 'x' })),
  ],
  ['SHA-1', 'a digest by sha1', () => refusal(signed(approval(), ALICE, { hash: 'sha1' }))],
  ['RSA with SHA-1', 'RSA with SHA-1', () => refusal(signed(approval(), RSA_2048))],
  ['RSA of 1024 bits', 'RSA key of 1024 bits is too short', () => refusal(signed(approval(), RSA_1024))],
  [
    'a certificate',
    'certificates are not accepted',
    () =>
      refusal(
        signed(
          approval(),
          softKey(
            'ssh-ed25519-cert-v01@openssh.com',
            wireString('ssh-ed25519-cert-v01@openssh.com'),
            ALICE.private,
            () => wireString(''),
          ),
        ),
      ),
  ],
  [
    'DSA',
    'keys of type ssh-dss are not accepted',
    () =>
      refusal(
        signed(
          approval(),
          softKey('ssh-dss', wireString('ssh-dss'), ALICE.private, () => wireString('')),
        ),
      ),
  ],
  [
    "an algorithm that is not the key's",
    'does not sign by rsa-sha2-256',
    () => refusal(signed(approval(), ALICE, { algorithm: 'rsa-sha2-256' })),
  ],
]

/** Somebody's good signature under other content. */

function transplanted(): Buffer {
  const { sig } = JSON.parse(GOOD.toString()).signatures[0]
  const other = JSON.parse(signed(approval({ subject: content([entry('a', 'a', 'c')]) })).toString())
  other.signatures[0].sig = sig
  return Buffer.from(canonical(other))
}

function withSig(change: (sig: Buffer) => Buffer): Buffer {
  return reshaped(
    e => (e.signatures[0].sig = change(Buffer.from(e.signatures[0].sig, 'base64')).toString('base64')),
  )
}

const RSA_1024 = rsa(1024)
const RSA_2048 = rsa(2048)

function rsa(modulusLength: number) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  const { e, n } = publicKey.export({ format: 'jwk' })
  const number = (text: string | undefined) => mpint(Buffer.from(text!, 'base64url'))
  const blob = Buffer.concat([wireString('ssh-rsa'), number(e), number(n)])
  return softKey('ssh-rsa', blob, privateKey, () => wireString(Buffer.alloc(modulusLength / 8, 1)))
}
