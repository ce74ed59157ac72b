/** Writes down a decision before anyone is told of it: one JSON line in the common git dir, for all worktrees. */
import type { Decision } from '../model.ts'
import { appendLine, type Recorded } from './append.ts'
import { type AuditExtra, auditRecord } from './entry.ts'

/**
 * Appends to `<commonDir>/portcullis/audit.jsonl` (0600) and never throws. What cannot be recorded is still decided:
 * a read-only or full `.git` takes no commit either, so blocking would only hide the real reason, and a deny must
 * never turn into an allow because of the log. The caller prints the notice.
 */
export function record(commonDir: string, decision: Decision, extra: AuditExtra): Recorded {
  return appendLine(commonDir, JSON.stringify(auditRecord(decision, extra)), `decision ${decision.id}`)
}
