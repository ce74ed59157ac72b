/** What commits name: their tree, their parents, when they were made. Their words are another file's business (words.ts). */
import { findObject, type ObjectTable } from '../pack/table.ts'
import { openColumn } from './columns.ts'

export interface Commits {
  /** object numbers */
  commits: Int32Array
  /** object number of each one's tree; -1: the store has it not */
  trees: Int32Array
  /** parents of commits[i]: from starts[i] to starts[i + 1] of `parents`; object numbers, -1: the store has it not */
  starts: Int32Array
  parents: Int32Array
  /** when it was committed, in seconds since 1970; 0 where that cannot be read */
  times: Int32Array
  /** ids that commits name and the store has not, with the commit */
  missing: { id: string; n: number }[]
}

export interface CommitReader {
  add(n: number, content: Buffer): void
  done(): Commits
}

export function readCommits(table: ObjectTable): CommitReader {
  const commits = openColumn()
  const trees = openColumn()
  const starts = openColumn()
  const parents = openColumn()
  const times = openColumn()
  const missing: Commits['missing'] = []
  const digits = table.hashBytes * 2
  const numberOf = (id: string, n: number) => {
    const found = /^[0-9a-f]+$/.test(id) ? findObject(table, id) : -1
    if (found < 0) missing.push({ id, n })
    return found
  }
  return {
    add(n, content) {
      commits.push(n)
      starts.push(parents.length)
      const head = content.toString('latin1', 0, headEnd(content))
      trees.push(numberOf(head.slice(5, 5 + digits), n))
      for (let at = 6 + digits; head.startsWith('parent ', at); at += 8 + digits)
        parents.push(numberOf(head.slice(at + 7, at + 7 + digits), n))
      times.push(timeOf(head))
    },
    done() {
      starts.push(parents.length)
      return {
        commits: commits.done(),
        trees: trees.done(),
        starts: starts.done(),
        parents: parents.done(),
        times: times.done(),
        missing,
      }
    },
  }
}

function headEnd(content: Buffer): number {
  const end = content.indexOf('\n\n')
  return end < 0 ? content.length : end
}

function timeOf(head: string): number {
  const line = head.indexOf('\ncommitter ')
  const end = line < 0 ? -1 : head.indexOf('> ', line)
  const seconds = end < 0 ? 0 : Number.parseInt(head.slice(end + 2), 10)
  return seconds > 0 && seconds < 2 ** 31 ? seconds : 0
}
