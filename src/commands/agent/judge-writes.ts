/** Edits before they are made: where the file is, what the policy says about its path, and what it would hold. */
import { dirname, resolve } from 'node:path'
import type { FileWrite, ToolCall } from '../../agent/call.ts'
import { stepOf } from '../../agent/contents.ts'
import { type Guarded, guardedPlace } from '../../agent/guarded-places.ts'
import { insideOf, realPath, workTreeAbove } from '../../agent/place.ts'
import { maskText } from '../../detect/index.ts'
import { judged, type Session } from '../../enforce.ts'
import { git, type Repo } from '../../git/run.ts'
import { checkLimits } from '../../guard/limits.ts'
import type { Decision, Finding } from '../../model.ts'
import { STRENGTH } from '../../policy/order.ts'
import { maskDecision } from '../../report/mask.ts'
import { type EditedFile, edit } from '../../sources/edit.ts'
import type { Opened } from '../session.ts'
import type { Desk } from './desk.ts'
import { type Judged, NOTHING } from './judging.ts'
import { decisionText, guardedText } from './texts.ts'

/** One file of the call, found on disk. */
interface Target extends EditedFile {
  /** absolute, links resolved */
  real: string
  /** the work tree it lies in, null outside of any */
  root: string | null
}

export async function judgeWrites(call: ToolCall, writes: readonly FileWrite[], desk: Desk): Promise<Judged> {
  const targets = writes.flatMap(write => targetsOf(write, desk))
  const guarded = targets.flatMap(target => guardOf(target, desk))
  const denied = guarded.find(({ verdict }) => verdict === 'deny')
  if (denied) return said(denied)
  const roots = new Set(targets.map(({ root }) => root))
  const rulings = await Promise.all(
    [...roots].map(root =>
      judgeIn(
        root,
        targets.filter(target => target.root === root),
        call,
        desk,
      ),
    ),
  )
  const all = [...rulings, ...guarded.map(said)]
  return all.reduce((a, b) => (strength(b) > strength(a) ? b : a), NOTHING)
}

function strength({ ruling }: Judged): number {
  return ruling.verdict === 'pass' ? 0 : STRENGTH[ruling.verdict]
}

/** A link is edited as what it points at; the name that was given counts too, where it lies in the same work tree. */
function targetsOf(write: FileWrite, { cwd, home }: Desk): Target[] {
  const named = resolve(
    cwd,
    write.path.replace(/^~(?=\/)/, () => home),
  )
  const real = realPath(named)
  const step = stepOf(write, real)
  const places = [
    ...new Set([real, resolve(realPath(dirname(named)), named.slice(dirname(named).length + 1))]),
  ]
  return places.map(place => {
    const root = workTreeAbove(dirname(place))
    return { ...step, real: place, root, path: (root === null ? null : insideOf(root, place)) ?? place }
  })
}

function guardOf({ real, root, path }: Target, { home }: Desk): Guarded[] {
  const guarded = guardedPlace({ path: real, inside: root === null ? null : path, home })
  return guarded === null ? [] : [guarded]
}

function said(guarded: Guarded): Judged {
  return { ruling: { verdict: guarded.verdict, text: guardedText(guarded) }, rules: [guarded.rule] }
}

async function judgeIn(root: string | null, files: Target[], call: ToolCall, desk: Desk): Promise<Judged> {
  // outside of any work tree nothing is committed and no policy speaks; the built-in places were asked already
  if (root === null) return NOTHING
  const session = await desk.sessionIn(root)
  if (session.loaded.policy.problems.length > 0) return brokenPolicy(session)
  const decision = await decisionOn(files, session, desk)
  const limits = sessionLimits(files, session, call, desk)
  return judgedBy({ ...decision, findings: [...decision.findings, ...limits] }, session)
}

async function decisionOn(files: Target[], session: Session, desk: Desk): Promise<Decision> {
  const landings = async () => {
    if (!isOpened(session)) return []
    return (await import('./edit-landings.ts')).editLandings(files, session)
  }
  const operation = { ...edit(files, desk.actor), landings }
  const decision = await judged(operation, asking(session), { progress: false })
  const ignored = await ignoredBy(session.repo, decision.findings)
  const findings = decision.findings.filter(
    ({ category, path }) => category !== 'credential' || !ignored.has(path ?? ''),
  )
  return maskDecision({ ...decision, findings }, text => maskText(text, session.detectors))
}

/** An edit waits for the same approval as its commit: the request is written now, and the edit passes once somebody has approved it. */
function asking(session: Session): Session {
  if (!isOpened(session)) return session
  const { objects, base, baseRef } = session
  return { ...session, asks: { objects, base, baseRef, writes: true } }
}

function isOpened(session: Session): session is Opened {
  return session.repo !== null
}

/** What git ignores is where credentials belong. Asked only when one was found. */
async function ignoredBy(repo: Repo | null, findings: Finding[]): Promise<Set<string>> {
  const paths = findings.flatMap(({ category, path }) =>
    category === 'credential' && path !== undefined ? path : [],
  )
  if (repo === null || paths.length === 0) return new Set()
  const answer = await git(repo, ['check-ignore', '-z', '--stdin'], {
    input: `${paths.join('\0')}\0`,
    allow: [1],
  })
  return new Set(answer.toString('utf8').split('\0').filter(Boolean))
}

/** The policy's limits for one change hold for all that a session edits, too. */
function sessionLimits(files: Target[], { loaded }: Session, call: ToolCall, desk: Desk): Finding[] {
  const { policy } = loaded
  if (desk.memory === null || policy.limits.length === 0) return []
  const lines = files.reduce(
    (sum, { before, after }) => sum + Math.max(0, linesOf(after) - linesOf(before)),
    0,
  )
  const totals = desk.memory.edited(
    call,
    files.map(({ real }) => real),
    lines,
  )
  return checkLimits({ ...totals, bytes: 0, binaries: 0, largest: null }, desk.actor, policy)
}

function linesOf(data: Buffer | null): number {
  let lines = 0
  for (let at = data?.indexOf(10) ?? -1; at >= 0; at = data!.indexOf(10, at + 1)) lines++
  return lines
}

function judgedBy(decision: Decision, session: Session): Judged {
  const { unread } = decision.coverage
  const rules = [...new Set(decision.findings.map(({ ruleId }) => ruleId))]
  if (unread.length > 0) return { ruling: { verdict: 'deny', text: UNREAD }, rules: ['not-judged'] }
  const top = decision.findings.reduce<Finding | null>(
    (a, b) => (a && STRENGTH[a.verdict] >= STRENGTH[b.verdict] ? a : b),
    null,
  )
  if (top === null || top.verdict === 'allow') return NOTHING
  const path = top.path === undefined ? {} : { path: top.path }
  // the commit asks for the same approval: asking the host's user now would be a second question, and no approval
  const verdict = top.verdict === 'ask' ? 'deny' : top.verdict
  return { ruling: { verdict, text: decisionText(decision, session.loaded.policy) }, rules, ...path }
}

const UNREAD =
  'portcullis: what this edit would leave could not be looked at as a whole (too large, or nested too deep), so it is blocked. next: make it in smaller steps'

function brokenPolicy({ loaded }: Session): Judged {
  const [problem] = loaded.policy.problems
  const at = problem!.line === undefined ? problem!.file : `${problem!.file}:${problem!.line}`
  const text = `portcullis: the policy of this repository cannot be used (${at}), so nothing is edited by an agent until a person mends it. next: tell your user to run portcullis policy check; reading goes on`
  return { ruling: { verdict: 'deny', text }, rules: ['policy-invalid'] }
}
