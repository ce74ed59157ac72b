/** Are the reports of one repository a whole: every shard once, of one division, seen with the same eyes? */
import type { Skipped } from '../../model.ts'
import type { ReadReport } from './read.ts'

export interface Group {
  repository: string
  /** all of them: what was found is told, whatever is wrong with the rest */
  reports: ReadReport[]
  /** each shard once, of one division: what may be added up */
  counted: ReadReport[]
  /** what keeps them from being a whole, named; empty for a whole */
  gaps: Skipped[]
  /** shards without a report */
  missing: string[]
}

/** One group a repository, in the order of their names. */
export function groupReports(reports: ReadReport[]): Group[] {
  return [...grouped(reports, report => report.repository)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, some]) => groupOf(name, some))
}

function grouped<K>(reports: ReadReport[], keyOf: (report: ReadReport) => K): Map<K, ReadReport[]> {
  const groups = new Map<K, ReadReport[]>()
  for (const report of reports) {
    const group = groups.get(keyOf(report))
    if (group) group.push(report)
    else groups.set(keyOf(report), [report])
  }
  return groups
}

function groupOf(repository: string, reports: ReadReport[]): Group {
  const measure = mostCommon(reports)
  const isPart = (report: ReadReport) => division(report) === division(measure)
  const byIndex = grouped(reports.filter(isPart), indexOf)
  const counted = [...byIndex.values()].map(([first]) => first!)
  const missing = missingIn(measure, byIndex)
  const gaps = [
    ...missing.map(name => ({ path: name, reason: 'there is no report of it' })),
    ...[...byIndex.values()].filter(some => some.length > 1).map(doubled),
    ...reports.filter(report => !isPart(report)).map(report => foreign(report, measure)),
    ...counted.flatMap(unexplained),
    ...(missing.length === 0 ? uncounted(counted) : []),
  ]
  return { repository, reports, counted, gaps, missing }
}

function indexOf({ decision }: ReadReport): number {
  return decision.shard?.index ?? 1
}

function countOf({ decision }: ReadReport): number {
  return decision.shard?.count ?? 1
}

/** Reports with the same are parts of the same. */
function division(report: ReadReport): string {
  const { shard, rulesDigest } = report.decision
  return JSON.stringify([report.version, rulesDigest, shard?.count, shard?.digest, shard?.commits])
}

/** Nobody says which division is meant; the one that most reports have, the first of equals. */
function mostCommon(reports: ReadReport[]): ReadReport {
  const counts = grouped(reports, division)
  const size = (report: ReadReport) => counts.get(division(report))!.length
  return reports.reduce((a, b) => (size(b) > size(a) ? b : a))
}

// a made-up count of a million must not make a report of a million lines
const MOST_NAMED = 1000

function missingIn(measure: ReadReport, byIndex: Map<number, unknown>): string[] {
  const count = countOf(measure)
  const missing: string[] = []
  for (let index = 1; index <= count && missing.length < MOST_NAMED; index++)
    if (!byIndex.has(index)) missing.push(nameOf(index, count))
  const unnamed = count - byIndex.size - missing.length
  return unnamed > 0 ? [...missing, `${unnamed} more shards of ${count}`] : missing
}

function doubled(reports: ReadReport[]): Skipped {
  const [first] = reports
  const files = reports.map(({ file }) => file).join(', ')
  return { path: nameOf(indexOf(first!), countOf(first!)), reason: `it comes more than once: ${files}` }
}

/** The first thing that differs: the others follow from it more often than not. */
function foreign(report: ReadReport, measure: ReadReport): Skipped {
  return { path: report.file, reason: `no part of the same whole: ${difference(report, measure)}` }
}

function difference(report: ReadReport, measure: ReadReport): string {
  const [a, b] = [report.decision, measure.decision]
  if (report.version !== measure.version)
    return `version ${report.version} made it, ${measure.version} the others`
  if (a.rulesDigest !== b.rulesDigest) return 'other rules looked'
  if (countOf(report) !== countOf(measure) || !a.shard || !b.shard)
    return `it is ${a.shard ? nameOf(indexOf(report), countOf(report)) : 'whole'}, the others are ${b.shard ? `of ${countOf(measure)} shards` : 'whole'}`
  return 'other refs or commits were divided, or another policy judged'
}

/** Interrupted, and nothing says where. */
function unexplained({ file, complete, decision }: ReadReport): Skipped[] {
  if (complete || decision.coverage.unread.length > 0) return []
  return [{ path: file, reason: 'the report says that it is incomplete' }]
}

/** Each shard looks at its own commits and knows of all: together they must be all. */
function uncounted(counted: ReadReport[]): Skipped[] {
  const whole = counted[0]?.decision.shard?.commits
  const looked = counted.reduce((sum, { decision }) => sum + decision.coverage.commits, 0)
  if (whole === undefined || looked === whole) return []
  return [{ path: '', reason: `${whole} commits were divided and ${looked} looked at` }]
}

function nameOf(index: number, count: number): string {
  return count === 1 ? 'the whole history' : `shard ${index}/${count}`
}
