/** Small checks for JSON that somebody else may have written: each gives the value with its type, or says where it is wrong. */

/** What is wrong with a report, and where in it: `findings[3].line`. */
export class Fault extends Error {
  constructor(at: string, what: string) {
    super(at === '' ? what : `${at}: ${what}`)
  }
}

/** Gives the value, checked; throws Fault. `undefined` for a field that may be absent and is. */
export type Check<T> = (value: unknown, at: string) => T

/** Longer than anything git or we write in one field. */
const MOST_CHARACTERS = 65_536
const MOST_ENTRIES = 1_000_000

export const text: Check<string> = (value, at) => {
  if (typeof value !== 'string') throw new Fault(at, `${named(value)} is no text`)
  if (value.length > MOST_CHARACTERS) throw new Fault(at, `longer than ${MOST_CHARACTERS} characters`)
  return value
}

export const whole: Check<number> = (value, at) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new Fault(at, `${named(value)} is no count`)
  return value as number
}

export const bool: Check<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw new Fault(at, `${named(value)} is neither true nor false`)
  return value
}

/** One of these and nothing else. */
export function oneOf<T extends string | number>(...all: readonly T[]): Check<T> {
  return (value, at) => {
    if (all.includes(value as T)) return value as T
    throw new Fault(at, `${named(value)} is none of ${all.join(', ')}`)
  }
}

export function matching(pattern: RegExp, what: string): Check<string> {
  return (value, at) => {
    if (pattern.test(text(value, at))) return value as string
    throw new Fault(at, `${named(value)} is no ${what}`)
  }
}

export function listOf<T>(check: Check<T>): Check<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new Fault(at, `${named(value)} is no list`)
    if (value.length > MOST_ENTRIES) throw new Fault(at, `more than ${MOST_ENTRIES} entries`)
    return value.map((one, i) => check(one, `${at}[${i}]`))
  }
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, at) => (value === undefined ? undefined : check(value, at))
}

/** Every field of `T` has its check; what else the object holds is left behind. */
export function object<T>(fields: { [K in keyof Required<T>]: Check<T[K]> }): Check<T> {
  const checks = Object.entries(fields) as [string, Check<unknown>][]
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Fault(at, `${named(value)} is no object`)
    const given = value as Record<string, unknown>
    const found = checks.map(([name, check]): [string, unknown] => {
      return [name, check(given[name], at === '' ? name : `${at}.${name}`)]
    })
    return Object.fromEntries(found.filter(([, one]) => one !== undefined)) as T
  }
}

/** For an error message: short, and it says what is missing. */
function named(value: unknown): string {
  if (value === undefined) return 'missing: nothing'
  const json = JSON.stringify(value)
  return json.length > 40 ? `${json.slice(0, 40)}…` : json
}
