/** One rule through its examples and its timing: what fails, what is worth a note, what it costs. */
import type { EngineName, Rule } from '../../detect/index.ts'
import { expand, openTrial, type Trial } from '../../detect/index.ts'
import { CoverageError } from '../../errors.ts'
import { examplesText, hostileText, ordinaryLines } from './texts.ts'

export interface Exercise {
  rule: Rule
  examples: { matches: string[]; ignores: string[] }
  /** what holds for all rules of its pack */
  allowlists: Rule['allowlists']
  imported: boolean
}

export interface Failure {
  /** of the rule, which it is about */
  field: string
  problem: string
}

export interface Outcome {
  failures: Failure[]
  notes: string[]
  examples: number
  /** µs for a thousand bytes, of its examples and of a text made to be hard */
  usPerKb: number
  hostileUsPerKb: number
}

const SEEDS = [1, 2, 3, 5]
const ENDLESS = 'reads a text full of its keyword more than 24 times: a scan gives up there'
/** Of a text full of the keyword that holds nothing: 4 s a megabyte are felt, whatever the machine is doing besides. */
const SLOW = 4000
/** Of credentials one after another each costs its checks: built-in rules take up to 7,000 (js) here. */
const SLOW_HITS = 50_000

/** Throws PortcullisError 3 when no engine loads. */
export function exercise(one: Exercise, engine?: EngineName): Outcome {
  const { rule, examples } = one
  const trial = openTrial(rule, one.allowlists, engine)
  const failures = [
    ...examples.matches.flatMap((template, at) => told('matches', at, missed(template, trial))),
    ...examples.ignores.flatMap((template, at) => told('ignores', at, hit(template, trial))),
    ...greedy(rule, trial),
  ]
  const own = trial.cost(examplesText(rule, examples.matches))
  const hostile = trial.cost(hostileText(rule))
  if (hostile.endless) failures.push({ field: 'regex', problem: ENDLESS })
  return {
    failures,
    notes: notesOf(one, [own.usPerKb, hostile.usPerKb], trial),
    examples: examples.matches.length + examples.ignores.length,
    usPerKb: own.usPerKb,
    hostileUsPerKb: hostile.usPerKb,
  }
}

function told(field: string, at: number, problem: string | null): Failure[] {
  return problem === null ? [] : [{ field, problem: `${field} ${at + 1}: ${problem}` }]
}

function missed(template: string, trial: Trial): string | null {
  return tried(template, text => (trial.count(text) > 0 ? null : 'is not found'))
}

function hit(template: string, trial: Trial): string | null {
  return tried(template, text => (trial.count(text) === 0 ? null : 'is found'))
}

/** A template's own text may be quoted: a broken one holds no credential. */
function tried(template: string, check: (text: string) => string | null): string | null {
  for (const seed of SEEDS) {
    try {
      const text = expand(template, seed)
      const problem = inContexts(text).map(check).find(Boolean)
      if (problem) return problem
    } catch (error) {
      if (error instanceof CoverageError) return 'costs more than a scan allows'
      return 'is no valid template (rules/README.md has the syntax)'
    }
  }
  return null
}

/** Alone, between other lines, and with the line ends of Windows. */
function inContexts(text: string): string[] {
  const windows = text.replaceAll(/\r?\n/g, '\r\n')
  return [text, `first = 1\n${text}\nlast = 2\n`, `first = 1\r\n${windows}\r\nlast = 2\r\n`]
}

/** Lines that anybody may write about the thing: a rule that hits most of them says nothing. */
function greedy(rule: Rule, trial: Trial): Failure[] {
  const lines = ordinaryLines(rule)
  const found = lines.filter(line => trial.count(line) > 0).length
  if (found * 2 < lines.length) return []
  return [
    { field: 'regex', problem: `matches nearly everything: ${found} of ${lines.length} ordinary lines` },
  ]
}

function notesOf(
  { rule, examples, imported }: Exercise,
  [own, hostile]: [number, number],
  trial: Trial,
): string[] {
  const notes: string[] = []
  if (hostile > SLOW || own > SLOW_HITS) notes.push(`slow: ${Math.round(Math.max(own, hostile))} µs a KB`)
  if (rule.keywords.length === 0) notes.push('no keywords: it runs on every content')
  if (examples.matches.length === 0) notes.push(imported ? 'imported, no examples' : 'no examples')
  else if (examples.ignores.length === 0) notes.push('no ignores: nothing says what it must not find')
  const bare = examples.matches.findIndex(text => !text.includes('⟦') && trial.count(text) > 0)
  if (bare >= 0) notes.push(`matches ${bare + 1} is a credential as it stands: write it as a template ⟦…⟧`)
  return notes
}
