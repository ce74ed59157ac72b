/** What is in each pack and each folder of loose objects, before it becomes one list. */
import { existsSync } from 'node:fs'
import { listLoose } from './loose.ts'
import { findPacks } from './packs.ts'
import { LOOSE, type Problem } from './table.ts'

export interface Source {
  /** rows of ids */
  ids: Uint8Array
  /** a pack's index in the table's `packs`, or LOOSE */
  place: number
  /** where each of a pack's entries begins; null: loose objects */
  offsets: Float64Array | null
  /** where a pack's last entry ends; of loose objects: index into the table's `looseDirs` */
  end: number
}

export interface Sources {
  /** the preferred first */
  sources: Source[]
  packs: string[]
  looseDirs: string[]
}

/** All packs of all folders, then the loose objects of all: git looks for an object in this order too. */
export function findSources(folders: string[], hashBytes: number, problems: Problem[]): Sources {
  const looseDirs = folders.filter(folder => isThere(folder, problems))
  const packs = looseDirs.flatMap(folder => findPacks(folder, hashBytes, problems))
  const packed = packs.map(({ index, end }, place) => ({
    ids: index.ids,
    place,
    offsets: index.offsets,
    end,
  }))
  const loose = looseDirs.map((folder, end) => {
    return { ids: listLoose(folder, hashBytes, problems), place: LOOSE, offsets: null, end }
  })
  return { sources: [...packed, ...loose], packs: packs.map(pack => pack.path), looseDirs }
}

/** git goes on without a folder that `info/alternates` or the environment names; what is in it is missing all the same. */
function isThere(folder: string, problems: Problem[]): boolean {
  const isFolder = existsSync(folder)
  if (!isFolder) problems.push({ subject: folder, reason: 'this folder of objects is not there' })
  return isFolder
}
