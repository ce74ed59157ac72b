/** What a match must pass after its regex: randomness, then the allowlists, cheapest first. */
import type { Found } from './candidate.ts'
import type { Matcher } from './engine.ts'
import { randomEnough } from './entropy.ts'
import type { Allowlist, Rule } from './rule.ts'

export type MatcherOf = (regex: string) => Matcher

export interface Asked {
  path: string | undefined
  matcherOf: MatcherOf
  /** for every rule */
  allowlists: Allowlist[]
}

/** Whether the match counts. `path` undefined: nothing is allowed by path. */
export function accepted(rule: Rule, found: Found, { path, matcherOf, allowlists }: Asked): boolean {
  if (rule.entropy !== undefined && !randomEnough(found.secret, rule.entropy)) return false
  const allowed = (list: Allowlist) => allows(list, found, path, matcherOf)
  return !rule.allowlists.some(allowed) && !allowlists.some(allowed)
}

function allows(list: Allowlist, found: Found, path: string | undefined, matcherOf: MatcherOf): boolean {
  const holds = (regex: string, text: string) => matcherOf(regex).find(text, 0) !== null
  const checks: (() => boolean)[] = []
  if (list.stopwords.length > 0) checks.push(() => holdsWord(list.stopwords, found.secret.toLowerCase()))
  if (list.paths.length > 0)
    checks.push(() => path !== undefined && list.paths.some(regex => holds(regex, path)))
  if (list.regexes.length > 0)
    checks.push(() => list.regexes.some(regex => holds(regex, target(list, found))))
  return list.condition === 'AND' ? checks.every(check => check()) : checks.some(check => check())
}

function holdsWord(words: string[], secret: string): boolean {
  return words.some(word => secret.includes(word))
}

const LINE_AROUND = 1000

function target(list: Allowlist, found: Found): string {
  if (list.regexTarget === 'secret') return found.secret
  return list.regexTarget === 'match' ? found.match : lineOf(found)
}

/** The line of the secret's first character, of a very long one only what is near. */
function lineOf({ window, at, secret }: Found): string {
  const start = window.lastIndexOf('\n', at - 1) + 1
  const end = window.indexOf('\n', at + secret.length)
  return window.slice(
    Math.max(start, at - LINE_AROUND),
    Math.min(end < 0 ? window.length : end, at + LINE_AROUND),
  )
}
