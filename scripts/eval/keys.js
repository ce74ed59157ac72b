// What counts as right: CredData's line rule. The unit is a labelled key (window, line, endLine), positive when any of its labels
// is T; a finding on its lines counts it once. A finding on a line without a label is "lost": wrong only in the strict figures.

/** Labelled T upstream, and no secrets: ids, domains, salts. Hits on them are ignored outside of the slice "all". */
export const NO_SECRET = new Set([
  'UUID',
  'AWS S3 Bucket',
  'Firebase Domain',
  'Tencent WeChat API App ID',
  'Salt',
  'Nonce',
  'Other',
])

const PASSWORD = new Set([
  'Password',
  'CMD Password',
  'SQL Password',
  'URL Credentials',
  'CURL User Password',
  'CMD ConvertTo-SecureString',
  'Credential',
  'Basic Authorization',
  'Other',
])

/** The keys of one window, in the order of its labels. */
export function keysOf({ id, repo, labels, openssl }) {
  const groups = new Map()
  for (const label of labels) {
    const name = `${label.line} ${label.endLine}`
    groups.set(name, [...(groups.get(name) ?? []), label])
  }
  return [...groups.values()].map(group => keyOf(group, { id, repo, openssl: openssl === true }))
}

function keyOf(group, about) {
  const [{ line, endLine }] = group
  const positive = group.some(({ truth }) => truth === 'T')
  const speaking = group.filter(({ truth }) => (truth === 'T') === positive)
  const categories = new Set(speaking.flatMap(label => label.categories))
  const secret = [...categories].filter(category => !NO_SECRET.has(category))
  const password = secret.every(category => PASSWORD.has(category))
  return { ...about, line, endLine, positive, categories, core: secret.length > 0, password, hit: false }
}

/**
 * Marks the keys that these findings (`{ id, line, rule }`) hit. Gives the lost lines as `id line`, and what each rule did.
 * Where a line holds several keys, the positive ones have the hit.
 */
export function applyFindings(keysById, findings) {
  for (const keys of keysById.values()) for (const key of keys) key.hit = false
  const lost = new Map()
  const rules = {}
  for (const finding of findings) {
    const outcome = applyOne(keysById.get(finding.id) ?? [], finding)
    if (outcome === 'lost') lost.set(`${finding.id} ${finding.line}`, finding)
    rules[finding.rule] ??= { TP: 0, FP: 0, lost: 0, ignored: 0 }
    rules[finding.rule][outcome]++
  }
  return { lost: [...lost.values()], rules }
}

function applyOne(keys, { line }) {
  const on = keys.filter(key => key.line <= line && line <= key.endLine)
  if (on.length === 0) return 'lost'
  const positive = on.filter(key => key.positive)
  const struck = positive.length > 0 ? positive : on
  for (const key of struck) key.hit = true
  if (!struck.some(key => key.core)) return 'ignored'
  return positive.length > 0 ? 'TP' : 'FP'
}
