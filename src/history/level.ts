/** The folders of one depth, in the order in which they were first met, with all their trees. */
import { openColumn } from './columns.ts'

export interface Level {
  /** their paths */
  folders: number[]
  add(path: number, tree: number): void
  each(told: (path: number, trees: Int32Array) => void): void
}

export function openLevel(): Level {
  const folders: number[] = []
  const numberOf = new Map<number, number>()
  const folderOf = openColumn()
  const trees = openColumn()
  return {
    folders,
    add(path, tree) {
      let number = numberOf.get(path)
      if (number === undefined) {
        number = folders.push(path) - 1
        numberOf.set(path, number)
      }
      folderOf.push(number)
      trees.push(tree)
    },
    each(told) {
      const { first, values } = grouped(folderOf.done(), trees.done(), folders.length)
      folders.forEach((path, at) => {
        told(path, values.subarray(first[at], first[at + 1]))
      })
    },
  }
}

/** `values` by their group, each group in the order in which they came. */
function grouped(groups: Int32Array, values: Int32Array, count: number) {
  const first = new Int32Array(count + 1)
  for (const group of groups) first[group + 1]!++
  for (let group = 0; group < count; group++) first[group + 1]! += first[group]!
  const next = first.slice()
  const sorted = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) sorted[next[groups[i]!]!++] = values[i]!
  return { first, values: sorted }
}
