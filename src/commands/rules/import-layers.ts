/**
 * A configuration of gitleaks or betterleaks with those it extends, as the tools themselves merge them: by rule id, the extending
 * file's fields before the extended one's, lists joined. Format: the README of gitleaks, "Configuration".
 */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PolicyError } from '../../errors.ts'
import { lineOf, parseToml } from '../../policy/toml.ts'
import type { Note, Source } from './import-model.ts'

type Table = Record<string, unknown>

/** One file's part of a rule or of the whole. */
export interface Part {
  table: Table
  source: Source
  /** from the top of the file: for lines */
  path: (string | number)[]
}

/** A rule: the file that extends first. */
export interface LayeredRule {
  id: string
  parts: Part[]
}

export interface Layered {
  rules: LayeredRule[]
  /** the files, the extending one first */
  files: Part[]
  usesDefault: boolean
  disabled: { id: string; part: Part }[]
  notes: Note[]
}

const DEEPEST = 5

/** Throws PolicyError for a file that cannot be read or parsed, PolicyError for one that extends itself. `read` throws as it likes. */
export function layersOf(
  source: Source,
  parsed: Table,
  cwd: string,
  read: (file: string) => Source,
  depth = 0,
): Layered {
  const file: Part = { table: parsed, source, path: [] }
  const extend = tableIn(parsed.extend)
  const disabled = strings(extend.disabledRules).map(id => ({ id, part: file }))
  const rules = rulesIn(file)
  const own: Layered = {
    rules,
    files: [file],
    usesDefault: extend.useDefault === true,
    disabled,
    notes: urlNote(file, extend),
  }
  if (typeof extend.path !== 'string' || extend.path === '') return own
  if (depth >= DEEPEST)
    throw new PolicyError('extends itself, or too many files', {
      subject: source.file,
      line: lineIn(file, ['extend', 'path']),
    })
  const base = read(found(extend.path, source, cwd))
  return merged(own, layersOf(base, parseToml(base.text, base.file), cwd, read, depth + 1))
}

/** The 1-based line of a field of this part. */
export function lineIn(
  { source, path }: Pick<Part, 'source' | 'path'>,
  field: (string | number)[] = [],
): number {
  return lineOf(source.text, [...path, ...field])
}

/** As the tools do it, from the working directory; a person may have meant beside the file. */
function found(path: string, source: Source, cwd: string): string {
  const beside = join(dirname(source.file), path)
  return existsSync(resolve(cwd, path)) || !existsSync(resolve(cwd, beside)) ? path : beside
}

function merged(own: Layered, base: Layered): Layered {
  const off = new Set(own.disabled.map(one => one.id))
  const inherited = base.rules.filter(rule => !off.has(rule.id))
  const rules = own.rules.map(rule => ({
    ...rule,
    parts: [...rule.parts, ...(inherited.find(one => one.id === rule.id)?.parts ?? [])],
  }))
  const added = inherited.filter(rule => !own.rules.some(one => one.id === rule.id))
  const unmet = own.disabled.filter(({ id }) => !base.rules.some(rule => rule.id === id))
  return {
    rules: [...rules, ...added],
    files: [...own.files, ...base.files],
    usesDefault: own.usesDefault || base.usesDefault,
    disabled: [...unmet, ...base.disabled],
    notes: [...own.notes, ...base.notes, ...own.disabled.filter(one => !unmet.includes(one)).map(offNote)],
  }
}

function rulesIn(file: Part): LayeredRule[] {
  const { rules } = file.table
  if (!Array.isArray(rules)) return []
  return rules.map((table: unknown, index) => {
    const part: Part = { table: tableIn(table), source: file.source, path: ['rules', index] }
    const { id } = part.table
    if (typeof id === 'string' && id !== '') return { id, parts: [part] }
    throw new PolicyError(`rule number ${index + 1}: field "id" must be a string that is not empty`, {
      subject: file.source.file,
      line: lineIn(part),
    })
  })
}

function offNote({ id, part }: Layered['disabled'][number]): Note {
  const line = lineIn(part, ['extend', 'disabledRules'])
  return {
    kind: 'note',
    file: part.source.file,
    line,
    what: id,
    why: 'disabled there, so it is not imported',
  }
}

function urlNote(file: Part, { url }: Table): Note[] {
  if (typeof url !== 'string' || url === '') return []
  const line = lineIn(file, ['extend', 'url'])
  const why = 'nothing is fetched: download it and import that file too'
  return [{ kind: 'left out', file: file.source.file, line, what: 'extend.url', why }]
}

export function tableIn(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {}
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string' && one !== '') : []
}
