/** `portcullis rules show ID`: everything that is written down about a rule. */
import { loadDetectors, maskText } from '../../detect/index.ts'
import type { Io } from '../../enforce.ts'
import { UsageError } from '../../errors.ts'
import type { ExitCode } from '../../model.ts'
import { jsonText, visible } from '../../report/escape.ts'
import { type Catalog, type Listed, meant, openCatalog } from './catalog.ts'
import { builtInTexts, parsedRules, rulesOf, type SourceText } from './sources.ts'

type Table = Record<string, unknown>

interface Shown {
  id: string
  own: boolean
  file: string
  line: number
  disabledBy?: string
  imported?: string
  provider: string
  fields: Table
}

/** Throws UsageError (with what was probably meant) for an id that no rule has. */
export async function showRule(id: string, flags: { format: string }, io: Io): Promise<ExitCode> {
  const catalog = await openCatalog(io)
  const found = catalog.rules.filter(one => one.rule.id === id)
  if (found.length === 0) throw unknownRule(id, catalog)
  const shown = found.map(one => written(one, catalog)).map(withoutSecrets)
  io.out(
    flags.format === 'json'
      ? `${jsonText({ schemaVersion: 1, rules: shown }, 2)}\n`
      : shown.map(asText).join('\n'),
  )
  return 0
}

export function unknownRule(id: string, { rules }: Pick<Catalog, 'rules'>): UsageError {
  const near = meant(id, [...new Set(rules.map(one => one.rule.id))])
  return new UsageError(`there is no rule "${id}"`, {
    hint:
      near.length > 0 ? `did you mean "${near.join('", "')}"?` : 'see all of them with portcullis rules list',
  })
}

/** As in its file, where it can be found there; the compiled rule has no examples and no references. */
function written(listed: Listed, { texts }: Catalog): Shown {
  const { rule, own, disabledBy, imported } = listed
  const source = sourceOf(listed, own ? texts : builtInTexts())
  const parsed = source && parsedRules(source)
  const table = parsed && rulesOf(parsed.parsed).findLast(one => one.id === rule.id)
  const { id: _, ...fields } = table ?? { ...rule }
  return {
    id: rule.id,
    own,
    file: source?.file ?? 'dist/rules.jsonl',
    line: parsed?.lineOf?.(rule.id) ?? 1,
    ...(disabledBy === undefined ? {} : { disabledBy }),
    ...(imported === undefined ? {} : { imported }),
    provider: rule.provider,
    fields,
  }
}

function sourceOf({ rule, file }: Listed, texts: SourceText[]): SourceText | undefined {
  const quoted = [`"${rule.id}"`, `'${rule.id}'`]
  return texts.findLast(
    text => (file === undefined || text.file === file) && quoted.some(id => text.text.includes(id)),
  )
}

/** Built-in examples are templates; what a repository writes into its own rules may be anything. */
function withoutSecrets(shown: Shown): Shown {
  if (!shown.own) return shown
  const detectors = loadDetectors()
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return maskText(value, detectors)
    if (Array.isArray(value)) return value.map(masked)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(one)]))
  }
  return { ...shown, fields: masked(shown.fields) as Table }
}

function asText({ id, own, file, line, disabledBy, imported, provider, fields }: Shown): string {
  const { description, ...rest } = fields
  const rows: [string, unknown][] = [
    ['defined', `${own ? 'by this repository' : 'built in'}, ${file}:${line}`],
    ...(imported === undefined ? [] : ([['imported', imported]] as [string, unknown][])),
    ...(disabledBy === undefined ? [] : ([['disabled', `by ${disabledBy}`]] as [string, unknown][])),
    ['provider', provider],
    ...Object.entries(rest),
  ]
  return `${visible(`${id}  ${String(description)}`)}\n${rows.map(([name, value]) => row(name, value, '  ')).join('')}`
}

function row(name: string, value: unknown, indent: string): string {
  if (!Array.isArray(value)) return `${indent}${visible(`${name.padEnd(12)} ${asWord(value)}`)}\n`
  if (value.length === 0) return ''
  const simple = value.every(one => typeof one !== 'object')
  const inline = value.map(asWord).join(', ')
  if (simple && name === 'keywords') return `${indent}${visible(`${name.padEnd(12)} ${inline}`)}\n`
  return `${indent}${name}\n${value.map(one => item(one, `${indent}  `)).join('')}`
}

function item(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return `${indent}${visible(asWord(value))}\n`
  return Object.entries(value)
    .map(([name, one], index) => row(name, one, index === 0 ? indent : indent))
    .join('')
}

function asWord(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
