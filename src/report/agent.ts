/** For coding agents: the same facts, terse, without colour, the deciding line first. */
import type { Decision } from '../model.ts'
import { blocks, entries } from './entries.ts'
import { visible } from './escape.ts'
import { approvedLines, coverageLine, findingLines, suppressedLines, unreadLines } from './lines.ts'
import { plain } from './paint.ts'
import { deciding, requestLines, tokenLine } from './token.ts'
import { verdictLine } from './verdict.ts'

/** The token line, the next legitimate step on it, then the entries. */
export function agent(decision: Decision): string {
  const lines = [
    ...head(decision),
    ...entries(decision.findings).flatMap(f => findingLines(f, decision, plain)),
    ...unreadLines(decision.coverage, plain),
    ...suppressedLines(decision.suppressed, plain),
    ...approvedLines(decision.approvals ?? [], plain),
    ...decision.notices.map(n => `note: ${visible(n)}`),
    coverageLine(decision.coverage, decision.durationMs),
    verdictLine(decision, plain),
  ]
  return `${lines.join('\n')}\n`
}

/** Where there are requests, they are what has to be answered. */
function head(decision: Decision): string[] {
  const requests = requestLines(decision)
  return requests.length > 0 ? requests : [`${tokenLine(decision)}${nextStep(decision)}`]
}

/** `ask` has its own fixed line (design §6): its next step stands with the entry and on a line of its own. */
function nextStep(decision: Decision): string {
  const remedy = deciding(decision)[0]?.remedy
  if (!blocks(decision) || remedy === undefined) return ''
  return decision.verdict === 'ask' ? `\nnext: ${visible(remedy)}` : `  next: ${visible(remedy)}`
}
