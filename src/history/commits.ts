/** What commits name: their tree, their parents, when they were made. Their words are another file's business (words.ts). */
import { openHexLookup } from '../pack/lookup.ts'
import type { ObjectTable } from '../pack/table.ts'
import { openColumn } from './columns.ts'
import { behindParents, startsWith } from './head.ts'

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
  const numberAt = openHexLookup(table)
  const numberOf = (head: Buffer, at: number, n: number) => {
    const found = at + digits > head.length ? -1 : numberAt(head, at)
    if (found < 0) missing.push({ id: head.toString('latin1', at, at + digits), n })
    return found
  }
  return {
    add(n, content) {
      commits.push(n)
      starts.push(parents.length)
      const people = behindParents(content, digits)
      const head = people > 0 ? content : headOf(content)
      trees.push(numberOf(head, 5, n))
      let at = 6 + digits
      for (; startsWith(head, at, PARENT); at += 8 + digits) parents.push(numberOf(head, at + 7, n))
      times.push(timeIn(head, people > 0 ? people - 1 : head.indexOf(COMMITTER)))
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

const PARENT = Buffer.from('parent ')
const COMMITTER = Buffer.from('\ncommitter ')
const [CLOSE, BLANK, ZERO] = [62, 32, 48]

/** What stands before the first empty line. */
function headOf(content: Buffer): Buffer {
  const end = content.indexOf('\n\n')
  return end < 0 ? content : content.subarray(0, end)
}

/** Seconds behind the committer's name; 0 where there is no time that fits. `from`: where a line ends. */
function timeIn(content: Buffer, from: number): number {
  let at = from
  while (!startsWith(content, at, COMMITTER)) {
    at = content.indexOf(10, at + 1)
    if (at < 0 || content[at + 1] === 10) return 0
  }
  while (content[at] !== CLOSE || content[at + 1] !== BLANK)
    if (++at >= content.length || (content[at] === 10 && content[at + 1] === 10)) return 0
  const seconds = numberFrom(content, at + 2)
  return seconds < 2 ** 31 ? seconds : 0
}

function numberFrom(content: Buffer, from: number): number {
  let at = from
  let value = 0
  while (content[at] === BLANK) at++
  for (; at < content.length; at++) {
    const digit = content[at]! - ZERO
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  return value
}
