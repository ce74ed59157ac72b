/** What the policy and its baselines say that `decide` needs: who covers which finding, and what has run out. */
import type { Rulings } from './decide.ts'
import type { Finding, Suppression } from './model.ts'
import { type BaselineMatch, matchBaseline } from './policy/baseline.ts'
import type { LoadedPolicy } from './policy/load.ts'
import type { Policy } from './policy/types.ts'

/** Reads the baselines only when there is a finding that could stand in one. */
export async function rulingsOf(loaded: LoadedPolicy, findings: Finding[], today: string): Promise<Rulings> {
  const { policy } = loaded
  const matches = await baselineMatches(loaded, findings)
  return {
    enrolled: policy.enrolled,
    observe: policy.mode === 'observe',
    suppressionsOf: finding => suppressionsOf(finding, policy, matches, today),
    isElsewhere: finding => matches.get(finding)?.knownPath === false,
  }
}

/** Waivers that have run out and still cover something: told, so that nobody wonders why it is reported again. */
export function expiredNotices({ policy }: LoadedPolicy, findings: Finding[], today: string): string[] {
  const waivers = findings.flatMap(finding => policy.waiversFor(finding.ruleId, finding.path, today))
  const expired = waivers.filter(waiver => waiver.expired)
  return [...new Set(expired.map(({ source, expires }) => `the waiver at ${source} expired on ${expires}`))]
}

/** A baseline on the base that cannot be used silences nothing: told where it might have. */
export async function brokenBaselines(loaded: LoadedPolicy, findings: Finding[]): Promise<string[]> {
  if (!isAsked(findings)) return []
  const faults = (await loaded.baselines()).flatMap(({ fault }) => fault ?? [])
  return faults.map(fault => `baseline of the trusted base not usable, it silences nothing: ${fault}`)
}

function isAsked(findings: Finding[]): boolean {
  return findings.some(finding => finding.fingerprint !== undefined)
}

/** For a scan of everything: what suppresses nothing any more. */
export async function unusedNotices(loaded: LoadedPolicy, used: Suppression[]): Promise<string[]> {
  const sources = new Set(used.map(suppression => suppression.source))
  const waivers = loaded.policy.waivers.filter(waiver => !sources.has(waiver.source()))
  const entries = (await loaded.baselines()).flatMap(({ file, entries }) =>
    entries.map(entry => `${file}:${entry.line}`),
  )
  const stale = entries.filter(entry => !sources.has(entry))
  const notices = waivers.map(waiver => `the waiver at ${waiver.source()} suppresses nothing`)
  if (stale.length > 0)
    notices.push(
      `${stale.length} of ${entries.length} baseline entries suppress nothing (the first: ${stale[0]}); those that are gone from the history go with 'portcullis baseline prune'`,
    )
  return notices
}

type Matches = Map<Finding, BaselineMatch<Finding>>

async function baselineMatches(loaded: LoadedPolicy, findings: Finding[]): Promise<Matches> {
  if (!isAsked(findings)) return new Map()
  const matches = await matchBaseline(findings, await loaded.baselines(), loaded.key)
  return new Map(matches.map(match => [match.finding, match]))
}

function suppressionsOf(finding: Finding, policy: Policy, matches: Matches, today: string): Suppression[] {
  const waivers = policy.waiversFor(finding.ruleId, finding.path, today).filter(waiver => !waiver.expired)
  const known = matches.get(finding)
  return known ? [...waivers, known.suppression] : waivers
}
