/**
 * `.portcullis/baseline.json`: credentials already known. JSON with one entry a line, sorted, so that two branches merge. It
 * holds stretched fingerprints (scrypt), never a fingerprint as findings carry it: a weak password must not be cheap to guess.
 */
import { PolicyError } from '../errors.ts'

export interface BaselineEntry {
  /** scrypt of the fingerprint, 64 hex digits */
  id: string
  rule: string
  /** where it is known; the same credential at another path warns */
  paths: string[]
  reason: string
  by?: string
  /** YYYY-MM-DD */
  added: string
}

export interface Baseline {
  file: string
  trusted: boolean
  /** scrypt's N: CPU and memory cost */
  cost: number
  entries: (BaselineEntry & { line: number })[]
  /** it stands on the base and cannot be used (`file:line: what`): it has no entries then */
  fault?: string
}

/** 2^14: about 60 ms of one core and 16 MB a distinct credential (measured); only findings pay it, and only against a filled baseline. */
export const COST = 2 ** 14
const COSTS = [2 ** 12, 2 ** 13, 2 ** 14, 2 ** 15, 2 ** 16]

/** Text → entries with their lines. Throws PolicyError (`file:line: what`); nothing of the text is quoted. */
export function parseBaseline(text: string, file: string, trusted: boolean): Baseline {
  const fail = (line: number, what: string): never => refuse(file, line, what)
  const json = parseJson(text, fail)
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return fail(1, 'must be a JSON object')
  const parsed = json as { version?: unknown; cost?: unknown; entries?: unknown }
  if (parsed.version !== 1) fail(lineWith(text, '"version"'), '"version" must be 1')
  // a cost from a file must not be able to stall or exhaust the machine
  if (!COSTS.includes(parsed.cost as number))
    fail(lineWith(text, '"cost"'), `"cost" must be one of ${COSTS.join(', ')}`)
  if (!Array.isArray(parsed.entries)) return fail(lineWith(text, '"entries"'), '"entries" must be an array')
  const lines = entryLines(text)
  const entries = parsed.entries.map((entry: unknown, index) => {
    const line = lines[index] ?? 1
    const fault = entryFault(entry)
    return fault === null ? { ...(entry as BaselineEntry), line } : fail(line, `entry ${index + 1}: ${fault}`)
  })
  return { file, trusted, cost: parsed.cost as number, entries }
}

/** The file's text: entries sorted by id, one a line, ends with a newline. */
export function formatBaseline(entries: readonly BaselineEntry[], cost = COST): string {
  const sorted = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1))
  const lines = sorted.map(({ id, rule, paths, reason, by, added }) =>
    JSON.stringify({
      id,
      rule,
      paths: [...paths].sort(),
      reason,
      ...(by === undefined ? {} : { by }),
      added,
    }),
  )
  const body = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`
  return `{\n"version": 1,\n"cost": ${cost},\n"entries": ${body}\n}\n`
}

function refuse(file: string, line: number, what: string): never {
  const hint = 'mend the line, or write the file anew with `portcullis baseline`'
  throw new PolicyError(`${file}:${line}: ${what}`, { subject: file, line, hint })
}

function parseJson(text: string, fail: (line: number, what: string) => never): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // V8 names the place in some versions and cases only; its message quotes the text and is not passed on
    const position = /position (\d+)/.exec(String(error))?.[1]
    const atEnd = String(error).includes('end of JSON') ? text.length : undefined
    const at = position === undefined ? atEnd : Number(position)
    return fail(at === undefined ? brokenLine(text) : text.slice(0, at).split('\n').length, 'not valid JSON')
  }
}

/** The first line that should be an entry and is none. */
function brokenLine(text: string): number {
  const index = text.split('\n').findIndex(line => {
    const entry = line.trim().replace(/,$/, '')
    return !/^("|[[\]{}]?$)/.test(entry) && !isJson(entry)
  })
  return index + 1 || 1
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const FIELDS = ['id', 'rule', 'paths', 'reason', 'by', 'added']

function entryFault(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return 'must be an object'
  const { id, rule, paths, reason, by, added } = entry as Record<string, unknown>
  const unknown = Object.keys(entry).find(key => !FIELDS.includes(key))
  if (unknown !== undefined) return `unknown field "${unknown.slice(0, 40)}" (allowed: ${FIELDS.join(', ')})`
  if (typeof id !== 'string' || !/^[0-9a-f]{64}$/.test(id)) return '"id" must be 64 hex digits'
  if (typeof rule !== 'string' || rule === '') return '"rule" must be a rule id'
  if (!Array.isArray(paths) || paths.some(path => typeof path !== 'string'))
    return '"paths" must be an array of strings'
  if (typeof reason !== 'string' || reason.trim() === '') return '"reason" must say why it is known'
  if (by !== undefined && typeof by !== 'string') return '"by" must be a string'
  if (typeof added !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(added))
    return '"added" must be a day such as 2027-01-31'
  return null
}

function lineWith(text: string, mark: string): number {
  const at = text.indexOf(mark)
  return at < 0 ? 1 : text.slice(0, at).split('\n').length
}

/** Lines where the objects inside `entries` open, in order: braces at depth two, strings stepped over. */
function entryLines(text: string): number[] {
  const lines: number[] = []
  let line = 1
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const ch = text[at]
    if (ch === '\n') line++
    else if (quoted && ch === '\\') at++
    else if (ch === '"') quoted = !quoted
    else if (!quoted && ch === '{' && ++depth === 2) lines.push(line)
    else if (!quoted && ch === '}') depth--
  }
  return lines
}
