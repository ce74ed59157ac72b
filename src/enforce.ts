/**
 * The imperative shell around `evaluate`: evaluate, record, report, exit code — in that order, so that no decision is
 * told before it is written down.
 */
import { record } from './audit/record.ts'
import type { Detectors } from './detect/detect.ts'
import { evaluate } from './evaluate.ts'
import type { Repo } from './git/run.ts'
import type { Decision, ExitCode, Operation } from './model.ts'
import type { Policy } from './policy/types.ts'
import { render } from './report/render.ts'

/** The process, as far as anything but cli.ts may know it. */
export interface Io {
  cwd: string
  env: NodeJS.ProcessEnv
  out(text: string): void
  err(text: string): void
  /** may colours be used there */
  color: { out: boolean; err: boolean }
  /** is a person likely to be watching stderr */
  interactive: boolean
  stdin(): Promise<Buffer>
}

/** What an operation is judged with. */
export interface Session {
  io: Io
  /** null for files outside of any repository: nothing is recorded then */
  repo: Repo | null
  policy: Policy
  detectors: Detectors
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
}

/** Judges, records, reports. Returns the exit code and the decision. */
export async function enforce(
  operation: Operation,
  session: Session,
  output: Output,
): Promise<{ exit: ExitCode; decision: Decision }> {
  try {
    const decision = await evaluate(operation, session.policy, session.detectors)
    const recorded = session.repo ? { ...decision, notices: [...decision.notices, ...(await record(session.repo, decision))] } : decision
    await report(recorded, session.io, output)
    return { exit: exitCode(recorded, output.failOn), decision: recorded }
  } finally {
    operation.objects.close()
  }
}

/** Incomplete is worse than blocked: what was not looked at may hold anything. */
export function exitCode(decision: Decision, failOn: 'deny' | 'warn'): ExitCode {
  if (decision.coverage.unread.length > 0) return 3
  if (decision.verdict === 'deny' || decision.verdict === 'ask') return 1
  return decision.verdict === 'warn' && failOn === 'warn' ? 1 : 0
}

async function report(decision: Decision, io: Io, output: Output): Promise<void> {
  for (const { format, file } of output.reports) await writeReport(decision, format, file)
  if (output.quiet && isSilent(decision)) return
  const text = await render(decision, output.format, { color: io.color[output.to] })
  io[output.to](text)
}

function isSilent({ findings, suppressed, notices, coverage }: Decision): boolean {
  return findings.length + suppressed.length + notices.length + coverage.skipped.length + coverage.unread.length === 0
}

async function writeReport(decision: Decision, format: string, file: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(file, await render(decision, format, { color: false }))
}
