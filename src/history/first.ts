/** Which commit first had a blob at a path: told from the trees' changes, folder by folder, for the few blobs that matter. */
import { type Folder, openFolders } from './folder.ts'
import type { Placed } from './paths.ts'
import { entryOf, type TreeIndex } from './tree-index.ts'

export interface Firsts {
  /** place in the order of commits at which the path first held the blob; -1: no commit did (a ref may stand for a path: places.ts) */
  rankOf(blob: number, path: number): number
  /** what the path holds in a tree; -1: nothing */
  heldIn(root: number, path: number): number
}

/** Its trees, and beside them the first place of each. */
interface Ranked {
  folder: Folder
  ranks: Int32Array
}

/** `roots`: the trees of commits in their order. */
export function openFirsts(index: TreeIndex, placed: Placed, roots: Int32Array): Firsts {
  const { folder, name } = placed.paths
  const openFolder = openFolders(index)
  const firsts = openFirstOf(index.table.count)
  const folders = new Map<number, Ranked>()
  const files = new Map<number, Map<number, number>>()

  function rankedOf(path: number): Ranked {
    const known = folders.get(path)
    if (known) return known
    if (path === 0) firsts.addAll(roots, Int32Array.from(roots.keys()))
    else addHeld(path)
    const opened = openFolder(placed.trees.get(path) ?? NONE)
    const ranked = { folder: opened, ranks: opened.trees.map(tree => firsts.of(tree)) }
    firsts.clear()
    folders.set(path, ranked)
    return ranked
  }

  function addHeld(path: number): void {
    const above = rankedOf(folder[path]!)
    firsts.addAll(heldIn(above.folder, name[path]!), above.ranks)
  }

  /** By blob of the file. */
  function ranksOf(path: number): Map<number, number> {
    const known = files.get(path)
    if (known) return known
    addHeld(path)
    const ranks = new Map(Array.from(firsts.known(), n => [n, firsts.of(n)]))
    firsts.clear()
    files.set(path, ranks)
    return ranks
  }

  // a ref's name, or an object's, in place of a path: no tree has it
  const isPath = (path: number) => path > 0 && path < folder.length

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
const NEVER = 2 ** 31 - 1

/** By object the first of the places that were added for it: one column for all questions, cleared between two of them. */
function openFirstOf(objects: number) {
  const first = new Int32Array(objects).fill(NEVER)
  let known: number[] = []
  return {
    of: (n: number) => first[n]!,
    known: () => known,
    addAll(held: Int32Array, ranks: Int32Array) {
      for (let i = 0; i < held.length; i++) {
        const n = held[i]!
        if (n < 0 || ranks[i]! >= first[n]!) continue
        if (first[n] === NEVER) known.push(n)
        first[n] = ranks[i]!
      }
    },
    clear() {
      for (const n of known) first[n] = NEVER
      known = []
    },
  }
}

const UNCHANGED = -(2 ** 31)

/** What each of its trees has by a name: by its own change, else what the one has that it is made from; -1 and less: nothing. */
function heldIn({ trees, base, place, child, changesOf }: Folder, name: number): Int32Array {
  const held = new Int32Array(trees.length).fill(UNCHANGED)
  const { first, count } = changesOf(name) ?? { first: 0, count: 0 }
  // backwards: of a damaged tree that has a name twice, the first counts
  for (let at = first + count - 1; at >= first; at--) held[place[at]!] = child[at]!
  for (let i = 0; i < held.length; i++)
    if (held[i] === UNCHANGED) held[i] = base[i]! < 0 ? -1 : held[base[i]!]!
  return held
}
