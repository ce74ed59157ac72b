/** What a report of the audit log is made of. Types only. */
import type { Verdict } from '../../model.ts'

/** A record as it is read back; what it says beside this depends on its event, and nothing of it is trusted. */
export interface AuditLine {
  seq: number
  /** ISO 8601, UTC */
  time: string
  event: string
  readonly [name: string]: unknown
}

export type Counts = Record<Verdict, number>

/** Decisions of one day (UTC). */
export interface Day {
  /** YYYY-MM-DD */
  day: string
  counts: Counts
}

/** Decisions about one kind of actor; `name` where the evidence has one (`claude-code`). */
export interface ActorFigures {
  actor: string
  counts: Counts
}

/** How often one clause or rule spoke, and what came of it. */
export interface ClauseFigures {
  id: string
  counts: Counts
  /** requests that named it: made, granted, denied */
  requested: number
  granted: number
  refused: number
  /** YYYY-MM-DD */
  last: string
}

/** The same actor at the same clause or rule again within an hour: too tight a rule, or somebody pushing at it. */
export interface Repeated {
  who: string
  what: string
  attempts: number
  first: string
  last: string
}

/** A commit that no decision covers. */
export interface Bypass {
  commit: string
  action: string
  who: string
  /** what noticed it: `pre-push`, `doctor` */
  caughtBy: string
  time: string
}

export interface PersonFigures {
  who: string
  granted: number
  denied: number
  /** how sure the signatures were, and how many of each */
  assurance: [string, number][]
  /** median minutes from request to answer; null where no request is in the log */
  minutes: number | null
}

export interface Latency {
  operation: string
  count: number
  /** milliseconds */
  p50: number
  p95: number
}

export interface Figures {
  records: number
  /** ISO 8601; null in an empty log */
  from: string | null
  to: string | null
  decisions: number
  /** commits whose tree was judged; their messages are decisions of their own */
  commits: number
  days: Day[]
  actors: ActorFigures[]
  clauses: ClauseFigures[]
  /** credentials that were blocked, by rule */
  prevented: [string, number][]
  repeated: Repeated[]
  bypasses: Bypass[]
  people: PersonFigures[]
  /** ids of policies in the order they came into force */
  policies: { policy: string; since: string }[]
  latency: Latency[]
}

/** What the log cannot say: the policy in force, and whether hooks reach us now. */
export interface Standing {
  repository: string
  /** YYYY-MM-DD, for what expires */
  today: string
  owner: { name: string; contact?: string } | null
  mode: string
  clauses: { id: string; asks: boolean; denies: boolean }[]
  waivers: { id: string; reason: string; by?: string; expires?: string }[]
  /** people with a key on the trusted base */
  enrolled: number
  worktrees: { path: string; alive: number; of: number }[]
  /** what `audit verify` says of the chain, one sentence */
  chain: string
}

export interface Answer {
  question: string
  answer: 'yes' | 'partly' | 'no'
  evidence: string
}
