/** Builds the table: the ids of all places made one list, then the header of every object. */
import { existsSync, fstatSync } from 'node:fs'
import { resolveChains } from './chains.ts'
import { orProblem, reasonOf } from './damage.ts'
import { breakEntry, readEntries } from './entries.ts'
import { FAULT } from './faults.ts'
import { listLoose, loosePath, readLooseHead } from './loose.ts'
import { type Merged, mergeIds } from './merge.ts'
import { withFile } from './pack-file.ts'
import { findPacks, hasPromisor } from './packs.ts'
import { noteFaults } from './problems.ts'
import { hexOf, LOOSE, makeTable, type ObjectTable, type Problem } from './table.ts'

export interface TableOptions {
  /** absolute paths, the preferred first: see objectFolders */
  folders: string[]
  hashBytes: 20 | 32
}

/** What one pack or one folder of loose objects holds. */
interface Source {
  ids: Uint8Array
  /** of a pack: index into `packs` */
  place: number
  /** of a pack's objects; null: loose, where the folder stands in for them */
  offsets: Float64Array | null
  /** of a pack: where its last entry ends; else index into `looseDirs` */
  end: number
}

/** The table of everything in the folders that can be read; `problems` has what cannot. */
export function buildTable(options: TableOptions): ObjectTable {
  const { hashBytes } = options
  const problems: Problem[] = []
  const folders = options.folders.filter(folder => isThere(folder, problems))
  const packs = folders.flatMap(folder => findPacks(folder, hashBytes, problems))
  const packed = packs.map(
    ({ index, end }, place): Source => ({ ids: index.ids, place, offsets: index.offsets, end }),
  )
  const loose = folders.map((folder, end): Source => {
    return { ids: listLoose(folder, hashBytes, problems), place: LOOSE, offsets: null, end }
  })
  const sources = [...packed, ...loose]
  const ids = Buffer.concat(sources.map(source => source.ids))
  const merged = mergeIds(ids, hashBytes)
  const table = makeTable(hashBytes, merged.count)
  table.packs = packs.map(pack => pack.path)
  table.looseDirs = folders
  table.isPartial = folders.some(hasPromisor)
  table.problems = problems
  fillIds(table, ids, merged.rows)
  placeObjects(table, sources, merged)
  readHeaders(table, sources, merged)
  resolveChains(table)
  noteFaults(table)
  return table
}

/** git goes on without a folder that `info/alternates` or the environment names; what is in it is missing all the same. */
function isThere(folder: string, problems: Problem[]): boolean {
  const isFolder = existsSync(folder)
  if (!isFolder) problems.push({ subject: folder, reason: 'this folder of objects is not there' })
  return isFolder
}

function fillIds(table: ObjectTable, ids: Buffer, rows: Uint32Array): void {
  const { hashBytes } = table
  for (let n = 0, to = 0; n < rows.length; n++) {
    const from = rows[n]! * hashBytes
    table.fanout[ids[from]!]!++
    for (let i = 0; i < hashBytes; i++) table.ids[to++] = ids[from + i]!
  }
  for (let i = 1; i < 256; i++) table.fanout[i]! += table.fanout[i - 1]!
}

/** Sets `place` and `offset`: the first source that has an object keeps it. */
function placeObjects(table: ObjectTable, sources: Source[], merged: Merged): void {
  let start = 0
  for (const source of sources) {
    const count = source.ids.length / table.hashBytes
    for (let i = 0; i < count; i++) {
      const n = merged.numbers[start + i]!
      if (merged.rows[n] !== start + i) continue
      table.place[n] = source.place
      table.offset[n] = source.offsets?.[i] ?? source.end
    }
    start += count
  }
}

function readHeaders(table: ObjectTable, sources: Source[], merged: Merged): void {
  let start = 0
  for (const { ids, place, offsets, end } of sources) {
    const numbers = merged.numbers.subarray(start, start + ids.length / table.hashBytes)
    start += numbers.length
    if (offsets) readPack(table, { place, offsets, end, numbers })
    else readLoose(table, numbers, end)
  }
}

function readPack(table: ObjectTable, pack: Parameters<typeof readEntries>[1]): void {
  const path = table.packs[pack.place]!
  const read = orProblem(table.problems, path, () =>
    withFile(path, fd => {
      readEntries(table, pack, fd)
      return true
    }),
  )
  if (read) return
  for (const n of pack.numbers) if (table.place[n] === pack.place) breakEntry(table, n, FAULT.pack)
}

function readLoose(table: ObjectTable, numbers: Int32Array, dir: number): void {
  for (const n of numbers) {
    if (table.place[n] !== LOOSE || table.offset[n] !== dir) continue
    const path = loosePath(table.looseDirs[dir]!, hexOf(table, n))
    try {
      withFile(path, fd => fillLoose(table, n, fd))
    } catch (error) {
      table.problems.push({ subject: path, reason: reasonOf(error) })
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
