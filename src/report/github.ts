/**
 * GitHub Actions annotations (workflow commands). GitHub shows ten errors and ten warnings of a step and drops the
 * others without a word: so the rest is printed as plain lines.
 */
import type { Decision, Finding } from '../model.ts'
import { entries, places } from './entries.ts'
import { visible } from './escape.ts'
import { approvedLines, count, coverageLine, unreadLines } from './lines.ts'
import { plain } from './paint.ts'
import { fileOf, place } from './place.ts'
import { standing } from './standing.ts'
import { requestLines } from './token.ts'
import { verdictLine } from './verdict.ts'

const PER_STEP = 10

/** One annotation per entry up to GitHub's caps, then what was left, the notices, the coverage and the verdict. */
export function github(decision: Decision): string {
  const all = entries(decision.findings)
  const errors = all.filter(f => f.verdict === 'deny' || f.verdict === 'ask')
  const warnings = all.filter(f => f.verdict === 'warn')
  const lines = [
    ...annotations('error', errors, decision),
    ...annotations('warning', warnings, decision),
    ...rest([...errors.slice(PER_STEP), ...warnings.slice(PER_STEP)]),
    ...decision.suppressed.map(
      s => `suppressed ${visible(s.finding.ruleId)} at ${place(s.finding)}: ${visible(s.suppression.reason)}`,
    ),
    ...approvedLines(decision.approvals ?? [], plain),
    ...requestLines(decision),
    ...unreadLines(decision.coverage, plain),
    ...decision.notices.map(n => `note: ${visible(n)}`),
    coverageLine(decision.coverage, decision.durationMs),
    verdictLine(decision, plain),
  ]
  return `${lines.join('\n')}\n`
}

function annotations(kind: 'error' | 'warning', findings: Finding[], decision: Decision): string[] {
  return findings.slice(0, PER_STEP).map(f => `::${kind} ${properties(f)}::${data(text(f, decision))}`)
}

function rest(findings: Finding[]): string[] {
  if (findings.length === 0) return []
  const head = `and ${findings.length} more that GitHub would not show as annotations (${PER_STEP} a kind and step):`
  return [
    head,
    ...findings.map(f => `- ${f.verdict} ${visible(f.ruleId)} at ${place(f)}: ${visible(f.message)}`),
  ]
}

function properties(f: Finding): string {
  const { line, endLine, column, endColumn } = f.member === undefined ? f : NOWHERE
  // Without a file GitHub attaches the annotation to the run as a whole.
  const pairs: [string, string | number | undefined][] = [
    ['file', fileOf(f)],
    ['line', line],
    ['endLine', endLine],
    ['col', column],
    ['endColumn', endLine === line ? endColumn : undefined], // GitHub wants columns only within one line
    ['title', `${f.verdict}: ${f.ruleId}`],
  ]
  const given = pairs.filter(([, value]) => value !== undefined)
  return given.map(([name, value]) => `${name}=${property(String(value))}`).join(',')
}

/** The lines of a member are none of the archive's. */
const NOWHERE: Pick<Finding, 'line' | 'endLine' | 'column' | 'endColumn'> = {}

function text(f: Finding, decision: Decision): string {
  const others = places(f).length - 1
  const where = f.path === undefined || f.member !== undefined ? ` (${place(f)})` : ''
  const more = others > 0 ? `, and in ${count(others, 'other place')}` : ''
  const clause = f.clause === undefined ? '' : ` Clause: ${f.clause.id}.`
  const facts = f.facts === undefined ? '' : ` It says: ${f.facts.join('; ')}.`
  const stands = standing(f, decision)
  const still = stands === undefined ? '' : `; ${stands}`
  return `${f.message}${where}${more}${still}.${facts}${clause} Next: ${f.remedy}`
}

/** actions/toolkit, command.ts: `%`, CR and LF in data, `:` and `,` too in properties. */
function data(value: string): string {
  return visible(value).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
