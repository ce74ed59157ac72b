/** A tool's output with its credentials masked, in the very shape that it came in: the host refuses another one. */
import type { Credential } from '../model.ts'

/** What has to go: a credential, or (`exact`) characters that nobody sees, of which no neighbour is a part. */
export type Found = Pick<Credential, 'ruleId' | 'line' | 'column' | 'endLine' | 'endColumn'> & {
  exact?: true
}
export type Find = (text: string) => readonly Found[]

/** `find` gives what has to go of one text. Names of members stay as they are; what is not text too. */
export function redactIn(value: unknown, find: Find): unknown {
  if (typeof value === 'string') return redacted(value, find)
  if (Array.isArray(value)) return value.map(item => redactIn(item, find))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactIn(item, find)]))
}

/** More rounds than one: where one match is gone another may be seen. What is still there then goes with all of its text. */
const ROUNDS = 4

export function redacted(text: string, find: Find): string {
  let now = text
  for (let round = 0; round < ROUNDS; round++) {
    const found = find(now)
    if (found.length === 0) return now
    now = masked(now, found)
  }
  return find(now).length === 0 ? now : '[redacted: all of this text]'
}

interface Span {
  from: number
  to: number
  rule: string
}

/** A credential is told once however often it stands there, so its value goes wherever it stands. */
function masked(text: string, found: readonly Found[]): string {
  const spans = spansOf(text, found)
  const values = new Map(spans.map(({ from, to, rule }) => [text.slice(from, to), rule]))
  let out = text
  for (const [value, rule] of [...values].sort(([a], [b]) => b.length - a.length))
    if (value !== '') out = out.split(value).join(`[redacted: ${rule}]`)
  return out
}

function spansOf(text: string, found: readonly Found[]): Span[] {
  const starts = lineStarts(text)
  const offset = (line: number, column: number) =>
    Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1)
  return found.map(({ line, column, endLine, endColumn, ruleId, exact }) => ({
    from: offset(line, column),
    to: exact ? offset(endLine, endColumn) : tokenEnd(text, offset(endLine, endColumn)),
    rule: ruleId,
  }))
}

/** A rule may know only a part of a longer token. */
function tokenEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && /[\w+/=~-]/.test(text[at]!)) at++
  return at
}

/** Where each line begins, as the detector counts lines: a line feed ends one. */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
