/**
 * Manifests of package managers → the dependencies they name, each with where it comes from (`registry`, `git github.com`,
 * `a path`). Formats: npm's package.json, pip's requirements files, pyproject.toml (PEP 621, 735, poetry, uv), Pipfile, go.mod,
 * Cargo.toml, Gemfile, composer.json.
 */
import { parseToml } from '../../policy/toml.ts'
import { type JsonTable, jsonTable, spelled, tableOf } from './json.ts'
import { lineManifest } from './manifest-lines.ts'
import { origin, REGISTRY } from './origin.ts'

/** Name → where from. */
export type Dependencies = Map<string, string>

/** Null when the text is not what its name says: then nothing can be said but that it changed. */
export function dependenciesIn(path: string, text: string): Dependencies | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name === 'package.json') return fromTable(jsonTable(text), NPM)
  if (name === 'composer.json') return fromTable(jsonTable(text), COMPOSER)
  if (name.endsWith('.toml') || name === 'pipfile') return fromTable(tomlTable(text), TOML)
  return lineManifest(name, text)
}

/** Where the manifest's format keeps its dependencies, as paths of keys; `*` is any key. */
interface Places {
  /** tables of name → version or table */
  tables: string[]
  /** lists of PEP 508 strings */
  lists: string[]
  /** settings that say where packages are fetched from: each is an entry by itself */
  sources: string[]
}

const NPM: Places = {
  tables: [
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies',
    'overrides',
    'resolutions',
    'pnpm.overrides',
  ],
  lists: [],
  sources: ['publishConfig.registry'],
}
const COMPOSER: Places = { tables: ['require', 'require-dev'], lists: [], sources: ['repositories'] }
const TOML: Places = {
  tables: [
    'dependencies', // Cargo
    'dev-dependencies',
    'build-dependencies',
    'target.*.dependencies',
    'target.*.dev-dependencies',
    'target.*.build-dependencies',
    'workspace.dependencies',
    'packages', // Pipfile
    'dev-packages',
    'tool.poetry.dependencies',
    'tool.poetry.dev-dependencies',
    'tool.poetry.group.*.dependencies',
    'tool.pdm.dev-dependencies',
  ],
  lists: [
    'project.dependencies',
    'project.optional-dependencies.*',
    'build-system.requires',
    'dependency-groups.*',
  ],
  sources: ['patch', 'replace', 'source', 'tool.uv.sources', 'tool.uv.index', 'tool.poetry.source'],
}

function tomlTable(text: string): JsonTable | null {
  try {
    return parseToml(text, '')
  } catch {
    return null
  }
}

function fromTable(root: JsonTable | null, places: Places): Dependencies | null {
  if (root === null) return null
  const found: Dependencies = new Map()
  for (const place of places.tables)
    for (const value of valuesAt(root, place.split('.'))) addTable(found, tableOf(value) ?? {})
  for (const place of places.lists)
    for (const value of valuesAt(root, place.split('.'))) addList(found, value)
  for (const place of places.sources)
    for (const value of valuesAt(root, place.split('.'))) found.set(`setting:${place}`, spelled(value))
  return found
}

function addTable(found: Dependencies, table: JsonTable): void {
  for (const [name, spec] of Object.entries(table)) if (name !== 'python') add(found, name, spec)
}

/** A name may stand in several tables: all its origins count. */
function add(found: Dependencies, name: string, spec: unknown): void {
  const from = origin(spec)
  const known = found.get(name)
  found.set(
    name,
    known === undefined || known === from || from === REGISTRY ? (known ?? from) : `${known}, ${from}`,
  )
}

function addList(found: Dependencies, value: unknown): void {
  if (!Array.isArray(value)) return
  for (const item of value) {
    if (typeof item !== 'string') continue
    const name = /^\s*([\w.-]+)/.exec(item)?.[1]
    if (name !== undefined) add(found, pep503(name), item.split(';')[0]!.split(' @ ')[1] ?? '')
  }
}

/** Python's names compare in this form (PEP 503). */
export function pep503(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function valuesAt(root: JsonTable, keys: readonly string[]): unknown[] {
  let values: unknown[] = [root]
  for (const key of keys) {
    values = values.flatMap(value => {
      const table = tableOf(value)
      if (table === null) return []
      if (key === '*') return Object.values(table)
      return Object.hasOwn(table, key) ? [table[key]] : []
    })
  }
  return values
}
