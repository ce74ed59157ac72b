/** Imported rules as the text of a rule file: TOML with one line a field, so that a person can go on from there. */
import type { ImportedAllowlist, ImportedRule, ImportedRules } from './import-model.ts'

export function ruleFileText({ source, tool, rules, allowlists }: ImportedRules): string {
  const head = [
    `# Made by "portcullis rules import" from ${oneLine(source.file)}; rules/README.md of Portcullis has the fields. It is yours to edit: give the`,
    '# rules a better confidence and severity, revoke addresses, and examples (matches, ignores) for "portcullis rules test".',
    `imported = ${text(`${tool}, ${source.file}`)}`,
    'provider = "Imported"',
  ]
  return `${[...head, ...allowlists.flatMap(list => ['', '[[allowlists]]', ...fields(list)]), ...rules.flatMap(ruleLines)].join('\n')}\n`
}

function ruleLines({ allowlists = [], ...rule }: ImportedRule): string[] {
  const lists = allowlists.flatMap(list => ['', '[[rules.allowlists]]', ...fields(list)])
  return ['', '[[rules]]', ...fields(rule), ...lists]
}

function fields(table: Omit<ImportedRule, 'allowlists'> | ImportedAllowlist): string[] {
  return Object.entries(table).map(([name, value]) => `${name} = ${written(value)}`)
}

function written(value: unknown): string {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return list(value.map(written))
  if (typeof value !== 'object' || value === null) return String(value)
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${name} = ${written(one)}`)
    .join(', ')} }`
}

function list(items: string[]): string {
  const line = `[${items.join(', ')}]`
  return line.length <= 100 ? line : `[\n${items.map(item => `  ${item},`).join('\n')}\n]`
}

/** A literal string where one can hold it: a regex is to be read. */
function text(value: string): string {
  const isPlain = !/[\0-\x1f\x7f]/.test(value)
  if (isPlain && /["\\]/.test(value)) {
    if (!value.includes("'")) return `'${value}'`
    if (!value.includes("''") && !value.endsWith("'")) return `'''${value}'''`
  }
  return JSON.stringify(value).replaceAll('\x7f', '\\u007f')
}

function oneLine(value: string): string {
  return value.replace(/[\0-\x1f\x7f]/g, '?')
}
