// Labelled windows → rows to learn from: every pair the scanner finds, told by the labels of its line whether it is a secret.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { NO_SECRET } from '../eval/keys.js'

/** Of a pair on a line that nobody labelled: most are no secrets. */
const UNLABELLED = 0.3

/** Throws an Error naming the file and the line. */
export function readWindows(file) {
  const bytes = readFileSync(file)
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const window = parse(line, file, index + 1)
    return window.openssl ? [] : [window]
  })
}

function parse(line, file, number) {
  try {
    const window = JSON.parse(line)
    for (const field of ['repo', 'text', 'labels'])
      if (window[field] === undefined) throw new Error(`no "${field}"`)
    return window
  } catch (error) {
    throw new Error(`${file}:${number}: ${error.message}`)
  }
}

/** { window, view, pair, label, weight } for each pair that is not surely nothing; weight 0: not learned from. */
export function rowsOf(window, { asText, pairsIn, isNone, keywords }) {
  const text = asText(Buffer.from(window.text, 'utf8'))
  const whole = text.whole()
  const words = new RegExp(keywords.join('|'), 'gi')
  const hits = [...whole.matchAll(words)].map(match => match.index)
  const labels = labelsByLine(window)
  const rows = []
  for (const { view, pair } of pairsIn(text, hits)) {
    if (isNone(view, pair, view.slice(...pair.value), window.path)) continue
    rows.push({ window, view, pair, ...labelOf(whole, pair.value, labels) })
  }
  return rows
}

/** Labels say columns in characters; the pairs are found in bytes. */
function labelsByLine({ text, labels }) {
  const lines = text.split('\n')
  const byLine = new Map()
  for (const label of labels) {
    const line = [...(lines[label.line - 1] ?? '')]
    const offset = column => Buffer.byteLength(line.slice(0, column).join(''))
    const start = label.start < 0 ? 0 : offset(label.start)
    const end = label.end < 0 || label.endLine > label.line ? Number.POSITIVE_INFINITY : offset(label.end)
    const known = byLine.get(label.line) ?? []
    known.push({ ...label, start, end })
    byLine.set(label.line, known)
  }
  return byLine
}

function labelOf(whole, [from, to], labels) {
  const lineStart = whole.lastIndexOf('\n', from - 1) + 1
  const line = countLines(whole, lineStart)
  const known = labels.get(line)
  if (!known) return { line, label: 0, weight: UNLABELLED }
  const secrets = known.filter(label => label.truth === 'T')
  const here = secrets.some(label => from - lineStart < label.end && to - lineStart > label.start)
  if (!here) return { line, label: 0, weight: secrets.length > 0 ? 0 : 1 }
  const isSecret = secrets.some(label => label.categories.some(category => !NO_SECRET.has(category)))
  return { line, label: 1, weight: isSecret ? 1 : 0 }
}

const counted = { whole: '', at: 0, line: 1 }

/** 1-based; pairs come in order, so that each line break is counted once. */
function countLines(whole, offset) {
  if (counted.whole !== whole || counted.at > offset) Object.assign(counted, { whole, at: 0, line: 1 })
  for (let at = whole.indexOf('\n', counted.at); at >= 0 && at < offset; at = whole.indexOf('\n', at + 1)) {
    counted.line++
    counted.at = at + 1
  }
  return counted.line
}
