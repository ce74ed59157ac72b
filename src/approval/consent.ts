/**
 * What people have said to what asks: approvals are gathered and matched, and what nobody has answered becomes requests.
 * Loaded only when something asks; everything is worked out from objects, refs and the trusted base's people.
 */
import type { Consent } from '../decide.ts'
import type { Objects } from '../git/objects.ts'
import type { Repo } from '../git/run.ts'
import type { ApprovalNote, Finding, Landing, ObjectId, RefUpdate } from '../model.ts'
import type { Policy } from '../policy/types.ts'
import { attestationsAt } from './attested.ts'
import { type Gathered, gatherApprovals } from './gather.ts'
import { landed } from './landed.ts'
import { historyFor } from './made.ts'
import { type MatchContext, matchApprovals, type Voice } from './match.ts'
import { requestId } from './request-id.ts'
import { readRequest } from './requests.ts'
import { spentBy } from './spent.ts'
import type { Step } from './steps.ts'
import { type Content, clauseOf, contentOf, contentSubject, moveOf, refSubject, stepsFor } from './subject.ts'
import { termsOf } from './terms.ts'
import type { Subject, VerifiedApproval } from './types.ts'

export interface Seeking {
  repo: Repo
  objects: Objects
  policy: Policy
  /** the commit that `policy` is of, for what lies beside it */
  base: ObjectId | null
  /** as approvals name this repository */
  repository: string
  refs: RefUpdate[]
  landings: Landing[]
  now: Date
  /** ids of people who made the change, as the server knows them: clauses with `distinct` leave them out */
  makers?: readonly string[]
  /** approving reviews, where the forge was asked */
  reviews?: MatchContext['reviews']
  /** of a ref update's approval that was used: the sentence why it does not count */
  used?: MatchContext['used']
}

/** What one person can be asked for at once: everything that is open about one branch, or one move of one ref. */
export interface Draft {
  id: string
  subject: Subject
  clauses: string[]
  findings: Finding[]
  /** the steps that it binds; empty for a move of a ref */
  steps: Step[]
  landing?: Landing
  /** the commit or tree that was judged */
  head?: ObjectId
  update?: RefUpdate
  /** a person said no, and why */
  denied?: string
  /** what is missing of what there is: sentences */
  missing: string[]
}

export interface Sought {
  consentOf(finding: Finding): Consent
  drafts: Draft[]
  approvals: VerifiedApproval[]
  /** things of ours that are no approvals: sentences */
  refused: string[]
}

/** Throws GitError when an object is missing. */
export async function seekConsent(asking: Finding[], seeking: Seeking): Promise<Sought> {
  const landings = await Promise.all(seeking.landings.map(one => landed(seeking.repo, seeking.objects, one)))
  const contents = await Promise.all(
    landings.map((one, i) => contentOf(seeking.objects, one, seeking.landings[i]!.to)),
  )
  const { approvals, refused } = await gathered(landings, namesIn(asking, contents, seeking), seeking)
  const context = await contextOf(approvals, landings, seeking)
  const desk: Desk = { seeking, contents, approvals, context, open: new Map(), said: new Map() }
  for (const finding of asking) desk.said.set(finding, await judge(finding, desk))
  const open = [...desk.open.values()].filter(({ findings }) => findings.length > 0)
  const drafts = await Promise.all(open.map(one => draftOf(one, seeking)))
  deny(drafts, desk)
  return { consentOf: finding => desk.said.get(finding) ?? { kind: 'asked' }, drafts, approvals, refused }
}

/** What an approval of these findings would have to mention. */
function namesIn(asking: Finding[], contents: Content[], { refs }: Seeking): string[] {
  const names = asking.flatMap(finding => {
    const move = moveOf(finding, refs)
    if (move !== undefined) return [move.ref]
    return contents.flatMap(content =>
      stepsFor(finding, content).steps.map(({ bytes }) => bytes.toString('base64')),
    )
  })
  return [...new Set(names)]
}

async function gathered(landings: Landing[], names: string[], seeking: Seeking): Promise<Gathered> {
  const { repo, objects, policy, base, repository, now } = seeking
  const { people } = policy
  const attestations = await attestationsAt(objects, base, people)
  const context = { people, repository, now, ...(attestations && { attestations }) }
  return gatherApprovals(
    repo,
    objects,
    landings.map(({ to }) => to),
    names,
    context,
  )
}

async function contextOf(
  approvals: VerifiedApproval[],
  landings: Landing[],
  { repo, objects, policy, used, reviews }: Seeking,
): Promise<MatchContext> {
  const tips = new Map(landings.map(({ target, tip }) => [target, tip]))
  const made = await historyFor(repo, objects, approvals, tips)
  const { people, groups } = policy
  const optional = { ...(used === undefined ? {} : { used }), ...(reviews === undefined ? {} : { reviews }) }
  return { people, groups, spent: spentBy(approvals, made), ...optional }
}

/** The approvals that count here and mention this subject. */
export async function knownApprovals(
  subject: Subject,
  seeking: Seeking,
): Promise<{ approvals: VerifiedApproval[]; context: MatchContext }> {
  const names = subject.type === 'content' ? subject.entries.map(({ pathB64 }) => pathB64) : [subject.ref]
  const { approvals } = await gathered(seeking.landings, names, seeking)
  return { approvals, context: await contextOf(approvals, seeking.landings, seeking) }
}

/** What is open about one branch or one move, as it is found. */
interface Open {
  content?: Content
  update?: RefUpdate
  findings: Finding[]
  paths: Set<string>
  whole: boolean
  missing: string[]
}

interface Desk {
  seeking: Seeking
  contents: Content[]
  approvals: VerifiedApproval[]
  context: MatchContext
  open: Map<Content | RefUpdate, Open>
  said: Map<Finding, Consent>
}

async function judge(finding: Finding, desk: Desk): Promise<Consent> {
  const move = moveOf(finding, desk.seeking.refs)
  if (move !== undefined) return answer(finding, refSubject(move), desk, openOf(move, desk))
  // what a message says, or a content that only the history holds, is bound by nothing that lands
  if (finding.category === 'credential' || finding.category === 'message')
    return judgeCredential(finding, desk)
  return judgeContent(finding, desk)
}

/** Met only if it is met wherever it is to land. */
async function judgeContent(finding: Finding, desk: Desk): Promise<Consent> {
  const notes: ApprovalNote[] = []
  let consent: Consent | undefined
  for (const content of desk.contents) {
    const { steps, whole } = stepsFor(finding, content)
    if (steps.length === 0) continue
    const subject = await contentSubject(desk.seeking.objects, content.landing, steps, whole)
    const open = openOf(content, desk)
    const said = answer(finding, subject, desk, open)
    if (said.kind === 'approved') notes.push(...said.approvals)
    else take(open, steps, whole)
    consent = consent?.kind === 'asked' ? consent : said
  }
  if (consent?.kind === 'approved') return { kind: 'approved', approvals: distinct(notes) }
  if (consent !== undefined) return consent
  const target = desk.contents[0]?.landing.target
  return target === undefined ? { kind: 'asked' } : { kind: 'idle', target }
}

/** A credential that the landing no longer holds still leaves with the history: nobody's word takes it out. */
async function judgeCredential(finding: Finding, desk: Desk): Promise<Consent> {
  const lands = desk.contents.some(content => content.steps.some(step => step.path === finding.path))
  return lands ? judgeContent(finding, desk) : { kind: 'asked' }
}

function answer(finding: Finding, subject: Subject, desk: Desk, open: Open): Consent {
  const { policy, makers, repository } = desk.seeking
  const clauses = termsOf(policy, clauseOf(finding), makers)
  const match = matchApprovals({ clauses, subject, repository }, desk.approvals, desk.context)
  if (match.met) return { kind: 'approved', approvals: notesOf(match.clauses.flatMap(({ by }) => by)) }
  open.findings.push(finding)
  open.missing.push(...match.clauses.flatMap(({ missing }) => missing))
  return { kind: 'asked' }
}

function notesOf(voices: readonly Voice[]): ApprovalNote[] {
  return distinct(
    voices.map(({ person: by, approval }) => {
      if (approval === null) return { id: `review:${by}`, by, assurance: 'review' }
      return { id: approval.id, by, assurance: approval.assurance, expires: approval.notAfter }
    }),
  )
}

function distinct(notes: ApprovalNote[]): ApprovalNote[] {
  return [...new Map(notes.map(note => [note.id, note])).values()]
}

function openOf(key: Content | RefUpdate, desk: Desk): Open {
  const known = desk.open.get(key)
  if (known !== undefined) return known
  const about = 'steps' in key ? { content: key } : { update: key }
  const open: Open = { ...about, findings: [], paths: new Set(), whole: false, missing: [] }
  desk.open.set(key, open)
  return open
}

function take(open: Open, steps: Step[], whole: boolean): void {
  open.whole ||= whole
  for (const { path } of steps) open.paths.add(path)
}

async function draftOf(open: Open, seeking: Seeking): Promise<Draft> {
  const { content, update, findings, whole, missing } = open
  const clauses = [...new Set(findings.map(clauseOf))].sort()
  const steps = content?.steps.filter(({ path }) => whole || open.paths.has(path)) ?? []
  const subject =
    content === undefined
      ? refSubject(update!)
      : await contentSubject(seeking.objects, content.landing, steps, whole)
  const id = requestId({ subject, clauses, repository: seeking.repository })
  const denied = readRequest(seeking.repo.commonDir, id)?.denied?.why
  return {
    id,
    subject,
    clauses,
    findings,
    steps,
    ...(content === undefined ? { update: update! } : { landing: content.landing, head: content.head }),
    ...(denied === undefined ? {} : { denied }),
    missing: [...new Set(missing)],
  }
}

/** Who asks again for what a person refused is told so at once. */
function deny(drafts: Draft[], desk: Desk): void {
  for (const { id, denied, findings } of drafts) {
    if (denied === undefined) continue
    for (const finding of findings) desk.said.set(finding, { kind: 'denied', why: denied, request: id })
  }
}
