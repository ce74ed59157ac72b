/** The report for people: entries first, the answer last, where the eye is when the command ends. */
import type { Decision } from '../model.ts'
import { agent } from './agent.ts'
import type { ColorLevel } from './color.ts'
import { entries } from './entries.ts'
import { visible } from './escape.ts'
import { approvedLines, coverageLine, findingLines, suppressedLines, unreadLines } from './lines.ts'
import { type Paint, plain } from './paint.ts'
import { requestLines, tokenLine } from './token.ts'
import { fileUri, isAbsolutePath } from './uri.ts'
import { outcome, verdictLine } from './verdict.ts'

export interface PrettyOptions {
  color?: ColorLevel
  /** the worktree's absolute path: places become links (OSC 8) into it; only with colour */
  linkRoot?: string
}

/** Text for a terminal; agents get the terse form. */
export async function pretty(decision: Decision, options: PrettyOptions = {}): Promise<string> {
  if (decision.operation.actor.kind === 'agent') return agent(decision)
  const paint = options.color ? await colours(options.color, options.linkRoot) : plain
  return `${[...head(decision, paint), ...body(decision, paint)].join('\n')}\n`
}

function head(decision: Decision, paint: Paint): string[] {
  if (decision.findings.length + decision.coverage.unread.length === 0) return []
  // A program that waits for an approval looks for this line, whoever the actor seems to be.
  const requests = requestLines(decision)
  const token = requests.length === 0 && decision.verdict === 'ask' ? [tokenLine(decision)] : requests
  return [...token, paint.strong(`portcullis: ${decision.operation.kind} ${outcome(decision)}`), '']
}

function body(decision: Decision, paint: Paint): string[] {
  const suppressed = suppressedLines(decision.suppressed, paint)
  return [
    ...entries(decision.findings).flatMap(f => [...findingLines(f, decision, paint), '']),
    ...unreadLines(decision.coverage, paint),
    ...suppressed,
    ...approvedLines(decision.approvals ?? [], paint),
    ...decision.notices.map(n => `${paint.warn('note')}: ${visible(n)}`),
    paint.faint(coverageLine(decision.coverage, decision.durationMs)),
    verdictLine(decision, paint),
  ]
}

async function colours(level: ColorLevel, linkRoot?: string): Promise<Paint> {
  const { Chalk } = await import('chalk')
  const chalk = new Chalk({ level })
  return {
    deny: chalk.red.bold,
    warn: chalk.yellow.bold,
    good: chalk.green.bold,
    strong: chalk.bold,
    faint: chalk.dim,
    link: (text, path) => (linkRoot === undefined || path === undefined ? text : osc8(text, linkRoot, path)),
  }
}

function osc8(text: string, root: string, path: string): string {
  const absolute = isAbsolutePath(path) ? path : `${root.replace(/[\\/]$/, '')}/${path}`
  return `\u001b]8;;${fileUri(absolute)}\u001b\\${text}\u001b]8;;\u001b\\`
}
