/** The bench a command line is judged on: what is asked, what was said so far, what may still be spent. */

import { isOpen } from '../shell/marks.ts'
import type { Budget } from '../shell/reader.ts'
import { fork, type Scope } from '../shell/scope.ts'
import type { RuleId } from './rules.ts'
import { type CommandContext, type Facts, NO_FACTS } from './types.ts'

/** A simple command, its wrappers taken off. */
export interface Act {
  /** program and arguments; texts may hold marks (shell/marks.ts) */
  words: string[]
  environment: ReadonlyMap<string, string>
  /** what it reads on stdin where the line says it */
  input: string | null
  scope: Scope
}

export interface Seen {
  /** a file was sourced: what git is and does may have changed */
  sourced: boolean
  /** a clone was made */
  cloned: boolean
}

export interface Bench {
  context: CommandContext
  facts: Facts
  budget: Budget
  /** objects; `verdict` overrides the rule's own */
  say(rule: RuleId, verdict?: 'deny' | 'ask'): void
  /** judges a text as a script of its shell; gives what it prints */
  script(text: string, scope: Scope, input?: string | null): string
  /** judges words as a command; gives what it prints */
  act(act: Act): string
  /** objections of `judge`, none of them said: to look at what may not run */
  aside(judge: () => void): { rule: RuleId; verdict?: 'deny' | 'ask' }[]
  /** what happened on this line before */
  seen: Seen
}

/** What a sub-shell or another program runs with: its own words as `$1` and on. */
export function inside(act: Act, positional: string[]): Scope {
  const scope = fork(act.scope)
  scope.positional = positional
  for (const [name, value] of act.environment) scope.variables.set(name, [value])
  return scope
}

/** The bench for a command in `folder`: another folder may be another repository. */
export function benchAt(folder: string, bench: Bench): Bench {
  if (folder === '' || folder === '.') return bench
  return { ...bench, facts: isOpen(folder) ? NO_FACTS : (bench.facts.at?.(folder) ?? NO_FACTS) }
}
