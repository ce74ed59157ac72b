/** The product on one page: an operation and a policy in, a decision out. Nothing here reads a file or the environment. */
import { asking, type Consent, decide, type Judged, type Rulings } from './decide.ts'
import type { Detectors } from './detect/index.ts'
import { inspect, type Look } from './inspect/inspect.ts'
import type { Decision, Finding, Occurrence, Operation, Origin } from './model.ts'
import type { LoadedPolicy } from './policy/load.ts'
import { brokenBaselines, expiredNotices, rulingsOf, unusedNotices } from './rulings.ts'

/** An operation whose source may look at its contents itself. */
export interface SelfInspecting extends Operation {
  look?: Look
}

/** What stands outside of policy and content, brought by whoever may read it. */
export interface Beside {
  /** findings that are made elsewhere (refs that are ours) */
  findings?: Finding[]
  /** told what asks for a person; gives what people have said to each. Called only when something asks */
  consents?(asking: Finding[]): Promise<(finding: Finding) => Consent>
}

/** Inspects, attributes, decides. Throws GitError or CoverageError when the operation could not be listed at all. */
export async function evaluate(
  operation: SelfInspecting,
  loaded: LoadedPolicy,
  detectors: Detectors,
  onProgress?: (done: number, total?: number, what?: string) => void,
  beside: Beside = {},
): Promise<Decision> {
  const started = Date.now()
  const today = new Date(started).toISOString().slice(0, 10)
  const { policy } = loaded
  const inspection =
    (await operation.look?.(policy, detectors, onProgress)) ??
    (await inspect(operation, policy, detectors, onProgress))
  const findings = await attribute(operation, [...(beside.findings ?? []), ...inspection.findings])
  const judged = await decideWith(operation, findings, await rulingsOf(loaded, findings, today), beside)
  const used = judged.suppressed.map(({ suppression }) => suppression)
  const unused = isWholeHistory(operation) ? await unusedNotices(loaded, used) : []
  const about = [
    ...(operation.notices?.() ?? []),
    ...(await brokenBaselines(loaded, findings)),
    ...expiredNotices(loaded, findings, today),
    ...unused,
  ]
  return {
    id: decisionId(started),
    operation: factsOf(operation),
    ...(operation.repository !== undefined && { repository: operation.repository }),
    ...(operation.shard && { shard: operation.shard }),
    ...judged,
    notices: [...policy.notices, ...(detectors.held?.notices ?? []), ...about, ...judged.notices],
    coverage: inspection.coverage,
    rulesDigest: detectors.digest,
    policy: loaded.identity,
    durationMs: Date.now() - started,
  }
}

function factsOf({ kind, actor, refs, covers }: Operation): Decision['operation'] {
  return { kind, actor, refs, ...(covers && { covers }) }
}

/** Decided once without anybody's word; only where that asks for one, approvals are looked for and it is decided again. */
async function decideWith(
  operation: Operation,
  findings: Finding[],
  rulings: Rulings,
  { consents }: Beside,
): Promise<Judged> {
  const judged = decide(operation, findings, rulings)
  if (!consents || !judged.findings.some(({ verdict }) => verdict === 'ask')) return judged
  const consentOf = await consents(asking(operation, findings, rulings))
  return decide(operation, findings, { ...rulings, consentOf })
}

/** Of a part of one nothing can be said that is not there. */
function isWholeHistory({ kind, attribute, look, shard }: SelfInspecting): boolean {
  return kind === 'scan' && (attribute !== undefined || look !== undefined) && shard === undefined
}

/** A history names its blobs by one path; for the few with a finding it is asked who brought them, and where. */
async function attribute(operation: Operation, findings: Finding[]): Promise<Finding[]> {
  const blobs = new Set(findings.flatMap(finding => finding.blob ?? []))
  if (!operation.attribute || blobs.size === 0) return findings
  const origins = await operation.attribute(blobs)
  return findings.map(finding => withOrigins(finding, origins.get(finding.blob ?? '') ?? []))
}

function withOrigins(finding: Finding, origins: Origin[]): Finding {
  const first = origins[0]
  if (!first) return finding
  const occurrences: Occurrence[] = origins.map(({ commit, path }) => ({ ...placeOf(finding), commit, path }))
  return {
    ...finding,
    commit: first.commit,
    author: first.author,
    date: first.date,
    path: first.path,
    occurrences,
  }
}

function placeOf({ member, line, column }: Finding): Occurrence {
  const within = member === undefined ? {} : { member }
  return { ...within, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) }
}

/** Short enough to type, unique enough for one repository's audit log; it proves nothing. */
export function decisionId(now: number): string {
  return `${now.toString(36)}${Math.floor(Math.random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0')}`
}
