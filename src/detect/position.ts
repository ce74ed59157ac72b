/** Offsets → lines and columns, computed only where something was found. */
import { slice, type Text } from './text.ts'

export interface Position {
  /** 1-based */
  line: number
  /** 1-based, in UTF-16 units */
  column: number
}

export interface Lines {
  text: Text
  /** offset of each line's first byte */
  starts: number[]
  last: { offset: number; position: Position }
}

/** Lines end at `\n`; the `\r` of a CRLF is part of its line. */
export function linesOf(text: Text): Lines {
  const starts = [0]
  for (let at = text.bytes.indexOf(10); at >= 0; at = text.bytes.indexOf(10, at + 1)) starts.push(at + 1)
  return { text, starts, last: { offset: 0, position: { line: 1, column: 1 } } }
}

/** 1-based line of a byte offset. */
export function lineAt(lines: Lines, offset: number): number {
  let low = 0
  let high = lines.starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (lines.starts[middle]! <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** Remembers the last answer: many findings in one long line stay linear. */
export function positionAt(lines: Lines, offset: number): Position {
  const line = lineAt(lines, offset)
  const start = lines.starts[line - 1]!
  if (lines.text.plain) return { line, column: offset - start + 1 }
  const { last } = lines
  const near = last.position.line === line && last.offset <= offset
  const from = near ? last.offset : start
  const column = (near ? last.position.column : 1) + slice(lines.text, from, offset).length
  const position = { line, column }
  lines.last = { offset, position }
  return position
}

/** Byte range of a line without its break. */
export function lineRange(lines: Lines, line: number): [number, number] {
  const start = lines.starts[line - 1]!
  const next = lines.starts[line]
  const end = next === undefined ? lines.text.bytes.length : next - 1
  return [start, end > start && lines.text.bytes[end - 1] === 13 ? end - 1 : end]
}
