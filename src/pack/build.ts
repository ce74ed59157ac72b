/** Builds the table: the ids of all places made one list, then the header of every object. */
import { resolveChains } from './chains.ts'
import { readHeaders } from './headers.ts'
import { type Merged, mergeIds } from './merge.ts'
import { noteFaults } from './problems.ts'
import { findSources, type Source } from './sources.ts'
import { makeTable, type ObjectTable, type Problem } from './table.ts'

export interface TableOptions {
  /** absolute paths, the preferred first: see objectFolders */
  folders: string[]
  hashBytes: 20 | 32
}

/** The table of everything in the folders that can be read; `problems` has what cannot. */
export function buildTable({ folders, hashBytes }: TableOptions): ObjectTable {
  const problems: Problem[] = []
  const { sources, ...places } = findSources(folders, hashBytes, problems)
  const ids = Buffer.concat(sources.map(source => source.ids))
  const merged = mergeIds(ids, hashBytes)
  const empty = makeTable(hashBytes, merged.count)
  const table = { ...empty, ...places, problems }
  fillIds(table, ids, merged.rows)
  placeObjects(table, sources, merged)
  readHeaders(table, sources, merged.numbers)
  resolveChains(table)
  noteFaults(table)
  return table
}

function fillIds(table: ObjectTable, ids: Buffer, rows: Uint32Array): void {
  const { hashBytes, fanout } = table
  for (let n = 0, to = 0; n < rows.length; n++) {
    const from = rows[n]! * hashBytes
    fanout[ids[from]!]!++
    for (let i = 0; i < hashBytes; i++) table.ids[to++] = ids[from + i]!
  }
  for (let i = 1; i < 256; i++) fanout[i]! += fanout[i - 1]!
}

/** Sets `place` and `offset`: the first source that has an object keeps it. */
function placeObjects(table: ObjectTable, sources: Source[], merged: Merged): void {
  let row = 0
  for (const source of sources) {
    const count = source.ids.length / table.hashBytes
    for (let i = 0; i < count; i++, row++) {
      const n = merged.numbers[row]!
      if (merged.rows[n] !== row) continue
      table.place[n] = source.place
      table.offset[n] = source.offsets?.[i] ?? source.end
    }
  }
}
