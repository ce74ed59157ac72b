/** The report for a pull request's comment or a job's summary: the questions, the advice, the tables that are not empty. */
import { visible } from '../escape.ts'
import { advice } from './advice.ts'
import { checklist } from './checklist.ts'
import { type Table, tables } from './tables.ts'
import type { Figures, Standing } from './types.ts'

export function auditMarkdown(figures: Figures, standing: Standing): string {
  const { records, from, to } = figures
  const span =
    from === null ? 'the log is empty' : `${records} records, ${from.slice(0, 10)} to ${to!.slice(0, 10)}`
  const questions: Table = {
    title: '',
    none: '',
    head: ['question', 'answer', 'evidence'],
    rows: checklist(figures, standing).map(({ question, answer, evidence }) => [question, answer, evidence]),
  }
  const advised = advice(figures, standing).map(sentence => `- ${safe(sentence)}`)
  return [
    `## Portcullis: ${safe(standing.repository)}`,
    `${span}; ${safe(standing.chain)}`,
    tableText(questions),
    ...(advised.length === 0 ? [] : ['### For whoever tunes the rules', advised.join('\n')]),
    ...tables(figures, standing)
      .filter(({ rows }) => rows.length > 0)
      .map(table => `### ${table.title}\n\n${tableText(table)}`),
    '',
  ].join('\n\n')
}

function tableText({ head, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map(cell => safe(String(cell))).join(' | ')} |`
  const padded = rows.map(row => [...row, ...head.slice(row.length).map(() => '')])
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...padded.map(line)].join('\n')
}

/** Nothing in it is a link, a mention, markup or the end of a cell. */
function safe(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>#|!~@&]/g, character => `&#${character.charCodeAt(0)};`)
}
