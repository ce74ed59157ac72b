/** How one value of a clause differs from what it was: what that loosens and tightens. Tables in, phrases out. */
import type { Verdict } from '../model.ts'
import { STRENGTH } from './order.ts'
import { ASSURANCES } from './schema.ts'

export type Effect = 'loosens' | 'tightens' | 'changes'

export interface Piece {
  effect: Effect
  text: string
}

const MOST = 12

/** Values out of a file, short and on one line. */
export function quoted(value: unknown): string {
  const text = (JSON.stringify(value) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '?')
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** `after` compared with `before` on some order; null = they are the same. */
export function ordered(what: string, before: [number, unknown], after: [number, unknown]): Piece[] {
  if (before[0] === after[0]) return []
  const effect = after[0] < before[0] ? 'loosens' : 'tightens'
  return [{ effect, text: `${what} ${quoted(before[1])} → ${quoted(after[1])}` }]
}

export function verdicts(what: string, before: Verdict = 'allow', after: Verdict = 'allow'): Piece[] {
  return ordered(what, [STRENGTH[before], before], [STRENGTH[after], after])
}

/** A number that must not be passed: none is no bound. */
export function bounds(what: string, before: number | undefined, after: number | undefined): Piece[] {
  const none = Number.POSITIVE_INFINITY
  return ordered(what, [-(before ?? none), before ?? 'no limit'], [-(after ?? none), after ?? 'no limit'])
}

/** A number of people that is needed. */
export function counts(what: string, before = 1, after = 1): Piece[] {
  return ordered(what, [before, before], [after, after])
}

export function assurances(before: string | undefined, after: string | undefined): Piece[] {
  const rank = (one: string | undefined) => (ASSURANCES as readonly string[]).indexOf(one ?? ASSURANCES[0])
  return ordered('assurance', [rank(before), before ?? ASSURANCES[0]], [rank(after), after ?? ASSURANCES[0]])
}

/** `set`: what it does where it is true. */
export function flags(
  what: string,
  before = false,
  after = false,
  set: 'tightens' | 'loosens' = 'tightens',
): Piece[] {
  const rank = (flag: boolean) => Number(flag) * (set === 'tightens' ? 1 : -1)
  return ordered(what, [rank(before), before], [rank(after), after])
}

/** Items that came and went, in words of their own; `came` says what a new one does. */
export function items(
  what: string,
  before: readonly unknown[],
  after: readonly unknown[],
  came: 'loosens' | 'tightens',
): Piece[] {
  const went = came === 'loosens' ? 'tightens' : 'loosens'
  const known = new Set(before.map(quotedWhole))
  const now = new Set(after.map(quotedWhole))
  const fresh = after.filter(item => !known.has(quotedWhole(item)))
  const gone = before.filter(item => !now.has(quotedWhole(item)))
  return [
    ...(fresh.length === 0 ? [] : [{ effect: came, text: `${what} + ${listed(fresh)}` }]),
    ...(gone.length === 0 ? [] : [{ effect: went, text: `${what} − ${listed(gone)}` }]),
  ] as Piece[]
}

function quotedWhole(item: unknown): string {
  return JSON.stringify(item)
}

function listed(list: readonly unknown[]): string {
  const more = list.length > MOST ? ` and ${list.length - MOST} more` : ''
  return `${list.slice(0, MOST).map(quoted).join(' ')}${more}`
}

/**
 * A list of globs. `reading`: what a pattern more does (one that guards tightens, one that permits loosens); one with `!` does the
 * opposite. The later pattern wins, so another order is a change that nobody can call the one or the other.
 */
export function globs(
  what: string,
  before: readonly string[],
  after: readonly string[],
  reading: 'guards' | 'permits',
): Piece[] {
  const more = reading === 'guards' ? 'tightens' : 'loosens'
  const less = reading === 'guards' ? 'loosens' : 'tightens'
  const taking = (list: readonly string[]) => list.filter(pattern => !pattern.startsWith('!'))
  const leaving = (list: readonly string[]) => list.filter(pattern => pattern.startsWith('!'))
  const pieces = [
    ...items(what, taking(before), taking(after), more),
    ...items(what, leaving(before), leaving(after), less),
  ]
  const isReordered = pieces.length === 0 && before.join('\0') !== after.join('\0')
  return isReordered ? [{ effect: 'changes', text: `${what} in another order` }] : pieces
}

/** Globs that may be left out, which is everything. */
export function optionalGlobs(
  what: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  reading: 'guards' | 'permits',
): Piece[] {
  if (before === undefined && after === undefined) return []
  if (before !== undefined && after !== undefined) return globs(what, before, after, reading)
  const isNarrower = after !== undefined
  const effect = isNarrower === (reading === 'guards') ? 'loosens' : 'tightens'
  return [{ effect, text: isNarrower ? `${what} only ${quoted(after)}` : `${what} everywhere` }]
}

/** Whom a clause speaks about; left out, everyone. */
export function actors(before: readonly string[] | undefined, after: readonly string[] | undefined): Piece[] {
  if (before !== undefined && after !== undefined) return items('actors', before, after, 'tightens')
  if (before === after) return []
  return after === undefined
    ? [{ effect: 'tightens', text: 'actors everyone' }]
    : [{ effect: 'loosens', text: `actors only ${quoted(after)}` }]
}

/** Who may approve; nobody named is everybody enrolled. */
export function approvers(before: readonly string[] = [], after: readonly string[] = []): Piece[] {
  if (before.length > 0 && after.length > 0) return items('approvers', before, after, 'loosens')
  if (before.length === after.length) return []
  return after.length === 0
    ? [{ effect: 'loosens', text: 'approvers anybody enrolled' }]
    : [{ effect: 'tightens', text: `approvers only ${quoted(after)}` }]
}
