/** A decision as the audit log holds it: who, what, on which refs, why; no excerpt, no message, no secret. */
import type { Actor, Coverage, Covers, Decision, Finding, RefUpdate, Suppressed, Verdict } from '../model.ts'

// A history scan may find thousands of things; the log names this many of each list and counts all of them.
const NAMED = 200

export interface AuditExtra {
  /** the tool's version */
  version: string
  policy: string
  /** when it was decided; now unless given */
  time?: Date
}

/** What one finding leaves in the log. */
export interface AuditFinding extends Pick<Finding, 'ruleId' | 'category' | 'verdict' | 'confidence'> {
  path?: string
  member?: string
  line?: number
  commit?: string
  ref?: string
  fingerprint?: string
  clause?: string
}

/** What a record of the event `decision` says. The counts hold for all, the lists for the first 200. */
export interface AuditRecord {
  event: 'decision'
  id: string
  /** ISO 8601, UTC */
  time: string
  operation: string
  actor: Actor
  refs: RefUpdate[]
  /** of a commit: the tree it will have and its parents; absent where git could not make a tree of the index */
  covers?: Covers
  /** `2/8`: a part of a history, and what it says is of that part */
  shard?: string
  verdict: Verdict
  counts: { findings: number; suppressed: number; refs: number }
  findings: AuditFinding[]
  suppressed: {
    ruleId: string
    path?: string
    fingerprint?: string
    kind: string
    source: string
    trusted: boolean
  }[]
  coverage: Omit<Coverage, 'skipped' | 'unread'> & { skipped: number; unread: number }
  tool: { version: string; rulesDigest: string; policy: string }
  durationMs: number
}

/** The record of a decision; free text of any kind (messages, excerpts, reasons) is left out on purpose. */
export function auditRecord(decision: Decision, extra: AuditExtra): AuditRecord {
  const { id, verdict, findings, suppressed, coverage, rulesDigest, durationMs, operation } = decision
  const { kind, actor, refs, covers } = operation
  return {
    event: 'decision',
    id,
    time: (extra.time ?? new Date()).toISOString(),
    operation: kind,
    actor: {
      kind: actor.kind,
      ...(actor.name !== undefined && { name: actor.name }),
      evidence: actor.evidence,
    },
    refs: refs.slice(0, NAMED).map(({ ref, action, before, after }) => ({ ref, action, before, after })),
    ...(covers && { covers: { tree: covers.tree, parents: covers.parents } }),
    ...(decision.shard && { shard: `${decision.shard.index}/${decision.shard.count}` }),
    verdict,
    counts: { findings: findings.length, suppressed: suppressed.length, refs: refs.length },
    findings: findings.slice(0, NAMED).map(auditFinding),
    suppressed: suppressed.slice(0, NAMED).map(auditSuppressed),
    coverage: { ...coverage, skipped: coverage.skipped.length, unread: coverage.unread.length },
    tool: { version: extra.version, rulesDigest, policy: extra.policy },
    durationMs,
  }
}

function auditFinding(f: Finding): AuditFinding {
  const { ruleId, category, verdict, confidence } = f
  return {
    ruleId,
    category,
    verdict,
    confidence,
    ...(f.path !== undefined && { path: f.path }),
    ...(f.member !== undefined && { member: f.member }),
    ...(f.line !== undefined && { line: f.line }),
    ...(f.commit !== undefined && { commit: f.commit }),
    ...(f.ref !== undefined && { ref: f.ref }),
    ...(f.fingerprint !== undefined && { fingerprint: f.fingerprint }),
    ...(f.clause !== undefined && { clause: f.clause.id }),
  }
}

function auditSuppressed({ finding, suppression }: Suppressed): AuditRecord['suppressed'][number] {
  const { kind, source, trusted } = suppression
  return {
    ruleId: finding.ruleId,
    ...(finding.path !== undefined && { path: finding.path }),
    ...(finding.fingerprint !== undefined && { fingerprint: finding.fingerprint }),
    kind,
    source,
    trusted,
  }
}
