// Scores a file of rule vectors: texts in which a rule must find something, and texts in which it must not.

import { ratio } from './metrics.js'

/**
 * A positive is found when any rule finds anything in it; `exact` also asks that the finding lies on the secret that the row
 * expects. `blocked`: a finding of confidence medium or more. No text is in what this gives.
 */
export function scoreVectors(rows, detect) {
  const outcomes = rows.map(row => outcomeOf(row, detect))
  const total = empty()
  const providers = {}
  for (const outcome of outcomes) {
    providers[outcome.provider] ??= empty()
    tally(providers[outcome.provider], outcome)
    tally(total, outcome)
  }
  const recalls = Object.values(providers).flatMap(one => ratio(one.found, one.positives) ?? [])
  const macro = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length
  const rated = { ...total, recall: ratio(total.found, total.positives), macro }
  return { result: { rows: rows.length, total: rated, providers }, outcomes }
}

function outcomeOf(row, detect) {
  const found = detect(row.text, row.path)
  return {
    row: row.row,
    rule: row.rule,
    provider: providerOf(row.rule),
    kind: row.kind,
    found: found.length > 0,
    blocked: found.some(({ confidence }) => confidence !== 'low'),
    exact: liesOn(row, found),
    by: [...new Set(found.map(({ ruleId }) => ruleId))],
  }
}

/** `np.adafruit.1` → `adafruit`, `aws-access-token` → `aws`: the sets name their rules so. */
export function providerOf(rule) {
  const parts = rule.split('.')
  return parts.length > 2 ? parts[1] : rule.split(/[-_.]/)[0]
}

/** Undefined where the row expects no secret, or one that is not in its text as it stands. */
function liesOn({ text, expected_secret: secret }, found) {
  const start = typeof secret === 'string' && secret !== '' ? text.indexOf(secret) : -1
  if (start < 0) return undefined
  const lines = lineStarts(text)
  return found.some(({ line, column, endLine, endColumn }) => {
    const from = (lines[line - 1] ?? 0) + column - 1
    const to = (lines[endLine - 1] ?? 0) + endColumn - 1
    return from < start + secret.length && start < to
  })
}

function lineStarts(text) {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function empty() {
  return {
    positives: 0,
    found: 0,
    blocked: 0,
    expected: 0,
    exact: 0,
    negatives: 0,
    wrong: 0,
    wrongBlocked: 0,
  }
}

function tally(counts, { kind, found, blocked, exact }) {
  if (kind === 'fp') {
    counts.negatives++
    counts.wrong += Number(found)
    counts.wrongBlocked += Number(blocked)
    return
  }
  counts.positives++
  counts.found += Number(found)
  counts.blocked += Number(blocked)
  counts.expected += Number(exact !== undefined)
  counts.exact += Number(exact === true)
}
