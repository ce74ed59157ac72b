/** JSON with one spelling: RFC 8785 (JCS). What is hashed or signed is written this way, so that equal values have equal bytes. */

/** With `u` a pair is one code point, so only half of one is a surrogate. */
const LONE = /\p{Surrogate}/u

/** What JSON can hold; `undefined` members of objects are left out, as `JSON.stringify` does. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

/**
 * RFC 8785: members sorted by their names' UTF-16 units, no blanks, numbers and strings as ECMAScript writes them.
 * Throws TypeError for what has no JSON form (NaN, infinities, a lone surrogate: it has no UTF-8 bytes).
 */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return canonicalObject(value as { [name: string]: Json | undefined })
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('a number without a JSON form')
  if (typeof value === 'string' && LONE.test(value)) throw new TypeError('a string with a lone surrogate')
  return JSON.stringify(value)
}

function canonicalObject(value: { [name: string]: Json | undefined }): string {
  const names = Object.keys(value).filter(name => value[name] !== undefined)
  // the default order of sort() is that of UTF-16 units, which is what the RFC asks for
  const members = names.sort().map(name => `${canonical(name)}:${canonical(value[name]!)}`)
  return `{${members.join(',')}}`
}
