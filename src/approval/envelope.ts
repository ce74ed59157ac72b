/** DSSE envelopes (v1) of one approval: taken apart by hand, and only in their one canonical spelling. */
import { createHash } from 'node:crypto'
import { canonical, type Json } from '../canonical.ts'
import { approvalOf } from './predicate.ts'
import { refuse, shown } from './refusal.ts'
import { members, one, text } from './shape.ts'
import { STATEMENT_TYPE, subjectDigest } from './statement.ts'
import { type Approval, PAYLOAD_TYPE, PREDICATE_TYPE } from './types.ts'
import { strictBase64 } from './wire.ts'

/** What an envelope holds. Nothing of it is verified yet but its form. */
export interface Opened {
  approval: Approval
  /** the signed bytes */
  payload: Buffer
  /** the raw SSHSIG */
  sig: Buffer
  keyid: string
  /** sha256 of the envelope, hex */
  id: string
}

/** Bytes of an envelope, 64 KiB: what a stored blob may have. */
export const LARGEST = 65536

/** Throws Refusal for whatever is no well-formed envelope of one approval. */
export function openEnvelope(bytes: Buffer): Opened {
  if (bytes.length > LARGEST) refuse('too-large', `an approval has at most ${LARGEST} bytes`)
  const envelope = members(canonicalJson(bytes, 'the envelope'), 'the envelope', [
    'payload',
    'payloadType',
    'signatures',
  ])
  if (envelope.payloadType !== PAYLOAD_TYPE)
    refuse('payload-type', `a payload of type ${shown(envelope.payloadType)} is no approval`)
  const { keyid, sig } = signatureOf(envelope.signatures)
  const payload = base64(envelope.payload, 'payload')
  const approval = openStatement(payload)
  return { approval, payload, sig, keyid, id: createHash('sha256').update(bytes).digest('hex') }
}

function signatureOf(value: unknown): { keyid: string; sig: Buffer } {
  const count = Array.isArray(value) ? value.length : 0
  if (count === 0) refuse('unsigned', 'the envelope has no signature')
  if (count > 1) refuse('signatures', `the envelope has ${count} signatures: one is what an approval has`)
  const signature = members((value as unknown[])[0], "the envelope's signature", ['keyid', 'sig'])
  return { keyid: text(signature.keyid, 'keyid'), sig: base64(signature.sig, 'sig') }
}

/** The payload alone. Throws Refusal. */
export function openStatement(payload: Buffer): Approval {
  const what = 'the statement'
  const statement = members(canonicalJson(payload, 'the payload'), what, [
    '_type',
    'subject',
    'predicateType',
    'predicate',
  ])
  if (statement._type !== STATEMENT_TYPE)
    refuse('statement-type', `${shown(statement._type)} is no statement of in-toto's version 1`)
  if (statement.predicateType !== PREDICATE_TYPE)
    refuse('predicate-type', `a statement of type ${shown(statement.predicateType)} is no approval`)
  const approval = approvalOf(statement.predicate)
  checkSubject(statement.subject, approval)
  return approval
}

/** in-toto's subject must say what ours says, for whoever reads only that. */
function checkSubject(value: unknown, approval: Approval): void {
  const subject = members(one(value, "the statement's subject"), "the statement's subject", [
    'name',
    'digest',
  ])
  const digest = members(subject.digest, "the subject's digest", ['sha256'])
  if (subject.name !== approval.repository)
    refuse('subject-name', "the statement's subject names another repository")
  if (digest.sha256 !== subjectDigest(approval))
    refuse('subject-digest', "the statement's digest is not that of what it approves")
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** JSON whose bytes are its own canonical form: no member twice, no blank, no second spelling. */
function canonicalJson(bytes: Buffer, what: string): unknown {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes))
    if (canonical(value as Json) === utf8.decode(bytes)) return value
  } catch (error) {
    if (error instanceof RangeError) return refuse('not-json', `${what} is nested too deeply`)
    return refuse('not-json', `${what} is no JSON`)
  }
  return refuse('not-canonical', `${what} is not in canonical form: its bytes are not those of RFC 8785`)
}

function base64(value: unknown, name: string): Buffer {
  const bytes = typeof value === 'string' ? strictBase64(value) : null
  return bytes ?? refuse('base64', `"${name}" is not base64 in its one spelling`)
}
