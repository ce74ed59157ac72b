/** The packs of a folder of objects, each with its index. */
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { namesIn, orProblem } from './damage.ts'
import { type PackIndex, readIdx } from './idx.ts'
import { CLOSED, type Kept } from './kept.ts'
import { readMidx } from './midx.ts'
import { checkPack, withFile } from './pack-file.ts'
import type { Problem } from './table.ts'

export interface FoundPack {
  path: string
  /** CLOSED: it is opened when it is read */
  fd: number
  index: PackIndex
  /** where its last entry ends */
  end: number
}

export interface FoundPacks {
  packs: FoundPack[]
  /** one was fetched from a promisor remote */
  isPartial: boolean
}

/** Packs that git is still writing are called tmp_pack_… or .tmp-…: what is in them is elsewhere too. */
const PACK = /^(?!tmp_|\.tmp-).*\.pack$/
const INDEX = /^(?!tmp_|\.tmp-).*\.idx$/

/** Every pack that can be read; of the others, why not, among the problems. */
export function findPacks(folder: string, hashBytes: number, problems: Problem[], kept?: Kept): FoundPacks {
  const dir = join(folder, 'pack')
  const names = new Set(namesIn(dir, problems))
  const packs = [...names].filter(name => PACK.test(name)).sort()
  for (const name of names)
    if (INDEX.test(name) && !names.has(packOf(name)))
      problems.push({
        subject: join(dir, name),
        reason: 'the pack of this index is not there',
        hasMoved: true,
      })
  const midx = midxOf(dir, packs, names, hashBytes, problems)
  const opened = packs.map(name => {
    const path = join(dir, name)
    const index = midx.get(idxOf(name)) ?? ownIndex(path, hashBytes, problems)
    return index && orProblem(problems, path, () => openPack(path, index, hashBytes, kept))
  })
  const isPartial = [...names].some(name => name.endsWith('.promisor'))
  return { packs: opened.filter(pack => pack !== null), isPartial }
}

function openPack(path: string, index: PackIndex, hashBytes: number, kept?: Kept): FoundPack {
  const fd = kept?.open(path) ?? CLOSED
  const check = (open: number) => checkPack(open, index, hashBytes)
  return { path, fd, index, end: fd === CLOSED ? withFile(path, check) : check(fd) }
}

/** git removes a pack's index before the pack. */
function ownIndex(pack: string, hashBytes: number, problems: Problem[]): PackIndex | null {
  const path = idxOf(pack)
  if (existsSync(path)) return orProblem(problems, path, () => readIdx(path, hashBytes))
  problems.push({ subject: path, reason: 'it is not there, so its pack cannot be read', hasMoved: true })
  return null
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

/** Of an index, for each object: its id, a checksum and an offset. */
const PER_OBJECT = 28

/** About how many objects the packs of these folders have, told by the size of their indexes. */
export function countPacked(folders: string[]): number {
  const files = folders.flatMap(folder =>
    namesIn(join(folder, 'pack'), []).map(name => join(folder, 'pack', name)),
  )
  const sizes = files
    .filter(file => INDEX.test(basename(file)))
    .map(file => statSync(file, { throwIfNoEntry: false })?.size ?? 0)
  return Math.floor(sizes.reduce((sum, size) => sum + size, 0) / PER_OBJECT)
}

/** The path or name of a pack's index. */
export function idxOf(pack: string): string {
  return pack.replace(/\.pack$/, '.idx')
}

function packOf(idx: string): string {
  return idx.replace(/\.idx$/, '.pack')
}
