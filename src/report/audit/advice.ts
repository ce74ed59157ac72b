/** What the figures say about the rules themselves: one sentence each, for whoever tunes them. */
import { blocked } from './counts.ts'
import type { ClauseFigures, Figures, Standing } from './types.ts'

/** Fewer requests than this prove no habit. */
const ENOUGH = 3
const SOON_DAYS = 30

export function advice(figures: Figures, standing: Standing): string[] {
  return [
    ...figures.clauses
      .filter(isAlwaysGranted)
      .map(({ id, granted }) => `${id} was approved each of ${granted} times: does it need a person?`),
    ...figures.clauses
      .filter(isAlwaysRefused)
      .map(
        ({ id, refused }) =>
          `${id} was never approved, ${refused} requests were denied: deny it, and nobody waits`,
      ),
    ...neverFired(figures, standing),
    ...pushing(figures),
    ...expiring(standing),
    ...standing.worktrees
      .filter(({ alive, of }) => alive < of)
      .map(
        ({ path, alive, of }) =>
          `${path}: ${of - alive} of ${of} hooks do not reach Portcullis (npx portcullis doctor)`,
      ),
  ]
}

function isAlwaysGranted({ granted, refused }: ClauseFigures): boolean {
  return granted >= ENOUGH && refused === 0
}

function isAlwaysRefused({ granted, refused }: ClauseFigures): boolean {
  return refused >= ENOUGH && granted === 0
}

/** Clauses that could have stopped something and never did, in one sentence. */
function neverFired({ clauses, from, decisions }: Figures, standing: Standing): string[] {
  if (decisions === 0) return []
  const fired = new Set(clauses.filter(({ counts }) => blocked(counts) + counts.warn > 0).map(({ id }) => id))
  const idle = standing.clauses.filter(({ id, asks, denies }) => (asks || denies) && !fired.has(id))
  if (idle.length === 0) return []
  return [`never fired since ${from!.slice(0, 10)}: ${idle.map(({ id }) => id).join(', ')}`]
}

/** Each pair once, however many times it came to that. */
function pushing({ repeated }: Figures): string[] {
  const told = new Map<string, string>()
  for (const { who, what, attempts } of repeated) {
    const times = repeated.filter(other => other.who === who && other.what === what).length
    const often = times === 1 ? '' : `, on ${times} occasions`
    const why = 'too tight, badly explained, or somebody pushing at it'
    const sentence = `${who} met ${what} up to ${attempts} times with less than an hour between${often}: ${why}`
    if (!told.has(`${who}\n${what}`)) told.set(`${who}\n${what}`, sentence)
  }
  return [...told.values()].slice(0, 5)
}

function expiring({ waivers, today }: Standing): string[] {
  const soon = new Date(Date.parse(today) + SOON_DAYS * 86_400_000).toISOString().slice(0, 10)
  return waivers.flatMap(({ id, expires }) => {
    if (expires === undefined) return [`waiver ${id} never expires`]
    if (expires < today) return [`waiver ${id} expired on ${expires}`]
    return expires <= soon ? [`waiver ${id} expires on ${expires}`] : []
  })
}
