/**
 * Many path checks as one regex. What is tried only behind a slash stands behind one slash that all of them share: an engine that
 * backtracks would else try each of them at each character of the path.
 */

/** A few regexes that together hold wherever one of the sources does (sources as `precheckOf` writes them). */
export function joinChecks(sources: string[]): string[] {
  const heads = new Map<string, string[]>()
  for (const one of sources.flatMap(alternativesOf)) {
    const head = HEADS.find(start => one.startsWith(start)) ?? ''
    heads.set(head, [...(heads.get(head) ?? []), one.slice(head.length)])
  }
  return [...heads].flatMap(([head, rest]) => piecesOf(rest).map(piece => `${head}(?:${piece})`))
}

/** V8 does not optimise longer ones (20 KB): they took fifty times as long. */
const LONGEST = 6000

function piecesOf(alternatives: string[]): string[] {
  const pieces: string[] = []
  for (const one of alternatives) {
    const last = pieces.at(-1)
    if (last === undefined || last.length + one.length > LONGEST) pieces.push(one)
    else pieces[pieces.length - 1] = `${last}|${one}`
  }
  return pieces
}

const HEADS = ['(?:^|/)', '(?:^|[\\--/_])']

/** Split at every `|` that stands in no group and in no class. */
function alternativesOf(source: string): string[] {
  const found = ['']
  let depth = 0
  for (const [token] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[\s\S]/g)) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token === '|' && depth === 0) found.push('')
    else found[found.length - 1] += token
  }
  return found
}
