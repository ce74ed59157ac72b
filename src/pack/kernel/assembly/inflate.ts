// A zlib stream (RFC 1950) of deflate blocks (RFC 1951), whole, to a size that is known.
import { adler } from './adler'
import { bitsToByte, drop, inputEnd, isPastEnd, jump, openInput, position, refill, take } from './bits'
import { openOutput, out, outEnd, readBlock, setOutput } from './block'
import { buildTable } from './codes'
import { writeEntries } from './entry'
import { BAD, ENDS_EARLY, OTHER_SIZE, OTHER_SUM } from './errors'
import * as at from './layout'
import { append, readLengths, resetCursors, writeStarts } from './lengths'

/** The most bits that the tables are asked with first: larger ones take longer to fill than they save. */
const LITERAL_BITS: u32 = 10
const DISTANCE_BITS: u32 = 8

writeEntries()
writeStarts()
writeFixedTables()

/** The bytes of the source that were read, or an error. */
export function inflate(src: usize, srcLength: usize, dst: usize, dstLength: usize): i32 {
  if (srcLength < 2) return ENDS_EARLY
  const head = load<u16>(src)
  // deflate, a window of 32 KB at the most, no preset dictionary, and the check bits
  if ((head & 0x0f) != 8 || (head & 0xf0) > 0x70 || head & 0x2000) return BAD
  if ((((head & 0xff) << 8) | (head >> 8)) % 31 != 0) return BAD
  openInput(src + 2, srcLength - 2)
  openOutput(dst, dstLength)
  const failed = readBlocks()
  if (failed < 0) return failed
  return out == outEnd ? checkSum(src, dst, dstLength) : OTHER_SIZE
}

function readBlocks(): i32 {
  let isLast: u32
  do {
    refill()
    isLast = take(1)
    const kind = take(2)
    if (isPastEnd()) return ENDS_EARLY
    let result: i32
    if (kind == 2) result = readOwn()
    else if (kind == 1) result = readFixed()
    else if (kind == 0) result = readStored()
    else result = BAD
    if (result < 0) return result
  } while (!isLast)
  return 0
}

function readFixed(): i32 {
  if (!tablesAreFixed) {
    memory.copy(at.LITERAL_TABLE, at.FIXED_LITERALS, 512 * 4)
    memory.copy(at.DISTANCE_TABLE, at.FIXED_DISTANCES, 32 * 4)
    tablesAreFixed = true
  }
  return readBlock(9, 5)
}

let tablesAreFixed = false

function readOwn(): i32 {
  tablesAreFixed = false
  const failed = readLengths()
  if (failed < 0) return failed
  const literal = buildTable(at.LITERAL_TABLE, LITERAL_BITS, at.LITERALS, at.CURSORS, at.LITERAL_ROWS, at.LITERAL_ROW)
  if (literal < 0) return BAD
  const distance = buildTable(
    at.DISTANCE_TABLE,
    DISTANCE_BITS,
    at.DISTANCES,
    at.CURSORS + 64,
    at.DISTANCE_ROWS,
    at.SHORT_ROW,
  )
  if (distance < 0) return BAD
  return readBlock(literal, distance)
}

function readStored(): i32 {
  drop(bitsToByte())
  const length: usize = take(16)
  const complement: usize = take(16)
  const from = position()
  if (from > inputEnd) return ENDS_EARLY
  if (length != (complement ^ 0xffff)) return BAD
  if (length > inputEnd - from) return ENDS_EARLY
  if (length > outEnd - out) return OTHER_SIZE
  memory.copy(out, from, length)
  setOutput(out + length)
  jump(from + length)
  return 0
}

function checkSum(src: usize, dst: usize, dstLength: usize): i32 {
  const from = position()
  if (inputEnd - from < 4) return ENDS_EARLY
  if (bswap(load<u32>(from)) != adler(dst, dstLength)) return OTHER_SUM
  return (from + 4 - src) as i32
}

/** RFC 1951, 3.2.6 */
function writeFixedTables(): void {
  resetCursors()
  for (let i: u32 = 0; i < 288; i++) append(at.CURSORS, i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8, i)
  buildTable(at.FIXED_LITERALS, 9, at.LITERALS, at.CURSORS, at.LITERAL_ROWS, at.LITERAL_ROW)
  for (let i: u32 = 0; i < 32; i++) append(at.CURSORS + 64, 5, i)
  buildTable(at.FIXED_DISTANCES, 5, at.DISTANCES, at.CURSORS + 64, at.DISTANCE_ROWS, at.SHORT_ROW)
}
