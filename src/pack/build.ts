/** Builds the table: the ids of all places made one list, then the header of every object. */
import { resolveChains } from './chains.ts'
import { readHeaders } from './headers.ts'
import type { Kept } from './kept.ts'
import { type Merged, mergeIds } from './merge.ts'
import { noteFaults } from './problems.ts'
import { findSources, type Source } from './sources.ts'
import { makeTable, type ObjectTable, type Problem } from './table.ts'

export interface TableOptions {
  /** absolute paths, the preferred first: see objectFolders */
  folders: string[]
  hashBytes: 20 | 32
  /** keeps the packs open; without it each is opened when it is read */
  kept?: Kept
}

const TRIES = 3

/**
 * The table of everything in the folders that can be read; `problems` has what cannot. What git removes while it is built is in
 * another pack by then: it begins again, as git does.
 */
export function buildTable(options: TableOptions): ObjectTable {
  let table = buildOnce(options)
  for (let tries = 1; tries < TRIES && table.problems.some(one => one.hasMoved); tries++)
    table = buildOnce(options)
  return table
}

function buildOnce({ folders, hashBytes, kept }: TableOptions): ObjectTable {
  const problems: Problem[] = []
  const { sources, ...places } = findSources(folders, hashBytes, problems, kept)
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
