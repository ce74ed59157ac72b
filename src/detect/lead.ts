/** What may stand in a match before the first of its rule's keywords. */
import { type Automaton, buildAutomaton } from './automaton.ts'
import { FOLDED } from './pieces.ts'
import type { Places } from './places.ts'

/** More pairs than a lead has that is worth knowing. */
const MOST = 20_000

/** Places of more bytes are no letters of a keyword: they are text of any kind. */
const NARROW = 8

/**
 * The places that the first byte of a match's first keyword may be taken by; null where a match may hold none of them. Characters beyond
 * ASCII that RE2 takes for letters are left out.
 */
export function beforeKeyword(places: Places, keywords: string[]): number[] | null {
  const automaton = buildAutomaton(keywords)
  const narrowest = new Set([...new Set(places.members)].filter(isFew))
  const isNarrow = (place: number) => narrowest.has(places.members[place]!)
  const narrow = leadOf(places, automaton, isNarrow)?.filter(isNarrow)
  return narrow ?? leadOf(places, automaton, () => true)
}

function isFew(bytes: Uint8Array): boolean {
  if (bytes === FOLDED) return true
  let count = 0
  for (let byte = 0; byte < 256; byte++) count += bytes[byte]!
  return count <= NARROW
}

/** `spells`: the places that a keyword is spelled by. Where all of a match holds one of those alone, the others need not be asked. */
function leadOf(places: Places, automaton: Automaton, spells: (place: number) => boolean): number[] | null {
  const symbols = symbolsOf(places, automaton)
  const found = new Set(places.first)
  const seen = new Set<number>()
  const queue: number[] = [] // a place and a state of the automaton
  const enter = (place: number, state: number): boolean => {
    if (places.last.has(place)) return false
    const pair = place * 65_536 + state
    if (!seen.has(pair)) queue.push(pair)
    seen.add(pair)
    return true
  }
  const reach = (to: readonly number[], state: number) =>
    to.every(place =>
      spells(place)
        ? symbols(place).every(symbol => stepped(automaton, state, symbol, place, enter))
        : enter(place, 0),
    )
  if (!reach(places.first, 0)) return null
  for (const pair of queue) {
    const next = places.next[Math.floor(pair / 65_536)]!
    for (const place of next) found.add(place)
    if (!reach(next, pair % 65_536) || queue.length > MOST) return null
  }
  return [...found]
}

/** False where a match has ended there and no keyword has. */
function stepped(
  { table, shift, firstAccept }: Automaton,
  state: number,
  symbol: number,
  place: number,
  enter: (place: number, state: number) => boolean,
): boolean {
  const to = table[(state << shift) + symbol]!
  return to >= firstAccept || enter(place, to)
}

/** By place: the automaton's classes of the bytes that it takes. */
function symbolsOf({ members }: Places, { classes }: Automaton): (place: number) => number[] {
  const known = new Map<Uint8Array, number[]>([[FOLDED, []]])
  return place => {
    const bytes = members[place]!
    const symbols = known.get(bytes) ?? classesIn(bytes, classes)
    known.set(bytes, symbols)
    return symbols
  }
}

function classesIn(bytes: Uint8Array, classes: Uint8Array): number[] {
  const found = new Set<number>()
  for (let byte = 0; byte < 256; byte++) if (bytes[byte] === 1) found.add(classes[byte]!)
  return [...found]
}
