/** Checks for values out of TOML, made to be put together: each gives the typed value or throws with file and line. */
import { PolicyError } from '../errors.ts'
import { allowedHint } from './suggest.ts'
import { lineOf } from './toml.ts'

/** A file's name and text: what an error needs to find its line. */
export interface Document {
  file: string
  text: string
}

export type Path = readonly (string | number)[]
export type Check<T> = (value: unknown, path: Path, document: Document) => T

/** Throws `file:line: message`, the line being where `path` stands. */
export function refuse(document: Document, path: Path, message: string, hint?: string): never {
  const line = lineOf(document.text, path)
  const detail = { subject: document.file, line, ...(hint === undefined ? {} : { hint }) }
  throw new PolicyError(`${document.file}:${line}: ${message}`, detail)
}

/** `refs.main.commit`, as people write it. */
export function pathName(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part + 1}]` : (i ? '.' : '') + part)).join('')
}

function refuseType(value: unknown, path: Path, document: Document, wanted: string): never {
  return refuse(document, path, `"${pathName(path)}" must be ${wanted}, not ${typeName(value)}`)
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'object') return 'a table'
  return `a ${typeof value}`
}

/** A string with something in it. */
export const text: Check<string> = (value, path, document) => {
  if (typeof value !== 'string') return refuseType(value, path, document, 'a string')
  if (value.trim() === '') refuse(document, path, `"${pathName(path)}" must not be empty`)
  return value
}

/** `true` or `false`. */
export const flag: Check<boolean> = (value, path, document) =>
  typeof value === 'boolean' ? value : refuseType(value, path, document, 'true or false')

/** One of some words. */
export function word<const W extends string>(...allowed: readonly W[]): Check<W> {
  return (value, path, document) => {
    if (typeof value !== 'string') return refuseType(value, path, document, `one of ${allowed.join(', ')}`)
    if ((allowed as readonly string[]).includes(value)) return value as W
    const message = `unknown value "${printable(value)}" for "${pathName(path)}"`
    return refuse(document, path, message, allowedHint(value, allowed))
  }
}

/** A whole number from `min`. */
export function whole(min: number): Check<number> {
  return (value, path, document) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value
    return refuseType(value, path, document, `a whole number from ${min}`)
  }
}

const UNITS: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
}

/** Bytes: a whole number, or `"10MB"` (powers of 1000; KiB, MiB, GiB are powers of 1024). */
export const size: Check<number> = (value, path, document) => {
  if (typeof value === 'number') return whole(0)(value, path, document)
  const match = typeof value === 'string' ? /^(\d{1,9}) ?([kmg]?i?b)$/i.exec(value) : null
  const unit = match && UNITS[match[2]!.toUpperCase()]
  if (unit) return Number(match[1]) * unit
  return refuse(document, path, `"${pathName(path)}" must be a size such as 500000, "200KB" or "10MB"`)
}

/** A day, `2027-01-01` with or without quotes, as YYYY-MM-DD. */
export const day: Check<string> = (value, path, document) => {
  const written = value instanceof Date ? value.toISOString() : value
  if (typeof written === 'string' && /^\d{4}-\d\d-\d\d$/.test(written) && isRealDay(written)) return written
  return refuse(document, path, `"${pathName(path)}" must be a day such as 2027-01-31`)
}

function isRealDay(written: string): boolean {
  const time = Date.parse(`${written}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written)
}

export function list<T>(item: Check<T>): Check<T[]> {
  return (value, path, document) => {
    if (!Array.isArray(value)) return refuseType(value, path, document, 'an array')
    return value.map((element, index) => item(element, [...path, index], document))
  }
}

/** A table whose keys are names of the author's own: `[refs.<name>]`. */
export function named<T>(item: Check<T>): Check<[name: string, value: T][]> {
  return (value, path, document) =>
    Object.entries(tableOf(value, path, document)).map(([name, inner]) => {
      if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) refuseName(name, path, document)
      return [name, item(inner, [...path, name], document)]
    })
}

function refuseName(name: string, path: Path, document: Document): never {
  const hint = 'a name is letters, digits, "_", "-" and "."'
  return refuse(document, path, `"${printable(name)}" is no name for a clause`, hint)
}

type Typed<S> = { [K in keyof S]?: S[K] extends Check<infer T> ? T : never }
export type TableOf<S, R extends keyof S> = Typed<S> & Required<Pick<Typed<S>, R>>

/** A table of fixed fields, `required` among them; anything else is refused with the field that was probably meant. */
export function table<S extends Record<string, Check<unknown>>, R extends keyof S & string = never>(
  fields: S,
  required: readonly R[] = [],
): Check<TableOf<S, R>> {
  return (value, path, document) => {
    const source = tableOf(value, path, document)
    const typed: Record<string, unknown> = {}
    for (const key of Object.keys(source)) {
      if (!Object.hasOwn(fields, key)) refuseField(key, path, document, Object.keys(fields))
      typed[key] = fields[key]!(source[key], [...path, key], document)
    }
    for (const key of required) if (!Object.hasOwn(typed, key)) refuseMissing(key, path, document)
    return typed as TableOf<S, R>
  }
}

function tableOf(value: unknown, path: Path, document: Document): Record<string, unknown> {
  const isTable =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  return isTable ? (value as Record<string, unknown>) : refuseType(value, path, document, 'a table')
}

function refuseField(key: string, path: Path, document: Document, allowed: string[]): never {
  const where = path.length === 0 ? '' : ` in "${pathName(path)}"`
  const kind = path.length === 0 ? 'table or field' : 'field'
  const message = `unknown ${kind} "${printable(key)}"${where}`
  return refuse(document, [...path, key], message, allowedHint(key, allowed))
}

function refuseMissing(key: string, path: Path, document: Document): never {
  const where = path.length === 0 ? 'the file' : `"${pathName(path)}"`
  return refuse(document, path, `${where} lacks "${key}"`, `add a line \`${key} = …\``)
}

/**
 * What a file says may be anything, a pasted token included: words are shown, anything longer only by its beginning, and no
 * control characters.
 */
function printable(value: string): string {
  const clean = value.replace(/[\p{Cc}\p{Cf}]/gu, '?')
  const isWord = /^@?[a-z/-]{1,40}$/.test(clean)
  return isWord || clean.length <= 12 ? clean : `${clean.slice(0, 4)}…`
}
