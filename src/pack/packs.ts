/** The packs of a folder of objects, each with its index. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Damage, orProblem } from './damage.ts'
import { type PackIndex, readIdx } from './idx.ts'
import { readMidx } from './midx.ts'
import { checkPack, withFile } from './pack-file.ts'
import type { Problem } from './table.ts'

export interface FoundPack {
  path: string
  index: PackIndex
  /** where its last entry ends */
  end: number
}

/** Packs that git is still writing are called tmp_pack_… or .tmp-…: what is in them is elsewhere too. */
const PACK = /^(?!tmp_|\.tmp-).*\.pack$/

/** Every pack that can be read; of the others, why not, among the problems. */
export function findPacks(folder: string, hashBytes: number, problems: Problem[]): FoundPack[] {
  const dir = join(folder, 'pack')
  if (!existsSync(dir)) return []
  const names = orProblem(problems, dir, () => new Set(readdirSync(dir))) ?? new Set<string>()
  const packs = [...names].filter(name => PACK.test(name)).sort()
  const midx = midxOf(dir, packs, names, hashBytes, problems)
  return packs.flatMap(name => {
    const path = join(dir, name)
    const pack = openPack(path, hashBytes, midx.get(idxOf(name)), problems)
    return pack ? [pack] : []
  })
}

/** Whether a pack of this folder was fetched from a promisor remote. */
export function hasPromisor(folder: string): boolean {
  const dir = join(folder, 'pack')
  return existsSync(dir) && readdirSync(dir).some(name => name.endsWith('.promisor'))
}

function openPack(
  path: string,
  hashBytes: number,
  known: PackIndex | undefined,
  problems: Problem[],
): FoundPack | null {
  const index = known ?? orProblem(problems, idxOf(path), () => readOwn(idxOf(path), hashBytes))
  if (!index) return null
  const end = orProblem(problems, path, () => withFile(path, fd => checkPack(fd, index, hashBytes)))
  return end === null ? null : { path, index, end }
}

function readOwn(path: string, hashBytes: number): PackIndex {
  if (!existsSync(path)) throw new Damage('it is not there, so its pack cannot be read')
  return readIdx(path, hashBytes)
}

/** The multi-pack-index is a summary of the indexes: it is read only for packs that have no index of their own. */
function midxOf(
  dir: string,
  packs: string[],
  names: Set<string>,
  hashBytes: number,
  problems: Problem[],
): Map<string, PackIndex> {
  const bare = packs.map(idxOf).filter(name => !names.has(name))
  if (bare.length === 0 || !names.has('multi-pack-index')) return new Map()
  const path = join(dir, 'multi-pack-index')
  return orProblem(problems, path, () => readMidx(path, hashBytes, new Set(bare))) ?? new Map()
}

/** The path or name of a pack's index. */
export function idxOf(pack: string): string {
  return pack.replace(/\.pack$/, '.idx')
}
