/** What comes out of an opened content: members to search, and what could not be opened. */

/** A content inside of another. */
export interface Member {
  name: string
  bytes: Buffer
  /** the only one of a compressed stream: an archive in it is told without this name */
  isWrapped?: true
}

/** Something that was not looked at. */
export interface Gap {
  /** '' is the opened content itself */
  member: string
  /** what it is or does, as a sentence goes on: `is encrypted` */
  reason: string
  /** true: we stopped, so the look is incomplete (exit 3). false: it has no form that can be read, which is told (docs/content.md) */
  isLimit: boolean
}

export type Piece = Member | Gap

/** Opens one format: lazily, so that a bomb is left when the allowance is used up. */
export type Opener = (bytes: Buffer, name: string, allowance: Allowance) => Iterable<Piece>

/** What all members of one content may cost together. */
export interface Allowance {
  /** that may still come out of compression or be put together */
  bytes: number
  /** entries that may still be looked at */
  members: number
}

/** Archives in archives. A tar in a gzip counts as two. */
export const DEEPEST = 5
/** Of one member: as much as a blob may have where the policy names no limit (inspect.ts). */
export const LARGEST = 100_000_000
const MEMBERS = 100_000
/** Source and documents come to 3–10 times their compressed size, class files to twice. */
const TIMES_ITS_SIZE = 20
const FLOOR = 64 << 20
const MOST = 1 << 29

export function allowanceFor(size: number): Allowance {
  return { bytes: Math.min(MOST, FLOOR + size * TIMES_ITS_SIZE), members: MEMBERS }
}

/** The gap that ends the opening, when nothing may be spent any more; to be asked before each member. */
export function exhausted(allowance: Allowance): Gap | undefined {
  if (--allowance.members < 0) return limit('', `holds more than ${MEMBERS} members`)
  if (allowance.bytes <= 0) return limit('', 'opens to far more bytes than it has')
  return undefined
}

export function limit(member: string, reason: string): Gap {
  return { member, reason, isLimit: true }
}

export function unreadable(member: string, reason: string): Gap {
  return { member, reason, isLimit: false }
}

/** A name as it is stored: UTF-8 where it is that, else a character a byte. */
export function nameOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return (text.includes('\ufffd') ? bytes.toString('latin1') : text).replaceAll('\\', '/')
}
