/**
 * A filter of betterleaks, as far as it is declarative: alternatives of `entropy(…) < n`, `matchesAny(…, […])` and
 * `containsAny(…, […])`, and such tests joined by `&&`. The language is Expr (https://expr-lang.org); what it says true of is not
 * reported. An alternative that is not understood is left out: then more is reported, never less.
 */
import type { ImportedAllowlist } from './import-model.ts'
import { quoted } from './import-regex.ts'

export interface Filter {
  entropy?: number
  allowlists: ImportedAllowlist[]
  /** what was not understood, a few words each */
  unknown: string[]
}

type Token = { text: string; string?: string }

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(`[^`]*`|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(\d+(?:\.\d+)?|[A-Za-z_]\w*|\|\||&&|[<>=!]=|[^\s])/g

/** `attributesOnly`: a prefilter, which knows the path and no finding. */
export function filterOf(expression: string): Filter {
  const filter: Filter = { allowlists: [], unknown: [] }
  const tokens = tokensOf(expression)
  if (tokens.some(token => token.text === 'let')) return { allowlists: [], unknown: ['its variables'] }
  for (const term of alternatives(tokens)) addTerm(term, filter)
  return filter
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = []
  for (const [, string, other] of expression.matchAll(TOKEN)) {
    if (string !== undefined) tokens.push({ text: 'string', string: unquoted(string) })
    else if (other !== undefined)
      tokens.push({ text: other === 'or' ? '||' : other === 'and' ? '&&' : other })
  }
  return tokens
}

function unquoted(string: string): string {
  const body = string.slice(1, -1)
  if (string.startsWith('`')) return body
  return body.replace(/\\(n|t|r|[\s\S])/g, (_, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char)
}

/** At the top, and within parentheses around the whole of an alternative. */
function alternatives(tokens: Token[]): Token[][] {
  const parts = split(tokens, '||')
  return parts.flatMap(part => (isWrapped(part) ? alternatives(part.slice(1, -1)) : [part]))
}

function split(tokens: Token[], by: string): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if ('([{'.includes(token.text)) depth++
    if (')]}'.includes(token.text)) depth--
    if (depth === 0 && token.text === by) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts.filter(part => part.length > 0)
}

function isWrapped(tokens: Token[]): boolean {
  if (tokens[0]?.text !== '(' || tokens.at(-1)?.text !== ')') return false
  let depth = 0
  return tokens.every((token, at) => {
    if (token.text === '(') depth++
    if (token.text === ')') depth--
    return depth > 0 || at === tokens.length - 1
  })
}

function addTerm(term: Token[], filter: Filter): void {
  const least = entropyIn(term)
  if (least !== null) {
    filter.entropy = Math.max(filter.entropy ?? 0, least)
    return
  }
  const tests = split(term, '&&').map(part => allowlistIn(part))
  const joined = tests.length === 1 ? tests[0]! : both(tests)
  if (joined === null) filter.unknown.push(nameOf(term))
  else filter.allowlists.push(joined)
}

const ENTROPY = /^entropy \( finding \[ string \] \) <=? \d+(?:\.\d+)?$/

function entropyIn(term: Token[]): number | null {
  if (!ENTROPY.test(shapeOf(term)) || term[4]?.string !== 'secret') return null
  return Number(term.at(-1)!.text)
}

const ANY =
  /^(matchesAny|containsAny) \( (finding|attributes) \[ string \] , \[ string(?: , string)*(?: ,)? \] \)$/

function allowlistIn(part: Token[]): ImportedAllowlist | null {
  const tokens = isWrapped(part) ? part.slice(1, -1) : part
  const found = ANY.exec(shapeOf(tokens))
  if (!found) return null
  const [subject, ...list] = tokens.flatMap(token => token.string ?? [])
  return allowlist(found[1]!, `${found[2]}.${subject}`, list)
}

function allowlist(call: string, subject: string, list: string[]): ImportedAllowlist | null {
  const regexes = call === 'matchesAny' ? list : list.map(word => `(?i:${quoted(word)})`)
  if (subject === 'attributes.path') return { paths: regexes }
  if (subject === 'finding.secret') return call === 'containsAny' ? { stopwords: list } : { regexes }
  if (subject === 'finding.match') return { regexTarget: 'match', regexes }
  return subject === 'finding.line' ? { regexTarget: 'line', regexes } : null
}

/** All must hold: an allowlist says that of kinds of tests only, one of each. */
function both(tests: (ImportedAllowlist | null)[]): ImportedAllowlist | null {
  const joined: ImportedAllowlist = { condition: 'AND' }
  for (const test of tests) {
    if (test === null || Object.keys(test).some(key => key in joined)) return null
    Object.assign(joined, test)
  }
  return joined
}

function shapeOf(tokens: Token[]): string {
  return tokens.map(token => token.text).join(' ')
}

/** The functions it calls: no value of a list, which may be a credential. */
function nameOf(term: Token[]): string {
  const names = term.flatMap(({ text }, at) =>
    term[at + 1]?.text === '(' && /^\w+$/.test(text) ? [text] : [],
  )
  const not = term[0]?.text === '!' ? 'not ' : ''
  return names.length > 0 ? not + [...new Set(names)].slice(0, 3).join(' and ') : 'an expression'
}
