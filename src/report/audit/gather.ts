/** One pass over the audit log, oldest record first: each part sees every record and gives its figures at the end. */
import { openAttempts } from './attempts.ts'
import { openClauses } from './clauses.ts'
import { actorName, add, count, noCounts, object, quantile, ranked, text } from './counts.ts'
import { openPeople } from './people.ts'
import type { ActorFigures, AuditLine, Bypass, Counts, Day, Figures } from './types.ts'

/** Records before `since` (ISO 8601 or a day) are left out. */
export function gather(records: Iterable<AuditLine>, since = ''): Figures {
  const totals = openTotals()
  const [clauses, attempts, people] = [openClauses(), openAttempts(), openPeople()]
  for (const record of records) {
    if (record.time < since) continue
    for (const part of [totals, clauses, attempts, people]) part.see(record)
  }
  return {
    ...totals.figures(),
    clauses: clauses.figures(),
    repeated: attempts.figures(),
    people: people.figures(),
  }
}

type Totals = Omit<Figures, 'clauses' | 'repeated' | 'people'>

function openTotals() {
  const days = new Map<string, Counts>()
  const actors = new Map<string, Counts>()
  const operations = new Map<string, number>()
  const prevented = new Map<string, number>()
  const times = new Map<string, number[]>()
  const policies: Totals['policies'] = []
  const bypasses: Bypass[] = []
  const span = {
    records: 0,
    decisions: 0,
    commits: 0,
    from: null as string | null,
    to: null as string | null,
  }
  return {
    see(record: AuditLine) {
      span.records += 1
      span.from ??= record.time
      span.to = record.time
      if (record.event === 'bypass.detected') bypasses.push(bypassOf(record))
      if (record.event !== 'decision') return
      span.decisions += 1
      if (record.covers !== undefined) span.commits += 1
      count(at(days, record.time.slice(0, 10)), record.verdict)
      count(at(actors, actorName(record.actor)), record.verdict)
      const operation = text(record.operation)
      add(operations, operation)
      if (!times.has(operation)) times.set(operation, [])
      times.get(operation)!.push(Number(record.durationMs) || 0)
      for (const rule of preventedIn(record)) add(prevented, rule)
      const policy = text(object(record.tool).policy)
      if (policies.at(-1)?.policy !== policy) policies.push({ policy, since: record.time })
    },
    figures(): Totals {
      const latency = ranked(operations).map(([operation, all]) => {
        const values = times.get(operation) ?? []
        return { operation, count: all, p50: quantile(values, 0.5), p95: quantile(values, 0.95) }
      })
      return {
        ...span,
        days: filled(days),
        actors: [...actors].map(([actor, counts]): ActorFigures => ({ actor, counts })),
        prevented: ranked(prevented),
        policies,
        bypasses,
        latency,
      }
    },
  }
}

function at(counts: Map<string, Counts>, key: string): Counts {
  const found = counts.get(key) ?? noCounts()
  counts.set(key, found)
  return found
}

/** A scan blocks nothing: what it found lay there already. */
function preventedIn({ operation, findings }: AuditLine): string[] {
  if (operation === 'scan' || !Array.isArray(findings)) return []
  return findings
    .map(object)
    .filter(({ category, verdict }) => category === 'credential' && (verdict === 'deny' || verdict === 'ask'))
    .map(({ ruleId }) => text(ruleId))
}

function bypassOf({ commit, action, actor, found, time }: AuditLine): Bypass {
  return { commit: text(commit), action: text(action), who: actorName(actor), caughtBy: text(found), time }
}

/** No more than this many bars can be told apart. */
const MOST_DAYS = 92

/** Days without a decision are days too; of a long log the last three months. */
function filled(days: Map<string, Counts>): Day[] {
  const known = [...days.keys()].filter(day => /^\d{4}-\d\d-\d\d$/.test(day)).sort()
  const last = Date.parse(known.at(-1) ?? '')
  const first = Math.max(Date.parse(known[0] ?? ''), last - (MOST_DAYS - 1) * DAY)
  const filled: Day[] = []
  for (let time = first; time <= last; time += DAY) {
    const day = new Date(time).toISOString().slice(0, 10)
    filled.push({ day, counts: days.get(day) ?? noCounts() })
  }
  return filled
}

const DAY = 86_400_000
