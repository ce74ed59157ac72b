/**
 * SARIF 2.1.0 (OASIS), in the form GitHub code scanning accepts: every result has a physical location, at most
 * 25,000 results, fingerprints that outlive line moves.
 */
import type { Invocation, Log, Notification, Result, Run } from 'sarif'
import type { Decision } from '../model.ts'
import { entries } from './entries.ts'
import { jsonText, visible } from './escape.ts'
import { sarifApproved, sarifResult, sarifSuppressed } from './sarif-result.ts'
import { type HelpUri, sarifRules } from './sarif-rules.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
// docs.github.com, "SARIF support for code scanning": a run with more is refused whole.
const MOST_RESULTS = 25_000

export interface SarifOptions {
  version: string
  /** what sets this run apart from others of the same tool: `portcullis/<operation>` unless given */
  category?: string
  /** where a rule is described; a `urn:` that names it unless given */
  helpUri?: HelpUri
  /** results above this are left out, strongest first kept, and a notification says so; for tests */
  mostResults?: number
}

/** The decision as one SARIF log with one run. */
export function sarif(decision: Decision, options: SarifOptions): string {
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [run(decision, options)] }
  return `${jsonText(log, 2)}\n`
}

function run(decision: Decision, options: SarifOptions): Run {
  const findings = entries(decision.findings)
  const { approvals = [] } = decision
  const silenced = [...decision.suppressed, ...approvals].map(s => s.finding)
  const rules = sarifRules([...findings, ...silenced], options.helpUri)
  const index = new Map(rules.map((rule, i) => [rule.id, i]))
  const all = [
    ...findings.map(f => sarifResult(f, index.get(f.ruleId)!)),
    ...decision.suppressed.map(s => sarifSuppressed(s, index.get(s.finding.ruleId)!)),
    ...approvals.map(a => sarifApproved(a, index.get(a.finding.ruleId)!)),
  ]
  const results = all.slice(0, options.mostResults ?? MOST_RESULTS)
  return {
    tool: {
      driver: { name: 'Portcullis', version: options.version, semanticVersion: options.version, rules },
    },
    automationDetails: { id: options.category ?? `portcullis/${decision.operation.kind}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the root of the repository' } } },
    invocations: [invocation(decision, all.length - results.length)],
    results,
    properties: properties(decision),
  }
}

/** What could not be looked at makes the run unsuccessful: a reader must not take its silence for clean. */
function invocation(decision: Decision, leftOut: number): Invocation {
  const notes = [
    ...decision.notices.map(text => notification('note', text)),
    ...decision.coverage.skipped.map(s => notification('warning', `not looked at: ${s.path}: ${s.reason}`)),
    ...decision.coverage.unread.map(s => notification('error', `not looked at: ${s.path}: ${s.reason}`)),
    ...(leftOut > 0 ? [notification('warning', `${leftOut} more results are left out of this file`)] : []),
  ]
  return { executionSuccessful: decision.coverage.unread.length === 0, toolExecutionNotifications: notes }
}

function notification(level: Notification.level, text: string): Notification {
  return { level, message: { text: visible(text) } }
}

function properties({
  id,
  verdict,
  rulesDigest,
  coverage,
  durationMs,
}: Decision): NonNullable<Result['properties']> {
  const { commits, blobs, remembered, bytes } = coverage
  return { decisionId: id, verdict, rulesDigest, coverage: { commits, blobs, remembered, bytes }, durationMs }
}
