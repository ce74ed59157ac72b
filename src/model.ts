/**
 * The nouns of Portcullis: types only, and it imports nothing but the words for a credential and for people's consent. Every other file passes these along.
 * The words are fixed in docs/words.md; a type here is the place where a word gets its shape.
 */

import type { ApprovalNote, Landing, RequestNote, Suppression } from './consent.ts'
import type { Confidence, InlineTag, Redacted, Severity } from './credential.ts'

export type { ApprovalNote, Landing, RequestNote, Suppression } from './consent.ts'
export type { Confidence, Credential, InlineTag, Minor, Redacted, Severity } from './credential.ts'

/** A git object id: 40 (sha1) or 64 (sha256) lower-case hex digits. Sources without git use `file:<path>`. */
export type ObjectId = string

/** What one clause or finding asks for; ordered, and the strongest wins. `ask` = a person must approve. */
export type Verdict = 'allow' | 'warn' | 'ask' | 'deny'

export type OperationKind = 'commit' | 'push' | 'merge' | 'edit' | 'scan'
export type ActorKind = 'human' | 'agent' | 'ci' | 'unknown'

/** Who seems to act: a claim, never a proof. `evidence` names signals (`env CLAUDECODE`), never their values. */
export interface Actor {
  kind: ActorKind
  name?: string
  evidence: string[]
}

/** One ref as the operation would leave it. `ref` is the full name (`refs/heads/main`). */
export interface RefUpdate {
  ref: string
  action: 'create' | 'update' | 'force' | 'delete'
  before: ObjectId | null
  after: ObjectId | null
}

/** A commit as it will be made: what the audit log must name so that a commit nobody judged can be told from one that was. */
export interface Covers {
  tree: ObjectId
  parents: ObjectId[]
}

/** What a tree holds at a path: git's mode as six octal digits (`100644`, `120000` symlink, `160000` submodule). */
export interface Entry {
  mode: string
  id: ObjectId
}

/** One path's step from its parents' blobs to a new blob. Renames are a deletion and an addition (git §5: --no-renames). */
export interface Change {
  path: string
  status: 'added' | 'modified' | 'deleted' | 'mode' | 'type'
  /** this path in each parent that has it and can be read; empty when no parent has it */
  before: Entry[]
  /** null when the path is deleted */
  after: Entry | null
  commit?: ObjectId
}

/** Text that git stores outside of blobs: a message, a name. */
export interface Text {
  kind: 'commit-message' | 'tag-message' | 'ref-name' | 'identity'
  text: string
  commit?: ObjectId
  ref?: string
}

/** A blob's bytes, or null when it is larger than the limit asked for (then only its size is known). */
export interface Blob {
  size: number
  data: Buffer | null
}

/** Where an operation's bytes come from. Throws GitError when the object is missing or unreadable. */
export interface ObjectReader {
  /** at most `limit` bytes; a larger object gives `data: null` and its true size */
  read(id: ObjectId, limit: number): Promise<Blob>
  close(): void
}

/** What a source listed; `inspect` must have read exactly as many, or the scan failed. */
export interface Listed {
  commits: number
  /** distinct blob ids (or files) among the changes' `after` sides, submodules not counted */
  blobs: number
}

/** One of `count` parts that a history is divided into by object ids; `index` counts from 1. */
export interface Shard {
  index: number
  count: number
}

/** What a shard's report says, so that all of them can be proven to be parts of one whole. */
export interface ShardOf extends Shard {
  /** of what was divided and which rules looked: the same in every shard */
  digest: string
  /** of the whole history; `coverage.commits` are those of this shard */
  commits: number
}

/** Where a blob comes from, for findings of a history: filled in only for the few blobs that have one. */
export interface Origin {
  commit: ObjectId
  author: string
  date: string
  path: string
}

/** Asks what was clean before. */
export interface Remembered {
  /** an earlier run of the same rules found nothing in this blob at this path */
  has(id: ObjectId, path: string): boolean
}

/**
 * What someone attempts. The iterables are lazy and are consumed once. `changes` may end with a CoverageError after everything that
 * could be listed has come: what came counts, and the outcome is exit 3.
 */
export interface Operation {
  kind: OperationKind
  actor: Actor
  refs: RefUpdate[]
  /** of a commit about to be made */
  covers?: Covers
  /** where a push goes: the remote's name and the effective URL git told the hook */
  remote?: { name: string; url: string }
  changes: AsyncIterable<Change>
  texts: AsyncIterable<Text>
  objects: ObjectReader
  /** valid once `changes` and `texts` are exhausted */
  listed(): Listed
  /** valid as `listed` is: what could not be listed (a missing object); any entry makes the run incomplete */
  unlisted?(): Skipped[]
  /** valid as `listed` is: what lies there and holds no content to look at (a socket, another repository's folder) */
  skipped?(): Skipped[]
  /** valid as `listed` is: sentences for people on what was looked at differently (a shallow clone's edge) */
  notices?(): string[]
  /** history only: this is a part of it */
  shard?: ShardOf
  /** the repository's name, where there is one */
  repository?: string
  /** the command that goes on from the state git is in (`'git rebase --continue'`), for remedies */
  resume?: string
  /** commits known already on another tracking ref: findings only in these warn (design §7.2) */
  elsewhere?: Map<ObjectId, string>
  /** where the content would land: asked only when something in it needs a person's approval */
  landings?(): Promise<Landing[]>
  /** push only: what scans found clean here. It is opened when there is much to look at */
  remembered?(): Promise<Remembered>
  /**
   * commit and push only: all that is not on the trusted base yet, this operation included, as one change; null where that is this
   * operation alone. For limits, asked only where one adds up
   */
  outgoing?(): Promise<Change[] | null>
  /** history only: who introduced these blobs */
  attribute?(ids: Set<ObjectId>): Promise<Map<ObjectId, Origin[]>>
}

export interface Occurrence {
  /** only in a report merged from several repositories */
  repository?: string
  path?: string
  /** as in Credential: then `line` and `column` are that member's */
  member?: string
  line?: number
  column?: number
  commit?: ObjectId
  ref?: string
}

/** Which clause of which layer spoke: `explain` prints it. */
export interface ClauseRef {
  id: string
  layer: string
  file?: string
  line?: number
}

/** What a rule or the policy says about a change or a ref. One list, one report, one audit. */
export interface Finding extends Occurrence {
  ruleId: string
  category: 'credential' | 'ref' | 'path' | 'limit' | 'content' | 'message'
  severity: Severity
  confidence: Confidence
  verdict: Verdict
  message: string
  endLine?: number
  endColumn?: number
  author?: string
  date?: string
  excerpt?: Redacted
  fingerprint?: string
  /** as in Credential */
  facts?: string[]
  occurrences: Occurrence[]
  /** the next legitimate step, one sentence */
  remedy: string
  clause?: ClauseRef
  /** the blob it is in: for attribution, not reported */
  blob?: ObjectId
  inline?: InlineTag
  /** seen in several changes together: an approval binds all there are; not reported */
  together?: true
  /** of a history: refs whose tip still holds it (HEAD, the remotes' branches); empty: it stands in the past alone */
  stands?: string[]
}

export interface Suppressed {
  finding: Finding
  suppression: Suppression
}

/** What asked and was approved: listed, so that no consent goes unseen. */
export interface Approved {
  finding: Finding
  approvals: ApprovalNote[]
}

export interface Skipped {
  path: string
  commit?: ObjectId
  reason: string
}

/** What was looked at and what was not. */
export interface Coverage extends Listed {
  /** of a history: blobs not looked at again, since an earlier run of the same rules found nothing in them */
  remembered?: number
  bytes: number
  /** left out on purpose, by a clause of the policy */
  skipped: Skipped[]
  /** could not be read or judged: any entry makes the run incomplete (exit 3) */
  unread: Skipped[]
}

/** One repository of a merged report. */
export interface RepositoryPart extends Listed {
  name: string
  bytes: number
  findings: number
  complete: boolean
}

export interface Decision {
  id: string
  operation: { kind: OperationKind; actor: Actor; refs: RefUpdate[]; covers?: Covers }
  /** which repository, where it is about one; its reports are told apart by this name */
  repository?: string
  /** a report merged from several repositories names them here */
  repositories?: RepositoryPart[]
  /** only this part of a history was looked at */
  shard?: ShardOf
  verdict: Verdict
  findings: Finding[]
  suppressed: Suppressed[]
  /** what asked for a person and has one's approval */
  approvals?: Approved[]
  /** what a person is asked for; only where the verdict is `ask` */
  requests?: RequestNote[]
  /** sentences for people: an expired waiver, an unused baseline entry, a broken working-copy policy */
  notices: string[]
  coverage: Coverage
  rulesDigest: string
  /** which policy texts judged, by git's ids */
  policy: string
  durationMs: number
}

/** 0 allowed or clean · 1 blocked or found · 2 usage or configuration · 3 could not decide */
export type ExitCode = 0 | 1 | 2 | 3
