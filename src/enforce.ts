/**
 * The imperative shell around `evaluate`: evaluate, record, report, exit code — in that order, so that no decision is
 * told before it is written down.
 */
import type { Sought } from './approval/consent.ts'
import type { Asking, Asks } from './asking.ts'
import { appendEvent, type Recorded } from './audit/append.ts'
import type { Link } from './audit/chain.ts'
import { record } from './audit/record.ts'
import { type Detectors, maskText } from './detect/index.ts'
import { PortcullisError } from './errors.ts'
import { type Beside, evaluate, type SelfInspecting } from './evaluate.ts'
import type { Repo } from './git/run.ts'
import type { Decision, ExitCode, Finding } from './model.ts'
import { BASELINE_FILE, POLICY_FILE, RULES_FOLDER } from './policy/files.ts'
import type { LoadedPolicy } from './policy/load.ts'
import type { ColorLevel } from './report/color.ts'
import { maskDecision } from './report/mask.ts'
import { openProgress } from './report/progress.ts'
import { VERSION } from './version.ts'

/** The process, as far as anything but cli.ts may know it. */
export interface Io {
  cwd: string
  env: NodeJS.ProcessEnv
  out(text: string): void
  err(text: string): void
  /** how much colour each takes */
  color(stream: 'out' | 'err'): ColorLevel
  /** is a person likely to be watching stderr */
  interactive(): boolean
  /** can a person type on stdin */
  answers(): boolean
  /** all of it, or its first bytes */
  stdin(most?: number): Buffer
  /** the Node that runs us */
  node: { path: string; version: string }
  /** aborted when somebody presses Ctrl-C; from the first question on, the process goes on until it ends by itself */
  interrupted?(): AbortSignal
}

/** What an operation is judged with. */
export interface Session {
  io: Io
  /** null for files outside of any repository: nothing is recorded then */
  repo: Repo | null
  loaded: LoadedPolicy
  detectors: Detectors
  /** how approvals are asked for; without it what asks stays unanswered */
  asks?: Asks
}

export interface Output {
  /** how the report looks on `to`, and what else is written: `--format`, `--report FORMAT=FILE` */
  format: string
  reports: { format: string; file: string }[]
  /** hooks write to stderr only: `git push --porcelain` shares stdout with us */
  to: 'out' | 'err'
  failOn: 'deny' | 'warn'
  /** nothing at all when there is nothing to say */
  quiet: boolean
  /** a line on stderr for work over a second, where somebody is watching */
  progress: boolean
  /** false where another hook of the same commit has told them already */
  notices?: boolean
}

export interface Enforced {
  exit: ExitCode
  decision: Decision
  /** where it stands in the audit log */
  link?: Link
}

/** Judges, records, reports. */
export async function enforce(
  operation: SelfInspecting,
  session: Session,
  output: Output,
): Promise<Enforced> {
  const { io, repo } = session
  try {
    const whole = await judged(operation, session, output)
    const raw = output.notices === false ? { ...whole, notices: [] } : whole
    const masked = maskDecision(raw, text => maskText(text, session.detectors))
    const { notice, link } = recorded(masked, repo)
    const told = notice === undefined ? masked : { ...masked, notices: [...masked.notices, notice] }
    const decision = policyNoted(await used(told, repo), repo)
    await report(decision, io, output, repo?.worktree)
    const exit = exitCode(decision, output.failOn)
    if (exit === 0 && notice !== undefined && mustBeRecorded(decision)) throw unrecorded(notice)
    return { exit, decision, ...(link && { link }) }
  } finally {
    operation.objects.close()
  }
}

/** The decision, with what people have said where something asks, and what they are asked for where nobody has. */
export async function judged(
  operation: SelfInspecting,
  session: Session,
  output: Pick<Output, 'progress'>,
): Promise<Decision> {
  const { repo, loaded, asks } = session
  if (!repo || !asks) return watched(operation, session, output)
  const asking: Asking = { repo, policy: loaded.policy, asks, operation, now: new Date() }
  let sought: Sought | undefined
  const consents = async (findings: Finding[]) => {
    sought = await (await import('./asking.ts')).seek(findings, asking)
    return sought.consentOf
  }
  const isOurs = operation.refs.some(({ ref }) => ref.startsWith('refs/portcullis/'))
  const findings = isOurs ? await (await import('./asking.ts')).ownRefFindings(asking) : []
  const decision = await watched(operation, session, output, { findings, consents })
  return sought ? (await import('./asking.ts')).withRequests(decision, sought, asking) : decision
}

/** A change of what judges the next ones is an event of its own: the floor has a finding for each, so it is seen here. */
function policyNoted(decision: Decision, repo: Repo | null): Decision {
  const { operation, verdict, findings, approvals = [], id } = decision
  if (!repo || operation.kind === 'scan' || verdict === 'ask' || verdict === 'deny') return decision
  const places = [...findings, ...approvals.map(({ finding }) => finding)].flatMap(
    ({ occurrences }) => occurrences,
  )
  const paths = [...new Set(places.flatMap(({ path }) => (path && isPolicyFile(path) ? path : [])))]
  if (paths.length === 0) return decision
  const { notice } = appendEvent(repo.commonDir, 'policy.changed', {
    decision: id,
    operation: operation.kind,
    paths,
  })
  return notice === undefined ? decision : { ...decision, notices: [...decision.notices, notice] }
}

function isPolicyFile(path: string): boolean {
  return path === POLICY_FILE || path === BASELINE_FILE || path.startsWith(`${RULES_FOLDER}/`)
}

/** Whose approval let it through is recorded, too. */
async function used(decision: Decision, repo: Repo | null): Promise<Decision> {
  if (!repo || !decision.approvals?.length) return decision
  const notices = (await import('./asking.ts')).recordUse(repo, decision)
  return { ...decision, notices: [...decision.notices, ...notices] }
}

async function watched(
  operation: SelfInspecting,
  session: Session,
  output: Pick<Output, 'progress'>,
  beside?: Beside,
): Promise<Decision> {
  const { io, loaded, detectors } = session
  const isWatched = () => output.progress && io.interactive()
  const progress = openProgress({ stream: { write: io.err }, enabled: isWatched })
  try {
    const told = (done: number, total?: number, what = 'blobs') => progress.update(done, total, what)
    return await evaluate(operation, loaded, detectors, told, beside)
  } finally {
    progress.finish()
  }
}

/** Incomplete outranks blocked: what was not looked at may hold anything. */
export function exitCode(decision: Decision, failOn: 'deny' | 'warn'): ExitCode {
  if (decision.coverage.unread.length > 0) return 3
  if (decision.verdict === 'deny' || decision.verdict === 'ask') return 1
  return decision.verdict === 'warn' && failOn === 'warn' ? 1 : 0
}

/** A decision that cannot be written down is still a decision; it says so. */
function recorded(decision: Decision, repo: Repo | null): Partial<Recorded> {
  if (!repo) return {}
  return record(repo.commonDir, decision, { version: VERSION, policy: decision.policy })
}

/** A person can be asked afterwards what they did; what an agent did is known from the log alone. A scan attempts nothing. */
function mustBeRecorded({ operation }: Decision): boolean {
  return operation.actor.kind === 'agent' && operation.kind !== 'scan'
}

function unrecorded(notice: string): PortcullisError {
  const hint = 'make room on the disk, or the folder writable, then try again'
  return new PortcullisError(3, 'no agent is let through without a record of it', { hint, cause: notice })
}

/** What was asked for on the screen comes first: a file that cannot be written must not take it along. */
export async function report(
  decision: Decision,
  io: Io,
  output: Output,
  worktree?: string | null,
): Promise<void> {
  const isQuiet = output.quiet && isSilent(decision)
  if (output.reports.length === 0 && isQuiet) return
  const { render } = await import('./report/render.ts')
  const common = { version: VERSION }
  const links = worktree ? { linkRoot: worktree } : {}
  if (!isQuiet)
    io[output.to](await render(decision, output.format, { ...common, ...links, color: io.color(output.to) }))
  for (const { format, file } of output.reports)
    await writeReport(file, await render(decision, format, common))
}

function isSilent({ findings, suppressed, approvals = [], notices, coverage }: Decision): boolean {
  return (
    findings.length +
      suppressed.length +
      approvals.length +
      notices.length +
      coverage.skipped.length +
      coverage.unread.length ===
    0
  )
}

/** Throws PortcullisError 3: whoever reads the file next must not take an old one for this decision. */
async function writeReport(file: string, text: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    const hint = 'check that the folder exists and may be written to'
    throw new PortcullisError(3, `cannot write the report: ${cause.code}`, { subject: file, hint, cause })
  })
}
