/** Objects that are broken, told one by one, up to a number. */
import { FAULT, FAULTS } from './faults.ts'
import { hexOf, LOOSE, type ObjectTable } from './table.ts'

/** Where more are broken, one line says how many. */
const MOST = 100

/** Adds what `fault` says to the problems. Loose files and packs are there already, by their paths. */
export function noteFaults(table: ObjectTable): void {
  let broken = 0
  let hanging = 0
  for (let n = 0; n < table.count; n++) {
    const fault = table.fault[n]!
    if (fault === FAULT.base) hanging++
    else if (fault !== 0 && fault !== FAULT.loose && fault !== FAULT.pack && ++broken <= MOST) note(table, n)
  }
  const summarize = (reason: string) => table.problems.push({ subject: 'the object store', reason })
  if (broken > MOST) summarize(`more objects are broken: ${broken - MOST}`)
  if (hanging > 0) summarize(`objects stored as deltas against broken ones: ${hanging}`)
}

/** Where an object is stored, in words. */
export function placeOf(table: ObjectTable, n: number): string {
  if (table.place[n] === LOOSE) return `loose in "${table.looseDirs[table.offset[n]!]}"`
  return `at offset ${table.offset[n]} of "${table.packs[table.place[n]!]}"`
}

function note(table: ObjectTable, n: number): void {
  const reason = `${placeOf(table, n)}: ${FAULTS[table.fault[n]!]}`
  table.problems.push({ subject: hexOf(table, n), reason })
}
