/** The headers of all objects, pack by pack and file by file. */
import { fstatSync } from 'node:fs'
import { orProblem, problemOf } from './damage.ts'
import { breakEntry, type PlacedPack, readEntries } from './entries.ts'
import { FAULT } from './faults.ts'
import { withPack } from './kept.ts'
import { loosePath, readLooseHead } from './loose.ts'
import { withFile } from './pack-file.ts'
import type { Source } from './sources.ts'
import { hexOf, LOOSE, type ObjectTable } from './table.ts'

/** Fills the columns that come out of the headers. `numbers`: of each row of all sources, its object. */
export function readHeaders(table: ObjectTable, sources: Source[], numbers: Int32Array): void {
  let start = 0
  for (const { ids, place, offsets, end } of sources) {
    const own = numbers.subarray(start, start + ids.length / table.hashBytes)
    start += own.length
    if (offsets) readPack(table, { place, offsets, end, numbers: own })
    else readLoose(table, own, end)
  }
}

function readPack(table: ObjectTable, pack: PlacedPack): void {
  const path = table.packs[pack.place]!
  const isRead = orProblem(table.problems, path, () => {
    withPack(table, pack.place, fd => readEntries(table, pack, fd))
    return true
  })
  if (isRead) return
  for (const n of pack.numbers) if (table.place[n] === pack.place) breakEntry(table, n, FAULT.pack)
}

function readLoose(table: ObjectTable, numbers: Int32Array, dir: number): void {
  for (const n of numbers) {
    if (table.place[n] !== LOOSE || table.offset[n] !== dir) continue
    const path = loosePath(table.looseDirs[dir]!, hexOf(table, n))
    try {
      withFile(path, fd => fillLoose(table, n, fd))
    } catch (error) {
      table.problems.push(problemOf(path, error))
      breakEntry(table, n, FAULT.loose)
    }
  }
}

function fillLoose(table: ObjectTable, n: number, fd: number): void {
  const head = readLooseHead(fd)
  table.type[n] = head.type
  table.size[n] = head.size
  table.header[n] = head.header
  table.stored[n] = fstatSync(fd).size
}
