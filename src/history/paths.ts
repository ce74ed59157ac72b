/**
 * Every blob at every path that any of the trees gives it. Level by level from the root: all trees of one folder are known before
 * the first of them is looked at, so of a tree whose base is in the same folder only the changes have to be.
 */
import { KINDS } from '../pack/table.ts'
import { openColumn } from './columns.ts'
import { type Level, openLevel } from './level.ts'
import { eachChange, openEntries, type TreeIndex } from './tree-index.ts'

/** Folders and files by number: path p is the name `name[p]` in the folder `folder[p]`; path 0 is the root. */
export interface Paths {
  folder: Int32Array
  name: Int32Array
  names: string[]
}

export interface Placed {
  paths: Paths
  /** paths of blob n: those from first[n] to first[n + 1] of `list`, ascending */
  first: Int32Array
  list: Int32Array
  /** what entries name and the store has not, or has as something else: `id path` once each */
  absent: { id: string; path: number }[]
  /** trees that are reachable and could not be read */
  broken: { n: number; path: number; reason: string }[]
  /** by path number, for folders that hold trees: which trees */
  trees: Map<number, Int32Array>
}

const TREE = KINDS.indexOf('tree')
const BLOB = KINDS.indexOf('blob')

export function placeBlobs(index: TreeIndex, roots: Int32Array): Placed {
  const { table } = index
  const paths = openPaths(index.names.length)
  const blobs = openColumn()
  const places = openColumn()
  const absent = new Map<string, Placed['absent'][number]>()
  const broken: Placed['broken'] = []
  const trees = new Map<number, Int32Array>()
  const seenIn = new Int32Array(table.count).fill(-1) // by tree the folder it was last seen in
  const putAt = new Int32Array(table.count).fill(-1) // by object the path it was last put at
  const eachEntry = openEntries(index)

  function visitFolder(path: number, members: Int32Array, next: Level): void {
    const distinct = members.filter(n => {
      const isNew = seenIn[n] !== path
      seenIn[n] = path
      return isNew
    })
    trees.set(path, distinct)
    const told = (entry: number, child: number) => {
      if (child === -1) return
      const place = paths.numberOf(path, entry)
      if (child >= 0 && putAt[child] === place) return
      const type = child < 0 ? 0 : table.type[child]!
      if (type !== BLOB && type !== TREE) {
        noteAbsent(child, place)
        return
      }
      putAt[child] = place
      if (type === TREE) next.add(place, child)
      else {
        blobs.push(child)
        places.push(place)
      }
    }
    for (const n of distinct) {
      const reason = index.broken.get(n)
      if (reason !== undefined) broken.push({ n, path, reason })
      const base = table.base[n]!
      if (base >= 0 && seenIn[base] === path) eachChange(index, n, told)
      else eachEntry(n, told)
    }
  }

  function noteAbsent(child: number, path: number): void {
    const id = child < 0 ? index.missing[-2 - child]! : idOf(index, child)
    if (!absent.has(id)) absent.set(id, { id, path })
  }

  let level = openLevel()
  for (const root of roots) level.add(0, root)
  while (level.folders.length > 0) {
    const next = openLevel()
    level.each((path, members) => visitFolder(path, members, next))
    level = next
  }
  return {
    paths: { ...paths.done(), names: index.names },
    ...byBlob(blobs.done(), places.done(), table.count),
    absent: [...absent.values()],
    broken,
    trees,
  }
}

/** Numbers paths as they come. A folder is through with before the next one. */
function openPaths(names: number) {
  const folder = openColumn()
  const name = openColumn()
  folder.push(-1)
  name.push(-1)
  const lastFolder = new Int32Array(names).fill(-1) // by name: the last folder that has it, and its path there
  const lastPath = new Int32Array(names)
  return {
    numberOf(path: number, entry: number): number {
      if (lastFolder[entry] === path) return lastPath[entry]!
      lastFolder[entry] = path
      lastPath[entry] = name.length
      folder.push(path)
      return name.push(entry)
    },
    done: () => ({ folder: folder.done(), name: name.done() }),
  }
}

function idOf({ table }: TreeIndex, n: number): string {
  const at = n * table.hashBytes
  return Buffer.from(table.ids.subarray(at, at + table.hashBytes)).toString('hex')
}

/** Pairs → for each blob its paths, once each. */
function byBlob(blobs: Int32Array, places: Int32Array, count: number): Pick<Placed, 'first' | 'list'> {
  const start = new Int32Array(count + 1)
  for (const n of blobs) start[n + 1]!++
  for (let n = 0; n < count; n++) start[n + 1]! += start[n]!
  const next = start.slice(0, count)
  const all = new Int32Array(blobs.length)
  for (let i = 0; i < blobs.length; i++) all[next[blobs[i]!]!++] = places[i]!
  const first = new Int32Array(new SharedArrayBuffer((count + 1) * 4))
  const list = new Int32Array(new SharedArrayBuffer(Math.max(1, all.length) * 4))
  let length = 0
  for (let n = 0; n < count; n++) {
    first[n] = length
    const [from, to] = [start[n]!, start[n + 1]!]
    if (to - from > 1) all.subarray(from, to).sort()
    for (let i = from; i < to; i++) if (i === from || all[i] !== all[i - 1]) list[length++] = all[i]!
  }
  first[count] = length
  return { first, list: list.subarray(0, length) }
}
