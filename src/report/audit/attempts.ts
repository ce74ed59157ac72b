/** The same actor at the same clause or rule again and again. */
import { clauseOf } from './clauses.ts'
import { actorName, list, object, text } from './counts.ts'
import type { AuditLine, Repeated } from './types.ts'

const HOUR = 3_600_000
/** More lines than this nobody reads. */
const NAMED = 50

/** Blocked at least twice, with less than an hour between. Who it was is a session where one is known, else the actor. */
export function openAttempts() {
  const rows = new Map<string, Repeated>()
  const ended: Repeated[] = []
  const meet = (who: string, what: string, time: string) => {
    const key = JSON.stringify([who, what])
    const row = rows.get(key)
    if (row && Date.parse(time) - Date.parse(row.last) < HOUR) {
      row.attempts += 1
      row.last = time
      return
    }
    if (row) ended.push(row)
    rows.set(key, { who, what, attempts: 1, first: time, last: time })
  }
  return {
    see(record: AuditLine) {
      if (record.verdict !== 'deny' && record.verdict !== 'ask') return
      for (const what of refusedIn(record)) meet(whoIs(record), what, record.time)
    },
    figures: (): Repeated[] =>
      [...ended, ...rows.values()]
        .filter(({ attempts }) => attempts > 1)
        .sort((a, b) => b.attempts - a.attempts || (a.first < b.first ? -1 : 1))
        .slice(0, NAMED),
  }
}

function whoIs({ session, host, actor }: AuditLine): string {
  const known = [text(host), text(session)].filter(Boolean).join(' session ')
  return known || actorName(actor)
}

/** Each once for one decision, however many places it names. */
function refusedIn({ event, operation, findings, rules }: AuditLine): Set<string> {
  if (event === 'agent.decision') return new Set(list(rules).map(text))
  if (event !== 'decision' || operation === 'scan') return new Set()
  const refused = list(findings)
    .map(object)
    .filter(({ verdict }) => verdict === 'deny' || verdict === 'ask')
  return new Set(refused.map(clauseOf))
}
