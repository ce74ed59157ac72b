/** JSON Lines: a finding a line (`type: "finding"`), the suppressed, and one `type: "summary"` line at the end. */
import type { Decision } from '../model.ts'
import { jsonText } from './escape.ts'
import { report } from './json.ts'

/** A file cut short is told by the missing summary line, which also carries the counts. */
export function jsonl(decision: Decision, version: string): string {
  const { findings, suppressed, ...rest } = report(decision, version)
  const lines = [
    ...findings.map(finding => ({ type: 'finding', ...finding })),
    ...suppressed.map(finding => ({ type: 'suppressed', ...finding })),
    { type: 'summary', ...rest, findings: findings.length, suppressed: suppressed.length },
  ]
  return lines.map(line => `${jsonText(line)}\n`).join('')
}
