/** What `portcullis baseline` prints. */
import type { BaselineEntry } from '../policy/baseline.ts'
import { jsonText, visible } from '../report/escape.ts'
import type { BaselineChange } from './baseline.ts'

/** One sentence, and the next step: a baseline in the working copy alone does not count for all. */
export function changeText({ file, added, removed, total }: BaselineChange): string {
  const what = `${file}: ${added} added, ${removed} removed, ${total} in all\n`
  if (added + removed === 0) return what
  return `${what}  next: commit it in a change of its own; it counts once it is on the trusted base\n`
}

/** An entry a block for people, or the entries as JSON. */
export function entriesText(entries: BaselineEntry[], format: string): string {
  if (format === 'json') return `${jsonText({ schemaVersion: 1, entries }, 2)}\n`
  if (entries.length === 0) return 'the baseline is empty\n'
  return entries.map(block).join('')
}

function block({ id, rule, paths, reason, by, added }: BaselineEntry): string {
  const who = by === undefined ? '' : ` by ${visible(by)}`
  const head = `${id.slice(0, 12)}  ${visible(rule)}  "${visible(reason)}"${who}, ${visible(added)}\n`
  return head + paths.map(path => `      at ${visible(path)}\n`).join('')
}
