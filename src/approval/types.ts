/** What an approval says, as types only: an in-toto statement (v1) in a DSSE envelope, signed as SSHSIG. */
import type { ObjectId } from '../model.ts'

/** How sure it is that a person was there when it was signed; ordered. `review` is a forge's, seen by CI alone. */
export type Assurance = 'key' | 'presence' | 'verified'

/** One path's step that is approved. Bytes, not text: two names of invalid UTF-8 must not become one. */
export interface ContentEntry {
  /** the path's bytes, base64 */
  pathB64: string
  /** git's mode after the step, six octal digits; `000000` when it is deleted */
  mode: string
  /** null = the path is not there (before: added, after: deleted) */
  from: ObjectId | null
  to: ObjectId | null
  /** sha256 of the new content, hex: git's own id may be sha1; null when there is none (deleted, a submodule) */
  toSha256: string | null
}

/** Exact content for one branch. `whole`: a limit or a message asked too, so these are all entries of the change. */
export interface ContentSubject {
  type: 'content'
  /** full name of the ref that is to hold it: `refs/heads/main` */
  target: string
  whole: boolean
  /** sorted by path bytes */
  entries: ContentEntry[]
}

/** One move of one ref, compared and swapped on its old value. */
export interface RefSubject {
  type: 'ref-update'
  ref: string
  action: 'create' | 'update' | 'force' | 'delete'
  before: ObjectId | null
  after: ObjectId | null
}

export type Subject = ContentSubject | RefSubject

/** The predicate of our statement, `predicateType` PREDICATE_TYPE. */
export interface Approval {
  subject: Subject
  /** which repository, normalised URL or id: an approval of one serves no other */
  repository: string
  /** clauses it answers, by id (`paths.workflows`), sorted */
  clauses: string[]
  /** identity of the policy that was in force: recorded, not compared */
  policy: string
  /**
   * content: the commit `target` pointed to where it was approved, null when it did not exist. From there on the target's
   * history tells whether the approval is spent; no clock does. ref-update: null, its `before` says it
   */
  tip: ObjectId | null
  /** who asked: a claim, for the record */
  requestedBy: { kind: string; name?: string; evidence: string[] }
  /** id in [people.<id>] of the trusted base */
  approver: string
  /** ISO 8601, UTC */
  issuedAt: string
  notAfter: string
  /** 16 random bytes, hex */
  nonce: string
  /** the request's id: the first 10 base32 characters of the digest over content, clauses and target */
  request: string
  tool: string
}

/** An approval whose envelope, signature, key and time were checked. Only the verifier makes one. */
export interface VerifiedApproval extends Approval {
  /** sha256 of the envelope, hex: its name under refs/portcullis/approvals/ */
  id: string
  assurance: Assurance
  /** `SHA256:…` of the key that signed */
  keyid: string
  /** of a hardware key that counts as `key` alone: why */
  doubt?: string
}

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
export const PREDICATE_TYPE = 'https://portcullis.dev/attestation/approval/v1'
/** Ours alone: never `git` or `file`, so a commit signature is no approval. */
export const NAMESPACE = 'approval@portcullis.dev'
/** The application string of hardware keys that count above `key`: an everyday touch for logging in cannot serve. */
export const APPLICATION = 'ssh:portcullis-approval'
