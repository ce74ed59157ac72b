/** The names of packages that a manifest asks for, read leniently: a manifest that its own tool refuses has no names here. */
import type { Registry } from './popular.ts'

export interface Asked {
  name: string
  /** in the manifest's text */
  at: number
}

export interface Manifest {
  registry: Registry
  asked: Asked[]
}

interface Format {
  file: RegExp
  registry: Registry
  read(text: string): Asked[]
}

const FORMATS: readonly Format[] = [
  { file: /(?:^|\/)package\.json$/, registry: 'npm', read: text => jsonKeys(text, NPM_TABLES) },
  {
    file: /(?:^|\/)composer\.json$/,
    registry: 'composer',
    read: text => jsonKeys(text, ['require', 'require-dev']),
  },
  {
    file: /(?:^|\/)(?:[\w.-]*requirements[\w.-]*|constraints)\.(?:txt|in)$|(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/,
    registry: 'pypi',
    read: text => matches(text, /^[ \t]{0,8}([A-Za-z0-9][\w.-]{0,80})/gm),
  },
  {
    file: /(?:^|\/)pyproject\.toml$/,
    registry: 'pypi',
    read: text =>
      matches(
        text,
        /^[ \t]{0,8}["']([A-Za-z0-9][\w.-]{0,80})(?:\[[\w, -]{0,80}\])?[ \t]{0,4}(?:[<>=!~;][^"'\n]{0,200})?["'],?[ \t]{0,4}$/gm,
      ),
  },
  { file: /(?:^|\/)Cargo\.toml$/, registry: 'crates', read: cargo },
  {
    file: /(?:^|\/)(?:Gemfile|[\w-]+\.gemspec)$/,
    registry: 'gems',
    read: text =>
      matches(text, /\b(?:gem|add_(?:runtime_|development_)?dependency)[ \t(]{1,4}["']([\w.-]{1,80})["']/g),
  },
]

const NPM_TABLES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** null: no manifest that is known. */
export function manifestOf(text: string, path: string): Manifest | null {
  const format = FORMATS.find(({ file }) => file.test(path))
  return format ? { registry: format.registry, asked: format.read(text) } : null
}

function jsonKeys(text: string, tables: readonly string[]): Asked[] {
  let parsed: Record<string, unknown> | null
  try {
    parsed = JSON.parse(text)
  } catch {
    return []
  }
  const names = tables.flatMap(table => Object.keys(Object(parsed?.[table])))
  return names.map(name => ({ name, at: Math.max(0, text.indexOf(JSON.stringify(name))) }))
}

function matches(text: string, pattern: RegExp): Asked[] {
  return [...text.matchAll(pattern)].map(found => ({
    name: found[1]!,
    at: found.index + found[0].indexOf(found[1]!),
  }))
}

/** Keys of the tables whose names end in `dependencies`. */
function cargo(text: string): Asked[] {
  const tables = [...text.matchAll(/^\[([\w.'"()=, -]{1,120})\][^\n]*\n((?:(?!\[)[^\n]*\n?)*)/gm)]
  const wanted = tables.filter(([, name]) => /dependencies$/.test(name!))
  return wanted.flatMap(table =>
    matches(table[2]!, /^([\w-]{1,80})[ \t]{0,8}=/gm).map(({ name, at }) => ({
      name,
      at: table.index + table[0].length - table[2]!.length + at,
    })),
  )
}
