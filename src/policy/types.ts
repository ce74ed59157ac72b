/** The compiled policy: what core, guard, explain and doctor ask. Types only. */
import type { ActorKind, ClauseRef, Confidence, ObjectId, Suppression, Verdict } from '../model.ts'

/** From the weakest voice in a conflict of trust to the newest text; all of them are asked, none loosens another. */
export type LayerName = 'floor' | 'system' | 'user' | 'base' | 'working' | 'task'
export type Mode = 'enforce' | 'observe'

/** What can be done to a ref. `move` is a tag that changes its target; every verb but `commit` is also a `push`. */
export type RefVerb = 'commit' | 'push' | 'create' | 'force' | 'delete' | 'move'
export type RefVerdicts = Partial<Record<RefVerb, Verdict>>

/** What git/objects.ts gives: the object a spec (`REV:path`; `:path` = the index) names, or null. Calls may overlap. */
export interface SpecReader {
  readObject(spec: string): Promise<{ id: ObjectId; type: string; data: Buffer } | null>
}

/** The text of one layer, as read; `file` is how it is named to people. */
export interface LayerText {
  layer: LayerName
  file: string
  text: string
}

/** What every clause of every kind has. */
export interface Clause {
  /** `refs.main`: the table's path is the id */
  id: string
  layer: LayerName
  /** layer, file and line for a report: the line is looked for only when asked */
  ref(): ClauseRef
  mode: Mode
  /** the next legitimate step as the policy's author words it */
  hint?: string
  /** whom it speaks about; null = everyone */
  actors: readonly ActorKind[] | null
}

/** Who may approve what this clause asks for: data for approvals, not evaluated here. */
export interface ApprovalTerms {
  approvers: readonly string[]
  count: number
  assurance?: string
  /** not by who made the change, as the server knows them */
  distinct?: boolean
  /** a forge's review answers it too */
  review?: boolean
}

export interface RefClause extends Clause, ApprovalTerms {
  kind: 'ref'
  matches(ref: string): boolean
  verdicts: RefVerdicts
  perActor: Partial<Record<ActorKind, RefVerdicts>>
}

export interface PathClause extends Clause, ApprovalTerms {
  kind: 'path'
  matches(path: string): boolean
  verdict: Verdict
}

/** A class of change (`dependency-added`): the guard computes it from contents (guard/classes/). */
export interface ChangeClause extends Clause, ApprovalTerms {
  kind: 'change'
  class: string
  /** the paths it is confined to; null = all */
  matches: ((path: string) => boolean) | null
  verdict: Verdict
}

export interface LimitClause extends Clause, ApprovalTerms {
  kind: 'limit'
  verdict: Verdict
  files?: number
  lines?: number
  bytes?: number
  bytesPerFile?: number
  binaries?: number
}

export interface RemoteClause extends Clause {
  kind: 'remote'
  /** `url` normalised by remote-url.ts */
  allows(url: string): boolean
}

export interface ScopeClause extends Clause {
  kind: 'scope'
  allowsPath: ((path: string) => boolean) | null
  allowsRef: ((ref: string) => boolean) | null
}

/** A public key somebody approves with. Days are UTC, YYYY-MM-DD. */
export interface EnrolledKey {
  /** a line as OpenSSH writes it: `ssh-ed25519 AAAA…`; read by approvals, not here */
  key: string
  /** a hardware key's attestation: the name of a file in `.portcullis/attestations/` */
  attested?: string
  /** the person who has seen that it is a hardware key */
  vouchedBy?: string
  /** the first and the last day it counts */
  validFrom?: string
  validUntil?: string
  /** from this day on nothing it ever signed counts */
  revoked?: string
}

export interface Person {
  name: string
  emails: readonly string[]
  /** the forge's account */
  github?: string
  keys: readonly EnrolledKey[]
}

/** A waiver or skip as it stands in a layer. */
export interface Grant {
  id: string
  layer: LayerName
  /** rule id a waiver is about; skips have none */
  rule?: string
  match: readonly string[]
  matches(path: string): boolean
  reason: string
  by?: string
  /** YYYY-MM-DD, the last day it counts */
  expires?: string
  trusted: boolean
  /** file:line, for the report */
  source(): string
}

/** A waiver that covers a finding; an expired one does not count and is reported. */
export interface Waived extends Suppression {
  expired: boolean
}

/** Why a layer's text is not in force. */
export interface PolicyProblem {
  layer: LayerName
  file: string
  line?: number
  message: string
  hint?: string
}

/** The blob that puts the trusted policy back: a change to it is always allowed (design §7.3). */
export interface Restorable {
  path: string
  id: ObjectId
}

/** `[own-secrets]`: which of the user's own secrets are looked for, and the names of those that are not. */
export interface OwnSecrets {
  files: boolean
  environment: boolean
  ignore: readonly string[]
}

/** Everything downstream needs; nothing downstream reads a policy file. */
export interface Policy {
  /** sha256 (hex) of the layers' names and texts; computed when asked, since node:crypto costs 5 ms to load */
  readonly digest: string
  /** for findings that no clause brings (credentials): `observe` only where every layer above the floor says so */
  mode: Mode
  owner?: { name: string; contact?: string }
  /** confidence from which a credential is denied, and from which it warns */
  credentials: { deny: Confidence; warn: Confidence; disabledRules: readonly string[] }
  ownSecrets: OwnSecrets
  /** bytes of one blob that are scanned; null = core's default */
  maxBytes: number | null
  refs: readonly RefClause[]
  paths: readonly PathClause[]
  changes: readonly ChangeClause[]
  limits: readonly LimitClause[]
  remotes: readonly RemoteClause[]
  scopes: readonly ScopeClause[]
  /** people on the trusted base, by id */
  people: ReadonlyMap<string, Person>
  groups: ReadonlyMap<string, readonly string[]>
  /** is there anybody to ask: a person with a key on the trusted base */
  enrolled: boolean
  waivers: readonly Grant[]
  skips: readonly Grant[]
  /** the trusted, unexpired skip whose list matches: content at this path is not scanned, and its reason is printed */
  skipFor(path: string): Grant | null
  /** waivers about this rule at this path on this day (YYYY-MM-DD); expired ones are flagged, the trusted ones come first */
  waiversFor(ruleId: string, path: string | undefined, today: string): Waived[]
  /** sentences for people */
  notices: readonly string[]
  /** layers that could not be used */
  problems: readonly PolicyProblem[]
  /** no policy on the base yet: the working copy is what there is */
  firstSetup: boolean
  restores: Restorable | null
}
