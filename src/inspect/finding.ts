/** Turns what a detector saw into a finding: where it is, how strongly it counts, what to do next. */

import { CERTAINTY } from '../detect/certainty.ts'
import type { Change, Confidence, Credential, Finding, Minor, Operation, Text, Verdict } from '../model.ts'

/** From which confidence on a credential is denied or told (the policy's `[credentials]`). */
export interface Thresholds {
  deny: Confidence
  warn: Confidence
}

/** A credential in a file. */
export function credentialFinding(
  credential: Credential,
  change: Change,
  operation: Operation,
  thresholds: Thresholds,
): Finding {
  const place = {
    path: change.path,
    ...(credential.member === undefined ? {} : { member: credential.member }),
    line: credential.line,
    column: credential.column,
    ...(change.commit === undefined ? {} : { commit: change.commit }),
  }
  return {
    ...common(credential, operation, thresholds),
    category: 'credential',
    ...place,
    endLine: credential.endLine,
    endColumn: credential.endColumn,
    ...(change.after ? { blob: change.after.id } : {}),
    ...(credential.inline ? { inline: credential.inline } : {}),
    occurrences: [place],
  }
}

/** A credential in a message, a name or an identity. Names are masked before anyone sees them (report/mask.ts). */
export function textFinding(
  credential: Credential,
  text: Text,
  operation: Operation,
  thresholds: Thresholds,
): Finding {
  const place = {
    ...(text.commit === undefined ? {} : { commit: text.commit }),
    ...(text.ref === undefined ? {} : { ref: text.ref }),
    line: credential.line,
    column: credential.column,
  }
  const base = common(credential, operation, thresholds)
  return {
    ...base,
    category: 'message',
    message: `${base.message} in ${TEXT_NAMES[text.kind]}`,
    remedy: `${textRemedy(text, operation)}${revocation(credential)}`,
    ...place,
    occurrences: [place],
  }
}

const TEXT_NAMES: Record<Text['kind'], string> = {
  'commit-message': 'a commit message',
  'tag-message': 'a tag message',
  'ref-name': 'a ref name',
  identity: 'an author or committer field',
}

function common(credential: Credential, operation: Operation, thresholds: Thresholds) {
  return {
    ruleId: credential.ruleId,
    severity: credential.severity,
    confidence: credential.confidence,
    verdict: verdictOf(credential, thresholds),
    message: `${credential.description}${credential.minor ? MINOR[credential.minor] : ''}`,
    excerpt: credential.excerpt,
    fingerprint: credential.fingerprint,
    ...(credential.facts === undefined ? {} : { facts: credential.facts }),
    remedy: `${fileRemedy(operation)}${revocation(credential)}`,
  }
}

const MINOR: Record<Minor, string> = {
  example: ', in a test, an example or documentation',
  weak: ', made of words or a common dummy',
}

/** Sure is not grave: what opens nothing is told and stops nobody. */
function verdictOf({ confidence, minor }: Credential, thresholds: Thresholds): Verdict {
  if (CERTAINTY[confidence] >= CERTAINTY[thresholds.deny]) return minor ? 'warn' : 'deny'
  return CERTAINTY[confidence] >= CERTAINTY[thresholds.warn] ? 'warn' : 'allow'
}

/** The next step depends on the state git is in: `operation.resume` is the command that goes on from there. */
function fileRemedy(operation: Operation): string {
  if (operation.kind === 'commit')
    return `take it out of the file, 'git add' the file, then ${operation.resume ?? "'git commit' again"}`
  if (operation.kind === 'push' || operation.kind === 'merge')
    return "take it out of the commit that adds it ('git commit --amend', or 'git rebase -i' for an older one), then push again"
  return 'take it out of the file and read it from the environment or a secret store'
}

function textRemedy(text: Text, operation: Operation): string {
  if (text.kind === 'ref-name') return 'rename the branch or tag'
  if (text.kind === 'tag-message') return 'make the tag again without it'
  if (operation.kind === 'commit') return 'write the message without it'
  return "reword the commit ('git commit --amend', or 'git rebase -i' for an older one)"
}

function revocation(credential: Credential): string {
  return credential.revoke === undefined
    ? ''
    : `; if it ever left this machine, revoke it: ${credential.revoke}`
}
