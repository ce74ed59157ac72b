/** Reports of shards and of repositories as one decision. It is whole only where each repository's shards are. */
import { createHash } from 'node:crypto'
import type { Actor, Coverage, Decision, Finding, RepositoryPart, Skipped, Suppressed } from '../../model.ts'
import { strongest } from '../../policy/order.ts'
import type { ReadReport } from './read.ts'
import { uniteFindings, uniteMissed, uniteSuppressed } from './unite.ts'
import { type Group, groupReports } from './whole.ts'

export interface MergeOptions {
  id: string
  actor: Actor
  /** how many repositories there should be, where the caller knows */
  repositories?: number
}

export interface Merged {
  decision: Decision
  /** what keeps it from being a whole; each is among the decision's unread too */
  gaps: Skipped[]
  /** shards that nobody gave a report of */
  missing: string[]
}

/** `reports` has at least one. */
export function mergeReports(reports: ReadReport[], options: MergeOptions): Merged {
  const groups = groupReports(reports)
  const name = groups.length > 1 ? prefixed : (_: string, text: string) => text
  const gaps = [
    ...groups.flatMap(({ repository, gaps }) => gaps.map(gap => inRepository(gap, repository, name))),
    ...absent(groups.length, options.repositories),
  ]
  const tagged = groups.length > 1 ? tag : (finding: Finding) => finding
  const findings = uniteFindings(
    each(groups, ({ findings }, repository) => findings.map(f => tagged(f, repository))),
  )
  const suppressed = uniteSuppressed(
    each(groups, (decision, repository) => silenced(decision, repository, tagged)),
  )
  const decision: Decision = {
    id: options.id,
    operation: { kind: 'scan', actor: options.actor, refs: [] },
    ...named(groups, findings),
    verdict: strongest(findings.map(finding => finding.verdict)),
    findings,
    suppressed,
    notices: [
      ...new Set([
        ...each(groups, ({ notices }, repository) => notices.map(notice => name(repository, notice))),
        ...versions(reports),
      ]),
    ],
    coverage: coverageOf(groups, gaps, name),
    rulesDigest: digestOf(reports),
    policy: 'merged',
    durationMs: reports.reduce((sum, report) => sum + report.decision.durationMs, 0),
  }
  return {
    decision,
    gaps,
    missing: groups.flatMap(({ repository, missing }) => missing.map(one => name(repository, one))),
  }
}

type Name = (repository: string, text: string) => string

const prefixed: Name = (repository, text) => (text === '' ? repository : `${repository}: ${text}`)

function inRepository(missed: Skipped, repository: string, name: Name): Skipped {
  return { ...missed, path: name(repository, missed.path) }
}

function each<T>(groups: Group[], of: (decision: Decision, repository: string) => T[]): T[] {
  return groups.flatMap(({ reports, repository }) =>
    reports.flatMap(report => of(report.decision, repository)),
  )
}

function tag(finding: Finding, repository: string): Finding {
  const occurrences = finding.occurrences.map(place => ({ ...place, repository }))
  const stands = finding.stands?.map(ref => prefixed(repository, ref))
  return { ...finding, repository, occurrences, ...(stands && { stands }) }
}

function silenced(
  { suppressed }: Decision,
  repository: string,
  tagged: (finding: Finding, repository: string) => Finding,
): Suppressed[] {
  return suppressed.map(one => ({ ...one, finding: tagged(one.finding, repository) }))
}

/** A repository whose scan never wrote a report is missed by nobody but whoever knows how many there are. */
function absent(found: number, expected: number | undefined): Skipped[] {
  if (expected === undefined || expected === found) return []
  return [{ path: 'repositories', reason: `${expected} are expected, the reports are of ${found}` }]
}

function named(groups: Group[], findings: Finding[]): Pick<Decision, 'repository' | 'repositories'> {
  const [only, ...others] = groups
  if (others.length === 0) return { repository: only!.repository }
  const counts = countIn(findings)
  return { repositories: groups.map(group => partOf(group, counts.get(group.repository) ?? 0)) }
}

/** One pass: a thousand repositories with a hundred thousand findings are no rarity. */
function countIn(findings: Finding[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { occurrences } of findings)
    for (const name of new Set(occurrences.map(place => place.repository ?? '')))
      counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function partOf({ repository, counted, gaps, reports }: Group, findings: number): RepositoryPart {
  return {
    name: repository,
    complete: gaps.length === 0 && reports.every(({ complete }) => complete),
    ...sums(counted),
    findings,
  }
}

function coverageOf(groups: Group[], gaps: Skipped[], name: Name): Coverage {
  const missed = (kind: 'skipped' | 'unread') =>
    each(groups, ({ coverage }, repository) => coverage[kind].map(one => inRepository(one, repository, name)))
  const counted = groups.flatMap(group => group.counted)
  const remembered = counted.reduce((sum, { decision }) => sum + (decision.coverage.remembered ?? 0), 0)
  return {
    ...sums(counted),
    remembered,
    skipped: uniteMissed(missed('skipped')),
    unread: [...gaps, ...uniteMissed(missed('unread'))],
  }
}

/** Shards have no object in common, so their numbers add up. */
function sums(reports: ReadReport[]): Pick<Coverage, 'commits' | 'blobs' | 'bytes'> {
  const sum = { commits: 0, blobs: 0, bytes: 0 }
  for (const { decision } of reports) {
    sum.commits += decision.coverage.commits
    sum.blobs += decision.coverage.blobs
    sum.bytes += decision.coverage.bytes
  }
  return sum
}

/** Within one repository that is a gap; between repositories it is worth a word. */
function versions(reports: ReadReport[]): string[] {
  const all = [...new Set(reports.map(({ version }) => version))].sort()
  return all.length > 1 ? [`the reports were made by different versions: ${all.join(', ')}`] : []
}

/** Repositories may have rules of their own. */
function digestOf(reports: ReadReport[]): string {
  const all = [...new Set(reports.map(({ decision }) => decision.rulesDigest))].sort()
  if (all.length === 1) return all[0]!
  return createHash('sha256').update(all.join('\n')).digest('hex')
}
