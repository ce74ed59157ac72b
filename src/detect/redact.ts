/** The only file that makes Redacted text: a line with every credential in it masked, clipped, and safe to print. */
import type { Redacted } from '../model.ts'
import type { Candidate } from './candidate.ts'
import type { Span } from './layer.ts'
import { type Lines, lineAt, lineRange } from './position.ts'
import { Secret } from './secret.ts'
import { alignEnd, alignStart, slice, type Text } from './text.ts'

/** Bytes shown on each side of the secret. */
const BEFORE = 60
const AFTER = 100
const COLUMNS = 120

/** The line on which the candidate's secret begins. `all`: every candidate of the content, reported or not. */
export function excerptOf(candidate: Candidate, all: Candidate[], lines: Lines): Redacted {
  const { text } = lines
  const [lineStart, lineEnd] = lineRange(lines, lineAt(lines, candidate.root[0]))
  const start = alignEnd(text, Math.max(lineStart, candidate.root[0] - BEFORE))
  const end = alignStart(text, Math.min(lineEnd, candidate.root[1] + AFTER))
  const masked = maskRange(text, [start, Math.max(start, end)], all, candidate)
  const line = `${start > lineStart ? '…' : ''}${masked.trim()}${end < lineEnd ? '…' : ''}`
  return printable(clipped(line)) as Redacted
}

/** The whole text, masked and safe to print, not clipped: for names and paths. */
export function maskAll(text: Text, all: Candidate[]): Redacted {
  return printable(maskRange(text, [0, text.bytes.length], all)) as Redacted
}

/** In place of an excerpt, where there are too many to show. */
export function countOf(credentials: number): Redacted {
  return `${credentials} more` as Redacted
}

function maskRange(text: Text, [start, end]: Span, all: Candidate[], shown?: Candidate): string {
  let out = ''
  let at = start
  for (const span of spansIn(all, start, end)) {
    if (span[1] <= at) continue
    out += slice(text, at, Math.max(at, span[0])) + maskOf(span, at, shown)
    at = Math.min(end, tokenEnd(text, span[1], end))
  }
  return withoutSecrets(out + slice(text, at, end), all)
}

function spansIn(all: Candidate[], start: number, end: number): Span[] {
  const near = all.map(({ root }) => root).filter(([from, to]) => from < end && to > start)
  return near.sort((a, b) => a[0] - b[0] || b[1] - a[1])
}

/** What may be shown of a secret: the few characters its rule fixes, where nothing else lies under the mask. */
function maskOf(span: Span, at: number, shown: Candidate | undefined): string {
  if (!shown || shown.layer.depth > 0 || span[0] < at || span !== shown.root) return '…'
  const { prefix } = shown.rule
  return Secret.reveal(shown.secret).startsWith(prefix) ? `${prefix}…` : '…'
}

/** A regex may have taken only a part of a longer token: the mask goes on to where it ends. */
function tokenEnd(text: Text, from: number, limit: number): number {
  let at = from
  while (at < limit && /[\w+/=~-]/.test(String.fromCharCode(text.bytes[at]!))) at++
  return at
}

/** The same secret again, where no rule saw it. */
function withoutSecrets(masked: string, all: Candidate[]): string {
  let out = masked
  for (const secret of new Set(all.slice(0, 200).map(one => Secret.reveal(one.secret)))) {
    if (secret.length >= 6) out = out.replaceAll(secret, '…')
  }
  return out
}

function clipped(line: string): string {
  return line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line
}

/** Control, direction and zero-width characters are spelled out: a terminal must not obey a diff. */
function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replace(
      /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      char => `\\u{${char.charCodeAt(0).toString(16)}}`,
    )
}
