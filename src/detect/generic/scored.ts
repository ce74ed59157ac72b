/** The generic rules' part of a scan: what the model tells of, as candidates of the rule for its kind. */
import { accepted } from '../accept.ts'
import { spendBytes, spendCandidate } from '../budget.ts'
import type { Candidate } from '../candidate.ts'
import { within } from '../focus.ts'
import type { Layer, Span } from '../layer.ts'
import type { Rule, RuleTable } from '../rule.ts'
import type { Scan } from '../scan.ts'
import { Secret } from '../secret.ts'
import { slice } from '../text.ts'
import { type Told, toldIn } from './generic.ts'

/** Bytes of text that one hit makes the scanner and the model read, about. */
const READ = 256

/** `hits`: offsets of all scored rules' keywords, ascending. With `names` only names that begin in them. Throws as scanText does. */
export function scoredIn(
  table: RuleTable,
  hits: number[],
  layer: Layer,
  scan: Scan,
  names?: Span[],
): Candidate[] {
  const near = names ? within(hits, names) : hits
  spendBytes(scan.budget, near.length * READ)
  const rules = rulesOf(table, scan)
  return toldIn(layer.text, near, scan.path, scan.model, scan.memo).flatMap(told => {
    const candidate = candidateOf(told, rules, layer, scan)
    if (candidate) spendCandidate(scan.budget)
    return candidate ?? []
  })
}

function rulesOf(table: RuleTable, { disabled }: Scan): Rule[] {
  return table.scored.map(index => table.rule(index)).filter(({ id }) => !disabled.has(id))
}

function candidateOf(told: Told, rules: Rule[], layer: Layer, scan: Scan): Candidate | null {
  const rule = rules.find(one => one.scored === told.kind)
  if (!rule) return null
  const { text } = layer
  const secret = slice(text, ...told.value)
  const match = slice(text, ...told.match)
  const found = { secret, match, window: match, at: match.length - secret.length }
  if (!accepted(rule, found, { ...scan, allowlists: [] })) return null // the model knows placeholders: a dummy shall warn
  return {
    rule,
    secret: new Secret(secret),
    layer,
    span: told.value,
    root: layer.toRoot(told.value),
    match: layer.toRoot(told.match),
    confidence: told.confidence,
  }
}
