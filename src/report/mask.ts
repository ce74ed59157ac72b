/** A decision with every name that git stores masked: a path or a branch can be a credential too. */
import type { Decision, Finding, Occurrence, Skipped } from '../model.ts'

type Mask = (text: string) => string

/** To be called once, before anything is recorded or rendered; `mask` is detect's `maskText` with its detectors. */
export function maskDecision(decision: Decision, mask: Mask): Decision {
  const { operation, coverage, repository, repositories } = decision
  const maskSkipped = (s: Skipped) => ({ ...s, path: mask(s.path), reason: mask(s.reason) })
  return {
    ...decision,
    operation: { ...operation, refs: operation.refs.map(r => ({ ...r, ref: mask(r.ref) })) },
    ...(repository !== undefined && { repository: mask(repository) }),
    ...(repositories && { repositories: repositories.map(part => ({ ...part, name: mask(part.name) })) }),
    findings: decision.findings.map(f => finding(f, mask)),
    suppressed: decision.suppressed.map(s => ({ ...s, finding: finding(s.finding, mask) })),
    ...(decision.approvals && {
      approvals: decision.approvals.map(a => ({ ...a, finding: finding(a.finding, mask) })),
    }),
    ...(decision.requests && {
      requests: decision.requests.map(r => ({ ...r, target: mask(r.target) })),
    }),
    notices: decision.notices.map(mask),
    coverage: {
      ...coverage,
      skipped: coverage.skipped.map(maskSkipped),
      unread: coverage.unread.map(maskSkipped),
    },
  }
}

function finding(f: Finding, mask: Mask): Finding {
  return {
    ...f,
    ...names(f, mask),
    message: mask(f.message),
    remedy: mask(f.remedy),
    ...(f.author !== undefined && { author: mask(f.author) }),
    ...(f.facts !== undefined && { facts: f.facts.map(mask) }),
    ...(f.stands !== undefined && { stands: f.stands.map(mask) }),
    occurrences: f.occurrences.map(o => ({ ...o, ...names(o, mask) })),
  }
}

function names(o: Occurrence, mask: Mask): Pick<Occurrence, 'repository' | 'path' | 'member' | 'ref'> {
  return {
    ...(o.repository !== undefined && { repository: mask(o.repository) }),
    ...(o.path !== undefined && { path: mask(o.path) }),
    ...(o.member !== undefined && { member: mask(o.member) }),
    ...(o.ref !== undefined && { ref: mask(o.ref) }),
  }
}
