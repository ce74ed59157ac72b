/** What a person is about to approve, worked out anew from objects: a request's file only says where to look. */
import type { Draft } from '../../approval/consent.ts'
import { matchApprovals } from '../../approval/match.ts'
import { repositoryOf } from '../../approval/repository.ts'
import { requestId } from '../../approval/request-id.ts'
import type { Request } from '../../approval/requests.ts'
import type { Step } from '../../approval/steps.ts'
import { clauseOf, contentOf, contentSubject, refSubject } from '../../approval/subject.ts'
import { termsOf } from '../../approval/terms.ts'
import type { Subject } from '../../approval/types.ts'
import { type Asking, gatherFor, seek } from '../../asking.ts'
import { asking } from '../../decide.ts'
import { UsageError } from '../../errors.ts'
import { changeOf } from '../../git/change.ts'
import { inspect } from '../../inspect/inspect.ts'
import type {
  Actor,
  ActorKind,
  Change,
  Finding,
  Landing,
  Operation,
  OperationKind,
  RefUpdate,
} from '../../model.ts'
import { rulingsOf } from '../../rulings.ts'
import { openTally } from '../../sources/tally.ts'
import type { Opened } from '../session.ts'

export interface Review {
  id: string
  subject: Subject
  repository: string
  clauses: string[]
  /** why, where it is seen again here */
  reasons: Finding[]
  steps: Step[]
  landing?: Landing
  update?: RefUpdate
  operation: OperationKind
  /** who asked, as they seemed to be; whoever names a range asks for themselves */
  actor: Actor
}

/** Throws UsageError when the request says another thing than the objects it points at, GitError when one is gone. */
export async function reviewRequest(session: Opened, request: Request): Promise<Review> {
  const { landing, update, clauses, actor, operation, refs } = request
  const repository = await repositoryOf(session.repo, session.baseRef)
  const { subject, steps } = landing ? await boundBy(session, request, landing) : boundMove(update!)
  const id = requestId({ subject, clauses, repository })
  if (id !== request.id) throw changed(request, id)
  const landings = landing ? [landing] : []
  const moved = update ? [update] : refs
  const findings = await findingsOf(session, { kind: operation, actor, refs: moved }, landings)
  const reasons = findings.filter(finding => clauses.includes(clauseOf(finding)) && concerns(finding, steps))
  const about = landing ? { landing } : { update: update! }
  return { id, subject, repository, clauses, reasons, steps, operation, actor, ...about }
}

function boundMove(update: RefUpdate): { subject: Subject; steps: Step[] } {
  return { subject: refSubject(update), steps: [] }
}

async function boundBy({ objects }: Opened, { whole, paths }: Request, landing: Landing) {
  const content = await contentOf(objects, landing)
  const wanted = new Set(paths)
  const steps = content.steps.filter(({ bytes }) => whole || wanted.has(bytes.toString('base64')))
  return { subject: await contentSubject(objects, landing, steps, whole), steps }
}

function changed(request: Request, id: string): UsageError {
  const hint = 'have it asked for again: repeat the commit or push that asked'
  return new UsageError(`request ${request.id} is not what it says: what it points at would be ${id}`, {
    hint,
  })
}

function concerns({ path }: Finding, steps: Step[]): boolean {
  return path === undefined || steps.length === 0 || steps.some(step => step.path === path)
}

/** Do approvals here answer all of the request? Its own word is not asked. */
export async function isApproved(session: Opened, request: Request): Promise<boolean> {
  const { subject, repository, clauses, landing, update, operation, actor } = await reviewRequest(
    session,
    request,
  )
  const refs = update ? [update] : []
  const landings = landing ? [landing] : []
  const attempt = operationOf(session, { kind: operation, actor, refs }, [])
  const asked: Operation = { ...attempt, landings: async () => landings }
  return (await matchNow(session, asked, { subject, repository, clauses })).met
}

async function matchNow(
  session: Opened,
  operation: Operation,
  wanted: Pick<Review, 'subject' | 'repository' | 'clauses'>,
) {
  const { approvals, context } = await gatherFor(wanted.subject, askingOf(session, operation, []))
  const clauses = wanted.clauses.flatMap(id => termsOf(session.loaded.policy, id))
  return matchApprovals({ ...wanted, clauses }, approvals, context)
}

/** Everybody who may be asked about: a range is judged as strictly as for any of them. */
const ACTORS: ActorKind[] = ['human', 'agent', 'ci']

/** What in a range nobody has approved yet, for one target; null when that is nothing. */
export async function reviewRange(
  session: Opened,
  landing: Landing,
  makers: string[],
): Promise<Review | null> {
  const actor: Actor = { kind: 'human', evidence: ['a range named by a person'] }
  const operation = operationOf(session, { kind: 'merge', actor, refs: [] }, [])
  const found: Finding[] = []
  for (const kind of ACTORS)
    found.push(
      ...(await findingsOf(session, { kind: 'merge', actor: { kind, evidence: [] }, refs: [] }, [landing])),
    )
  const drafts = await draftsOf(session, { ...operation, landings: async () => [landing] }, found, makers)
  const draft = drafts[0]
  return draft === undefined
    ? null
    : reviewOf(draft, await repositoryOf(session.repo, session.baseRef), actor)
}

/** A move of a ref that nobody has approved yet; null when nothing asks about it. */
export async function reviewMove(session: Opened, update: RefUpdate): Promise<Review | null> {
  const actor: Actor = { kind: 'human', evidence: ['a move named by a person'] }
  const found: Finding[] = []
  for (const kind of ['push', 'merge'] as const) {
    for (const name of ACTORS)
      found.push(
        ...(await findingsOf(session, { kind, actor: { kind: name, evidence: [] }, refs: [update] }, [])),
      )
  }
  const operation = operationOf(session, { kind: 'push', actor, refs: [update] }, [])
  const [draft] = await draftsOf(session, operation, found, [])
  if (draft === undefined) return null
  return { ...reviewOf(draft, await repositoryOf(session.repo, session.baseRef), actor), operation: 'push' }
}

async function draftsOf(
  session: Opened,
  operation: Operation,
  found: Finding[],
  makers: string[],
): Promise<Draft[]> {
  return (await seek(found, askingOf(session, operation, makers))).drafts
}

function askingOf(session: Opened, operation: Operation, makers: string[]): Asking {
  const { repo, objects, base, baseRef, loaded } = session
  const asks = { objects, base, baseRef, writes: false, makers }
  return { repo, policy: loaded.policy, asks, operation, now: new Date() }
}

function reviewOf(draft: Draft, repository: string, actor: Actor): Review {
  const { id, subject, clauses, findings, steps, landing, update } = draft
  const about = landing ? { landing } : { update: update! }
  return {
    id,
    subject,
    repository,
    clauses,
    reasons: distinct(findings),
    steps,
    operation: 'merge',
    actor,
    ...about,
  }
}

/** The same clause speaks to each actor in the same words but for the name. */
function distinct(findings: Finding[]): Finding[] {
  return [
    ...new Map(findings.map(finding => [`${clauseOf(finding)} ${finding.path ?? ''}`, finding])).values(),
  ]
}

type Attempt = Pick<Operation, 'kind' | 'actor' | 'refs'>

/** What asks in the step itself, by the policy in force here. */
async function findingsOf(session: Opened, attempt: Attempt, landings: Landing[]): Promise<Finding[]> {
  const steps = await Promise.all(landings.map(landing => contentOf(session.objects, landing)))
  const operation = operationOf(
    session,
    attempt,
    steps.flatMap(content => content.steps),
  )
  const { loaded, detectors } = session
  const { findings } = await inspect(operation, loaded.policy, detectors)
  const today = new Date().toISOString().slice(0, 10)
  return asking(operation, findings, await rulingsOf(loaded, findings, today))
}

function operationOf({ objects }: Opened, attempt: Attempt, steps: Step[]): Operation {
  const tally = openTally()
  const changes = steps.map(({ path, before, after }) => changeOf(path, [before], after))
  for (const change of changes) tally.saw(change)
  return { ...attempt, changes: each<Change>(changes), texts: each([]), objects, listed: tally.listed }
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}
