/** An approval as the bytes that are signed: an in-toto statement (v1) in canonical JSON, under DSSE's encoding. */
import { createHash } from 'node:crypto'
import { canonical, type Json } from '../canonical.ts'
import { type Approval, PAYLOAD_TYPE, PREDICATE_TYPE } from './types.ts'

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'

/** The payload: one subject, the repository, whose digest is that of what is approved. */
export function buildStatement(approval: Approval): Buffer {
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: approval.repository, digest: { sha256: subjectDigest(approval) } }],
    predicateType: PREDICATE_TYPE,
    predicate: approval,
  }
  return Buffer.from(canonical(statement as unknown as Json))
}

/** sha256 of the canonical subject, hex. */
export function subjectDigest({ subject }: Pick<Approval, 'subject'>): string {
  return createHash('sha256')
    .update(canonical(subject as unknown as Json))
    .digest('hex')
}

/** DSSE's pre-authentication encoding (v1): what a signature is made over. */
export function pae(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(PAYLOAD_TYPE)} ${PAYLOAD_TYPE} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}

/** The envelope's bytes, in canonical JSON. `sig` is the raw SSHSIG, not its armour. */
export function buildEnvelope(payload: Buffer, keyid: string, sig: Buffer): Buffer {
  const signatures = [{ keyid, sig: sig.toString('base64') }]
  return Buffer.from(
    canonical({ payload: payload.toString('base64'), payloadType: PAYLOAD_TYPE, signatures }),
  )
}
