/** One rule of gitleaks or betterleaks → ours, with a note for everything that is not the same. */
import { spelledIn } from '../../detect/index.ts'
import { allowlistOf, allowlistParts, usableRegexes } from './import-allowlist.ts'
import { filterOf } from './import-filter.ts'
import { type LayeredRule, lineIn, type Part, strings } from './import-layers.ts'
import type { ImportedAllowlist, ImportedRule, Note } from './import-model.ts'
import { faultOf, ported } from './import-regex.ts'

const FIELDS =
  'id description regex path secretGroup valueGroup entropy keywords allowlist allowlists required components filter confidence skipReport'.split(
    ' ',
  )
/** They steer what Portcullis settles itself, or ask a network, which no scan does. */
export const WITHOUT_EFFECT = 'tags specificity tokenEfficiency validate analyze revoke'.split(' ')

/** Null where it cannot be a rule here; `notes` says why. */
export function importRule(rule: LayeredRule, notes: Note[]): ImportedRule | null {
  const reader = readerOf(rule, notes)
  for (const part of rule.parts) refuseUnknown(part, reader)
  if (reader.field('skipReport') === true) {
    reader.told('left out', 'skipReport', 'it is never reported by itself, only asked by another rule')
    return null
  }
  const regex = regexOf(reader)
  return regex === null ? null : { ...judged(rule, reader), ...matching(regex, reader) }
}

interface Reader {
  rule: LayeredRule
  /** of the first file that has it */
  field(name: string): unknown
  /** of every file */
  all(name: string): unknown[]
  told(kind: Note['kind'], field: string, why: string): void
  notes: Note[]
}

function readerOf(rule: LayeredRule, notes: Note[]): Reader {
  const having = (name: string) => rule.parts.find(({ table }) => table[name] !== undefined)
  return {
    rule,
    notes,
    field: name => having(name)?.table[name],
    all: name => rule.parts.flatMap(({ table }) => table[name] ?? []),
    told(kind, field, why) {
      const part = having(field) ?? rule.parts[0]!
      notes.push({ kind, file: part.source.file, line: lineIn(part, [field]), what: rule.id, why })
    },
  }
}

function refuseUnknown({ table }: Part, { told }: Reader): void {
  for (const field of Object.keys(table)) {
    if (FIELDS.includes(field) || WITHOUT_EFFECT.includes(field)) continue
    told('left out', field, `"${field}" is not a field of a rule that is known`)
  }
}

function regexOf({ field, told }: Reader): string | null {
  const written = field('regex')
  if (typeof written !== 'string' || written === '') {
    const isPath = typeof field('path') === 'string'
    told('left out', isPath ? 'path' : 'id', isPath ? ONLY_PATH : NO_REGEX)
    return null
  }
  const { regex, changed } = ported(written)
  const fault = faultOf(regex)
  if (fault !== null) {
    told('left out', 'regex', `its regex ${fault}`)
    return null
  }
  if (changed) told('changed', 'regex', '\\A and \\z mean the ends of a line here: it may find more')
  return regex
}

const ONLY_PATH = 'it reports a path and no credential: forbid such paths with [paths.<name>] in the policy'
const NO_REGEX = 'it changes a rule of the default set; here the built-in rules look unchanged'

function judged({ id }: LayeredRule, { field, told }: Reader) {
  const description = field('description')
  const said = field('confidence')
  const known = (['low', 'medium', 'high'] as const).find(one => one === said)
  if (said !== undefined && known === undefined)
    told('changed', 'confidence', 'an unknown confidence: medium')
  return {
    id,
    description: typeof description === 'string' && description !== '' ? description : id,
    severity: 'high' as const,
    confidence: known ?? ('medium' as const),
  }
}

function matching(regex: string, reader: Reader) {
  const { allowlists, entropy } = exceptions(reader)
  const group = reader.field('secretGroup') ?? reader.field('valueGroup')
  const path = pathOf(reader)
  const keywords = keywordsOf(regex, reader)
  const required = requiredOf(reader)
  return {
    regex,
    ...(isPositive(group) ? { secretGroup: Number(group) } : {}),
    ...(keywords.length > 0 ? { keywords } : {}),
    ...(path === null ? {} : { path }),
    ...(isPositive(entropy) ? { entropy: Number(entropy) } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(allowlists.length > 0 ? { allowlists } : {}),
  }
}

function isPositive(value: unknown): value is number | bigint {
  return (typeof value === 'number' || typeof value === 'bigint') && value > 0
}

/** Without the path it looks everywhere: more is found. */
function pathOf({ field, told }: Reader): string | null {
  const path = field('path')
  if (typeof path !== 'string' || path === '') return null
  const fault = faultOf(path)
  if (fault === null) return path
  told('changed', 'path', `its path ${fault}: it looks at every path`)
  return null
}

/**
 * There a keyword opens the whole content to the regex; here only what lies near it, but for rules with no keyword in their regex.
 * Where the two could differ the rule goes without.
 */
function keywordsOf(regex: string, { all, told }: Reader): string[] {
  const words = [...new Set(strings(all('keywords')).map(word => word.toLowerCase()))]
  const spelled = spelledIn(regex)
  const read = words.filter(spelled)
  const covered = (word: string) => read.some(one => word.includes(one))
  const always = (why: string) => {
    told(
      'changed',
      words.length > 0 ? 'keywords' : 'id',
      `${why}: it runs on every content, which costs time`,
    )
    return []
  }
  if (words.length === 0) return always('it has no keywords')
  if (words.some(word => !/^[\x20-\x7e]{2,64}$/.test(word)))
    return always('a keyword is not 2 to 64 ASCII characters')
  if (read.length === 0 || words.every(covered)) return words
  return always('some of its keywords are not in its regex')
}

function requiredOf({ all, told }: Reader): { id: string; withinLines: number }[] {
  const field = all('required').length > 0 ? 'required' : 'components'
  const partners = (all(field) as Record<string, unknown>[]).filter(one => typeof one?.id === 'string')
  if (partners.length === 0) return []
  if (partners.some(one => one.withinColumns !== undefined))
    told('changed', field, 'withinColumns does not count, only withinLines')
  return partners.map(({ id, withinLines }) => ({
    id: String(id),
    withinLines: isPositive(withinLines) ? Number(withinLines) : ANY_LINE,
  }))
}

/** Without a bound the tools take a partner anywhere in the content. */
const ANY_LINE = 1_000_000

function exceptions(reader: Reader): { allowlists: ImportedAllowlist[]; entropy: unknown } {
  const { rule, notes, told } = reader
  const lists = rule.parts.flatMap(allowlistParts).flatMap(part => allowlistOf(part, rule.id, notes) ?? [])
  const filter = reader.field('filter')
  const least = reader.field('entropy')
  if (typeof filter !== 'string') return { allowlists: lists, entropy: least }
  const { entropy, allowlists, unknown } = filterOf(filter)
  if (unknown.length > 0)
    told('left out', 'filter', `a part of its filter (${unknown.join(', ')}): more is reported`)
  const usable = allowlists.flatMap(list =>
    withUsable(
      list,
      why => told('left out', 'filter', why),
      why => told('note', 'filter', why),
    ),
  )
  return { allowlists: [...lists, ...usable], entropy: least ?? entropy }
}

/** Empty where a regex of it does not compile and the rest would say something else. */
export function withUsable(
  list: ImportedAllowlist,
  lost: (why: string) => void,
  noted: (why: string) => void,
): ImportedAllowlist[] {
  const regexes = usableRegexes(list.regexes ?? [], lost, noted)
  const paths = usableRegexes(list.paths ?? [], lost, noted)
  const isWhole = regexes.length === (list.regexes?.length ?? 0) && paths.length === (list.paths?.length ?? 0)
  if (!isWhole && list.condition === 'AND') return []
  if (regexes.length + paths.length + (list.stopwords?.length ?? 0) === 0) return []
  return [{ ...list, ...(list.regexes ? { regexes } : {}), ...(list.paths ? { paths } : {}) }]
}
