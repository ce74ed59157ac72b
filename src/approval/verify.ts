/** Is it an approval: form, signature, key, time and place. What it approves is matched elsewhere (match.ts). */
import { type Attestations, checkDays, enrolmentOf, hardwareDoubt, type People } from './enrolment.ts'
import { openEnvelope } from './envelope.ts'
import { Refusal, type Refused, refuse, shown } from './refusal.ts'
import { requestId } from './request-id.ts'
import { verifySshsig } from './sshsig.ts'
import { pae } from './statement.ts'
import { type Approval, type Assurance, NAMESPACE, type VerifiedApproval } from './types.ts'

export interface VerifyContext {
  /** of the trusted base, never of the change that is judged */
  people: People
  /** as approvals name it */
  repository: string
  now: Date
  /** without them no attestation counts */
  attestations?: Attestations
}

export type Verified = { ok: VerifiedApproval } | { refused: Refused }

const MINUTE = 60_000
/** How long each kind may hold. A content approval binds bytes, a ref update only a value that may come back. */
export const LIFETIME = { content: 30 * 24 * 60 * MINUTE, 'ref-update': 60 * MINUTE }
/** What two clocks may differ by. */
const SKEW = 5 * MINUTE

const PRESENT = 0x01
const VERIFIED = 0x04

/** An envelope's bytes → what it approves and how surely, or why it is none. Throws nothing. */
export function verifyApproval(bytes: Buffer, context: VerifyContext): Verified {
  try {
    return { ok: verified(bytes, context) }
  } catch (error) {
    if (error instanceof Refusal) return { refused: { code: error.code, message: error.message } }
    throw error
  }
}

function verified(bytes: Buffer, context: VerifyContext): VerifiedApproval {
  const { approval, payload, sig, keyid, id } = openEnvelope(bytes)
  const { key, hardware } = verifySshsig(sig, pae(payload), NAMESPACE)
  if (keyid !== key.fingerprint) refuse('keyid', 'its "keyid" names another key than the one that signed')
  const { approver } = approval
  const enrolled = enrolmentOf(key, approver, context.people)
  checkDays(enrolled, approver, approval.issuedAt, context.now)
  checkTimes(approval, context.now)
  checkPlace(approval, context.repository)
  const doubt = hardware && hardwareDoubt(key, enrolled, approver, context.people, context.attestations)
  const assurance = assuranceOf(hardware, doubt)
  return { ...approval, id, assurance, keyid, ...(doubt === null ? {} : { doubt }) }
}

function checkTimes({ issuedAt, notAfter, subject }: Approval, now: Date): void {
  const [issued, until] = [Date.parse(issuedAt), Date.parse(notAfter)]
  if (issued > now.getTime() + SKEW) refuse('issued-in-future', `it was issued in the future, at ${issuedAt}`)
  if (until <= issued) refuse('no-lifetime', 'it ends before it begins')
  if (until - issued > LIFETIME[subject.type])
    refuse('lifetime', `it holds longer than ${LONGEST[subject.type]}`)
  if (until < now.getTime()) refuse('expired', `it expired at ${notAfter}: ask again`)
}

const LONGEST = {
  content: 'the 30 days an approval of content may',
  'ref-update': 'the 60 minutes an approval of a ref update may',
}

function checkPlace(approval: Approval, repository: string): void {
  if (approval.repository !== repository)
    refuse('repository', `it is for the repository "${shown(approval.repository)}", not for "${repository}"`)
  if (approval.request !== requestId(approval))
    refuse('request', 'the id of its request is not that of what it approves')
}

/** Flags are what the signer says; they count above `key` only without a doubt about the hardware. */
function assuranceOf(hardware: { flags: number } | null, doubt: string | null): Assurance {
  if (hardware === null) return 'key'
  if ((hardware.flags & PRESENT) === 0) refuseAbsent(hardware.flags)
  if (doubt !== null) return 'key'
  return (hardware.flags & VERIFIED) === 0 ? 'presence' : 'verified'
}

function refuseAbsent(flags: number): never {
  const but = (flags & VERIFIED) === 0 ? '' : ', though it says that somebody was verified'
  return refuse('no-presence', `the hardware key signed without a touch${but}: nobody confirmed it`)
}
