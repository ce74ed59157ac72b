/**
 * Which rules that are bound to a path may stand at this one, told by a JavaScript regex that finds at least what the RE2 one
 * finds (precheck.ts): asking loads no engine and compiles nothing wide. It says no only where the rule's `path` says no.
 */
import type { Rule, RuleTable } from './rule.ts'

/** Whether the rule has to be asked of a content at `path`; undefined: it has none, and rules bound to one stay silent. */
export function mayStandAt(rule: Rule, path: string | undefined): boolean {
  if (rule.path === undefined) return true
  if (path === undefined) return false
  return rule.pathCheck === undefined || patternOf(rule.pathCheck).test(path)
}

let last: { table: RuleTable; path: string | undefined; indices: number[] } | undefined

/** The rules without keywords that have to be asked there: one search for all of them, once for a content's layers. */
export function alwaysAt(table: RuleTable, path: string | undefined): number[] {
  if (last?.table === table && last.path === path) return last.indices
  const indices = mayHold(table, path)
    ? table.always.filter(index => mayStandAt(table.rule(index), path))
    : []
  last = { table, path, indices }
  return indices
}

/** No only where all of them are bound to paths and none may be at this one. */
function mayHold({ alwaysAt }: RuleTable, path: string | undefined): boolean {
  return alwaysAt === undefined || (path !== undefined && patternOf(alwaysAt).test(path))
}

const patterns = new Map<string, RegExp>()

function patternOf(source: string): RegExp {
  const known = patterns.get(source)
  if (known) return known
  const pattern = new RegExp(source, 'm')
  patterns.set(source, pattern)
  return pattern
}
