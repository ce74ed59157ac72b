/** The guard for commands: what a command line would do to git, its hooks, the forge and the guard itself. */
import { withoutMarks } from '../shell/marks.ts'
import { LIMITS, openBudget } from '../shell/reader.ts'
import { openScope } from '../shell/scope.ts'
import { ShellError } from '../shell/types.ts'
import { openBench, runText, type Said } from './host.ts'
import { runPowershell } from './powershell.ts'
import { isInteresting, mentionsGuarded } from './quick.ts'
import { reason } from './rules.ts'
import type { CommandContext, CommandVerdict, Reason } from './types.ts'

/**
 * Judges a command line without running any of it. Pure but for the questions put to `context.facts`; never throws: what cannot be
 * read is asked about where it is about git or hooks, and what passes the limits (64 KiB, 64 levels, 10,000 words) is denied.
 */
export function judgeCommand(command: string, context: CommandContext): CommandVerdict {
  if (command.length > LIMITS.input) return verdictOf([{ rule: 'too-large' }])
  if (context.shell === 'posix' && !isInteresting(command)) return { verdict: 'none', reasons: [] }
  const budget = openBudget()
  const { bench, said } = openBench(context, budget)
  try {
    const text = withoutMarks(command)
    if (context.shell === 'posix') runText(text, openScope(budget), null, bench)
    else runPowershell(text, context.shell, openScope(budget), bench)
  } catch (error) {
    said.push(...objections(error, command))
  }
  return verdictOf(said)
}

/** A stack that overflows is a nesting past all limits; a text that no shell reads may still be about something else. */
function objections(error: unknown, command: string): Said[] {
  if (!(error instanceof ShellError))
    return [{ rule: error instanceof RangeError ? 'too-large' : 'not-judged' }]
  if (error.kind === 'too large') return [{ rule: 'too-large' }]
  return mentionsGuarded(command) ? [{ rule: 'unreadable' }] : []
}

function verdictOf(said: readonly Said[]): CommandVerdict {
  const reasons = new Map<string, Reason>()
  for (const { rule, verdict } of said) {
    const found = reason(rule, verdict)
    if (reasons.get(rule)?.verdict !== 'deny') reasons.set(rule, found)
  }
  const sorted = [...reasons.values()].sort((a, b) => rank(a) - rank(b))
  return { verdict: sorted[0]?.verdict ?? 'none', reasons: sorted }
}

function rank({ verdict }: Reason): number {
  return verdict === 'deny' ? 0 : 1
}
