/** Checks for values out of foreign JSON: each gives the typed value or throws a Refusal that names the field. */
import { refuse, shown } from './refusal.ts'

/** No control character, nothing invisible, no sign that turns the reading direction, no separator of lines, no blank that looks empty. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

const LONGEST = 1024

/** An object of exactly these members; those in `optional` may be missing. */
export function members(
  value: unknown,
  what: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse('shape', `${what} is no object`)
  const object = value as Record<string, unknown>
  const unknown = Object.keys(object).find(name => !required.includes(name) && !optional.includes(name))
  if (unknown !== undefined) refuse('unknown-member', `${what} has an unknown member "${shown(unknown)}"`)
  const missing = required.find(name => !Object.hasOwn(object, name))
  if (missing !== undefined) refuse('missing-member', `${what} lacks "${missing}"`)
  return object
}

/** The only element of a list of one. */
export function one(value: unknown, what: string): unknown {
  if (!Array.isArray(value) || value.length !== 1) refuse('shape', `${what} is not a list of one`)
  return (value as unknown[])[0]
}

/** A list, each element checked. */
export function listOf<T>(value: unknown, name: string, item: (value: unknown, name: string) => T): T[] {
  if (!Array.isArray(value)) return refuse('shape', `"${name}" is no list`)
  return value.map((element, index) => item(element, `${name}[${index}]`))
}

/** A string with something in it, all of which can be seen: it is shown to people. */
export function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.trim() === '') return refuse('shape', `"${name}" is no text`)
  if (value.length > LONGEST) return refuse('shape', `"${name}" is longer than ${LONGEST} characters`)
  if (HIDDEN.test(value)) return refuse('hidden-characters', `"${name}" holds characters that cannot be seen`)
  return value
}

/** A text of one form. */
export function form(value: unknown, name: string, pattern: RegExp, wanted: string): string {
  if (typeof value === 'string' && pattern.test(value)) return value
  return refuse('shape', `"${name}" must be ${wanted}`)
}

/** One of some words. */
export function word<const W extends string>(value: unknown, name: string, allowed: readonly W[]): W {
  if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return value as W
  return refuse('shape', `"${name}" must be one of ${allowed.join(', ')}`)
}

/** null, or what `check` gives. */
export function orNull<T>(
  value: unknown,
  name: string,
  check: (value: unknown, name: string) => T,
): T | null {
  return value === null ? null : check(value, name)
}

/** Sorted, and nothing twice: a list with one spelling. */
export function ascending<T>(items: readonly T[], compare: (a: T, b: T) => number, name: string): void {
  const wrong = items.some((item, i) => i > 0 && compare(items[i - 1]!, item) >= 0)
  if (wrong) refuse('not-sorted', `"${name}" must be sorted, with nothing twice`)
}
