/** A place in a text, and what may still be spent on it. One budget is shared by everything that is read out of one command line. */

import type { Redirect } from './types.ts'
import { ShellError } from './types.ts'

/** The limits: characters of the command line; of everything read, nested texts again; words; nesting; steps of work. */
export const LIMITS = { input: 65_536, characters: 131_072, words: 10_000, depth: 64, work: 40_000 } as const

export interface Budget {
  characters: number
  words: number
  depth: number
  /** a step is about a third of a microsecond: sixteen characters copied, a variable looked at */
  work: number
}

export interface Reader {
  text: string
  at: number
  budget: Budget
  /** heredocs whose bodies begin at the next line */
  pending: { redirect: Redirect; end: string; quoted: boolean; tabs: boolean }[]
}

/** What a command line may cost. */
export function openBudget(): Budget {
  return { characters: LIMITS.characters, words: LIMITS.words, depth: LIMITS.depth, work: LIMITS.work }
}

/** A reader at the start of `text`. Throws ShellError (`too large`) where the budget does not hold it. */
export function openReader(text: string, budget: Budget): Reader {
  budget.characters -= text.length
  if (budget.characters < 0) throw new ShellError('too large', 'more text than can be judged')
  return { text, at: 0, budget, pending: [] }
}

/** One level deeper while `act` runs. */
export function nested<T>(budget: Budget, act: () => T): T {
  if (budget.depth <= 0) throw new ShellError('too large', 'nested too deeply')
  spend(budget, 8)
  budget.depth--
  try {
    return act()
  } finally {
    budget.depth++
  }
}

/** Counts work, so that a short text cannot ask for much of it. */
export function spend(budget: Budget, steps: number): void {
  budget.work -= steps
  if (budget.work < 0) throw new ShellError('too large', 'more work than can be done')
}

/** Counts one word. */
export function spendWord(budget: Budget): void {
  spend(budget, 2)
  if (--budget.words < 0) throw new ShellError('too large', 'more words than can be judged')
}

export function peek(reader: Reader, ahead = 0): string {
  return reader.text[reader.at + ahead] ?? ''
}

/** Whether `text` stands here; it is passed if so. */
export function take(reader: Reader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.at)) return false
  reader.at += text.length
  return true
}

/** Everything up to `end`, which is passed. Throws ShellError where it never comes. */
export function takeUntil(reader: Reader, end: string): string {
  const found = reader.text.indexOf(end, reader.at)
  if (found < 0) throw new ShellError('unreadable', 'a quote or bracket is not closed')
  const text = reader.text.slice(reader.at, found)
  reader.at = found + end.length
  return text
}
