/** The end of the log: the last whole record, and what a crash left behind it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Link, parseRecord } from './chain.ts'

export interface Tail {
  /** the newest segment; undefined before the first record */
  segment?: string
  /** its bytes up to the last line end */
  size: number
  /** the record the next one hangs on; null where there is none */
  link: Link | null
  /** what stands behind the last line end */
  torn: Buffer
  /** lines behind that record that are none: not our writing */
  unreadable: number
}

/** A record has about 1 KB. */
const FIRST_LOOK = 4096

/** `segments` oldest first. A segment without any record (a crash right after it was made) leads to the one before it. */
export function readTail(folder: string, segments: string[]): Tail {
  const segment = segments.at(-1)
  if (segment === undefined) return { size: 0, link: null, torn: Buffer.alloc(0), unreadable: 0 }
  const tail = endOf(join(folder, segment))
  let { link } = tail
  for (let i = segments.length - 2; i >= 0 && !link; i--) link = endOf(join(folder, segments[i]!)).link
  return { ...tail, link, segment }
}

/** Reads backwards, more each time, until a record is whole in what was read. */
function endOf(file: string): Omit<Tail, 'segment'> {
  const fd = openSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    for (let bytes = FIRST_LOOK; ; bytes *= 8) {
      const start = Math.max(0, size - bytes)
      const found = lastRecord(readFrom(fd, start, size), start)
      if (found.link || start === 0) return found
    }
  } finally {
    closeSync(fd)
  }
}

function lastRecord(bytes: Buffer, start: number): Omit<Tail, 'segment'> {
  const end = bytes.lastIndexOf(0x0a) + 1
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
  // the first line may have begun before what was read
  const whole = start === 0 ? lines : lines.slice(1)
  const rest = { size: start + end, torn: Buffer.from(bytes.subarray(end)) }
  for (let i = whole.length - 1; i >= 0; i--) {
    const link = parseRecord(whole[i]!)
    if (link) return { ...rest, link, unreadable: whole.length - 1 - i }
  }
  return { ...rest, link: null, unreadable: whole.length }
}

function readFrom(fd: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start)
  let got = 0
  while (got < bytes.length) {
    const read = readSync(fd, bytes, got, bytes.length - got, start + got)
    if (read === 0) break
    got += read
  }
  return bytes.subarray(0, got)
}
