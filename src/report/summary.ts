/** The step summary of a CI job: GitHub-flavoured Markdown that untrusted text cannot add markup to. */
import type { Decision, Finding } from '../model.ts'
import { entries, places } from './entries.ts'
import { visible } from './escape.ts'
import { approvedLines, coverageLine, unreadLines } from './lines.ts'
import { plain } from './paint.ts'
import { place } from './place.ts'
import { standing } from './standing.ts'
import { outcome, verdictLine } from './verdict.ts'

// GitHub refuses a step's summary over 1 MiB, and nobody reads more rows.
const ROWS = 50
const CELL = 500

/** A heading, a table of at most 50 entries, notices, coverage, verdict. */
export function summary(decision: Decision): string {
  const all = entries(decision.findings)
  const lines = [
    `## Portcullis: ${decision.operation.kind} ${outcome(decision)}`,
    '',
    ...table(all, decision),
    ...(all.length > ROWS ? [`and ${all.length - ROWS} more in the log`, ''] : []),
    ...silenced(decision),
    ...consents(decision),
    ...unreadLines(decision.coverage, plain).map(line => `- ${html(line.trim())}`),
    ...decision.notices.map(n => `- ${html(n)}`),
    ...(decision.notices.length > 0 ? [''] : []),
    html(coverageLine(decision.coverage, decision.durationMs)),
    '',
    html(verdictLine(decision, plain)),
  ]
  return `${lines.join('\n')}\n`
}

function table(findings: Finding[], decision: Decision): string[] {
  if (findings.length === 0) return []
  const rows = findings.slice(0, ROWS).map(f => row(f, decision))
  return ['| verdict | rule | where | what | next step |', '| --- | --- | --- | --- | --- |', ...rows, '']
}

function row(f: Finding, decision: Decision): string {
  const others = places(f).length - 1
  const stands = standing(f, decision)
  const still = stands === undefined ? '' : `; ${html(stands)}`
  const where = `<code>${html(place(f))}</code>${others > 0 ? ` and ${others} more` : ''}${still}`
  const what = f.facts === undefined ? f.message : `${f.message}: ${f.facts.join('; ')}`
  return `| ${f.verdict} | <code>${html(f.ruleId)}</code> | ${where} | ${html(what)} | ${html(f.remedy)} |`
}

function silenced({ suppressed }: Decision): string[] {
  const lines = suppressed.slice(0, ROWS).map(({ finding, suppression }) => {
    return `- suppressed: <code>${html(finding.ruleId)}</code> at <code>${html(place(finding))}</code>: ${html(suppression.reason)}`
  })
  const more = suppressed.length > ROWS ? [`- and ${suppressed.length - ROWS} more suppressed`] : []
  return lines.length > 0 ? [...lines, ...more, ''] : []
}

/** Who approved what, and what is still to be approved. */
function consents({ approvals = [], requests = [] }: Decision): string[] {
  const lines = [
    ...approvedLines(approvals.slice(0, ROWS), plain).map(line => `- ${html(line.trim())}`),
    ...requests.map(({ id, target, command }) => {
      return `- request ${html(id)} for <code>${html(target)}</code>: a person runs <code>${html(command)}</code>`
    }),
  ]
  return lines.length > 0 ? [...lines, ''] : []
}

/** Everything that Markdown or HTML could read as markup becomes a character reference. */
function html(text: string): string {
  const short = text.length > CELL ? `${text.slice(0, CELL)}…` : text
  return visible(short).replace(/[&<>"'|`*_[\]()~#\\@!:]/g, c => `&#${c.charCodeAt(0)};`)
}
