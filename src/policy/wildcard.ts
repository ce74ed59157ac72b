/**
 * One pattern of a glob, compiled to a matcher by hand: never a RegExp, so that no pattern can be slow. Both loops remember
 * only their last star, hence at most (pattern length × text length) steps.
 */

const ANY = 0
const STAR = 1
/** Any number of whole segments. */
const DEEP = Symbol('**')

type Token = string | typeof ANY | typeof STAR
type Segment = string | Token[] | typeof DEEP

export interface WildcardOptions {
  /** gitignore's rules: a lone segment floats, a match covers what lies below; off for refs and remotes (whole names) */
  tree: boolean
}

/** Compiles one pattern (no leading `!`) to a test over the `/`-separated segments of a name. */
export function wildcard(
  pattern: string,
  options: WildcardOptions,
): (segments: readonly string[]) => boolean {
  const segments = options.tree ? treeSegments(pattern) : wholeSegments(pattern)
  return names => matchSegments(segments, names)
}

/** CODEOWNERS' reading: leading `/` or an inner `/` anchors, trailing `/` = contents, else itself and all below. */
function treeSegments(pattern: string): Segment[] {
  const contents = pattern.endsWith('/')
  const parts = pattern.replace(/^\//, '').replace(/\/$/, '').split('/')
  const floats = parts.length === 1 && !pattern.startsWith('/')
  const last = parts.at(-1)
  const segments = parts.map(compileSegment)
  if (floats) segments.unshift(DEEP)
  if (contents || last === '**') return [...segments, DEEP, [STAR]]
  // `foo/*` means the files of foo, not what lies deeper (gitignore differs, CODEOWNERS agrees)
  return last === '*' && !floats ? segments : [...segments, DEEP]
}

/** Every segment counts; a trailing `**` needs at least one. */
function wholeSegments(pattern: string): Segment[] {
  const segments = pattern.split('/').map(compileSegment)
  return segments.at(-1) === DEEP ? [...segments, [STAR]] : segments
}

function compileSegment(part: string): Segment {
  if (part === '**') return DEEP
  const tokens: Token[] = []
  let literal = ''
  for (let i = 0; i < part.length; i++) {
    const ch = part[i]!
    if (ch === '*' || ch === '?') {
      if (literal) tokens.push(literal)
      literal = ''
      if (ch === '?') tokens.push(ANY)
      else if (tokens.at(-1) !== STAR) tokens.push(STAR)
    } else literal += ch === '\\' && i + 1 < part.length ? part[++i] : ch
  }
  if (tokens.length === 0) return literal
  if (literal) tokens.push(literal)
  return tokens
}

/** Greedy match of segments; on failure the last `**` swallows one more. */
function matchSegments(pattern: readonly Segment[], names: readonly string[]): boolean {
  let p = 0
  let n = 0
  let deep = -1
  let resume = 0
  while (n < names.length) {
    const segment = pattern[p]
    if (segment === DEEP) {
      deep = p++
      resume = n
    } else if (segment !== undefined && matchSegment(segment, names[n]!)) {
      p++
      n++
    } else if (deep >= 0) {
      p = deep + 1
      n = ++resume
    } else return false
  }
  while (pattern[p] === DEEP) p++
  return p === pattern.length
}

function matchSegment(segment: string | Token[], name: string): boolean {
  return typeof segment === 'string' ? segment === name : matchTokens(segment, name)
}

/** The same greedy match over the characters of one segment. */
function matchTokens(tokens: readonly Token[], name: string): boolean {
  let t = 0
  let at = 0
  let star = -1
  let resume = 0
  while (at < name.length || t < tokens.length) {
    const token = tokens[t]
    const step = token === undefined || token === STAR ? 0 : stepOver(token, name, at)
    if (token === STAR) {
      star = t++
      resume = at
    } else if (step > 0) {
      t++
      at += step
    } else if (star >= 0 && resume < name.length) {
      t = star + 1
      at = ++resume
    } else return false
  }
  return true
}

/** How far a token reaches at this place: a literal its length, `?` one code point, 0 = no match. */
function stepOver(token: string | typeof ANY, name: string, at: number): number {
  if (token !== ANY) return name.startsWith(token, at) ? token.length : 0
  if (at >= name.length) return 0
  return name.codePointAt(at)! > 0xffff ? 2 : 1
}
