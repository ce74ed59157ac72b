/** Good approvals by people who cannot answer the clause, or not as surely as it asks. */
import { personsOf } from '../../../src/approval/persons.ts'
import type { EnrolledKey } from '../../../src/policy/types.ts'
import {
  ALICE,
  approval,
  BOB,
  content,
  context,
  entry,
  PEOPLE,
  person,
  signed,
  verified,
  wanted,
} from '../make.ts'
import { ed25519, skEd25519 } from '../software.ts'
import { type Case, good, path, refusal, sk, unmet } from './attempt.ts'

export const people: Case[] = [
  [
    'by the author, known by the forge',
    'is by who made the change',
    () => unmet(wanted({}, { exclude: personsOf([{ account: 'ALICE-gh' }], PEOPLE) }), [good()]),
  ],
  [
    'by the last pusher, known by an address',
    'is by who made the change',
    () =>
      unmet(
        wanted(
          { subject: content([entry('a', 'a', 'b')]) },
          { exclude: personsOf([{ email: 'Alice@acme.example' }], PEOPLE) },
        ),
        [good()],
      ),
  ],
  [
    'by somebody who is not asked',
    'is by nobody who may answer it (bob, @security)',
    () =>
      unmet(wanted({}, { approvers: ['bob', '@security'] }), [good()], {
        groups: new Map([['security', ['bob']]]),
      }),
  ],
  ['two keys of one person', '1 of 2 people approved this step (alice)', () => twoKeys()],
  [
    'the same approval twice',
    '1 of 2 people approved this step (alice)',
    () => unmet(wanted({}, { count: 2 }), [good(), good()]),
  ],
  [
    'two people who each approved half of a chain',
    'the step from aaaaaaaaaa to bbbbbbbbbb has 1 of 2 people (alice)',
    () => halves(),
  ],
  [
    'people added by the change itself',
    '"mallory" is nobody on the trusted base',
    () => refusal(signed(approval({ approver: 'mallory', nonce: '3'.repeat(32) }), ed25519('mallory'))),
  ],
  [
    'by somebody who left since',
    'is by nobody on the trusted base',
    () => unmet(wanted(), [good()], { people: new Map([person('bob', BOB)]) }),
  ],
  [
    'a key where a touch is asked for',
    'has the assurance "key", and "presence" is asked for',
    () => unmet(wanted({}, { assurance: 'presence' }), [good()]),
  ],
  [
    'a touch where a PIN is asked for',
    'has the assurance "presence", and "verified" is asked for',
    () => touchForPin(),
  ],
  ['a hardware key nobody checked', 'nobody checked that its key is a hardware key', () => skPeople({})],
  ['a hardware key its owner vouches for', 'its owner alone vouches', () => skPeople({ vouchedBy: 'alice' })],
  [
    'a hardware key somebody without a key vouches for',
    'carol vouches for its key, but has no key',
    () => skPeople({ vouchedBy: 'carol' }),
  ],
  [
    'a hardware key with an attestation that is not there',
    'attestation yubikey is not in .portcullis/attestations/',
    () => skPeople({ attested: 'yubikey' }),
  ],
  [
    'an everyday touch',
    'made for "ssh:", not for "ssh:portcullis-approval"',
    () => skPeople({ vouchedBy: 'bob' }, 'ssh:'),
  ],
  ['a review by the author', "is by the pull request's author", () => reviewed({ author: true })],
  ['a review by who pushed last', 'is by who pushed last', () => reviewed({ lastPusher: true })],
  ['a review by a bot', 'is by a bot', () => reviewed({ bot: true })],
  [
    'a review by a stranger',
    'is by an account that nobody on the trusted base has',
    () => reviewed({ account: 'mallory' }),
  ],
  [
    'a review where signatures are asked for',
    'takes signed approvals alone',
    () => reviewed({}, { reviewCounts: false }),
  ],
]

const review = (changed = {}) => ({
  account: 'Bob-GH',
  bot: false,
  author: false,
  lastPusher: false,
  ...changed,
})
export const reviewed = (changed = {}, clause = {}) =>
  unmet(wanted({}, { reviewCounts: true, ...clause }), [], { reviews: [review(changed)] })
const skPeople = (key: Partial<EnrolledKey>, application?: string) => {
  const hardware = skEd25519('alice', application)
  const people = new Map([
    person('alice', { key: hardware.line, ...key }),
    person('bob', BOB),
    person('carol'),
  ])
  return unmet(wanted({}, { assurance: 'presence' }), [verified(approval(), hardware, context({ people }))], {
    people,
  })
}

function twoKeys(): string {
  const second = ed25519('alice, second')
  const both = new Map([person('alice', ALICE, second), person('bob', BOB)])
  const within = context({ people: both })
  const approvals = [
    verified(approval(), ALICE, within),
    verified(approval({ nonce: '4'.repeat(32) }), second, within),
  ]
  return unmet(wanted({}, { count: 2 }), approvals, { people: both })
}

function halves(): string {
  const step = (from: string, to: string) => ({ subject: content([entry(path, from, to)]) })
  const approvals = [
    verified(approval(step('a', 'b'))),
    verified(approval({ ...step('b', 'c'), approver: 'bob' }), BOB),
  ]
  return unmet(wanted({ subject: content([entry(path, 'a', 'c')]) }, { count: 2 }), approvals)
}

function touchForPin(): string {
  const hardware = new Map([person('alice', { key: sk.line, vouchedBy: 'bob' }), person('bob', BOB)])
  const touched = verified(approval(), sk, context({ people: hardware }))
  return unmet(wanted({}, { assurance: 'verified' }), [touched], { people: hardware })
}
