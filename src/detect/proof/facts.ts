/** Facts as they may be shown: whoever made the token wrote parts of them. */

const MOST = 6
const LONGEST = 80
/** A run of the token this long is a part of the secret; ids that stand in it are shorter. */
const SHARED = 16

/** At most six, at most 80 printable ASCII characters each, none with a longer piece of the token in it. */
export function printableFacts(facts: string[], token: string): string[] {
  const shown = facts.map(printable).filter(fact => fact !== '' && !sharesWith(fact, token))
  return [...new Set(shown)].slice(0, MOST)
}

function printable(fact: string): string {
  const plain = fact.replace(/[^\x20-\x7e]+/g, '?').trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 3)}...` : plain
}

function sharesWith(fact: string, token: string): boolean {
  for (let at = 0; at + SHARED <= fact.length; at++)
    if (token.includes(fact.slice(at, at + SHARED))) return true
  return false
}

/** `2024-03-01`; undefined for what is no time between 2000 and 2200. `seconds` since 1970. */
export function dayOf(seconds: number): string | undefined {
  const isTime = seconds > 946_684_800 && seconds < 7_258_118_400
  return isTime ? new Date(seconds * 1000).toISOString().slice(0, 10) : undefined
}

/** A name or number out of a token as a fact about `what`; nothing where there is none. */
export function named(what: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return value === '' ? undefined : `${what} ${value}`
}

/** A URL's host alone: the rest of it may hold a password. */
export function hostOf(url: unknown): string | undefined {
  if (typeof url !== 'string') return undefined
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?([A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?:[/?#]|$)/.exec(
    url,
  )
  return host?.[1]
}
