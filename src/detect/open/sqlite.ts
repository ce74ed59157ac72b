/**
 * SQLite: the rows of every table, a line each. The raw bytes are searched anyway, but there a value is glued to the one before it,
 * cut where it overflows its page, or UTF-16. Format: https://www.sqlite.org/fileformat2.html
 */
import { type Allowance, exhausted, type Piece, unreadable } from './piece.ts'
import { recordOf, type Value } from './sqlite-record.ts'
import { openTree, type SqliteFile } from './sqlite-tree.ts'

const ENCODINGS = ['utf8', 'utf8', 'utf16le', 'utf16be'] as const

/** A member for each table: `name = "…", password = "…"`, line 3 the third row. */
export function* openSqlite(bytes: Buffer, _name: string, allowance: Allowance): Generator<Piece> {
  const file = fileOf(bytes)
  if (file === null) return yield unreadable('', 'is a damaged database')
  for (const [type, name, , root, sql] of rowsOf(file, 1, allowance)) {
    if (type !== 'table' || typeof root !== 'number' || root < 1) continue
    const stop = exhausted(allowance)
    if (stop) return yield stop
    yield* tableOf(String(name), columnsOf(String(sql)), file, root, allowance)
  }
  if (allowance.bytes <= 0) yield exhausted(allowance)!
}

function fileOf(bytes: Buffer): SqliteFile | null {
  if (bytes.length < 512) return null
  const stated = bytes.readUInt16BE(16)
  const page = stated === 1 ? 65_536 : stated
  const usable = page - bytes[20]!
  if (page < 512 || (page & (page - 1)) !== 0 || usable < 480) return null
  return { bytes, page, usable, encoding: ENCODINGS[bytes.readUInt32BE(56)] ?? 'utf8' }
}

/** Ends when the allowance does: many cells may share one payload, and many tables one tree. */
function* rowsOf(file: SqliteFile, root: number, allowance: Allowance): Generator<Value[]> {
  for (const payload of openTree(file, root, allowance)) {
    if (allowance.bytes <= 0) return
    yield recordOf(payload, file.encoding)
  }
}

function* tableOf(
  name: string,
  columns: string[],
  file: SqliteFile,
  root: number,
  allowance: Allowance,
): Generator<Piece> {
  const lines: string[] = []
  for (const row of rowsOf(file, root, allowance)) {
    const line = lineOf(row, columns)
    allowance.bytes -= line.length
    lines.push(line)
  }
  yield { name, bytes: Buffer.from(lines.join('\n')) }
}

const KEYS =
  /^(?:name|key|setting|variable|property|option(?:_?name)?|(?:config|meta|setting)_?(?:key|name))$/i
const VALUES = /^(?:value|val|data|content|(?:option|config|meta|setting)_?value)$/i

/** With `key = "value"` where a table holds such pairs: a rule asks for the name beside the value. */
function lineOf(row: Value[], columns: string[]): string {
  const told = row.flatMap((value, at) =>
    value === null ? [] : [`${columns[at] ?? `column${at + 1}`} = ${JSON.stringify(value)}`],
  )
  const key = row[columns.findIndex(column => KEYS.test(column))]
  const value = row[columns.findIndex(column => VALUES.test(column))]
  if (typeof key === 'string' && typeof value === 'string') told.push(`${key} = ${JSON.stringify(value)}`)
  return told.join(', ')
}

/** Of `CREATE TABLE t(a INT, "b c" TEXT, PRIMARY KEY (a))`: a, b c. Wrong where the SQL is odd: names only help to judge. */
function columnsOf(sql: string): string[] {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
  const parts = body.replace(/\([^()]*\)/g, '').split(',')
  const names = parts.map(part => /^\s*(?:"([^"]*)"|\[([^\]]*)\]|`([^`]*)`|'([^']*)'|([\w$]+))/.exec(part))
  return names.flatMap(found => found?.slice(1).find(name => name !== undefined) ?? []).filter(isColumn)
}

function isColumn(name: string): boolean {
  return !/^(?:primary|unique|check|foreign|constraint)$/i.test(name)
}
