/**
 * Rules whose keyword stands apart from the match (`discord` for a token of three parts): any line may hold one. Their
 * precheck is run over the whole content at once; a window for each line would cost more than everything else together.
 */
import type { Span } from './layer.ts'
import { isShort } from './precheck.ts'
import type { Rule, RuleTable } from './rule.ts'
import { LARGE, latin1, SURROGATE, slice, type Text } from './text.ts'

/**
 * Offsets of all that the rule's precheck finds within the span (whole lines), and so of all its regex can; null where only a
 * look at each window tells.
 */
export function placesOf(rule: Rule, text: Text, [start, end]: Span): number[] | null {
  if (!isTold(rule) || text.bytes.length > LARGE) return null
  const part = partOf(text, start, end)
  if (part === null) return null
  const offset = text.plain ? (at: number) => at : (at: number) => Buffer.byteLength(part.slice(0, at))
  return findAll(patternOf(rule.precheck), part).map(at => start + offset(at))
}

let last: { text: Text; start: number; end: number; part: string | null } | undefined

/** The rules come one after another to the same text: it is decoded once. null where it holds half characters. */
function partOf(text: Text, start: number, end: number): string | null {
  if (text.plain) return latin1(text, start, end)
  if (last?.text === text && last.start === start && last.end === end) return last.part
  const decoded = slice(text, start, end)
  last = { text, start, end, part: SURROGATE.test(decoded) ? null : decoded }
  return last.part
}

function findAll(pattern: RegExp, text: string): number[] {
  const found: number[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    found.push(match.index)
    if (match[0] === '') pattern.lastIndex++
  }
  return found
}

/** The rules of `apart` that may match in these lines: nearly always none, which one search for all of them tells. */
export function apartIn(table: RuleTable, text: Text, [start, end]: Span): number[] {
  const { untold, pattern } = togetherOf(table)
  if (untold.length === table.apart.length) return untold
  const part = slice(text, start, end)
  return pattern.test(part) || (!text.plain && SURROGATE.test(part)) ? table.apart : untold
}

interface Together {
  /** whose precheck says nothing for a whole content */
  untold: number[]
  /** of all others */
  pattern: RegExp
}

const together = new WeakMap<RuleTable, Together>()

function togetherOf(table: RuleTable): Together {
  const known = together.get(table)
  if (known) return known
  const told = table.apart.map(table.rule).filter(isTold)
  const untold = table.apart.filter(index => !isTold(table.rule(index)))
  const pattern = new RegExp(told.map(rule => `(?:${rule.precheck.replace(BEFORE, '')})`).join('|'), 'm')
  together.set(table, { untold, pattern })
  return { untold, pattern }
}

function isTold(rule: Rule): rule is Rule & { precheck: string } {
  return rule.precheck !== undefined && isShort(rule)
}

const patterns = new Map<string, RegExp>()

/** Without what it asks of the character before: that only finds more, and much faster. */
function patternOf(precheck: string): RegExp {
  const known = patterns.get(precheck)
  if (known) return known
  const pattern = new RegExp(precheck.replace(BEFORE, ''), 'gm')
  patterns.set(precheck, pattern)
  return pattern
}

/** `(?:\b|\\[nrt])` and `(?:^|[^…])` at the start, as precheck.ts writes them */
const BEFORE = /^\(\?:(?:\\b|\^)\|(?:\\\\\[nrt\]|\[\^(?:\\.|[^\]\\])*\])\)/
