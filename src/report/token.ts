/** The line a program looks for first: `PORTCULLIS <VERDICT> <decision id> clause=<id> …`. */
import type { Decision, Finding } from '../model.ts'
import { visible } from './escape.ts'

const NAMED_CLAUSES = 5

/** `PORTCULLIS ASK <id> clause=<clause>`: the verdict, the decision's id, and the clauses that made it. */
export function tokenLine(decision: Decision): string {
  const clauses = [...new Set(deciding(decision).map(clauseId))]
  const word = decision.coverage.unread.length > 0 ? 'UNDECIDED' : decision.verdict.toUpperCase()
  return `PORTCULLIS ${word} ${oneWord(decision.id)}${clausesOf(clauses)}`
}

/** One for each request: `PORTCULLIS ASK <request id> clause=<clause>`, and the command that a person runs next. */
export function requestLines({ requests = [] }: Decision): string[] {
  return requests.flatMap(({ id, clauses, target, files, command }) => [
    `PORTCULLIS ASK ${oneWord(id)}${clausesOf(clauses)}`,
    `  a person approves it (${about(target, files)}) with: ${visible(command)}`,
  ])
}

function about(target: string, files: number): string {
  const what = files === 0 ? '' : files === 1 ? '1 file for ' : `${files} files for `
  return `${what}${visible(target)}`
}

/** The findings whose verdict is the decision's own. */
export function deciding(decision: Decision): Finding[] {
  return decision.findings.filter(f => f.verdict === decision.verdict)
}

function clausesOf(clauses: string[]): string {
  const named = clauses.slice(0, NAMED_CLAUSES).map(id => ` clause=${oneWord(id)}`)
  const more = clauses.length > NAMED_CLAUSES ? ` clauses=${clauses.length}` : ''
  return `${named.join('')}${more}`
}

function clauseId(finding: Finding): string {
  return finding.clause?.id ?? finding.ruleId
}

/** Fields are divided by blanks, so a blank inside one is shown escaped. */
function oneWord(text: string): string {
  return visible(text).replaceAll(' ', '\\u{20}')
}
