/**
 * Lists of globs as the policy writes them: gitignore- and CODEOWNERS-like, path-aware (docs/policy.md has the table of
 * differences). `*` and `?` stay within a segment, `**` crosses, `[id]` is literal, `!` excludes within its own list, later wins.
 */
import { expandLists } from './named-lists.ts'
import { wildcard } from './wildcard.ts'

/**
 * How strictly a list reads names. `deny`: what it names matches whatever the case and Unicode form, what it excludes
 * matches exactly. `allow`: the other way round. Either way the doubtful name gets the stricter treatment.
 */
export type Reading = 'deny' | 'allow'
export type NameKind = 'path' | 'ref' | 'remote'

/** A test that compiles its patterns (`@builtin/…` lists among them) at the first question: most clauses of a policy are never asked. */
export function globList(
  patterns: readonly string[],
  kind: NameKind,
  reading: Reading,
): (name: string) => boolean {
  let compiled: Pattern[] | undefined
  return name => {
    compiled ??= expandLists(patterns).map(pattern => compile(pattern, kind, reading))
    return lastMatch(compiled, splitName(name))
  }
}

/** What is wrong with a list, or null: an empty pattern, a ref pattern with a leading slash, only exclusions. */
export function globFault(patterns: readonly string[], kind: NameKind): string | null {
  if (patterns.length === 0) return 'an empty list matches nothing'
  if (patterns.every(pattern => pattern.startsWith('!'))) return 'a list of exclusions alone matches nothing'
  for (const pattern of patterns) {
    const fault = patternFault(pattern.replace(/^!/, ''), kind)
    if (fault !== null) return `${fault}: "${pattern}"`
  }
  return null
}

function patternFault(pattern: string, kind: NameKind): string | null {
  if (/^\/*$/.test(pattern)) return 'a pattern that names nothing'
  if (pattern.includes('\n') || pattern.includes('\0')) return 'a pattern with a newline or a NUL'
  if (kind === 'ref' && pattern.startsWith('/')) return 'a ref pattern has no leading "/"'
  return null
}

interface Pattern {
  excludes: boolean
  folds: boolean
  test(segments: readonly string[]): boolean
}

function compile(source: string, kind: NameKind, reading: Reading): Pattern {
  const excludes = source.startsWith('!')
  const folds = excludes === (reading === 'allow')
  const bare = excludes ? source.slice(1) : source
  const full = kind === 'ref' ? fullRefPattern(bare) : bare
  return { excludes, folds, test: wildcard(folds ? fold(full) : full, { tree: kind === 'path' }) }
}

/** A short name is a branch: `main` → `refs/heads/main`. */
function fullRefPattern(pattern: string): string {
  return pattern.startsWith('refs/') ? pattern : `refs/heads/${pattern}`
}

function lastMatch(patterns: readonly Pattern[], name: SplitName): boolean {
  for (let i = patterns.length - 1; i >= 0; i--) {
    const pattern = patterns[i]!
    if (pattern.test(pattern.folds ? name.folded() : name.exact)) return !pattern.excludes
  }
  return false
}

interface SplitName {
  name: string
  exact: string[]
  folded(): string[]
}

/** The same path is asked of every clause in turn: one split serves all. */
let latest: SplitName | undefined

function splitName(name: string): SplitName {
  if (latest?.name === name) return latest
  const exact = name.split('/')
  let folded: string[] | undefined
  latest = { name, exact, folded: () => (folded ??= fold(name).split('/')) }
  return latest
}

/**
 * One form for all spellings that a case-insensitive or normalising file system takes for the same file.
 * Up and down again, because some letters (ſ, the Kelvin sign) meet their plain form only on one of the ways.
 */
export function fold(name: string): string {
  // ASCII is the common case and needs no tables
  if (/^[\x00-\x7f]*$/.test(name)) return name.toLowerCase()
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
