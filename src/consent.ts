/** What people say to findings: silenced, approved, asked for. Types only, part of the nouns that src/model.ts hands on. */

/** Why a finding does not count. `trusted`: it stands on the trusted base, not only in the judged change. */
export interface Suppression {
  kind: 'inline' | 'baseline' | 'policy'
  reason: string
  by?: string
  expires?: string
  /** file:line or tag, for the report */
  source: string
  trusted: boolean
}

/** One branch that would hold an operation's content, and the step that leads there: what an approval of it binds. */
export interface Landing {
  /** full name of the branch it is meant for: `refs/heads/main`, also while the work is on a branch of its own */
  target: string
  /** the target's tip as it is known here; null = there is no such branch yet */
  tip: string | null
  /** commit or tree that the step begins at: the tip, or a commit's own parent; null = nothing */
  from: string | null
  /** commit or tree that it ends at */
  to: string
}

/** An approval as reports and records name it: it was verified, and this much of it is told. */
export interface ApprovalNote {
  /** sha256 of the envelope, hex; `review:alice` where a forge's review is the answer */
  id: string
  /** id in [people.<id>] */
  by: string
  /** how sure it is that a person was there: `key`, `presence`, `verified`; `review`: the forge says so */
  assurance: string
  /** ISO 8601, UTC: the moment from which it no longer counts; a review counts for the head that it is of */
  expires?: string
}

/** What a person is asked for: one subject, one id. */
export interface RequestNote {
  id: string
  clauses: string[]
  /** the branch or ref it is about */
  target: string
  /** how many files it binds; 0 for a move of a ref */
  files: number
  /** the command that a person runs next */
  command: string
}
