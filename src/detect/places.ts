/** The pieces of a regex as places: each takes one byte, and says which may come behind it (Glushkov's automaton). */
import type { Piece } from './pieces.ts'

export interface Places {
  /** by place: the bytes that it takes */
  members: Uint8Array[]
  /** by place: those that may come behind it */
  next: number[][]
  /** places that a match may begin with, and end with */
  first: number[]
  last: ReadonlySet<number>
}

/** Of a piece: the places it may begin and end with. */
interface Ends {
  first: number[]
  last: number[]
  isEmpty: boolean
}

type Growing = Pick<Places, 'members' | 'next'>

/** More than any regex of a rule has. */
const MOST = 4000
const EMPTY: Ends = { first: [], last: [], isEmpty: true }

/** null: it matches nothing at all, everywhere, or there are too many. */
export function placesIn(piece: Piece): Places | null {
  const growing: Growing = { members: [], next: [] }
  const ends = place(piece, growing)
  if (ends.isEmpty || growing.members.length > MOST) return null
  return { ...growing, first: ends.first, last: new Set(ends.last) }
}

function place(piece: Piece, places: Growing): Ends {
  if (places.members.length > MOST) return EMPTY
  if (piece.kind === 'byte') {
    const at = places.members.push(piece.members) - 1
    places.next.push([])
    return { first: [at], last: [at], isEmpty: false }
  }
  if (piece.kind === 'times') return repeated(piece, places)
  const all = piece.pieces.map(one => place(one, places))
  return piece.kind === 'any' ? either(all) : all.reduce((a, b) => joined(a, b, places), EMPTY)
}

function either(all: Ends[]): Ends {
  return {
    first: all.flatMap(one => one.first),
    last: all.flatMap(one => one.last),
    isEmpty: all.some(one => one.isEmpty),
  }
}

function joined(a: Ends, b: Ends, { next }: Growing): Ends {
  for (const at of a.last) next[at] = next[at]!.concat(b.first)
  return {
    first: a.isEmpty ? a.first.concat(b.first) : a.first,
    last: b.isEmpty ? a.last.concat(b.last) : b.last,
    isEmpty: a.isEmpty && b.isEmpty,
  }
}

function repeated({ piece, low, open, more }: Piece & { kind: 'times' }, places: Growing): Ends {
  let ends = EMPTY
  const copies = low + (more || (open && low === 0) ? 1 : 0)
  for (let turn = 0; turn < copies; turn++) {
    const copy = place(piece, places)
    if (open && turn === copies - 1) joined(copy, copy, places)
    ends = joined(ends, turn < low ? copy : { ...copy, isEmpty: true }, places)
  }
  return ends
}
