/** When something asks for a person: what people have said, and what is written down of it. Loaded only then. */
import { type Draft, knownApprovals, type Seeking, type Sought, seekConsent } from './approval/consent.ts'
import { judgeOwnRefs } from './approval/own-refs.ts'
import { repositoryOf } from './approval/repository.ts'
import {
  lastMoment,
  MOST_OPEN,
  openIn,
  type Request,
  readRequest,
  stateOf,
  writeRequest,
} from './approval/requests.ts'
import type { Subject } from './approval/types.ts'
import { usesIn } from './approval/used.ts'
import { appendEvent } from './audit/append.ts'
import type { Objects } from './git/objects.ts'
import type { Repo } from './git/run.ts'
import type { Decision, Finding, Landing, ObjectId, Operation, RefUpdate, RequestNote } from './model.ts'
import type { Policy } from './policy/types.ts'

/** How an entry point asks. */
export interface Asks {
  objects: Objects
  /** the commit whose policy judges */
  base: ObjectId | null
  /** the ref that named the trusted base */
  baseRef: string | null
  /** a hook writes requests down; CI names the command alone, since its clone is thrown away */
  writes: boolean
  /** ids of people who made the change, as the server knows them */
  makers?: readonly string[]
  /** approving reviews of the head that is judged, where the forge was asked for them */
  reviews?: Seeking['reviews']
}

export interface Asking {
  repo: Repo
  policy: Policy
  asks: Asks
  operation: Operation
  now: Date
}

/** Refs of ours among those that are moved; none in most pushes. */
export function ownRefFindings({ operation, asks, now }: Asking): Promise<Finding[]> {
  return judgeOwnRefs(asks.objects, operation.refs, now.toISOString().slice(0, 10))
}

/** Approvals that answer these findings, and what is left to ask for. */
export async function seek(findings: Finding[], asking: Asking): Promise<Sought> {
  const isMove = findings.some(({ category }) => category === 'ref')
  return seekConsent(findings, await seekingOf(asking, isMove))
}

/** The approvals about a subject, with what is needed to match them. */
export async function gatherFor(subject: Subject, asking: Asking) {
  return knownApprovals(subject, await seekingOf(asking, false))
}

async function seekingOf({ repo, policy, asks, operation, now }: Asking, isMove: boolean): Promise<Seeking> {
  const landings = (await operation.landings?.()) ?? []
  const uses = asks.writes && isMove ? usesIn(repo, now) : null
  return {
    repo,
    objects: asks.objects,
    policy,
    base: asks.base,
    repository: await repositoryOf(repo, asks.baseRef),
    refs: operation.refs,
    landings,
    now,
    ...(asks.makers === undefined ? {} : { makers: asks.makers }),
    ...(asks.reviews === undefined ? {} : { reviews: asks.reviews }),
    ...(uses === null ? {} : { used: uses.used }),
  }
}

/** The decision with what a person is asked for. Requests are written only where nothing but an approval is missing. */
export function withRequests(decision: Decision, sought: Sought, asking: Asking): Decision {
  const { drafts, refused } = sought
  const notices = [...decision.notices, ...refused.slice(0, TOLD).map(reason => `no approval: ${reason}`)]
  if (decision.verdict !== 'ask') return spend({ ...decision, notices }, sought, asking)
  if (!asking.asks.writes && sought.approvals.length === 0) notices.push(NONE_HERE)
  if (drafts.length === 0) notices.push(NOWHERE)
  const requests: RequestNote[] = []
  for (const draft of drafts) {
    const fault = asking.asks.writes ? written(draft, decision, asking) : null
    if (fault === null) requests.push(noteOf(draft, asking.asks.writes))
    else notices.push(fault)
    notices.push(...missingOf(draft))
  }
  return { ...decision, requests, notices }
}

/** Of what does not count, in one report. */
const TOLD = 5

const NOWHERE =
  'nothing of it can be approved: no branch is known where it would land, or what asks stands in the history alone'

const NONE_HERE =
  "no approval of it is in this clone; to have those of others: git fetch origin '+refs/portcullis/approvals/*:refs/portcullis/remotes/origin/approvals/*'"

/** An approval of a ref update serves once: it is marked before anything passes on its word. */
function spend(decision: Decision, { approvals }: Sought, { repo, asks, now }: Asking): Decision {
  const given = new Set(decision.approvals?.flatMap(approved => approved.approvals.map(({ id }) => id)))
  const moves = approvals.filter(({ id, subject }) => given.has(id) && subject.type === 'ref-update')
  if (decision.verdict === 'deny' || !asks.writes || moves.length === 0) return decision
  const nonces = usesIn(repo, now)
  return moves.every(nonces.use)
    ? decision
    : { ...decision, verdict: 'deny', notices: [...decision.notices, RACED] }
}

const RACED = 'the approval of this ref update was used by another push just now: have it approved again'

/** What is nearly an approval: worth a sentence, since somebody thinks it is one. */
function missingOf({ missing }: Draft): string[] {
  return missing.filter(reason => !/: 0 of \d+ (person|people) approved/.test(reason)).slice(0, TOLD)
}

/** Null, or the sentence why it is not written down. The same request again is left as it is. */
function written(draft: Draft, decision: Decision, asking: Asking): string | null {
  const { repo, now } = asking
  const known = readRequest(repo.commonDir, draft.id)
  if (known !== null && stateOf(known, now) === 'open') return null
  const request = requestOf(draft, decision, asking)
  const open = openIn(repo.commonDir, request.worktree, now).length
  if (open >= MOST_OPEN)
    return `request ${draft.id} is not written down: ${open} of this worktree are open already; have them answered first (portcullis requests)`
  try {
    writeRequest(repo.commonDir, request)
  } catch (error) {
    return `request ${draft.id} cannot be written down: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`
  }
  const { notice } = appendEvent(repo.commonDir, 'approval.requested', recordOf(request, decision.id))
  return notice ?? null
}

function requestOf(draft: Draft, { operation }: Decision, asking: Asking): Request {
  const { repo, now } = asking
  const about = draft.landing === undefined ? { update: draft.update! } : { landing: draft.landing }
  return {
    v: 1,
    id: draft.id,
    openedAt: now.toISOString(),
    expiresAt: lastMoment(about, now).toISOString(),
    worktree: repo.worktree ?? repo.gitDir,
    operation: operation.kind,
    actor: operation.actor,
    refs: asking.operation.refs,
    clauses: draft.clauses,
    whole: draft.subject.type === 'content' && draft.subject.whole,
    paths: draft.steps.map(({ bytes }) => bytes.toString('base64')),
    ...about,
  }
}

function recordOf({ id, clauses, landing, update, actor }: Request, decision: string) {
  const { kind, name, evidence } = actor
  const who = { kind, ...(name === undefined ? {} : { name }), evidence }
  return { request: id, clauses, target: landing?.target ?? update!.ref, actor: who, decision }
}

function noteOf(draft: Draft, isWritten: boolean): RequestNote {
  const { id, clauses, landing, update, steps } = draft
  const command = isWritten ? id : landing === undefined ? moveOf(update!) : rangeOf(landing, draft)
  const target = landing?.target ?? update!.ref
  return { id, clauses, target, files: steps.length, command: `npx portcullis approve ${command}` }
}

function rangeOf({ tip, target }: Landing, { head }: Draft): string {
  return `${tip === null ? '' : `${tip}..`}${head} --target ${word(target.replace('refs/heads/', ''))}`
}

function moveOf({ ref, before, after }: RefUpdate): string {
  const range = before === null ? after : `${before}..${after ?? ''}`
  return `${range} --move ${word(ref)}`
}

/** A name may hold whatever git allows, `$(…)` among it, and somebody will paste the command. */
function word(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`
}

/** An approval that let something through is recorded with the decision that it served. */
export function recordUse(repo: Repo, decision: Decision): string[] {
  const notes = new Map(
    decision.approvals?.flatMap(({ approvals }) => approvals.map(note => [note.id, note] as const)),
  )
  return [...notes.values()].flatMap(({ id, by, assurance }) => {
    const { notice } = appendEvent(repo.commonDir, 'approval.used', {
      approval: id,
      by,
      assurance,
      decision: decision.id,
    })
    return notice ?? []
  })
}
