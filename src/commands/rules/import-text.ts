/** What `portcullis rules import` prints. */
import { jsonText, visible } from '../../report/escape.ts'
import type { Note } from './import-model.ts'

export interface RulesResult {
  from: string
  tool: string
  /** null: nothing was left to write */
  to: string | null
  imported: number
  of: number
  allowlists: number
  notes: Note[]
  paths: { globs: string[]; place: string }[]
}

export interface IgnoredResult {
  from: string
  to: string
  found: number
  of: number
  notes: Note[]
}

export interface ImportResult {
  rules: RulesResult[]
  ignored: IgnoredResult[]
  baseline: { added: number; total: number } | null
  dryRun: boolean
}

export function importText({ rules, ignored, baseline, dryRun }: ImportResult): string {
  const lines = [
    ...rules.flatMap(rulesLines),
    ...ignored.flatMap(ignoredLines),
    ...(rules.length > 0
      ? ['the built-in rules look as before: an import adds rules and takes none away']
      : []),
    ...suggestion(rules),
    ...nextSteps(rules, baseline),
    ...(dryRun ? ['nothing was written (--dry-run)'] : []),
  ]
  return `${lines.join('\n')}\n`
}

export function importJson(result: ImportResult): string {
  return `${jsonText({ schemaVersion: 1, ...result }, 2)}\n`
}

function rulesLines({ from, tool, to, imported, of, allowlists, notes }: RulesResult): string[] {
  const lists = allowlists === 0 ? '' : `, ${allowlists} global allowlist${allowlists === 1 ? '' : 's'}`
  const target = to === null ? 'nothing to write' : visible(to)
  return [`${visible(from)} (${tool}): ${imported} of ${of} rules${lists} → ${target}`, ...noteLines(notes)]
}

function ignoredLines({ from, to, found, of, notes }: IgnoredResult): string[] {
  return [`${visible(from)}: ${found} of ${of} entries → ${to}`, ...noteLines(notes)]
}

/** In the order of the file. */
function noteLines(notes: Note[]): string[] {
  return [...notes].sort((a, b) => (a.file === b.file ? a.line - b.line : 0)).map(noteLine)
}

function noteLine({ kind, file, line, what, why }: Note): string {
  return visible(`  ${kind.padEnd(8)}  ${file}:${line}: ${what === '' ? '' : `${what}: `}${why}`)
}

/** A skip loosens what the built-in rules find: a person writes it, with a reason. */
function suggestion(rules: RulesResult[]): string[] {
  const paths = rules.flatMap(one => one.paths)
  if (paths.length === 0) return []
  const globs = [...new Set(paths.flatMap(one => one.globs))]
  return [
    'paths that were allowed for every rule there; to have nothing look at them, write into .portcullis/policy.toml:',
    '  [skips.imported]',
    visible(`  match = [${globs.map(glob => JSON.stringify(glob)).join(', ')}]`),
    visible(`  reason = "allowed in ${[...new Set(paths.map(one => one.place))].join(', ')}"`),
  ]
}

function nextSteps(rules: RulesResult[], baseline: ImportResult['baseline']): string[] {
  const files = rules.flatMap(one => one.to ?? [])
  const steps = [
    ...(files.length > 0 ? [`  next: portcullis rules test ${files.map(visible).join(' ')}`] : []),
    ...(baseline !== null && baseline.added > 0
      ? [
          '  next: commit .portcullis/baseline.json in a change of its own; it counts once it is on the trusted base',
        ]
      : []),
  ]
  return [
    ...(baseline === null
      ? []
      : [`.portcullis/baseline.json: ${baseline.added} added, ${baseline.total} in all`]),
    ...steps,
  ]
}
