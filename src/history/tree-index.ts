/** All trees of a history in one: what each of them holds can be told from its changes and those of its bases. */
import type { ObjectTable } from '../pack/table.ts'
import { openNames } from './names.ts'
import type { TreeChanges } from './trees.ts'

export interface TreeIndex {
  table: ObjectTable
  /** by object number: its row, -1 for what is no tree */
  row: Int32Array
  starts: Int32Array
  name: Int32Array
  child: Int32Array
  names: string[]
  missing: string[]
  /** by object number */
  broken: Map<number, string>
}

/** What several threads read, made one. */
export function indexTrees(table: ObjectTable, parts: TreeChanges[]): TreeIndex {
  const rows = parts.reduce((sum, part) => sum + part.trees.length, 0)
  const entries = parts.reduce((sum, part) => sum + part.name.length, 0)
  const names = openNames()
  const missing = openNames()
  const index = {
    table,
    row: new Int32Array(table.count).fill(-1),
    starts: new Int32Array(rows + 1),
    name: new Int32Array(entries),
    child: new Int32Array(entries),
    broken: new Map(parts.flatMap(part => part.broken.map(({ n, reason }) => [n, reason] as const))),
  }
  let row = 0
  let entry = 0
  for (const part of parts) {
    const nameOf = part.names.map(name => names.number(name))
    const missingOf = part.missing.map(id => missing.number(id))
    for (let i = 0; i < part.trees.length; i++) {
      index.row[part.trees[i]!] = row
      index.starts[row++] = entry + part.starts[i]!
    }
    for (let i = 0; i < part.name.length; i++) {
      const child = part.child[i]!
      index.name[entry] = nameOf[part.name[i]!]!
      index.child[entry++] = child <= -2 ? -2 - missingOf[-2 - child]! : child
    }
  }
  index.starts[row] = entry
  return { ...index, names: names.list, missing: missing.list }
}

type Told = (name: number, child: number) => void

/**
 * Tells the entries of a tree, by the changes of it and of what it is made from, one tree after another. A damaged tree may name one
 * twice: both are told.
 */
export function openEntries(index: TreeIndex): (tree: number, told: Told) => void {
  const seenAt = new Int32Array(index.names.length) // by name: the step at which a tree was seen to have it
  let step = 0
  return (tree, told) => {
    const before = step
    for (let n = tree; n >= 0; n = index.table.base[n]!) {
      const now = ++step
      const row = index.row[n]!
      const end = row < 0 ? 0 : index.starts[row + 1]!
      for (let at = row < 0 ? 0 : index.starts[row]!; at < end; at++) {
        const name = index.name[at]!
        if (seenAt[name]! > before && seenAt[name] !== now) continue
        seenAt[name] = now
        if (index.child[at] !== -1) told(name, index.child[at]!)
      }
    }
  }
}

/** What a tree has that its base has not, and names that are gone (child -1). */
export function eachChange(index: TreeIndex, n: number, told: Told): void {
  const row = index.row[n]!
  if (row < 0) return
  const end = index.starts[row + 1]!
  for (let at = index.starts[row]!; at < end; at++) told(index.name[at]!, index.child[at]!)
}

/** What a tree has by a name, by its changes and those of what it is made from; -1 and less: nothing. */
export function entryOf(index: TreeIndex, tree: number, name: number): number {
  for (let n = tree; n >= 0; n = index.table.base[n]!) {
    const row = index.row[n]!
    const end = row < 0 ? 0 : index.starts[row + 1]!
    for (let at = row < 0 ? 0 : index.starts[row]!; at < end; at++)
      if (index.name[at] === name) return index.child[at]!
  }
  return -1
}
