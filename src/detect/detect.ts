/** A content → the credentials in it. Pure and synchronous; says everything about a credential but itself. */
import type { Credential, Redacted } from '../model.ts'
import { budgetFor } from './budget.ts'
import type { Candidate } from './candidate.ts'
import { fingerprintOf, keyedHash } from './fingerprint.ts'
import { OWN_SECRET, sameValue } from './held/candidates.ts'
import { inlineTag } from './inline.ts'
import { type Detectors, scanOf } from './load.ts'
import { type Lines, lineAt, lineRange, linesOf, positionAt } from './position.ts'
import { countOf, excerptOf, maskAll } from './redact.ts'
import { resolve, type Standing } from './resolve.ts'
import { scanText } from './scan.ts'
import { alignEnd, alignStart, slice, type Text, textOf } from './text.ts'

/** More are counted in one finding of their own. */
const LISTED = 1000

/**
 * The credentials of a whole content, in its order, one per secret. `path` serves the rules' path conditions and the
 * errors; without one, rules bound to a path are not asked. Throws CoverageError (exit 3) when the content costs more
 * than its budget, PortcullisError (exit 3) when no regex engine loads.
 */
export function detect(data: Buffer | string, path: string | undefined, detectors: Detectors): Credential[] {
  const text = textOf(data)
  const candidates = candidatesOf(text, path, detectors)
  if (candidates.length === 0) return []
  const lines = linesOf(text)
  const standing = resolve(candidates, lines, path)
  const listed = standing.slice(0, LISTED).map(one => credentialOf(one, candidates, lines, detectors))
  if (standing.length > LISTED) listed.push(beyond(standing.slice(LISTED), lines, detectors))
  return listed
}

/** `text` with every credential in it masked and control characters spelled out: for names and paths that are printed. */
export function maskText(text: string, detectors: Detectors): Redacted {
  const read = textOf(text)
  return maskAll(read, candidatesOf(read, undefined, detectors))
}

function candidatesOf(text: Text, path: string | undefined, detectors: Detectors): Candidate[] {
  return scanText(text, scanOf(detectors, path, budgetFor(text.bytes.length, path)))
}

function credentialOf(one: Standing, all: Candidate[], lines: Lines, { key }: Detectors): Credential {
  const { rule, confidence, root } = one
  const start = positionAt(lines, root[0])
  const end = positionAt(lines, root[1])
  const inline = tagBeside(one, lines)
  return {
    ruleId: rule.id,
    description: rule.description,
    severity: rule.severity,
    confidence,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    excerpt: excerptOf(one, all, lines),
    fingerprint: fingerprintOf(one.secret, key),
    ...(rule.revoke === undefined ? {} : { revoke: rule.revoke }),
    ...heldIn(one),
    ...(inline === undefined ? {} : { inline }),
  }
}

/** The value is the user's own: said by its own rule's description, told beside any other. */
function heldIn({ held, rule }: Standing): Pick<Credential, 'held' | 'facts'> {
  if (held === undefined) return {}
  return rule.id === OWN_SECRET.id ? { held: true } : { held: true, facts: [sameValue(held)] }
}

/** Bytes of a very long line that are looked at for a tag, on each side of the match. */
const BESIDE = 1000

function tagBeside({ match }: Candidate, lines: Lines) {
  const { text } = lines
  const first = lineAt(lines, match[0])
  const [, lastEnd] = lineRange(lines, lineAt(lines, Math.max(match[0], match[1] - 1)))
  const start = Math.max(lines.starts[first - 1]!, match[0] - BESIDE)
  const end = Math.min(lastEnd, match[1] + BESIDE)
  const before = first > 1 ? slice(text, ...tail(text, lineRange(lines, first - 1))) : ''
  return inlineTag(slice(text, alignEnd(text, start), alignStart(text, Math.max(start, end))), before)
}

function tail(text: Text, [start, end]: [number, number]): [number, number] {
  return [alignEnd(text, Math.max(start, end - BESIDE)), end]
}

/** Stands for the credentials that are not listed; changes when any of them does, so that a baseline of it hides nothing new. */
function beyond(rest: Standing[], lines: Lines, { key }: Detectors): Credential {
  const { line, column } = positionAt(lines, rest[0]!.root[0])
  const fingerprints = rest.map(one => fingerprintOf(one.secret, key)).sort()
  return {
    ruleId: 'credentials-beyond-limit',
    description: `${rest.length} more credentials in this content, not listed one by one`,
    severity: 'high',
    confidence: 'high',
    line,
    column,
    endLine: line,
    endColumn: column,
    excerpt: countOf(rest.length),
    fingerprint: keyedHash(fingerprints.join('\n'), key),
  }
}
