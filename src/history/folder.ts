/** One folder through all of a history: its trees, each behind the one it is made from, and what they change, by name. */
import { openColumn } from './columns.ts'
import { eachChange, type TreeIndex } from './tree-index.ts'

export interface Run {
  first: number
  count: number
}

export interface Folder {
  /** object numbers: the folder's trees, and among them what these are made from, wherever that lies */
  trees: Int32Array
  /** place in `trees` of what each is made from, always before it; -1: it stands alone */
  base: Int32Array
  /** changes of one name: `count` of them from `first` on; undefined: no tree has it */
  changesOf(name: number): Run | undefined
  /** of a change: the place of its tree in `trees`, and what the tree has by that name now */
  place: Int32Array
  child: Int32Array
}

/** Opens folders one after another: what is needed for each of them by object or by name is there once. */
export function openFolders(index: TreeIndex): (trees: Int32Array) => Folder {
  const placeOf = new Int32Array(index.table.count).fill(-1)
  const countOf = new Int32Array(index.names.length)
  return own => {
    const { trees, base } = inOrder(own, index.table.base, placeOf)
    for (const n of trees) placeOf[n] = -1
    return { trees, base, ...byName(trees, index, countOf) }
  }
}

function inOrder(own: Int32Array, baseOf: Int32Array, placeOf: Int32Array): Pick<Folder, 'trees' | 'base'> {
  const trees = openColumn()
  const base = openColumn()
  const chain: number[] = []
  for (const tree of own) {
    for (let at = tree; at >= 0 && placeOf[at]! < 0; at = baseOf[at]!) chain.push(at)
    while (chain.length > 0) {
      const n = chain.pop()!
      placeOf[n] = trees.length
      base.push(baseOf[n]! < 0 ? -1 : placeOf[baseOf[n]!]!)
      trees.push(n)
    }
  }
  return { trees: trees.done(), base: base.done() }
}

type ByName = Pick<Folder, 'changesOf' | 'place' | 'child'>

/** Counted, then each put where it belongs. `counts` is all 0 before and after. */
function byName(trees: Int32Array, index: TreeIndex, counts: Int32Array): ByName {
  const names: number[] = []
  eachOf(trees, index, name => {
    if (counts[name]!++ === 0) names.push(name)
  })
  const { runs, total } = runsOf(names, counts)
  const place = new Int32Array(total)
  const child = new Int32Array(total)
  for (const [name, { first }] of runs) counts[name] = first
  eachOf(trees, index, (name, now, tree) => {
    const to = counts[name]!++
    place[to] = tree
    child[to] = now
  })
  for (const name of names) counts[name] = 0
  return { changesOf: name => runs.get(name), place, child }
}

function runsOf(names: number[], counts: Int32Array) {
  const runs = new Map<number, Run>()
  let total = 0
  for (const name of names) {
    runs.set(name, { first: total, count: counts[name]! })
    total += counts[name]!
  }
  return { runs, total }
}

function eachOf(
  trees: Int32Array,
  index: TreeIndex,
  told: (name: number, child: number, place: number) => void,
) {
  trees.forEach((n, place) => {
    eachChange(index, n, (name, child) => told(name, child, place))
  })
}
