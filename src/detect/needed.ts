/**
 * Texts of which whatever a regex matches holds at least one, for regexes as `precheckOf` writes them. Looking for a few short
 * texts in a path costs nothing; the regexes of sixty rules that are bound to names of files took a hook 30 ms to compile.
 */

/** What a piece of a regex can be: all texts that it matches where they are few, and texts that it cannot do without. */
interface Piece {
  exact: string[] | null
  needed: string[] | null
}

interface Reader {
  text: string
  at: number
}

/** More texts than this are not multiplied out. */
const MOST = 64
const EMPTY: Piece = { exact: [''], needed: null }
const ANYTHING: Piece = { exact: null, needed: null }

/** In lower case, for texts folded by `folded`; null where a match may hold nothing in particular. */
export function neededIn(source: string): string[] | null {
  const reader = { text: source, at: 0 }
  const { needed } = branches(reader)
  return reader.at === source.length && needed ? leastOf(needed) : null
}

/** What holds another of them is told by that one. */
function leastOf(texts: string[]): string[] {
  return texts.filter(text => !texts.some(other => other !== text && text.includes(other)))
}

/** Case as regexes with `i` fold it: U+017F and U+212A are letters of ASCII too. */
export function folded(text: string): string {
  return text.toLowerCase().replace(/\u017f/g, 's')
}

function branches(reader: Reader): Piece {
  const all = [sequence(reader)]
  while (reader.text[reader.at] === '|') {
    reader.at += 1
    all.push(sequence(reader))
  }
  const exact = all.every(one => one.exact) ? all.flatMap(one => one.exact!) : null
  const needed = all.every(one => one.needed) ? all.flatMap(one => one.needed!) : null
  return { exact: exact && exact.length <= MOST ? exact : null, needed: needed && [...new Set(needed)] }
}

/** Texts that follow each other are one text; of all that cannot be missing the longest serves best. */
function sequence(reader: Reader): Piece {
  const found: string[][] = []
  let run: string[] | null = ['']
  let isExact = true
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at]!)) {
    const piece = counted(atom(reader), reader)
    const longer: string[] | null = piece.exact && product(run, piece.exact)
    if (longer) {
      run = longer
      continue
    }
    isExact = false
    found.push(run, ...(piece.needed ? [piece.needed] : []))
    run = piece.exact ?? ['']
  }
  return { exact: isExact ? run : null, needed: best([...found, run]) }
}

function product(starts: string[], ends: string[]): string[] | null {
  if (starts.length * ends.length > MOST) return null
  return starts.flatMap(start => ends.map(end => start + end))
}

/** One letter stands in nearly every path: it tells nothing. */
function best(sets: string[][]): string[] | null {
  const telling = sets.filter(set => shortest(set) > 1)
  const [first] = telling.sort((a, b) => shortest(b) - shortest(a) || a.length - b.length)
  return first ?? null
}

function shortest(set: string[]): number {
  return Math.min(...set.map(text => text.length))
}

function counted(piece: Piece, reader: Reader): Piece {
  const [count, least] = /^(?:[*?+]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.text.slice(reader.at)) ?? []
  if (count === undefined) return piece
  reader.at += count.length
  if (count[0] === '?') return { exact: piece.exact && ['', ...piece.exact], needed: null }
  const isSure = count[0] === '+' || Number(least) > 0
  return { exact: null, needed: isSure ? piece.needed : null }
}

function atom(reader: Reader): Piece {
  const rest = reader.text.slice(reader.at)
  if (rest.startsWith('(')) return group(reader)
  if (rest.startsWith('[')) return classOf(reader)
  const [whole, escaped] = /^(?:\\(u[0-9a-f]{4}|[\s\S])|[\s\S])/i.exec(rest)!
  reader.at += whole.length
  if ('^$'.includes(whole) || escaped === 'b' || escaped === 'B') return EMPTY
  if (whole === '.' || (escaped !== undefined && /^[a-tv-z0-9]$/i.test(escaped))) return ANYTHING
  const letter =
    escaped?.length === 5 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (escaped ?? whole)
  return { exact: [folded(letter)], needed: null }
}

function group(reader: Reader): Piece {
  reader.at += reader.text.startsWith('(?:', reader.at) ? 3 : 1
  const inner = branches(reader)
  reader.at += 1 // the closing bracket
  return inner
}

/** A few single characters, as folding gives them; a range or what is left out is anything. */
function classOf(reader: Reader): Piece {
  const [whole, not, body] = /^\[(\^?)((?:\\[\s\S]|[^\]\\])*)\]/.exec(reader.text.slice(reader.at))!
  reader.at += whole.length
  const characters: string[] = body!.match(/\\u[0-9a-f]{4}|\\?[\s\S]/gi) ?? []
  if (not !== '' || characters.length > 4 || characters.includes('-')) return ANYTHING
  const letters = characters.map(one => atom({ text: one, at: 0 }).exact)
  return {
    exact: letters.every(one => one) ? [...new Set(letters.flatMap(one => one!))] : null,
    needed: null,
  }
}
