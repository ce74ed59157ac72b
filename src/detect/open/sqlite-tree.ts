/** The cells of an SQLite b-tree, in order, each with what overflows its page. Format: fileformat2.html §1.6 */
import type { Allowance } from './piece.ts'
import { varintAt } from './sqlite-record.ts'

export interface SqliteFile {
  bytes: Buffer
  /** bytes of a page, and of those the ones that are used */
  page: number
  usable: number
  encoding: 'utf8' | 'utf16le' | 'utf16be'
}

const INDEX_INNER = 2
const TABLE_INNER = 5
const INDEX_LEAF = 10
const TABLE_LEAF = 13

/** Every payload below `root`. Each page is read once: damaged ones may point in circles. */
export function* openTree(file: SqliteFile, root: number, allowance: Allowance): Generator<Buffer> {
  const seen = new Set<number>()
  for (const left = [root]; left.length > 0; ) {
    const number = left.pop()!
    const start = (number - 1) * file.page
    if (seen.has(number) || number < 1 || start + file.page > file.bytes.length) continue
    seen.add(number)
    allowance.bytes -= file.page
    if (allowance.bytes <= 0) return
    const page = file.bytes.subarray(start, start + file.page)
    const { type, cells, last } = headerOf(page, number === 1 ? 100 : 0)
    if (type === TABLE_LEAF || type === INDEX_LEAF || type === INDEX_INNER)
      for (const cell of cells) yield* payloadAt(file, page, cell, type, allowance)
    if (type === TABLE_INNER || type === INDEX_INNER)
      left.push(last, ...cells.map(cell => childAt(page, cell)).reverse())
  }
}

function headerOf(page: Buffer, at: number): { type: number; cells: number[]; last: number } {
  const type = page[at]!
  const isInner = type === TABLE_INNER || type === INDEX_INNER
  const start = at + (isInner ? 12 : 8)
  const most = Math.floor((page.length - start) / 2)
  const count = Math.min(page.readUInt16BE(at + 3), most)
  const cells = Array.from({ length: count }, (_, index) => page.readUInt16BE(start + index * 2))
  return { type, cells, last: isInner ? page.readUInt32BE(at + 8) : 0 }
}

function childAt(page: Buffer, cell: number): number {
  return cell + 4 <= page.length ? page.readUInt32BE(cell) : 0
}

function* payloadAt(
  file: SqliteFile,
  page: Buffer,
  cell: number,
  type: number,
  allowance: Allowance,
): Generator<Buffer> {
  const length = varintAt(page, type === INDEX_INNER ? cell + 4 : cell)
  const start = type === TABLE_LEAF ? varintAt(page, length.end).end : length.end
  if (start >= page.length || length.value > file.bytes.length) return
  allowance.bytes -= length.value
  if (allowance.bytes <= 0) return
  const here = localLength(length.value, file.usable, type)
  const local = page.subarray(start, start + here)
  yield here === length.value ? local : overflowing(file, local, page, start + here, length.value)
}

/** §1.6: what a cell keeps on its own page. */
function localLength(length: number, usable: number, type: number): number {
  const most = type === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (length <= most) return length
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((length - least) % (usable - 4))
  return fitting <= most ? fitting : least
}

function overflowing(file: SqliteFile, local: Buffer, page: Buffer, at: number, length: number): Buffer {
  const parts = [local]
  let left = length - local.length
  let next = childAt(page, at)
  while (left > 0 && next > 0 && next * file.page <= file.bytes.length) {
    const start = (next - 1) * file.page
    const part = file.bytes.subarray(start + 4, start + 4 + Math.min(left, file.usable - 4))
    parts.push(part)
    left -= part.length // at most as often as the file has pages: `length` is not above the file's
    next = file.bytes.readUInt32BE(start)
  }
  return Buffer.concat(parts)
}
