/** Base64 that is wrapped to lines of equal length (MIME: 76, PEM: 64), as mail, `base64` and YAML write it. */
import type { Span } from './layer.ts'

/** Shorter lines are words under each other. */
const SHORTEST_LINE = 40
/** `=` too, which only pads */
const INSIDE = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=')
/** What may stand before each line: indentation, a quote of mail, a comment. */
const BEFORE = alphabet(' \t>#*|"\'')

function alphabet(characters: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(characters)) table[byte] = 1
  return table
}

export interface Block {
  /** all its lines without what is between them */
  joined: Buffer
  /** behind its last character */
  end: number
}

/** The block whose first line is the run [start, end), null where that is all of it. Linear in what it takes. */
export function wrappedBlock(bytes: Buffer, start: number, end: number): Block | null {
  const width = end - start
  if (width < SHORTEST_LINE) return null
  let line = nextLine(bytes, end, width)
  if (!line) return null
  const lines = [bytes.subarray(start, end)]
  let last = end
  for (; line; line = nextLine(bytes, last, width)) {
    lines.push(bytes.subarray(...line))
    last = line[1]
    if (line[1] - line[0] < width) break
  }
  return { joined: Buffer.concat(lines), end: last }
}

/** The run that is the line behind the one that ends at `end`; null where there is none, or a longer one. */
function nextLine(bytes: Buffer, end: number, width: number): Span | null {
  let at = end
  if (bytes[at] === 13) at++
  if (bytes[at] !== 10) return null
  at++
  while (at < bytes.length && BEFORE[bytes[at]!] === 1) at++
  const start = at
  while (at < bytes.length && INSIDE[bytes[at]!] === 1) at++
  const length = at - start
  const isLine = at === bytes.length || bytes[at] === 10 || bytes[at] === 13
  if (length === 0 || length > width || (length < width && !isLine && !endsValue(bytes[at]!))) return null
  return [start, at]
}

/** A quote or a tag may stand right behind the last line. */
function endsValue(byte: number): boolean {
  return byte === 34 || byte === 39 || byte === 60 || byte === 96
}

/** The lines, and those above and below that may be of one block with them. */
export function wholeBlocks(bytes: Buffer, [start, end]: Span): Span {
  let from = start
  let to = end
  while (from > 0 && endsInRun(bytes, from - 1)) from = bytes.lastIndexOf(10, from - 2) + 1
  while (to < bytes.length && to > 0 && endsInRun(bytes, to - 1)) {
    const next = bytes.indexOf(10, to)
    to = next < 0 ? bytes.length : next + 1
  }
  return [from, to]
}

/** Whether the line whose break lies at `at` may be followed by another one of its block. */
function endsInRun(bytes: Buffer, at: number): boolean {
  const end = bytes[at - 1] === 13 ? at - 1 : at
  let start = end
  while (start > 0 && end - start < SHORTEST_LINE && INSIDE[bytes[start - 1]!] === 1) start--
  return end - start >= SHORTEST_LINE
}
