/** A JSON report back into a decision. The file is untrusted: every field is checked, and what was redacted is redacted again. */
import { UsageError } from '../../errors.ts'
import type { Coverage, Decision, Finding, Occurrence, Redacted, ShardOf, Suppressed } from '../../model.ts'
import { strongest } from '../../policy/order.ts'
import { bool, type Check, Fault, listOf, matching, object, oneOf, optional, text, whole } from './check.ts'

/** What a merge needs of one report. */
export interface ReadReport {
  file: string
  version: string
  repository: string
  decision: Decision
  complete: boolean
}

/** A file above this is none that one run writes. */
export const MOST_BYTES = 256 * 1024 * 1024

const HINT = "give it a file that 'portcullis scan --report json=FILE' wrote"

/**
 * `redact` is the detectors' own: an excerpt becomes Redacted by nothing but that, whatever the file claims about it.
 * Throws UsageError (exit 2) that names the file and what is wrong with it.
 */
export function readReport(bytes: Buffer, file: string, redact: (text: string) => Redacted): ReadReport {
  try {
    const raw = REPORT(parsed(bytes), '')
    checkAgreement(raw)
    return { file, version: raw.tool.version, ...about(raw), decision: decisionOf(raw, redact) }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new UsageError(`not a report that can be merged: ${error.message}`, { subject: file, hint: HINT })
  }
}

type Excerpted = Omit<Finding, 'excerpt' | 'blob' | 'inline' | 'clause' | 'together'> & { excerpt?: string }
type Silenced = Excerpted & Pick<Suppressed, 'suppression'>

interface RawReport {
  schemaVersion: 1
  tool: { name: 'portcullis'; version: string; rulesDigest: string }
  operation: { kind: 'scan' }
  repository?: string
  repositories?: undefined
  shard?: ShardOf
  verdict: Finding['verdict']
  complete: boolean
  findings: Excerpted[]
  suppressed: Silenced[]
  coverage: Coverage
  notices: string[]
  decisionId: string
  durationMs: number
}

const VERDICT = oneOf('allow', 'warn', 'ask', 'deny')
const HEX = matching(/^[0-9a-f]{1,128}$/, 'hexadecimal number')
// a tag that names a file has no commit: then it is empty
const OBJECT = matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})?$/, 'object id')
const POSITION = optional(whole)

const PLACE: { [K in keyof Required<Occurrence>]: Check<Occurrence[K]> } = {
  repository: optional(text),
  path: optional(text),
  member: optional(text),
  line: POSITION,
  column: POSITION,
  commit: optional(OBJECT),
  ref: optional(text),
}

const FINDING: { [K in keyof Required<Excerpted>]: Check<Excerpted[K]> } = {
  ...PLACE,
  ruleId: text,
  category: oneOf('credential', 'ref', 'path', 'limit', 'content', 'message'),
  severity: oneOf('low', 'medium', 'high', 'critical'),
  confidence: oneOf('low', 'medium', 'high', 'proven'),
  verdict: VERDICT,
  message: text,
  endLine: POSITION,
  endColumn: POSITION,
  author: optional(text),
  date: optional(text),
  excerpt: optional(text),
  fingerprint: optional(HEX),
  facts: optional(listOf(text)),
  stands: optional(listOf(text)),
  occurrences: listOf(object<Occurrence>(PLACE)),
  remedy: text,
}

const SUPPRESSION = object<Suppressed['suppression']>({
  kind: oneOf('inline', 'baseline', 'policy'),
  reason: text,
  by: optional(text),
  expires: optional(text),
  source: text,
  trusted: bool,
})

const MISSED = listOf(
  object<Coverage['unread'][number]>({ path: text, commit: optional(OBJECT), reason: text }),
)

const several: Check<undefined> = (value, at) => {
  if (value !== undefined) throw new Fault(at, 'it is merged from several repositories already')
  return undefined
}

const REPORT = object<RawReport>({
  schemaVersion: oneOf(1),
  tool: object<RawReport['tool']>({ name: oneOf('portcullis'), version: text, rulesDigest: HEX }),
  operation: object<RawReport['operation']>({ kind: oneOf('scan') }),
  repository: optional(text),
  repositories: several,
  shard: optional(object<ShardOf>({ index: whole, count: whole, digest: HEX, commits: whole })),
  verdict: VERDICT,
  complete: bool,
  findings: listOf(object<Excerpted>(FINDING)),
  suppressed: listOf(object<Silenced>({ ...FINDING, suppression: SUPPRESSION })),
  coverage: object<Coverage>({
    commits: whole,
    blobs: whole,
    remembered: optional(whole),
    bytes: whole,
    skipped: MISSED,
    unread: MISSED,
  }),
  notices: listOf(text),
  decisionId: text,
  durationMs: whole,
})

function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0)
    throw new Fault('', 'it is empty: what should have written it did not get to its end')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    // the parser's own words quote the file
    const what = error instanceof SyntaxError ? 'it is no JSON, or cut short' : 'it is not UTF-8'
    throw new Fault('', what)
  }
}

/** What one field says must not be denied by another. */
function checkAgreement({ shard, verdict, findings, complete, coverage, repository }: RawReport): void {
  if (repository === undefined || repository === '')
    throw new Fault('repository', 'missing: it is not a report about a repository')
  if (shard && !(shard.index >= 1 && shard.index <= shard.count))
    throw new Fault('shard', `there is no shard ${shard.index} of ${shard.count}`)
  const found = strongest(findings.map(finding => finding.verdict))
  if (found !== verdict) throw new Fault('verdict', `it says ${verdict}, its findings say ${found}`)
  if ((coverage.remembered ?? 0) > coverage.blobs)
    throw new Fault('coverage.remembered', 'more than coverage.blobs')
  if (complete && coverage.unread.length > 0)
    throw new Fault('complete', 'true, with entries in coverage.unread')
}

function about({ repository, complete }: RawReport): Pick<ReadReport, 'repository' | 'complete'> {
  return { repository: repository!, complete }
}

function decisionOf(raw: RawReport, redact: (text: string) => Redacted): Decision {
  return {
    id: raw.decisionId,
    operation: { kind: 'scan', actor: { kind: 'unknown', evidence: [] }, refs: [] },
    ...(raw.shard && { shard: raw.shard }),
    verdict: raw.verdict,
    findings: raw.findings.map(finding => redacted(finding, redact)),
    suppressed: raw.suppressed.map(({ suppression, ...finding }) => ({
      finding: redacted(finding, redact),
      suppression,
    })),
    notices: raw.notices,
    coverage: raw.coverage,
    rulesDigest: raw.tool.rulesDigest,
    policy: '',
    durationMs: raw.durationMs,
  }
}

/** A repository that the file claims for a place would say which of several it is: it is one report's, so it is left out. */
function redacted({ excerpt, ...finding }: Excerpted, redact: (text: string) => Redacted): Finding {
  const { repository: _, ...rest } = finding
  const occurrences = rest.occurrences.map(({ repository: __, ...place }) => place)
  return { ...rest, occurrences, ...(excerpt !== undefined && { excerpt: redact(excerpt) }) }
}
