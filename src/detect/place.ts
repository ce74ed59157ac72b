/**
 * Which rules that are bound to a path may stand at this one, told by a JavaScript regex that finds at least what the RE2 one
 * finds (precheck.ts): asking loads no engine and compiles nothing wide. It says no only where the rule's `path` says no.
 */
import { folded } from './needed.ts'
import type { Rule, RuleTable } from './rule.ts'

/** Whether the rule has to be asked of a content at `path`; undefined: it has none, and rules bound to one stay silent. */
export function mayStandAt(rule: Rule, path: string | undefined): boolean {
  if (rule.path === undefined) return true
  if (path === undefined) return false
  return rule.pathCheck === undefined || patternOf(rule.pathCheck).test(path)
}

/** The rules without keywords that have to be asked there: one search for all of them, once for a path. */
export function alwaysAt(table: RuleTable, path: string | undefined): number[] {
  const known = placesOf(table)
  const answer = known.get(path) ?? askAlways(table, path)
  if (known.size >= MOST_KEPT) known.clear()
  known.set(path, answer)
  return answer
}

function askAlways(table: RuleTable, path: string | undefined): number[] {
  const name = path === undefined ? undefined : folded(path)
  const { always, alwaysNeed } = table
  return always.filter(
    (index, at) => mayHold(alwaysNeed[at] ?? null, name) && mayStandAt(table.rule(index), path),
  )
}

/** No where the rule is bound to paths that all hold one of these texts, and this one holds none: then it is not even read. */
function mayHold(needed: string[] | null, name: string | undefined): boolean {
  return needed === null || (name !== undefined && needed.some(text => name.includes(text)))
}

const places = new WeakMap<RuleTable, Map<string | undefined, number[]>>()
/** A history asks about the same paths, thousands of times. */
const MOST_KEPT = 20_000

function placesOf(table: RuleTable): Map<string | undefined, number[]> {
  const known = places.get(table) ?? new Map<string | undefined, number[]>()
  places.set(table, known)
  return known
}

const patterns = new Map<string, RegExp>()

function patternOf(source: string): RegExp {
  const known = patterns.get(source)
  if (known) return known
  const pattern = new RegExp(source, 'm')
  patterns.set(source, pattern)
  return pattern
}
