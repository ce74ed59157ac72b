// Labelled files: JSON Lines, gzipped or not. What a file holds is told by the fields of its first row.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** A file or an option that cannot be used: message for people, exit code 2. */
export class BadInput extends Error {}

const isText = value => typeof value === 'string'
const isLine = value => Number.isInteger(value) && value >= 1
const oneOf =
  (...words) =>
  value =>
    words.includes(value)

/** The fields that each kind of row must have. */
const KINDS = {
  windows: { id: isText, repo: isText, path: isText, text: isText, labels: Array.isArray },
  vectors: { rule: isText, kind: oneOf('tp', 'fp'), text: isText },
  checks: { check: isText, verdict: oneOf('valid', 'invalid', 'unknown'), token: isText },
  keys: { pem: isText, verdict: text => isText(text) && keyVerdict(text) !== undefined },
}

/** A key in armour is a token of one check: one that is encrypted cannot be known, one that is too short is none. */
function keyVerdict(verdict) {
  if (verdict === 'valid' || verdict === 'invalid') return verdict
  if (verdict === 'valid-encrypted') return 'unknown'
  return verdict.startsWith('too-short') ? 'invalid' : undefined
}

const LABEL = { line: isLine, endLine: isLine, truth: oneOf('T', 'F'), categories: Array.isArray }

/**
 * `{ kind, rows, digest }`; rows in the file's order, each with its line number as `row`. Throws BadInput naming file and line,
 * never with a row's text: it may hold a credential.
 */
export function readLabelled(file) {
  const data = bytesOf(file)
  const found = parsed(file, data)
  const kindOfFile = kindOf(file, found[0])
  for (const one of found) check(file, one, kindOfFile)
  const [kind, rows] = kindOfFile === 'keys' ? ['checks', found.map(asCheck)] : [kindOfFile, found]
  if (kind === 'windows') refuseTwice(file, rows)
  return { kind, rows, digest: createHash('sha256').update(data).digest('hex') }
}

function asCheck({ row, pem, verdict }) {
  return { row, check: 'private-key', verdict: keyVerdict(verdict), token: pem }
}

/** One JSON document, as `--json` writes it. Throws BadInput. */
export function readResults(file) {
  const results = parse(bytesOf(file), `${file}: not JSON`)
  if (!Array.isArray(results?.files)) throw new BadInput(`${file}: not results that --json wrote`)
  return results
}

function bytesOf(file) {
  let data
  try {
    data = readFileSync(file)
  } catch (error) {
    throw new BadInput(`${file}: cannot be read: ${error.code}`)
  }
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data // gzip, RFC 1952 §2.3.1
  try {
    return gunzipSync(data)
  } catch (error) {
    throw new BadInput(`${file}: cannot be unpacked: ${error.code}`)
  }
}

function parsed(file, data) {
  const rows = data
    .toString()
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return []
      const row = parse(line, `${file}:${index + 1}: not JSON`)
      if (row === null || typeof row !== 'object') throw new BadInput(`${file}:${index + 1}: not an object`)
      return [{ ...row, row: index + 1 }]
    })
  if (rows.length === 0) throw new BadInput(`${file}: no rows`)
  return rows
}

/** The parser's own message quotes the input: it is left out. */
function parse(text, message) {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadInput(message)
  }
}

const UNKNOWN =
  'neither a labelled window (id, repo, path, text, labels) nor a vector (rule, kind, text) nor an offline check (check, verdict, token) nor a key (pem, verdict)'

function kindOf(file, first) {
  if ('labels' in first) return 'windows'
  if ('kind' in first) return 'vectors'
  if ('check' in first) return 'checks'
  if ('pem' in first) return 'keys'
  throw new BadInput(`${file}:${first.row}: ${UNKNOWN}`)
}

function check(file, row, kind) {
  const place = `${file}:${row.row}`
  requireFields(row, KINDS[kind], place, '')
  if (kind !== 'windows') return
  for (const [index, label] of row.labels.entries()) requireFields(label, LABEL, place, `labels[${index}].`)
}

/** Findings are matched to labels by id. */
function refuseTwice(file, rows) {
  const first = new Map()
  for (const { id, row } of rows) {
    if (first.has(id)) throw new BadInput(`${file}:${row}: this id stands on line ${first.get(id)} already`)
    first.set(id, row)
  }
}

function requireFields(object, fields, place, prefix) {
  for (const [name, isGood] of Object.entries(fields)) {
    if (object?.[name] === undefined) throw new BadInput(`${place}: field "${prefix}${name}" is missing`)
    if (!isGood(object[name]))
      throw new BadInput(`${place}: field "${prefix}${name}" is not what it should be`)
  }
}
