/** A named value → the texts to look for: of an address its password, of a JSON document its secrets, of a long text its lines. */
import { type Meaning, meaningOf } from './names.ts'
import { isDistinct, isDrawn } from './worth.ts'

export interface Named {
  name: string
  value: string
}

/** What of a value is secret and can be told from ordinary text. `meaning` undefined: as its name says. */
export function secretParts({ name, value }: Named, meaning: Meaning = meaningOf(name)): string[] {
  const text = value.trim()
  const passwords = passwordsIn(text)
  if (passwords.length > 0) return passwords.filter(isDistinct)
  if (meaning === 'plain') return []
  if (text.startsWith('{')) return partsOfJson(text)
  if (text.includes('\n')) return tellingLines(text)
  return (meaning === 'secret' ? isDistinct(text) : isDrawn(text)) ? [text] : []
}

const WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s/]+)@[^\s@]/gi

/** `scheme://user:password@host`, as written and decoded. */
function passwordsIn(text: string): string[] {
  const raw = [...text.matchAll(WITH_PASSWORD)].map(found => found[1]!)
  return [...new Set(raw.flatMap(password => [password, decoded(password)]))]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a bare % is no escape
  }
}

function partsOfJson(text: string): string[] {
  try {
    return stringsIn(JSON.parse(text), 4).flatMap(named => secretParts(named))
  } catch {
    return []
  }
}

function stringsIn(value: unknown, depth: number): Named[] {
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' ? [{ name, value: inner }] : stringsIn(inner, depth - 1),
  )
}

const LINES = 4

/**
 * A key in several lines is written in many ways; its lines are not. Not the first and not the last of its body: all keys of
 * one kind begin alike.
 */
function tellingLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map(line => line.trim())
  const body = lines.filter(line => line.length >= 32 && !/^-----|:/.test(line))
  return body.slice(1, -1).filter(isDistinct).slice(0, LINES)
}
