/** What is in each pack and each folder of loose objects, before it becomes one list. */
import { existsSync } from 'node:fs'
import type { PackIndex } from './idx.ts'
import type { Kept } from './kept.ts'
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
  fds: number[]
  looseDirs: string[]
  isPartial: boolean
}

/** All packs of all folders, then the loose objects of all: git looks for an object in this order too. */
export function findSources(folders: string[], hashBytes: number, problems: Problem[], kept?: Kept): Sources {
  const looseDirs = folders.filter(folder => isThere(folder, problems))
  // listed before the packs: what git packs and removes meanwhile is seen in its pack, or is a problem here
  const looseIds = looseDirs.map(folder => listLoose(folder, hashBytes, problems))
  const found = looseDirs.map(folder => findPacks(folder, hashBytes, problems, kept))
  const packs = found.flatMap(folder => folder.packs)
  const packed = packs.map(({ index, end }, place) => packedSource(index, place, end))
  const loose = looseIds.map((ids, end) => ({ ids, place: LOOSE, offsets: null, end }))
  const isPartial = found.some(folder => folder.isPartial)
  return {
    sources: [...packed, ...loose],
    packs: packs.map(pack => pack.path),
    fds: packs.map(pack => pack.fd),
    looseDirs,
    isPartial,
  }
}

function packedSource({ ids, offsets }: PackIndex, place: number, end: number): Source {
  return { ids, place, offsets, end }
}

/** git goes on without a folder that `info/alternates` or the environment names; what is in it is missing all the same. */
function isThere(folder: string, problems: Problem[]): boolean {
  const isFolder = existsSync(folder)
  if (!isFolder) problems.push({ subject: folder, reason: 'this folder of objects is not there' })
  return isFolder
}
