/** Keys that do not count, or not as what they pose as. */
import { wireString } from '../../../src/approval/wire.ts'
import { approval, person, signed } from '../make.ts'
import { skEd25519 } from '../software.ts'
import { type Case, enrolled, GOOD, line, refusal, sk } from './attempt.ts'

const CERTIFICATE = 'ssh-ed25519-cert-v01@openssh.com'

export const keys: Case[] = [
  [
    'a revoked key, signing into the past',
    'was revoked on 2026-11-22: nothing it signed counts',
    () => refusal(signed(approval({ issuedAt: '2026-11-20T00:00:00Z' })), line({ revoked: '2026-11-22' })),
  ],
  [
    'a key that is not valid any more',
    "alice's key counted until 2026-11-21",
    () => refusal(GOOD, line({ validUntil: '2026-11-21' })),
  ],
  [
    'a key that was not valid yet',
    "alice's key counts from 2026-11-22; this was signed on 2026-11-20",
    () => refusal(signed(approval({ issuedAt: '2026-11-20T00:00:00Z' })), line({ validFrom: '2026-11-22' })),
  ],
  [
    'a person without a key',
    'alice has no key on the trusted base',
    () => refusal(GOOD, { people: new Map([person('alice')]) }),
  ],
  [
    'a key enrolled in a certificate',
    'a key of alice on the base cannot be read: certificates are not accepted',
    () => refusal(GOOD, enrolled({ key: `${CERTIFICATE} ${wireString(CERTIFICATE).toString('base64')}` })),
  ],
  [
    'a hardware key without a touch',
    'signed without a touch',
    () => refusal(signed(approval(), sk, { flags: 0 }), enrolled({ key: sk.line, vouchedBy: 'bob' })),
  ],
  [
    'a hardware key with a PIN and no touch',
    'signed without a touch, though it says that somebody was verified',
    () => refusal(signed(approval(), sk, { flags: 4 }), enrolled({ key: sk.line, vouchedBy: 'bob' })),
  ],
  [
    "a software key in a hardware key's clothes",
    'not theirs',
    () =>
      refusal(
        signed(approval({ nonce: '2'.repeat(32) }), skEd25519('mallory')),
        enrolled({ key: sk.line, vouchedBy: 'bob' }),
      ),
  ],
]
