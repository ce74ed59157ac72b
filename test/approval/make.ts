/** An approval that is good, and the ways to make one that is not. */
import type { People } from '../../src/approval/enrolment.ts'
import type { Match, Wanted } from '../../src/approval/match.ts'
import { requestId } from '../../src/approval/request-id.ts'
import { buildEnvelope, buildStatement, pae } from '../../src/approval/statement.ts'
import type {
  Approval,
  ContentEntry,
  ContentSubject,
  RefSubject,
  VerifiedApproval,
} from '../../src/approval/types.ts'
import { type VerifyContext, verifyApproval } from '../../src/approval/verify.ts'
import type { EnrolledKey, Person } from '../../src/policy/types.ts'
import { ed25519, type SignOptions, type SoftKey } from './software.ts'

export const REPOSITORY = 'git+https://github.com/acme/app'
export const NOW = new Date('2026-11-22T15:00:00Z')

/** A made-up object id. */
export const id = (letter: string) => letter.repeat(40)
export const sha = (letter: string) => letter.repeat(64)
export const base64 = (path: string | Buffer) => Buffer.from(path).toString('base64')

/** `from` → `to`, each a letter, or null. */
export function entry(
  path: string | Buffer,
  from: string | null,
  to: string | null,
  mode = '100644',
): ContentEntry {
  return {
    pathB64: base64(path),
    mode: to === null ? '000000' : mode,
    from: from && id(from),
    to: to && id(to),
    toSha256: to && sha(to),
  }
}

export const WORKFLOW = entry('.github/workflows/ci.yml', 'a', 'b')

export function content(
  entries: ContentEntry[] = [WORKFLOW],
  changed: Partial<ContentSubject> = {},
): ContentSubject {
  return { type: 'content', target: 'refs/heads/main', whole: false, entries, ...changed }
}

export function refUpdate(changed: Partial<RefSubject> = {}): RefSubject {
  return {
    type: 'ref-update',
    ref: 'refs/heads/main',
    action: 'force',
    before: id('a'),
    after: id('b'),
    ...changed,
  }
}

/** A good one by alice, unless changed; its request's id fits. */
export function approval(changed: Partial<Approval> = {}): Approval {
  const minutes = changed.subject?.type === 'ref-update' ? 60 : 30 * 24 * 60
  const issuedAt = changed.issuedAt ?? '2026-11-22T14:59:00Z'
  const until = new Date(Date.parse(issuedAt) + minutes * 60_000)
  const made = {
    subject: content(),
    repository: REPOSITORY,
    clauses: ['paths.workflows'],
    policy: `sha256:${sha('0')}`,
    tip: changed.subject?.type === 'ref-update' ? null : id('e'),
    requestedBy: { kind: 'agent', name: 'some-agent', evidence: ['env SOME_AGENT'] },
    approver: 'alice',
    issuedAt,
    notAfter: until.toISOString(),
    nonce: 'c0ffee'.padEnd(32, '0'),
    tool: 'portcullis/1.0.0',
    ...changed,
  }
  return { ...made, request: changed.request ?? requestId(made) }
}

export const ALICE = ed25519('alice')
export const BOB = ed25519('bob')

export function person(name: string, ...keys: (SoftKey | EnrolledKey)[]): [string, Person] {
  const enrolled = keys.map(key => ('key' in key ? key : { key: key.line }))
  return [name, { name, emails: [`${name}@acme.example`], github: `${name}-gh`, keys: enrolled }]
}

export const PEOPLE: People = new Map([person('alice', ALICE), person('bob', BOB)])

export function context(changed: Partial<VerifyContext> = {}): VerifyContext {
  return { people: PEOPLE, repository: REPOSITORY, now: NOW, ...changed }
}

export function signed(made: Approval, key: SoftKey = ALICE, options: SignOptions = {}): Buffer {
  return sealed(buildStatement(made), key, options)
}

/** An envelope around whatever the payload is. */
export function sealed(payload: Buffer, key: SoftKey = ALICE, options: SignOptions = {}): Buffer {
  return buildEnvelope(payload, key.fingerprint, key.sign(pae(payload), options))
}

/** Signs and verifies: what a reader of a store would have. */
export function verified(
  made: Approval,
  key: SoftKey = ALICE,
  within: VerifyContext = context(),
): VerifiedApproval {
  const result = verifyApproval(signed(made, key), within)
  if ('refused' in result) throw new Error(`${result.refused.code}: ${result.refused.message}`)
  return result.ok
}

export const WANTED: Wanted = {
  clauses: [{ id: 'paths.workflows', approvers: [], count: 1, assurance: 'key' }],
  subject: content(),
  repository: REPOSITORY,
}

export function wanted(
  changed: Partial<Wanted> = {},
  clause: Partial<Wanted['clauses'][number]> = {},
): Wanted {
  return { ...WANTED, clauses: [{ ...WANTED.clauses[0]!, ...clause }], ...changed }
}

/** All sentences of a match that is not met. */
export function missing(match: Match): string[] {
  return match.clauses.flatMap(clause => clause.missing)
}
