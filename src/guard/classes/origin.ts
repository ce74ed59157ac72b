/** Where a dependency comes from, in a few words: never the address itself, which may hold a password. */
import { type JsonTable, tableOf } from './json.ts'
import { named } from './named.ts'

export const REGISTRY = 'registry'

/** A version's text or table, as any of the formats write it. */
export function origin(spec: unknown): string {
  if (typeof spec === 'string') return originOfText(spec)
  const table = tableOf(spec)
  if (table !== null) return originOfTable(table)
  return Array.isArray(spec) ? [...new Set(spec.map(origin))].join(', ') : REGISTRY
}

function originOfTable(table: JsonTable): string {
  for (const key of [
    'git',
    'url',
    'path',
    'registry',
    'registry-index',
    'index',
    'source',
    'file',
    'package',
  ]) {
    const value = table[key]
    if (typeof value === 'string') return FIXED[key] ?? `${key} ${hostOf(value) ?? named(value)}`
  }
  return REGISTRY
}

const FIXED: Record<string, string> = { path: 'a path', file: 'a path' }

function originOfText(spec: string): string {
  const text = spec.trim()
  if (/^(?:file|link|portal):/i.test(text) || /^\.{0,2}\//.test(text)) return 'a path'
  const alias = /^npm:(@?[^@]*)/i.exec(text)
  if (alias !== null) return `npm ${named(alias[1]!)}`
  const host = hostOf(text)
  if (host !== undefined)
    return /^(?:git|ssh)/i.test(text) || /\.git\b/.test(text) ? `git ${host}` : `url ${host}`
  if (/^(?:github|gitlab|bitbucket|gist):/i.test(text)) return `git ${text.split(':')[0]!.toLowerCase()}`
  return /^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(text) ? 'git github' : REGISTRY
}

/** The host in an address, user and password left out; undefined where it is no address. */
export function hostOf(address: string): string | undefined {
  const start = address.slice(0, 2000) // an address longer than that is none
  const full = /(?:^|[+\s"'(@:])(?:[a-z][a-z0-9+.-]*):\/\/(?:[^/\s@]*@)?(\[[^\]/\s]*\]|[^/:\s"'?#]+)/i.exec(
    start,
  )?.[1]
  const scp = full ?? /^[\w.-]+@([\w.-]+):/.exec(start)?.[1]
  return scp === undefined ? undefined : named(scp.toLowerCase())
}
