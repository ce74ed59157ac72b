/** An allowlist of gitleaks → ours. What would allow more here than there is left out; what allows less is taken and said. */

import { lineIn, type Part, strings, tableIn } from './import-layers.ts'
import type { ImportedAllowlist, Note } from './import-model.ts'
import { faultOf, isUngrouped, ported } from './import-regex.ts'

const FIELDS = [
  'description',
  'condition',
  'commits',
  'paths',
  'regexes',
  'regexTarget',
  'stopwords',
  'targetRules',
  'id',
]

/** Every allowlist of a rule or file: the old `[allowlist]` and the new `[[allowlists]]`. */
export function allowlistParts({ table, source, path }: Part): Part[] {
  const old =
    table.allowlist === undefined
      ? []
      : [{ table: tableIn(table.allowlist), source, path: [...path, 'allowlist'] }]
  const several = Array.isArray(table.allowlists) ? table.allowlists : []
  const parts = several.map((one: unknown, at) => ({
    table: tableIn(one),
    source,
    path: [...path, 'allowlists', at],
  }))
  return [...old, ...parts]
}

/** Null where nothing is left of it. */
export function allowlistOf(part: Part, what: string, notes: Note[]): ImportedAllowlist | null {
  const told = (kind: Note['kind'], field: string, why: string) =>
    notes.push({ kind, file: part.source.file, line: lineIn(part, [field]), what: `${what}, allowlist`, why })
  const { table } = part
  for (const field of Object.keys(table))
    if (!FIELDS.includes(field)) told('left out', field, `"${field}" is not a field of an allowlist`)
  const all = isAll(table.condition)
  if (strings(table.commits).length > 0) {
    told('left out', 'commits', 'a commit cannot be allowed: use the baseline for what the history holds')
    if (all) return null // the rest alone would allow more
  }
  const regexTarget = targetOf(table.regexTarget)
  if (regexTarget === null) {
    told('left out', 'regexTarget', 'an unknown regexTarget')
    return null
  }
  const regexes = usable(part, 'regexes', told)
  const paths = usable(part, 'paths', told)
  const stopwords = strings(table.stopwords)
  const lost = regexes.length < strings(table.regexes).length || paths.length < strings(table.paths).length
  if (regexes.length + paths.length + stopwords.length === 0) return null
  if (all && lost && (regexes.length === 0 || paths.length === 0)) return null
  return {
    ...(typeof table.description === 'string' && table.description !== ''
      ? { description: table.description }
      : {}),
    ...(all ? { condition: 'AND' as const } : {}),
    ...(regexTarget === 'secret' ? {} : { regexTarget }),
    ...(paths.length > 0 ? { paths } : {}),
    ...(regexes.length > 0 ? { regexes } : {}),
    ...(stopwords.length > 0 ? { stopwords } : {}),
  }
}

function isAll(condition: unknown): boolean {
  return typeof condition === 'string' && /^(?:and|&&)$/i.test(condition.trim())
}

function targetOf(target: unknown): 'secret' | 'match' | 'line' | null {
  if (target === undefined || target === '') return 'secret'
  return target === 'secret' || target === 'match' || target === 'line' ? target : null
}

type Told = (kind: Note['kind'], field: string, why: string) => void

function usable(part: Part, field: 'regexes' | 'paths', told: Told): string[] {
  return usableRegexes(
    strings(part.table[field]),
    why => told('left out', field, why),
    why => told('note', field, why),
  )
}

/** With what must be written differently; the rest is told. */
export function usableRegexes(
  regexes: string[],
  lost: (why: string) => void,
  noted: (why: string) => void,
): string[] {
  return regexes.flatMap((regex, at) => {
    const { regex: text } = ported(regex)
    const fault = faultOf(text)
    if (fault !== null) lost(`regex ${at + 1} ${fault}`)
    else if (isUngrouped(text))
      noted(`regex ${at + 1} is a choice without a group: "^a|b$" also allows what only begins with a`)
    return fault === null ? [text] : []
  })
}
