/**
 * The report as one file that asks for nothing: no script, no font, no image from anywhere. Its policy allows the one style sheet
 * in it, by hash, so that even markup that slipped through an escape could do nothing.
 */
import { createHash } from 'node:crypto'
import { visible } from '../escape.ts'
import { advice } from './advice.ts'
import { dayChart } from './chart.ts'
import { checklist } from './checklist.ts'
import { type Table, tables } from './tables.ts'
import type { Answer, Figures, Standing } from './types.ts'

const STYLE = `
:root{color-scheme:light dark;--ink:#1c1f23;--faint:#667;--line:#d8dbe0;--page:#fff;--card:#f6f7f9;--deny:#c0392b;--ask:#d98200;--warn:#c9b037;--allow:#4c9f70}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--faint:#9aa3ad;--line:#3a3f46;--page:#15181c;--card:#1e2227}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:64rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{margin:.3rem 0}.faint{color:var(--faint)}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{color:var(--faint);font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
ul.check{list-style:none;padding:0;display:grid;gap:.5rem}ul.check li{background:var(--card);border-left:.3rem solid var(--line);padding:.5rem .8rem}
li.yes{border-color:var(--allow)!important}li.partly{border-color:var(--ask)!important}li.no{border-color:var(--deny)!important}
b.tag{text-transform:uppercase;font-size:.75rem;margin-right:.5rem}svg{width:100%;height:auto;background:var(--card)}
svg text{font-size:11px;fill:var(--faint)}svg line{stroke:var(--line)}rect.deny{fill:var(--deny)}rect.ask{fill:var(--ask)}rect.warn{fill:var(--warn)}rect.allow{fill:var(--allow)}
.legend span{margin-right:1rem}.legend i{display:inline-block;width:.7rem;height:.7rem;margin-right:.3rem}
i.deny{background:var(--deny)}i.ask{background:var(--ask)}i.warn{background:var(--warn)}i.allow{background:var(--allow)}
@media print{body{max-width:none}}
`

/** `made`: ISO 8601. Everything that is not ours is escaped, and hidden characters are shown. */
export function auditHtml(figures: Figures, standing: Standing, made: string): string {
  const hash = createHash('sha256').update(STYLE).digest('base64')
  const csp = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const title = `Portcullis: ${safe(standing.repository)}`
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${csp}">`,
    '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
    `<title>${title}</title><style>${STYLE}</style></head><body>`,
    `<header><h1>${title}</h1>${headLines(figures, standing, made)}</header><main>`,
    section('Five questions', checks(checklist(figures, standing))),
    section('Decisions by day', `${LEGEND}${dayChart(figures.days) || '<p class="faint">no decisions</p>'}`),
    section('For whoever tunes the rules', advised(advice(figures, standing))),
    ...tables(figures, standing).map(table => section(table.title, tableHtml(table))),
    '</main></body></html>\n',
  ].join('\n')
}

const LEGEND = `<p class="legend">${['deny', 'ask', 'warn', 'allow'].map(verdict => `<span><i class="${verdict}"></i>${verdict}</span>`).join('')}</p>`

function headLines({ records, from, to }: Figures, { owner, chain }: Standing, made: string): string {
  const span = from === null ? 'the log is empty' : `${records} records, ${day(from)} to ${day(to!)}`
  const contact = owner?.contact === undefined ? '' : ` (${safe(owner.contact)})`
  const who = owner === null ? 'no owner is named in the policy' : `owner: ${safe(owner.name)}${contact}`
  return `<p>${span}; ${safe(chain)}</p><p class="faint">${who} · made ${safe(made.slice(0, 16).replace('T', ' '))} UTC</p>`
}

function section(title: string, body: string): string {
  return `<section><h2>${safe(title)}</h2>${body}</section>`
}

function checks(answers: readonly Answer[]): string {
  const items = answers.map(
    ({ question, answer, evidence }) =>
      `<li class="${answer}"><b class="tag">${answer}</b>${safe(question)}<p class="faint">${safe(evidence)}</p></li>`,
  )
  return `<ul class="check">${items.join('')}</ul>`
}

function advised(sentences: readonly string[]): string {
  if (sentences.length === 0) return '<p class="faint">nothing stands out</p>'
  return `<ul>${sentences.map(sentence => `<li>${safe(sentence)}</li>`).join('')}</ul>`
}

function tableHtml({ head, rows, none }: Table): string {
  if (rows.length === 0) return `<p class="faint">${safe(none)}</p>`
  const cells = (row: readonly (string | number)[]) =>
    row
      .map(cell => (typeof cell === 'number' ? `<td class="n">${cell}</td>` : `<td>${safe(cell)}</td>`))
      .join('')
  const isNumber = (column: number) => typeof rows[0]![column] === 'number'
  const heads = head
    .map((name, column) => `<th scope="col"${isNumber(column) ? ' class="n"' : ''}>${safe(name)}</th>`)
    .join('')
  return `<table><thead><tr>${heads}</tr></thead><tbody>${rows.map(row => `<tr>${cells(row)}</tr>`).join('')}</tbody></table>`
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for an element or a quoted attribute. */
function safe(text: string): string {
  return visible(text).replace(/[&<>"']/g, character => ENTITIES[character]!)
}

function day(time: string): string {
  return safe(time.slice(0, 10))
}
