// This run against stored results: what differs, and whether a measure fell further than allowed.

import { BadInput } from './read.js'

/** `{ lines, fell }` for people; `fell` names what dropped by more than `tolerance`. Throws BadInput when nothing is comparable. */
export function compare(now, then, tolerance) {
  const known = new Map(then.files.map(file => [file.name, file]))
  if (!now.files.some(({ name }) => known.has(name)))
    throw new BadInput(`none of these files is in the stored results (${[...known.keys()].join(', ')})`)
  const lines = []
  const fell = []
  for (const file of now.files) {
    const before = known.get(file.name)
    if (before === undefined || before.kind !== file.kind) {
      lines.push(`${file.name}: not in the stored results`)
      continue
    }
    if (before.digest !== file.digest)
      lines.push(`${file.name}: its content is not what the stored results are of`)
    lines.push(...differences(file, before))
    fell.push(...losses(file, before, tolerance))
  }
  return { lines: lines.length > 0 ? lines : ['no difference'], fell }
}

function differences({ name, result }, before) {
  const old = numbersOf(before.result)
  const both = new Map([...old.keys(), ...numbersOf(result).keys()].map(key => [key, null]))
  const young = numbersOf(result)
  return [...both.keys()].flatMap(key => {
    const [a, b] = [old.get(key), young.get(key)]
    return a === b ? [] : [`${name} ${key}: ${shown(a)} → ${shown(b)}`]
  })
}

/** Every figure by its path: `slices.core.f1`. */
function numbersOf(value, path = '', into = new Map()) {
  if (typeof value === 'number') into.set(path, value)
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value))
      numbersOf(inner, path === '' ? key : `${path}.${key}`, into)
  return into
}

function shown(value) {
  if (value === undefined) return '-'
  return Number.isInteger(value) ? String(value) : value.toFixed(4)
}

function losses({ name, kind, result }, before, tolerance) {
  const then = new Map(measuresOf(kind, before.result))
  return measuresOf(kind, result).flatMap(([measure, value]) => {
    const old = then.get(measure)
    if (old == null || (value ?? 0) >= old - tolerance) return []
    return [`${name}: ${measure} fell from ${shown(old)} to ${shown(value ?? 0)}`]
  })
}

/** What must not fall: F1 of each slice and of what blocks; recall of vectors; agreement of checks. */
function measuresOf(kind, result) {
  if (kind === 'windows') {
    const slices = Object.entries(result.slices).map(([slice, { f1 }]) => [`F1 (${slice})`, f1])
    return [...slices, ['F1 (core, what blocks)', result.tiers['verdict>=deny']?.core?.f1]]
  }
  return [kind === 'vectors' ? ['recall', result.total.recall] : ['agreement', result.agreement]]
}
