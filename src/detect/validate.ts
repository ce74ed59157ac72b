/** A parsed rule file → rules. Strict: a field it does not know is an error, so that a typing error never mutes a rule. */
import { PolicyError } from '../errors.ts'
import type { Confidence, Severity } from '../model.ts'
import type { Compile } from './engine.ts'
import { KINDS } from './generic/kind.ts'
import { proofNames } from './proof/registry.ts'
import type { Allowlist, Examples, Partner, Rule, RuleFile } from './rule.ts'
import { SHORTEST_RUN } from './runs.ts'
import { type Shape, shapeOf } from './shape.ts'
import { LARGEST, sizeOf } from './size.ts'
import { standApart } from './spelled.ts'

const FILE_FIELDS = ['provider', 'rules', 'description', 'imported', 'allowlists']
const RULE_FIELDS =
  'id description regex secretGroup keywords entropy severity confidence scored lowerInExamples proof path multiline window required allowlists references revoke matches ignores'.split(
    ' ',
  )
const ALLOWLIST_FIELDS = ['description', 'condition', 'paths', 'regexes', 'regexTarget', 'stopwords']
const SEVERITIES: Severity[] = ['low', 'medium', 'high', 'critical']
const CONFIDENCES: Confidence[] = ['low', 'medium', 'high']

/** A rule with what only tests want of it. */
export interface Checked {
  rule: Rule
  examples: Examples
}

export interface CheckedFile {
  checked: Checked[]
  /** of the file: for all rules that are compiled with it */
  allowlists: Allowlist[]
}

/** Throws PolicyError naming file, rule and field (and the line, where the caller can tell it). */
export function checkRuleFile(source: RuleFile, compile: Compile): CheckedFile {
  const at: Place = { source, rule: '' }
  const table = asTable(source.parsed, at, 'file')
  refuseUnknown(table, FILE_FIELDS, at)
  const provider = optional(table, 'provider', asString, at) ?? 'custom'
  optional(table, 'imported', asString, at) // from where: for `rules list` and `rules test`
  const rules = optional(table, 'rules', asList, at) ?? []
  const allowlists = (optional(table, 'allowlists', asList, at) ?? []).map(one =>
    checkedAllowlist(one, at, compile),
  )
  if (rules.length + allowlists.length === 0) fail(at, 'rules', 'is missing or empty')
  const checked = rules.map((entry, index) => checkRule(entry, index, provider, source, compile))
  return { checked, allowlists }
}

interface Place {
  source: RuleFile
  rule: string
}

type Table = Record<string, unknown>

function checkRule(
  entry: unknown,
  index: number,
  provider: string,
  source: RuleFile,
  compile: Compile,
): Checked {
  const unnamed: Place = { source, rule: `number ${index + 1}` }
  const table = asTable(entry, unnamed, 'rules')
  const id = asString(table.id, unnamed, 'id')
  const at: Place = { source, rule: id }
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(id))
    fail(at, 'id', 'must be lower case letters, digits, ".", "_" and "-"')
  refuseUnknown(table, RULE_FIELDS, at)
  const matched = table.scored === undefined ? matching(table, at, compile) : scoring(table, at, compile)
  const rule: Rule = { id, provider, ...judged(table, at), ...matched }
  return {
    rule,
    examples: { id, matches: strings(table, 'matches', at), ignores: strings(table, 'ignores', at) },
  }
}

function judged(table: Table, at: Place) {
  const revoke = optional(table, 'revoke', asString, at)
  optional(table, 'references', asStrings, at)
  const proof = optional(table, 'proof', oneOf(proofNames()), at)
  return {
    description: asString(table.description, at, 'description'),
    severity: optional(table, 'severity', oneOf(SEVERITIES), at) ?? ('high' as const),
    confidence: optional(table, 'confidence', oneOf(CONFIDENCES), at) ?? ('medium' as const),
    ...(optional(table, 'lowerInExamples', asBoolean, at) ? { lowerInExamples: true as const } : {}),
    ...(proof === undefined ? {} : { proof }),
    ...(revoke === undefined ? {} : { revoke }),
  }
}

function matching(table: Table, at: Place, compile: Compile) {
  const regex = checkedRegex(asString(table.regex, at, 'regex'), at, 'regex', compile)
  const entropy = optional(table, 'entropy', asNumber, at)
  optional(table, 'multiline', asBoolean, at) // for the reader: what it says is seen in the regex
  const path = optional(table, 'path', asString, at)
  if (path !== undefined) checkedRegex(path, at, 'path', compile)
  const shape = shapeOf(regex)
  const keywords = checkedKeywords(table, at)
  const secretGroup = checkedGroup(table, shape.groups.length, at)
  return {
    regex,
    secretGroup,
    keywords,
    ...(standApart(keywords, regex) ? { apart: true as const } : {}),
    ...(entropy === undefined ? {} : { entropy }),
    ...(path === undefined ? {} : { path }),
    required: (optional(table, 'required', asList, at) ?? []).map(one => checkedPartner(one, at)),
    allowlists: allowlistsOf(table, at, compile),
    reach: finite(shape.max) ?? optional(table, 'window', asNumber, at) ?? null,
    breaks: finite(shape.inner),
    ...runOf(shape),
    prefix: fixedPrefix(shape, secretGroup),
  }
}

function runOf({ alnum, wide }: Shape): Pick<Rule, 'run'> {
  if (wide.best < SHORTEST_RUN) return {}
  return { run: [alnum.best < SHORTEST_RUN ? 0 : alnum.best, wide.best] } // shorter ones are not looked for
}

/** A kind of name in place of a regex: the scanner finds, the model judges. */
function scoring(table: Table, at: Place, compile: Compile) {
  const scored = oneOf(KINDS)(table.scored, at, 'scored')
  for (const field of ['regex', 'secretGroup', 'entropy', 'path', 'multiline', 'window', 'required'])
    if (table[field] !== undefined) fail(at, field, 'does not go with "scored"')
  return {
    regex: '',
    scored,
    secretGroup: 0,
    keywords: checkedKeywords(table, at),
    required: [],
    allowlists: allowlistsOf(table, at, compile),
    reach: 0,
    breaks: 0,
    prefix: '',
  }
}

function allowlistsOf(table: Table, at: Place, compile: Compile): Allowlist[] {
  const lists = optional(table, 'allowlists', asList, at) ?? []
  return lists.map(one => checkedAllowlist(one, at, compile))
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null
}

/** Empty where several groups may be the secret. */
function fixedPrefix(shape: Shape, secretGroup: number): string {
  if (secretGroup === 0 && shape.groups.length > 2) return ''
  return shape.groups[secretGroup === 0 ? shape.groups.length - 1 : secretGroup]!.prefix.slice(0, 4)
}

/** 0, or left out: the first group that took part in the match, without groups all of it. */
function checkedGroup(table: Table, groups: number, at: Place): number {
  const asked = optional(table, 'secretGroup', asNumber, at) ?? 0
  if (!Number.isInteger(asked) || asked < 0 || asked >= groups) {
    fail(at, 'secretGroup', `must be a whole number from 0 to ${groups - 1}: the regex has that many groups`)
  }
  return asked
}

function checkedKeywords(table: Table, at: Place): string[] {
  const keywords = strings(table, 'keywords', at).map(word => word.toLowerCase())
  for (const word of keywords) {
    if (!/^[\x20-\x7e]{2,64}$/.test(word))
      fail(at, 'keywords', 'must be 2 to 64 printable ASCII characters each')
  }
  return [...new Set(keywords)]
}

function checkedRegex(regex: string, at: Place, field: string, compile: Compile): string {
  if (/(?<!\\)(?:\\\\)*\\[AzC]/.test(regex))
    fail(at, field, String.raw`holds \A, \z or \C: a rule sees a window, use ^ and $`)
  if (sizeOf(regex) > LARGEST)
    fail(at, field, 'is a pattern too large for RE2: repeat less, or fewer and smaller classes')
  try {
    compile(regex)
  } catch (error) {
    fail(at, field, `is no RE2 expression: ${(error as Error).message}`)
  }
  return regex
}

function checkedPartner(entry: unknown, at: Place): Partner {
  const table = asTable(entry, at, 'required')
  refuseUnknown(table, ['id', 'withinLines'], at, 'required.')
  return {
    id: asString(table.id, at, 'required.id'),
    withinLines: asNumber(table.withinLines ?? 5, at, 'required.withinLines'),
  }
}

function checkedAllowlist(entry: unknown, at: Place, compile: Compile): Allowlist {
  const table = asTable(entry, at, 'allowlists')
  refuseUnknown(table, ALLOWLIST_FIELDS, at, 'allowlists.')
  const regexes = strings(table, 'regexes', at)
  const paths = strings(table, 'paths', at)
  for (const regex of regexes) checkedRegex(regex, at, 'allowlists.regexes', compile)
  for (const path of paths) checkedRegex(path, at, 'allowlists.paths', compile)
  const stopwords = strings(table, 'stopwords', at).map(word => word.toLowerCase())
  if (regexes.length + paths.length + stopwords.length === 0)
    fail(at, 'allowlists', 'has nothing to compare with')
  return {
    condition: optional(table, 'condition', oneOf(['OR', 'AND'] as const), at) ?? 'OR',
    regexTarget: optional(table, 'regexTarget', oneOf(['secret', 'match', 'line'] as const), at) ?? 'secret',
    paths,
    regexes,
    stopwords,
  }
}

function refuseUnknown(table: Table, known: string[], at: Place, before = ''): void {
  for (const field of Object.keys(table)) {
    if (!known.includes(field))
      fail(at, before + field, `is not a field that is known here (${known.join(', ')})`)
  }
}

type Reader<T> = (value: unknown, at: Place, field: string) => T

function optional<T>(table: Table, field: string, read: Reader<T>, at: Place): T | undefined {
  return table[field] === undefined ? undefined : read(table[field], at, field)
}

function strings(table: Table, field: string, at: Place): string[] {
  return optional(table, field, asStrings, at) ?? []
}

function asTable(value: unknown, at: Place, field: string): Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(at, field, 'must be a table')
  return value as Table
}

function asList(value: unknown, at: Place, field: string): unknown[] {
  return Array.isArray(value) ? value : fail(at, field, 'must be a list')
}

function asStrings(value: unknown, at: Place, field: string): string[] {
  return asList(value, at, field).map(one => asString(one, at, field))
}

function asString(value: unknown, at: Place, field: string): string {
  return typeof value === 'string' && value !== ''
    ? value
    : fail(at, field, 'must be a string that is not empty')
}

function asNumber(value: unknown, at: Place, field: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && number >= 0 ? number : fail(at, field, 'must be a number, 0 or more')
}

function asBoolean(value: unknown, at: Place, field: string): boolean {
  return typeof value === 'boolean' ? value : fail(at, field, 'must be true or false')
}

function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (value, at, field) => {
    const found = values.find(one => one === value)
    return found ?? fail(at, field, `must be one of ${values.join(', ')}`)
  }
}

function fail(at: Place, field: string, problem: string): never {
  const rule = at.rule === '' ? '' : `rule "${at.rule}": `
  const line = at.source.lineOf?.(at.rule, field)
  throw new PolicyError(`${rule}field "${field}" ${problem}`, {
    subject: at.source.file,
    ...(line === undefined ? {} : { line }),
    hint: 'see rules/README.md for the fields of a rule',
  })
}
