/** `portcullis rules list`: one line a rule. */
import type { Io } from '../../enforce.ts'
import { UsageError } from '../../errors.ts'
import type { ExitCode } from '../../model.ts'
import { jsonText, visible } from '../../report/escape.ts'
import { type Catalog, type Listed, meant, openCatalog } from './catalog.ts'

export interface ListFlags {
  provider?: string
  confidence?: string
  own?: boolean
  format: string
}

/** Throws UsageError for a provider that no rule has. */
export async function listRules(flags: ListFlags, io: Io): Promise<ExitCode> {
  const catalog = await openCatalog(io)
  const rules = chosen(catalog, flags)
  io.out(flags.format === 'json' ? asJson(rules, catalog) : asText(rules, catalog))
  return 0
}

function chosen({ rules }: Catalog, { provider, confidence, own }: ListFlags): Listed[] {
  if (provider !== undefined) refuseUnknown(provider, rules)
  return rules.filter(
    one =>
      (provider === undefined || one.rule.provider.toLowerCase() === provider.toLowerCase()) &&
      (confidence === undefined || one.rule.confidence === confidence) &&
      (!own || one.own),
  )
}

function refuseUnknown(provider: string, rules: Listed[]): void {
  const providers = [...new Set(rules.map(one => one.rule.provider))]
  if (providers.some(one => one.toLowerCase() === provider.toLowerCase())) return
  const near = meant(
    provider,
    providers.map(one => one.toLowerCase()),
  )
  const names = providers.filter(one => near.includes(one.toLowerCase()))
  throw new UsageError(`no rule has the provider "${provider}"`, {
    hint: names.length > 0 ? `did you mean "${names.join('", "')}"?` : 'see all with portcullis rules list',
  })
}

function asText(rules: Listed[], { notices }: Catalog): string {
  const width = Math.max(0, ...rules.map(one => one.rule.id.length))
  const lines = rules.map(one => line(one, width))
  return [...lines, summary(rules), ...notices.map(notice => `note: ${visible(notice)}`), ''].join('\n')
}

function line({ rule, own, file, imported, disabledBy }: Listed, width: number): string {
  const { id, severity, confidence, provider, description } = rule
  const marks = [
    ...(own ? [`own: ${file}${imported === undefined ? '' : ', imported'}`] : []),
    ...(disabledBy === undefined ? [] : [`disabled: ${disabledBy}`]),
  ]
  const mark = marks.length === 0 ? '' : `  [${marks.join('; ')}]`
  const columns = [id.padEnd(width), severity.padEnd(8), confidence.padEnd(6), provider, description]
  return visible(columns.join('  ') + mark)
}

function summary(rules: Listed[]): string {
  const providers = new Set(rules.map(one => one.rule.provider)).size
  const own = rules.filter(one => one.own).length
  const off = rules.filter(one => one.disabledBy !== undefined).length
  const many = providers === 1 ? '1 provider' : `${providers} providers`
  return `${rules.length} rules of ${many}, ${own} of this repository, ${off} disabled`
}

function asJson(rules: Listed[], { notices }: Catalog): string {
  const list = rules.map(({ rule, ...place }) => {
    const { id, provider, description, severity, confidence } = rule
    return { id, provider, description, severity, confidence, ...place }
  })
  return `${jsonText({ schemaVersion: 1, rules: list, notices }, 2)}\n`
}
