/** Objects that are broken, told one by one, up to a number. */
import { FAULT, FAULTS } from './faults.ts'
import { hexOf, LOOSE, type ObjectTable } from './table.ts'

/** Where more are broken, one line says how many. */
const MOST = 100

/** Adds what `fault` says to the problems. Loose files and packs are there already, by their paths. */
export function noteFaults(table: ObjectTable): void {
  let broken = 0
  for (let n = 0; n < table.count; n++) {
    const fault = table.fault[n]!
    if (fault === 0 || fault === FAULT.loose || fault === FAULT.pack) continue
    if (++broken <= MOST) table.problems.push({ subject: hexOf(table, n), reason: describe(table, n) })
  }
  if (broken > MOST)
    table.problems.push({ subject: 'the object store', reason: `${broken} objects are broken` })
}

/** Of an object with a fault: where it is and what is wrong. */
export function describe(table: ObjectTable, n: number): string {
  return `${placeOf(table, n)}: ${FAULTS[table.fault[n]!]}`
}

/** Where an object is stored, in words. */
export function placeOf(table: ObjectTable, n: number): string {
  if (table.place[n] === LOOSE) return `loose in "${table.looseDirs[table.offset[n]!]}"`
  return `at offset ${table.offset[n]} of "${table.packs[table.place[n]!]}"`
}
