/** Which commit first had a blob at a path: told from the trees' changes, folder by folder, for the few blobs that matter. */

import type { Placed } from './paths.ts'
import type { TreeIndex } from './tree-index.ts'

export interface Firsts {
  /** place in the order of commits at which the path first held the blob; -1: no commit did (a ref may stand for a path: places.ts) */
  rankOf(blob: number, path: number): number
  /** what the path holds in a tree; -1: nothing */
  heldIn(root: number, path: number): number
}

/** `rootRank`: for each tree of a commit, the place of the first commit that has it. */
export function openFirsts(index: TreeIndex, placed: Placed, rootRank: Map<number, number>): Firsts {
  const { folder, name } = placed.paths
  const folders = new Map<number, Map<number, number>>([[0, rootRank]])
  const files = new Map<number, Map<number, number>>()

  /** By tree of the folder, or by blob of the file: the first place. */
  function ranksOf(path: number): Map<number, number> {
    const known = folders.get(path) ?? files.get(path)
    if (known) return known
    const ranks = new Map<number, number>()
    const above = ranksOf(folder[path]!)
    const held = namedIn(index, placed.trees.get(folder[path]!) ?? NONE, name[path]!)
    for (const [tree, child] of held) {
      const rank = above.get(tree)
      if (child < 0 || rank === undefined) continue
      if (rank < (ranks.get(child) ?? Number.POSITIVE_INFINITY)) ranks.set(child, rank)
    }
    ;(placed.trees.has(path) ? folders : files).set(path, ranks)
    return ranks
  }

  // a ref's name, or an object's, in place of a path: no tree has it
  const isPath = (path: number) => path < folder.length

  return {
    rankOf: (blob, path) => (isPath(path) ? (ranksOf(path).get(blob) ?? -1) : -1),
    heldIn(root, path) {
      if (!isPath(path)) return -1
      const steps: number[] = []
      for (let at = path; at > 0; at = folder[at]!) steps.push(name[at]!)
      let at = root
      for (const step of steps.reverse()) at = at < 0 ? -1 : entryOf(index, at, step)
      return at
    },
  }
}

const NONE = new Int32Array(0)

/** What each of the trees names so: by its own change, else what its base has, where that is known; read once each. */
function namedIn(index: TreeIndex, trees: Int32Array, name: number): Map<number, number> {
  const held = new Map<number, number>()
  const chain: number[] = []
  for (const tree of trees) {
    let at = tree
    let child: number | undefined
    for (chain.length = 0; at >= 0; at = index.table.base[at]!) {
      child = held.get(at) ?? changeOf(index, at, name)
      chain.push(at)
      if (child !== undefined) break
    }
    for (const one of chain) held.set(one, child ?? -1)
  }
  return held
}

function changeOf(index: TreeIndex, tree: number, name: number): number | undefined {
  const row = index.row[tree]!
  if (row < 0) return undefined
  const end = index.starts[row + 1]!
  for (let at = index.starts[row]!; at < end; at++) if (index.name[at] === name) return index.child[at]!
  return undefined
}

function entryOf(index: TreeIndex, tree: number, name: number): number {
  for (let at = tree; at >= 0; at = index.table.base[at]!) {
    const child = changeOf(index, at, name)
    if (child !== undefined) return child
  }
  return -1
}
