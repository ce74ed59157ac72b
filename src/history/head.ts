/** The head of a commit as git writes it, read off its bytes: hundreds of thousands of them, and hardly one is written otherwise. */

const [LINE_END, RETURN, CLOSE, BLANK] = [10, 13, 62, 32]
const TREE = Buffer.from('tree ')
const PARENT = Buffer.from('parent ')
const AUTHOR = Buffer.from('author ')
const COMMITTER = Buffer.from('committer ')

/** Where something lies in the commit. */
export interface Piece {
  start: number
  end: number
}

/** One reader for many commits: its fields are those of the one that was parsed last. */
export class Head {
  /** `Name <mail>` */
  readonly author: Piece = { start: 0, end: 0 }
  readonly committer: Piece = { start: 0, end: 0 }
  /** behind the committer's line: further headers, or the empty line before the message */
  rest = 0
  /** no further headers, and all of it ASCII */
  isPlain = false
  #isAscii = true

  /** False where it does not begin with a tree, parents, an author and a committer, a line each. */
  parse(content: Buffer): boolean {
    this.#isAscii = true
    const people = behindParents(content)
    if (people === 0 || !this.#person(content, people, AUTHOR, this.author)) return false
    if (!this.#person(content, this.rest, COMMITTER, this.committer)) return false
    const isLast = content[this.rest] === LINE_END || this.rest > content.length
    this.isPlain = isLast && this.#isAscii
    return true
  }

  #person(content: Buffer, from: number, key: Buffer, into: Piece): boolean {
    if (!startsWith(content, from, key)) return false
    into.start = from + key.length
    into.end = -1
    let all = 0
    let at = into.start
    for (; at < content.length && content[at] !== LINE_END; at++) {
      const byte = content[at]!
      if (byte === CLOSE) into.end = at + 1
      else if (byte === RETURN) return false
      all |= byte
    }
    if (all > 127) this.#isAscii = false
    this.rest = at + 1
    return into.end >= 0
  }
}

/** Where the line behind the tree and the parents begins; 0: it begins with something else. */
export function behindParents(content: Buffer, digits = digitsOf(content)): number {
  let at = startsWith(content, 0, TREE) ? behindId(content, TREE.length, digits) : 0
  while (at > 0 && startsWith(content, at, PARENT)) at = behindId(content, at + PARENT.length, digits)
  return at
}

/** Where the line behind the id begins; 0: it is none. */
function behindId(content: Buffer, from: number, digits: number): number {
  const end = from + digits
  for (let at = from; at < end; at++) if (!isDigit(content[at]!)) return 0
  return content[end] === LINE_END ? end + 1 : 0
}

/** Of git's hexadecimal digits. */
function isDigit(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102)
}

/** Of an id: SHA-1 or SHA-256. */
function digitsOf(content: Buffer): number {
  return content[TREE.length + 40] === LINE_END ? 40 : 64
}

const SIGNATURES = [Buffer.from('gpgsig '), Buffer.from('mergetag ')]

/** What signatures say, all lines of them without their indent; null where other headers stand between `from` and `end`. */
export function signaturesIn(content: Buffer, from: number, end: number): Buffer | null {
  const text = Buffer.allocUnsafe(Math.max(0, end - from))
  let length = 0
  for (let at = from; at < end; ) {
    const isMore = content[at] === BLANK && at > from
    if (!isMore && !SIGNATURES.some(key => startsWith(content, at, key))) return null
    const next = content.indexOf(LINE_END, at)
    const stop = next < 0 || next >= end ? end : next + 1
    length += content.copy(text, length, isMore ? at + 1 : at, stop)
    at = stop
  }
  return text.subarray(0, length)
}

/** Whether `key` stands at `at`. */
export function startsWith(content: Buffer, at: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (content[at + i] !== key[i]) return false
  return true
}
