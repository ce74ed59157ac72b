// Scores a file of labelled windows: by slice, by confidence, by verdict, by repository, by rule.

import { applyFindings, keysOf } from './keys.js'
import { macroOf, slicesOf } from './metrics.js'

/** `{ result, outcomes, findings }`: figures, what became of each key, what was found. No text of any window is in them. */
export async function scoreWindows(windows, judge) {
  const { findings, unread } = await judgeAll(windows, judge)
  const keysById = new Map(windows.map(window => [window.id, keysOf(window)]))
  const keys = [...keysById.values()].flat()
  const openssl = new Set(windows.filter(window => window.openssl === true).map(({ id }) => id))
  const score = some => {
    const { lost, rules } = applyFindings(keysById, some)
    return { slices: slicesOf(keys, lost, id => openssl.has(id)), lost, rules }
  }
  const tiers = Object.fromEntries(
    tiersOf().map(([name, isIn]) => [name, score(findings.filter(isIn)).slices]),
  )
  const { slices, lost, rules } = score(findings) // last: the hits that stay on the keys are those of everything
  const counts = { findings: findings.length, windows: windows.length, keys: keys.length }
  const result = { ...counts, unread, slices, macro: macroOf(keys), tiers, rules }
  return { result, outcomes: outcomesOf(keys, lost), findings }
}

async function judgeAll(windows, judge) {
  const findings = []
  const unread = []
  for (const window of windows) {
    const { id } = window
    const { findings: found, unread: reason } = await judge(window)
    findings.push(...found.map(finding => ({ id, ...finding })))
    if (reason !== undefined) unread.push({ id, reason })
  }
  return { findings, unread }
}

const CONFIDENCE = ['low', 'medium', 'high', 'proven']
const VERDICT = ['allow', 'warn', 'ask', 'deny']

/** The tier and everything above it, weakest first. `verdict>=deny` is what blocks. */
function tiersOf() {
  const from = (field, order, least) => [
    `${field}>=${least}`,
    finding => order.indexOf(finding[field]) >= order.indexOf(least),
  ]
  return [
    ...CONFIDENCE.map(least => from('confidence', CONFIDENCE, least)),
    ...['warn', 'deny'].map(least => from('verdict', VERDICT, least)),
  ]
}

/** Places and categories only. */
function outcomesOf(keys, lost) {
  const ofKey = ({ id, line, endLine, positive, hit, core, categories }) => ({
    ...{ id, line, endLine, truth: positive ? 'T' : 'F', hit, core },
    categories: [...categories].sort(),
  })
  return [...keys.map(ofKey), ...lost.map(({ id, line, rule }) => ({ id, line, lost: true, rule }))]
}
