/** What `portcullis rules test` prints. */
import { jsonText, visible } from '../../report/escape.ts'
import type { Tested } from './test.ts'

/** Failures first, then what is worth a look, the slowest, and one line in all. */
export function asText(tested: Tested[], notices: string[], engine: string): string {
  const lines = [
    ...tested.flatMap(failuresOf),
    ...tested.flatMap(notesOf),
    ...importedWithout(tested),
    ...notices.map(notice => `note: ${visible(notice)}`),
    ...slowest(tested),
    summary(tested, engine),
  ]
  return `${lines.join('\n')}\n`
}

export function asJson(tested: Tested[], notices: string[], engine: string): string {
  const failed = tested.filter(one => one.failures.length > 0).length
  return `${jsonText({ schemaVersion: 1, engine, tested: tested.length, failed, rules: tested, notices }, 2)}\n`
}

function failuresOf({ id, file, failures }: Tested): string[] {
  return failures.map(({ line, problem }) => visible(`FAIL ${file}:${line}: ${id}: ${problem}`))
}

function notesOf({ id, file, line, notes }: Tested): string[] {
  return notes.filter(note => note !== IMPORTED).map(note => visible(`note: ${file}:${line}: ${id}: ${note}`))
}

const IMPORTED = 'imported, no examples'

/** One line for all: another tool's rules never bring examples along. */
function importedWithout(tested: Tested[]): string[] {
  const count = tested.filter(one => one.notes.includes(IMPORTED)).length
  return count === 0 ? [] : [`note: ${count} imported rules have no examples: only timed`]
}

const LISTED = 5

function slowest(tested: Tested[]): string[] {
  const order = [...tested].sort((a, b) => worst(b) - worst(a)).slice(0, LISTED)
  const rows = order.map(one => {
    const [own, hostile] = [one.usPerKb, one.hostileUsPerKb].map(us =>
      us.toFixed(us < 10 ? 1 : 0).padStart(6),
    )
    return visible(`  ${own} ${hostile}  ${one.id}`)
  })
  return rows.length === 0 ? [] : ['slowest, in µs a KB of their examples and of a hostile text:', ...rows]
}

function worst({ usPerKb, hostileUsPerKb }: Tested): number {
  return Math.max(usPerKb, hostileUsPerKb)
}

function summary(tested: Tested[], engine: string): string {
  const failed = tested.filter(one => one.failures.length > 0).length
  const examples = tested.reduce((sum, one) => sum + one.examples, 0)
  const what = `${tested.length - failed} of ${tested.length} rules pass`
  return `${what}, ${examples} examples, engine ${engine}`
}
