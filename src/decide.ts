/**
 * Findings in, decision out: suppress what may be suppressed, say how strong the rest is, take the strongest.
 * Pure: no file, no clock but the `now` it is given (design §7.1, §7.8, §7.9).
 */

import { CERTAINTY } from './detect/certainty.ts'
import type {
  Actor,
  ApprovalNote,
  Approved,
  Finding,
  Occurrence,
  Operation,
  Suppressed,
  Suppression,
  Verdict,
} from './model.ts'
import { STRENGTH, strongest } from './policy/order.ts'

/** What people have said to something that asks. `idle`: what would land leaves it as it is, so there is nothing to approve. */
export type Consent =
  | { kind: 'approved'; approvals: ApprovalNote[] }
  | { kind: 'denied'; why: string; request: string }
  | { kind: 'idle'; target: string }
  | { kind: 'asked' }

/** What the policy says that is not about one finding. */
export interface Rulings {
  /** somebody could approve: people with keys stand on the trusted base */
  enrolled: boolean
  /** `mode = "observe"`: log what would be blocked, block nothing */
  observe: boolean
  /** baseline and waivers that cover this finding, expired ones left out */
  suppressionsOf(finding: Finding): Suppression[]
  /** the baseline knows this credential, but not at this path: that warns (design §4) */
  isElsewhere(finding: Finding): boolean
  /** looked up by the finding as it was handed in; without it nobody has said anything yet */
  consentOf?(finding: Finding): Consent
}

export interface Judged {
  verdict: Verdict
  findings: Finding[]
  suppressed: Suppressed[]
  approvals: Approved[]
  notices: string[]
}

/** Judges every finding, merges the occurrences of one secret into one entry and takes the strongest verdict. */
export function decide(operation: Operation, findings: Finding[], rulings: Rulings): Judged {
  const notices = new Set<string>()
  const suppressed: Suppressed[] = []
  const approvals: Approved[] = []
  const kept: Finding[] = []
  for (const one of findings) {
    const { finding, suppression, approvals: given } = judge(one, operation, rulings, notices)
    if (suppression) suppressed.push({ finding, suppression })
    else if (given) approvals.push({ finding, approvals: given })
    else kept.push(finding)
  }
  const merged = mergeOccurrences(kept)
  return {
    verdict: strongest(merged.map(finding => finding.verdict)),
    findings: merged,
    suppressed,
    approvals,
    notices: [...notices],
  }
}

/** Those of `findings` that a person would have to approve, each alone and as it was handed in. */
export function asking(operation: Operation, findings: Finding[], rulings: Rulings): Finding[] {
  return findings.filter(finding => judge(finding, operation, rulings, new Set()).finding.verdict === 'ask')
}

interface Outcome {
  finding: Finding
  suppression?: Suppression
  approvals?: ApprovalNote[]
}

function judge(finding: Finding, operation: Operation, rulings: Rulings, notices: Set<string>): Outcome {
  const candidates = [...rulings.suppressionsOf(finding), ...inlineSuppression(finding, operation, notices)]
  for (const suppression of candidates) {
    if (!counts(suppression, finding, operation.actor)) {
      if (operation.actor.kind === 'agent') notices.add(agentsOwn(suppression, finding))
      continue
    }
    if (suppression.kind === 'baseline' && rulings.isElsewhere(finding)) return { finding: moved(finding) }
    return { finding, suppression }
  }
  const asked = candidates.length > 0 ? softened(finding, operation.actor) : finding
  const settled = settle(known(asked, operation), operation.actor, rulings, notices)
  return settled.verdict === 'ask' ? consented(settled, rulings.consentOf?.(finding)) : { finding: settled }
}

function consented(finding: Finding, consent: Consent = { kind: 'asked' }): Outcome {
  switch (consent.kind) {
    case 'approved':
      return { finding: { ...finding, verdict: 'allow' }, approvals: consent.approvals }
    case 'denied':
      return { finding: refused(finding, consent.why) }
    case 'idle':
      return {
        finding: { ...finding, verdict: 'warn', message: `${finding.message} (${idle(consent.target)})` },
      }
    case 'asked':
      return { finding }
  }
}

function refused(finding: Finding, why: string): Finding {
  const remedy = 'leave it out of the change, or change it and have the new content approved'
  return { ...finding, verdict: 'deny', message: `${finding.message}; a person denied it: ${why}`, remedy }
}

function idle(target: string): string {
  return `the change as a whole leaves it as it is on ${target}`
}

function moved(finding: Finding): Finding {
  const message = `${finding.message} (in the baseline, at another path)`
  return { ...finding, verdict: weakest(finding.verdict, 'warn'), message }
}

/** An inline comment: ours needs a reason; another tool's has none and never silences `high` (design §7.8). */
function inlineSuppression(finding: Finding, operation: Operation, notices: Set<string>): Suppression[] {
  const tag = finding.inline
  if (!tag) return []
  if (tag.own && !tag.reason) {
    notices.add(`${where(finding)}: '${tag.tag}' needs a reason after it to count`)
    return []
  }
  if (!tag.own && CERTAINTY[finding.confidence] >= CERTAINTY.high) {
    notices.add(
      `${where(finding)}: '${tag.tag}' carries no reason and does not count for confidence '${finding.confidence}'`,
    )
    return []
  }
  // A scan judges no change: what stands in the file was there before it.
  const trusted = operation.kind === 'scan'
  return [{ kind: 'inline', reason: tag.reason ?? `marked '${tag.tag}'`, source: where(finding), trusted }]
}

/** A suppression that the judged change itself brings counts only below `high` and only without an agent. */
function counts(suppression: Suppression, finding: Finding, actor: Actor): boolean {
  if (suppression.trusted) return true
  return actor.kind !== 'agent' && CERTAINTY[finding.confidence] < CERTAINTY.high
}

function agentsOwn({ kind, source }: Suppression, finding: Finding): string {
  const what = kind === 'inline' ? 'the comment' : `what ${source} says`
  return `${where(finding)}: ${what} does not count: an agent cannot silence what its own change brings; a person can`
}

/** Not enough to silence it: a `high` finding may still be approved, a `proven` one stays denied. */
function softened(finding: Finding, actor: Actor): Finding {
  if (actor.kind === 'agent' || finding.confidence !== 'high' || finding.verdict !== 'deny') return finding
  const remedy =
    'bring the suppression to the trusted base first, in a change of its own, or have it approved'
  return { ...finding, verdict: 'ask', remedy }
}

/** Already on another tracking ref of this remote: told, not blocked, since that ref may be forged (design §7.2). */
function known(finding: Finding, operation: Operation): Finding {
  const ref = finding.commit === undefined ? undefined : operation.elsewhere?.get(finding.commit)
  if (ref === undefined || finding.category === 'ref') return finding
  return {
    ...finding,
    verdict: weakest(finding.verdict, 'warn'),
    message: `${finding.message} (already on ${ref} as last fetched)`,
  }
}

/** Nobody to ask: `ask` is `deny` for an agent and `warn` otherwise (design §7.9). Observe blocks nothing. */
function settle(finding: Finding, actor: Actor, rulings: Rulings, notices: Set<string>): Finding {
  let verdict = finding.verdict
  if (verdict === 'ask' && !rulings.enrolled) {
    verdict = actor.kind === 'agent' ? 'deny' : 'warn'
    notices.add(
      `nobody is enrolled who could approve ([people.<name>] with keys): what asks for it ${verdict === 'deny' ? 'is denied to an agent' : 'warns'}`,
    )
  }
  if (rulings.observe && STRENGTH[verdict] > STRENGTH.warn) {
    notices.add("mode is 'observe': what is listed as a warning here would be blocked")
    verdict = 'warn'
  }
  return verdict === finding.verdict ? finding : { ...finding, verdict }
}

function weakest(a: Verdict, b: Verdict): Verdict {
  return STRENGTH[a] < STRENGTH[b] ? a : b
}

/** One secret is one entry, and so are the paths that one clause objects to: the strongest leads, all are its occurrences. */
function mergeOccurrences(findings: Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>()
  findings.forEach((finding, index) => {
    const key = sameness(finding) ?? `#${index}`
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  })
  return [...groups.values()].map(mergeGroup)
}

/** Findings of one key are one entry; without one a finding stands alone. */
function sameness({ fingerprint, category, ruleId, verdict }: Finding): string | undefined {
  return fingerprint ?? (category === 'path' ? `${ruleId} ${verdict}` : undefined)
}

function mergeGroup(group: Finding[]): Finding {
  const lead = group.reduce((a, b) => (leads(b, a) ? b : a))
  const known = group.flatMap(({ stands }) => (stands ? [stands] : []))
  const stands = known.length === 0 ? {} : { stands: [...new Set(known.flat())] }
  const occurrences = group.length === 1 ? lead.occurrences : group.flatMap(placesOf)
  return { ...lead, ...stands, occurrences }
}

/** What a clause says has one place, its own, and lists no others. */
function placesOf({ occurrences, path, commit }: Finding): Occurrence[] {
  if (occurrences.length > 0 || path === undefined) return occurrences
  return [{ path, ...(commit === undefined ? {} : { commit }) }]
}

function leads(a: Finding, b: Finding): boolean {
  const byVerdict = STRENGTH[a.verdict] - STRENGTH[b.verdict]
  return byVerdict > 0 || (byVerdict === 0 && CERTAINTY[a.confidence] > CERTAINTY[b.confidence])
}

function where(finding: Finding): string {
  const place = finding.path ?? finding.ref ?? 'message'
  return finding.line === undefined ? place : `${place}:${finding.line}`
}
