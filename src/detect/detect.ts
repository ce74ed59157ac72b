/** A content → the credentials in it. Pure and synchronous; says everything about a credential but itself. */
import { CoverageError } from '../errors.ts'
import type { Credential, Redacted } from '../model.ts'
import { focusOnAll } from './all-focus.ts'
import { budgetFor } from './budget.ts'
import type { Candidate } from './candidate.ts'
import { fingerprintOf, keyedHash } from './fingerprint.ts'
import { OWN_SECRET, sameValue } from './held/candidates.ts'
import { inlineTag } from './inline.ts'
import type { Span } from './layer.ts'
import { type Detectors, scanOf } from './load.ts'
import { searchAll } from './members.ts'
import { memoIfAny } from './memo.ts'
import type { Gap } from './open/piece.ts'
import { type Lines, lineAt, lineRange, linesOf, type Position, positionAt } from './position.ts'
import { countOf, excerptOf, maskAll } from './redact.ts'
import { resolve, type Standing } from './resolve.ts'
import { scanText } from './scan.ts'
import { alignEnd, alignStart, slice, type Text, textOf } from './text.ts'

/** More are counted in one finding of their own. */
export const LISTED = 1000

/**
 * The credentials of a whole content and of what it holds (archives, documents, databases), one per secret. `path` serves the
 * rules' path conditions and the errors; without one, rules bound to a path are not asked. Members that were not looked at are
 * put into `gaps`. Throws CoverageError (exit 3) when the content costs more than its budget, or where `gaps` is not given and a limit
 * cut the look short; PortcullisError (exit 3) when no regex engine loads.
 */
export function detect(
  data: Buffer | string,
  path: string | undefined,
  detectors: Detectors,
  gaps?: Gap[],
): Credential[] {
  if (typeof data === 'string') return detectText(data, path, detectors)
  const missed: Gap[] = gaps ?? []
  const found = searchAll(data, path, missed, (bytes, within) => detectText(bytes, within, detectors))
  if (gaps === undefined) refuse(missed, path)
  return capped(found, detectors)
}

function refuse(gaps: Gap[], path: string | undefined): void {
  const cut = gaps.find(gap => gap.isLimit)
  if (!cut) return
  const name = path ?? 'this content'
  throw new CoverageError(`"${name}": ${gapText(cut)}`, { subject: name })
}

/** `"inner/a.bin" opens to more than 100000000 bytes` */
export function gapText({ member, reason }: Gap): string {
  return member === '' ? reason : `"${member}" ${reason}`
}

function detectText(data: Buffer | string, path: string | undefined, detectors: Detectors): Credential[] {
  const text = textOf(data)
  const candidates = candidatesOf(text, path, detectors)
  if (candidates.length === 0) return []
  const lines = linesOf(text)
  const standing = resolve(candidates, lines, path)
  const listed = standing.slice(0, LISTED).map(one => credentialOf(one, candidates, lines, detectors))
  if (standing.length > LISTED) listed.push(beyondIn(standing.slice(LISTED), lines, detectors))
  return listed
}

/** What a finding is known by, and where it lies: what is followed from one version of a content to the next. */
export interface Located {
  ruleId: string
  fingerprint: string
  /** of the whole match, in bytes of the content */
  match: Span
  /** how far around it something may change and it stays what it is */
  within: Within
}

/** A regex looks at the line or the lines it matches in, a decoder at the next ones too, the model at what stands near a line. */
export type Within = 'line' | 'lines' | 'block' | 'text'

/** Of candidates of a whole content, one per secret; null where they are more than a report lists. */
export function locate(
  text: Text,
  candidates: Candidate[],
  path: string | undefined,
  { key }: Detectors,
): Located[] | null {
  if (candidates.length === 0) return []
  const standing = resolve(candidates, linesOf(text), path)
  if (standing.length > LISTED) return null
  return standing.map(one => {
    const match: Span = [Math.min(one.match[0], one.root[0]), Math.max(one.match[1], one.root[1])]
    const within = withinOf(one, text.bytes.subarray(...match))
    return { ruleId: one.rule.id, fingerprint: fingerprintOf(one.secret, key), match, within }
  })
}

/** In something encoded even the model looks at no more than that. */
function withinOf({ rule, layer }: Candidate, match: Buffer): Within {
  if (layer.depth > 0) return 'block'
  if (match.length > LONG || match.includes(10)) return 'lines'
  return rule.scored === undefined ? 'line' : 'text'
}

/** Of a longer line an edit may touch a part only (focus.ts). */
const LONG = 1 << 16

/** `text` with every credential in it masked and control characters spelled out: for names and paths that are printed. */
export function maskText(text: string, detectors: Detectors): Redacted {
  const read = textOf(text)
  return maskAll(read, candidatesOf(read, undefined, detectors))
}

function candidatesOf(text: Text, path: string | undefined, detectors: Detectors): Candidate[] {
  const focus = focusOnAll(text, detectors.packs, path)
  const scan = scanOf(detectors, path, budgetFor(text.bytes.length, path))
  return scanText(text, { ...scan, memo: memoIfAny(detectors) }, focus)
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
    // a dummy that is somebody's own is none
    ...(one.minor === undefined || one.held !== undefined ? {} : { minor: one.minor }),
    ...factsOf(one),
    ...(inline === undefined ? {} : { inline }),
  }
}

/** What the token says of itself; that the value is the user's own is said by its own rule's description, or beside any other's. */
function factsOf({ facts, held, rule }: Standing): Pick<Credential, 'held' | 'facts'> {
  const all = held === undefined || rule.id === OWN_SECRET.id ? facts : [...facts, sameValue(held)]
  return {
    ...(held === undefined ? {} : { held: true as const }),
    ...(all.length === 0 ? {} : { facts: all }),
  }
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

function beyondIn(rest: Standing[], lines: Lines, { key }: Detectors): Credential {
  const fingerprints = rest.map(one => fingerprintOf(one.secret, key))
  return beyond(fingerprints, positionAt(lines, rest[0]!.root[0]), key)
}

/** Of all members together: each may hold as many. */
function capped(found: Credential[], { key }: Detectors): Credential[] {
  if (found.length <= LISTED + 1) return found
  const rest = found.slice(LISTED)
  const more = beyond(
    rest.map(one => one.fingerprint),
    rest[0]!,
    key,
  )
  return [...found.slice(0, LISTED), more]
}

/** Stands for the credentials that are not listed; changes when any of them does, so that a baseline of it hides nothing new. */
function beyond(fingerprints: string[], { line, column }: Position, key: Buffer | undefined): Credential {
  return {
    ruleId: 'credentials-beyond-limit',
    description: `${fingerprints.length} more credentials in this content, not listed one by one`,
    severity: 'high',
    confidence: 'high',
    line,
    column,
    endLine: line,
    endColumn: column,
    excerpt: countOf(fingerprints.length),
    fingerprint: keyedHash(fingerprints.sort().join('\n'), key),
  }
}
