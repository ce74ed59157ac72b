/** One finding as one SARIF result: its first place is the location, the others are related ones. */
import { createHash } from 'node:crypto'
import type { Location, LogicalLocation, PhysicalLocation, Region, Result } from 'sarif'
import type { Approved, Finding, Occurrence, Suppressed, Suppression, Verdict } from '../model.ts'
import { places } from './entries.ts'
import { visible } from './escape.ts'
import { fileOf, place } from './place.ts'
import { fileUri, isAbsolutePath, pathUri } from './uri.ts'

// GitHub: at most 1,000 locations a result.
const MOST_PLACES = 999
const POLICY_FILE = '.portcullis/policy.toml'

/** What blocks is an error, what warns a warning. */
export function sarifLevel(verdict: Verdict): 'error' | 'warning' | 'note' {
  return verdict === 'warn' ? 'warning' : verdict === 'allow' ? 'note' : 'error'
}

/** `ruleIndex` points into `driver.rules`. */
export function sarifResult(f: Finding, ruleIndex: number): Result {
  const [, ...others] = places(f)
  return {
    ruleId: f.ruleId,
    ruleIndex,
    level: sarifLevel(f.verdict),
    message: { text: messageText(`${f.message}${within(f)}. Next step: ${f.remedy}`) },
    locations: [first(f)],
    ...(others.length > 0 && { relatedLocations: others.slice(0, MOST_PLACES).map(related) }),
    partialFingerprints: fingerprints(f),
    properties: extra(f, others.length + 1),
  }
}

/** GitHub shows no logical locations. */
function within({ member, line }: Finding): string {
  return member === undefined ? '' : `, in ${member}:${line ?? 1}`
}

/** The same, with the reason why it does not count. */
export function sarifSuppressed({ finding, suppression }: Suppressed, ruleIndex: number): Result {
  return { ...sarifResult(finding, ruleIndex), suppressions: [silence(suppression)] }
}

/** The same, with who approved it: accepted outside of the source. */
export function sarifApproved({ finding, approvals }: Approved, ruleIndex: number): Result {
  const suppressions = approvals.map(({ id, by, assurance, expires }) => ({
    kind: 'external' as const,
    status: 'accepted' as const,
    justification: visible(
      `approved by ${by} (${assurance})${expires === undefined ? '' : `, until ${expires}`}, approval ${id}`,
    ),
  }))
  return { ...sarifResult(finding, ruleIndex), suppressions }
}

function silence(s: Suppression): NonNullable<Result['suppressions']>[number] {
  const by = s.by === undefined ? '' : ` (${visible(s.by)})`
  return {
    kind: s.kind === 'inline' ? 'inSource' : 'external',
    status: 'accepted',
    justification: `${visible(s.reason)}${by}, ${visible(s.source)}`,
  }
}

function first(f: Finding): Location {
  const file = fileOf(f)
  if (file === undefined) return withoutFile(f)
  const end = {
    ...(f.endLine !== undefined && { endLine: f.endLine }),
    ...(f.endColumn !== undefined && { endColumn: f.endColumn }),
    ...(f.excerpt !== undefined && { snippet: { text: visible(f.excerpt) } }),
  }
  if (f.member !== undefined) return inMember(file, f, f.excerpt)
  return { physicalLocation: physical(file, f, end) }
}

/** The archive is the file; where in it, in words: its own lines mean nothing, and viewers open no archive. */
function inMember(path: string, o: Occurrence, excerpt?: string): Location {
  const snippet = excerpt === undefined ? {} : { snippet: { text: visible(excerpt) } }
  const within: LogicalLocation = { fullyQualifiedName: place(o), kind: 'member' }
  return { physicalLocation: physical(path, {}, snippet), logicalLocations: [within] }
}

/**
 * A ref or a message lies in no file, and GitHub refuses a whole upload for one result without a file: the clause
 * that spoke is the place then, and the ref or commit stands beside it as a logical location.
 */
function withoutFile(f: Finding): Location {
  const line = f.clause?.line === undefined ? {} : { line: f.clause.line }
  const within = f.ref ?? f.commit ?? f.category
  const name = f.repository === undefined ? within : `${f.repository}: ${within}`
  return {
    physicalLocation: physical(fileOf({ ...f, path: f.clause?.file ?? POLICY_FILE })!, line, {}),
    logicalLocations: [{ fullyQualifiedName: visible(name), kind: f.ref === undefined ? 'commit' : 'ref' }],
  }
}

function related(o: Occurrence, index: number): Location {
  const file = fileOf(o)
  if (file !== undefined && o.member !== undefined)
    return { id: index + 1, message: { text: messageText(place(o)) }, ...inMember(file, o) }
  const where = file === undefined ? {} : { physicalLocation: physical(file, o, {}) }
  const text = visible(o.commit ?? o.ref ?? 'also here')
  return { id: index + 1, message: { text: messageText(text) }, ...where }
}

function physical(path: string, at: Pick<Occurrence, 'line' | 'column'>, more: Region): PhysicalLocation {
  const artifactLocation = isAbsolutePath(path)
    ? { uri: fileUri(path) }
    : { uri: pathUri(path), uriBaseId: '%SRCROOT%' }
  const column = at.column === undefined ? {} : { startColumn: at.column }
  return { artifactLocation, region: { startLine: at.line ?? 1, ...column, ...more } }
}

/**
 * Stable under line moves. GitHub tells alerts apart by `primaryLocationLineHash` alone, in the form `hash:count`,
 * and would compute one from the line's text if it were missing.
 */
function fingerprints(f: Finding): Record<string, string> {
  const identity =
    f.fingerprint ?? JSON.stringify([f.category, f.ruleId, f.path, f.ref, f.path ? '' : f.commit])
  const hash = createHash('sha256').update(identity).digest('hex')
  return { 'portcullis/v1': hash, primaryLocationLineHash: `${hash.slice(0, 16)}:1` }
}

function extra(f: Finding, occurrences: number): NonNullable<Result['properties']> {
  const { verdict, severity, confidence, category, commit, ref, facts, stands } = f
  return {
    verdict,
    severity,
    confidence,
    category,
    occurrences,
    ...(commit && { commit }),
    ...(ref && { ref }),
    ...(facts && { facts: facts.map(visible) }),
    ...(stands && { stands: stands.map(visible) }),
  }
}

/** Brackets would be a link and braces a placeholder in SARIF messages (§3.11.5, §3.11.6). */
function messageText(text: string): string {
  return visible(text)
    .replace(/[[\]\\]/g, '\\$&')
    .replace(/[{}]/g, '$&$&')
}
