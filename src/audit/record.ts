/** Writes down a decision before anyone is told of it: one record in the common git dir, for all worktrees. */
import type { Decision } from '../model.ts'
import { appendBody, type Recorded } from './append.ts'
import type { Body } from './chain.ts'
import { type AuditExtra, auditRecord } from './entry.ts'

/**
 * Appends to the log in `<commonDir>/portcullis/audit` (0600) and never throws. What cannot be recorded is still decided: a deny
 * must never turn into an allow because of the log. The caller prints the notice, and lets no agent pass with one.
 */
export function record(commonDir: string, decision: Decision, extra: AuditExtra): Recorded {
  // interfaces of the model have no index signature; every member is plain JSON
  const body = auditRecord(decision, extra) as unknown as Body
  return appendBody(commonDir, body, `decision ${decision.id}`)
}
