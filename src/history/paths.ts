/**
 * Every blob at every path that any of the trees gives it. Level by level from the root: all trees of one folder are known before
 * the first of them is looked at, so of a tree whose base is in the same folder only the changes have to be.
 */
import { KINDS } from '../pack/table.ts'
import { openColumn } from './columns.ts'
import { eachChange, eachEntry, type TreeIndex } from './tree-index.ts'

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
  const folder = openColumn()
  const name = openColumn()
  folder.push(-1)
  name.push(-1)
  const blobs = openColumn()
  const places = openColumn()
  const absent = new Map<string, Placed['absent'][number]>()
  const broken: Placed['broken'] = []
  const trees = new Map<number, Int32Array>()
  const group = new Int32Array(index.table.count).fill(-1)
  let level = new Map<number, number[]>([[0, Array.from(roots)]])

  function visitFolder(path: number, members: number[], next: Map<number, number[]>): void {
    const inFolder = new Map<number, number>()
    const distinct = members.filter(n => {
      const isNew = group[n] !== path
      group[n] = path
      return isNew
    })
    trees.set(path, Int32Array.from(distinct))
    const pathOf = (entry: number) => {
      const known = inFolder.get(entry)
      if (known !== undefined) return known
      const number = name.length
      folder.push(path)
      name.push(entry)
      inFolder.set(entry, number)
      return number
    }
    const told = (entry: number, child: number) => {
      if (child === -1) return
      const place = pathOf(entry)
      const type = child < 0 ? 0 : index.table.type[child]!
      if (type === BLOB) {
        blobs.push(child)
        places.push(place)
      } else if (type === TREE) {
        const known = next.get(place)
        if (known) known.push(child)
        else next.set(place, [child])
      } else noteAbsent(child, place)
    }
    for (const n of distinct) {
      const reason = index.broken.get(n)
      if (reason !== undefined) broken.push({ n, path, reason })
      const base = index.table.base[n]!
      if (base >= 0 && group[base] === path) eachChange(index, n, told)
      else eachEntry(index, n, told)
    }
  }

  function noteAbsent(child: number, path: number): void {
    const id = child < 0 ? index.missing[-2 - child]! : idOf(index, child)
    if (!absent.has(id)) absent.set(id, { id, path })
  }

  while (level.size > 0) {
    const next = new Map<number, number[]>()
    for (const [path, members] of level) visitFolder(path, members, next)
    level = next
  }
  return {
    paths: { folder: folder.done(), name: name.done(), names: index.names },
    ...byBlob(blobs.done(), places.done(), index.table.count),
    absent: [...absent.values()],
    broken,
    trees,
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
    const mine = all.subarray(start[n]!, start[n + 1]!)
    if (mine.length > 1) mine.sort()
    for (let i = 0; i < mine.length; i++) if (i === 0 || mine[i] !== mine[i - 1]) list[length++] = mine[i]!
  }
  first[count] = length
  return { first, list: list.subarray(0, length) }
}
