/** The JSON report: DESIGN §8's contract, `schemaVersion` 1. Internals of a finding (blob, inline tag) stay inside. */
import type { Approved, Decision, Finding, Skipped, Suppressed } from '../model.ts'
import { entries, places } from './entries.ts'
import { jsonText } from './escape.ts'

/** The whole decision as one object, indented, ending in a newline. */
export function json(decision: Decision, version: string): string {
  return `${jsonText(report(decision, version), 2)}\n`
}

/** The object itself, for `jsonl` and for whoever wants it without the text. */
export function report(decision: Decision, version: string) {
  const { kind, actor, refs } = decision.operation
  return {
    schemaVersion: 1,
    tool: { name: 'portcullis', version, rulesDigest: decision.rulesDigest },
    operation: { kind, actor: { kind: actor.kind, name: actor.name, evidence: actor.evidence }, refs },
    repository: decision.repository,
    repositories: decision.repositories,
    shard: decision.shard,
    verdict: decision.verdict,
    complete: decision.coverage.unread.length === 0,
    findings: entries(decision.findings).map(reported),
    suppressed: decision.suppressed.map(silenced),
    approvals: decision.approvals?.length ? decision.approvals.map(approved) : undefined,
    requests: decision.requests,
    coverage: coverage(decision),
    notices: decision.notices,
    decisionId: decision.id,
    durationMs: decision.durationMs,
  }
}

/** A finding with the contract's fields and no others, in the contract's order; absent where they do not apply. */
export function reported(f: Finding) {
  return {
    ruleId: f.ruleId,
    category: f.category,
    severity: f.severity,
    confidence: f.confidence,
    verdict: f.verdict,
    message: f.message,
    repository: f.repository,
    path: f.path,
    member: f.member,
    line: f.line,
    column: f.column,
    endLine: f.endLine,
    endColumn: f.endColumn,
    commit: f.commit,
    author: f.author,
    date: f.date,
    ref: f.ref,
    excerpt: f.excerpt,
    fingerprint: f.fingerprint,
    facts: f.facts,
    stands: f.stands,
    occurrences: places(f),
    remedy: f.remedy,
  }
}

function silenced({ finding, suppression }: Suppressed) {
  const { kind, reason, by, expires, source, trusted } = suppression
  return { ...reported(finding), suppression: { kind, reason, by, expires, source, trusted } }
}

function approved({ finding, approvals }: Approved) {
  return { ...reported(finding), approvals }
}

function coverage({ coverage: { commits, blobs, remembered, bytes, skipped, unread } }: Decision) {
  return { commits, blobs, remembered, bytes, skipped: skipped.map(named), unread: unread.map(named) }
}

function named({ path, commit, reason }: Skipped) {
  return { path, commit, reason }
}
