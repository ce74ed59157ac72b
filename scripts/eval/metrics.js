// Hits on keys → the figures, in slices.

/** Counts and ratios of these keys; `lost` lines count as wrong in the strict ones. A ratio of nothing is null. */
export function metricsOf(keys, lost) {
  const P = keys.filter(key => key.positive).length
  const TP = keys.filter(key => key.positive && key.hit).length
  const FP = keys.filter(key => !key.positive && key.hit).length
  const precision = ratio(TP, TP + FP)
  const precision_strict = ratio(TP, TP + FP + lost)
  const recall = ratio(TP, P)
  const counts = { P, N: keys.length - P, TP, FP, FN: P - TP, lost }
  const both = { f1: f1(precision, recall), f1_strict: f1(precision_strict, recall) }
  return { ...counts, precision, precision_strict, recall, ...both }
}

/** openssl's test vectors are nearly half of all true rows: scored apart, or they would decide everything. */
const SLICES = {
  all: key => !key.openssl,
  core: key => key.core && !key.openssl,
  passwords: key => key.core && key.password && !key.openssl,
  machine: key => key.core && !key.password && !key.openssl,
  openssl: key => key.core && key.openssl,
}

/** By slice, those without a key left out. A lost line is no password and no machine secret: it has no label. */
export function slicesOf(keys, lost, isOpenssl) {
  const apart = lost.filter(({ id }) => isOpenssl(id)).length
  const strict = { all: lost.length - apart, core: lost.length - apart, openssl: apart }
  const named = Object.entries(SLICES).map(([name, isIn]) => [name, keys.filter(isIn)])
  return Object.fromEntries(
    named.flatMap(([name, some]) => (some.length > 0 ? [[name, metricsOf(some, strict[name] ?? 0)]] : [])),
  )
}

/** Repositories with fewer positives say little by themselves. */
const ENOUGH = 5

/** The mean over repositories of the core slice: one large repository does not decide. Undefined where none is large enough. */
export function macroOf(keys) {
  const byRepo = new Map()
  for (const key of keys.filter(SLICES.core)) byRepo.set(key.repo, [...(byRepo.get(key.repo) ?? []), key])
  const each = [...byRepo.values()].map(some => metricsOf(some, 0)).filter(({ P }) => P >= ENOUGH)
  if (each.length === 0) return undefined
  const mean = name => each.reduce((sum, figures) => sum + (figures[name] ?? 0), 0) / each.length
  return { repos: each.length, precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
}

export function ratio(a, b) {
  return b === 0 ? null : a / b
}

function f1(precision, recall) {
  if (precision === null || recall === null) return null
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}
