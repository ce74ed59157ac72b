/** Envelopes and statements of another form than the one there is. */

import { buildStatement } from '../../../src/approval/statement.ts'
import { approval, BOB, sealed, sha } from '../make.ts'
import { type Case, GOOD, odd, refusal, reshaped, restated } from './attempt.ts'

export const envelopes: Case[] = [
  ['no signature', 'has no signature', () => refusal(reshaped(e => e.signatures.pop()))],
  ['two signatures', 'has 2 signatures', () => refusal(reshaped(e => e.signatures.push(e.signatures[0])))],
  [
    'an unknown member',
    'the envelope has an unknown member "extra"',
    () => refusal(reshaped(e => (e.extra = 1))),
  ],
  [
    'an unknown member beside the signature',
    'signature has an unknown member "cert"',
    () => refusal(reshaped(e => (e.signatures[0].cert = 'x'))),
  ],
  [
    'an unknown member in what is signed',
    'the predicate has an unknown member "forAll"',
    () => refusal(odd({ forAll: true })),
  ],
  ['a member missing', 'the predicate lacks "nonce"', () => refusal(restated(s => delete s.predicate.nonce))],
  [
    'another payload type',
    'a payload of type text/plain',
    () => refusal(reshaped(e => (e.payloadType = 'text/plain'))),
  ],
  [
    'another statement type',
    'no statement of in-toto',
    () => refusal(restated(s => (s._type = 'https://in-toto.io/Statement/v0.1'))),
  ],
  [
    'another predicate type',
    'a statement of type https://slsa.dev/provenance/v1',
    () => refusal(restated(s => (s.predicateType = 'https://slsa.dev/provenance/v1'))),
  ],
  [
    'a digest of something else',
    "the statement's digest is not that",
    () => refusal(restated(s => (s.subject[0].digest.sha256 = sha('0')))),
  ],
  [
    'a second subject',
    "the statement's subject is not a list of one",
    () => refusal(restated(s => s.subject.push(s.subject[0]))),
  ],
  [
    'a subject of another name',
    'subject names another repository',
    () => refusal(restated(s => (s.subject[0].name = 'git+https://github.com/acme/other'))),
  ],
  [
    'an envelope with blanks',
    'the envelope is not in canonical form',
    () => refusal(Buffer.from(`${GOOD} `)),
  ],
  [
    'a payload with blanks',
    'the payload is not in canonical form',
    () => refusal(sealed(Buffer.from(`${buildStatement(approval())}\n`))),
  ],
  [
    'a member twice',
    'the payload is not in canonical form',
    () =>
      refusal(
        sealed(
          Buffer.from(
            buildStatement(approval())
              .toString()
              .replace('"approver":"alice"', '"approver":"bob","approver":"alice"'),
          ),
        ),
      ),
  ],
  [
    'base64 in another spelling',
    '"sig" is not base64',
    () => refusal(reshaped(e => (e.signatures[0].sig += '='))),
  ],
  ['no JSON at all', 'the envelope is no JSON', () => refusal(Buffer.from('yes'))],
  [
    'nested without end',
    'the envelope is nested too deeply',
    () => refusal(Buffer.from('['.repeat(32_000) + ']'.repeat(32_000))),
  ],
  ['larger than 64 KiB', 'at most 65536 bytes', () => refusal(Buffer.concat([GOOD, Buffer.alloc(65_536)]))],
  [
    'a keyid of another key',
    'its "keyid" names another key',
    () => refusal(reshaped(e => (e.signatures[0].keyid = BOB.fingerprint))),
  ],
]
