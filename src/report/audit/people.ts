/** Who was asked and answered, how, and how long it took. */
import { add, quantile, ranked, text } from './counts.ts'
import type { AuditLine, PersonFigures } from './types.ts'

interface Person {
  granted: number
  denied: number
  assurance: Map<string, number>
  waits: number[]
}

export function openPeople() {
  const people = new Map<string, Person>()
  const asked = new Map<string, number>()
  const of = (who: string) => {
    const person = people.get(who) ?? newPerson()
    people.set(who, person)
    return person
  }
  return {
    see(record: AuditLine) {
      const request = text(record.request)
      const time = Date.parse(record.time)
      if (record.event === 'approval.requested') asked.set(request, time)
      const isGranted = record.event === 'approval.granted'
      if (!isGranted && record.event !== 'approval.denied') return
      const person = of(text(record.by) || 'somebody')
      if (isGranted) add(person.assurance, text(record.assurance))
      person[isGranted ? 'granted' : 'denied'] += 1
      const since = asked.get(request)
      if (since !== undefined) person.waits.push((time - since) / 60_000)
    },
    figures: (): PersonFigures[] =>
      [...people]
        .map(([who, { granted, denied, assurance, waits }]) => {
          const minutes = waits.length === 0 ? null : quantile(waits, 0.5)
          return { who, granted, denied, assurance: ranked(assurance), minutes }
        })
        .sort((a, b) => b.granted + b.denied - a.granted - a.denied || (a.who < b.who ? -1 : 1)),
  }
}

function newPerson(): Person {
  return { granted: 0, denied: 0, assurance: new Map(), waits: [] }
}
