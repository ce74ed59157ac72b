/** What every export says of a record, found once: who, what, how it ended, and because of what. */
import type { ChainRecord } from '../chain.ts'
import { actorKind, actorName, objects, text } from '../filter.ts'

export interface Facts {
  actor: string
  actorName: string
  operation: string
  verdict: string
  /** rule ids of the findings, once each */
  rules: string[]
  refs: string[]
  paths: string[]
  /** stopped: denied, or waiting for a person */
  blocked: boolean
  version: string
}

export function factsOf(record: ChainRecord): Facts {
  const verdict = text(record.verdict)
  const findings = objects(record.findings)
  return {
    actor: actorKind(record),
    actorName: actorName(record),
    operation: text(record.operation),
    verdict,
    rules: unique(findings.map(({ ruleId }) => text(ruleId))),
    refs: unique(objects(record.refs).map(({ ref }) => text(ref))),
    paths: unique(findings.map(({ path }) => text(path))),
    blocked: verdict === 'deny' || verdict === 'ask',
    version: text((record.tool as { version?: unknown } | undefined)?.version),
  }
}

/** One line for people: `push denied: refs.main`. */
export function titleOf(record: ChainRecord): string {
  const { operation, verdict, rules } = factsOf(record)
  if (record.event !== 'decision') return record.event
  const why = rules.length === 0 ? '' : `: ${rules.join(', ')}`
  return `${operation} ${WORDS[verdict] ?? verdict}${why}`
}

const WORDS: Record<string, string> = {
  allow: 'allowed',
  warn: 'allowed with warnings',
  ask: 'held for approval',
  deny: 'denied',
}

function unique(values: string[]): string[] {
  return [...new Set(values.filter(Boolean))]
}
