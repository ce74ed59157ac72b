/** The log's lines, oldest first, a piece of a file at a time: a log of 76 MB is not held in memory. */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainRecord, parseRecord } from './chain.ts'
import { list } from './folder.ts'

export interface Line {
  /** the segment's name */
  segment: string
  /** 1-based */
  line: number
  text: string
  /** false for the last line of a file where its line end is missing */
  ended: boolean
}

const PIECE = 1 << 20

/** Throws what the file system says; nothing at all where there is no log. */
export function* logLines(folder: string): Generator<Line> {
  for (const segment of segmentsIn(folder)) yield* segmentLines(folder, segment)
}

/** Whatever is a record. Lines that are none are for `verify` to tell about. */
export function* logRecords(folder: string): Generator<ChainRecord> {
  for (const { text } of logLines(folder)) {
    const record = parseRecord(text)
    if (record) yield record
  }
}

/** Empty where nothing was ever recorded. */
export function segmentsIn(folder: string): string[] {
  try {
    return list(folder).segments
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

export function* segmentLines(folder: string, segment: string): Generator<Line> {
  let line = 0
  let rest: Buffer = Buffer.alloc(0)
  for (const piece of pieces(join(folder, segment))) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const end = bytes.lastIndexOf(0x0a)
    // a piece's memory is used again for the next one
    rest = Buffer.from(bytes.subarray(end + 1))
    if (end < 0) continue
    for (const text of bytes.toString('utf8', 0, end).split('\n'))
      yield { segment, line: ++line, text, ended: true }
  }
  if (rest.length > 0) yield { segment, line: ++line, text: rest.toString('utf8'), ended: false }
}

function* pieces(file: string): Generator<Buffer> {
  const fd = openSync(file, 'r')
  const piece = Buffer.allocUnsafe(PIECE)
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) yield piece.subarray(0, read)
  } finally {
    closeSync(fd)
  }
}
