/** Which clauses and rules spoke, how loudly, and what people said when they were asked. */
import { blocked, count, list, noCounts, object, text, total } from './counts.ts'
import type { AuditLine, ClauseFigures } from './types.ts'

export function openClauses() {
  const found = new Map<string, ClauseFigures>()
  const asked = new Map<string, string[]>() // clauses by request
  const of = (id: string, time: string) => {
    const known = found.get(id) ?? { id, counts: noCounts(), requested: 0, granted: 0, refused: 0, last: '' }
    found.set(id, known)
    known.last = time.slice(0, 10)
    return known
  }
  return {
    see(record: AuditLine) {
      const { event, time } = record
      if (event === 'decision' && record.operation !== 'scan')
        for (const finding of list(record.findings).map(object))
          count(of(clauseOf(finding), time).counts, finding.verdict)
      if (event === 'agent.decision')
        for (const rule of list(record.rules)) count(of(text(rule), time).counts, record.verdict)
      if (!event.startsWith('approval.')) return
      const request = text(record.request)
      const clauses = clausesIn(record)
      if (clauses.length > 0) asked.set(request, clauses)
      for (const id of asked.get(request) ?? []) {
        if (event === 'approval.requested') of(id, time).requested += 1
        if (event === 'approval.granted') of(id, time).granted += 1
        if (event === 'approval.denied') of(id, time).refused += 1
      }
    },
    figures: (): ClauseFigures[] =>
      [...found.values()].sort(
        (a, b) =>
          blocked(b.counts) - blocked(a.counts) ||
          total(b.counts) - total(a.counts) ||
          (a.id < b.id ? -1 : 1),
      ),
  }
}

/** A credential has no clause: its rule speaks. */
export function clauseOf({ clause, ruleId }: { readonly [name: string]: unknown }): string {
  return text(clause) || text(ruleId)
}

/** Ids, or objects that hold one. */
function clausesIn({ clauses }: AuditLine): string[] {
  return list(clauses).flatMap(clause => text(clause) || text(object(clause).id) || [])
}
