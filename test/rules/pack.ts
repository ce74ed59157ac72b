/** Reads rules/*.toml for the tests, and judges a text by one rule as rules/README.md describes it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'

export interface Allowlist {
  description?: string
  regexes?: string[]
  regexTarget?: 'secret' | 'match' | 'line'
  stopwords?: string[]
  paths?: string[]
}

export interface PackRule {
  id: string
  description: string
  regex: string
  /** in place of a regex */
  scored?: string
  secretGroup?: number
  keywords: string[]
  path?: string
  entropy?: number
  severity: string
  confidence: string
  multiline?: boolean
  window?: number
  required?: { id: string; withinLines: number }[]
  allowlists?: Allowlist[]
  references: string[]
  revoke?: string
  matches: string[]
  ignores: string[]
}

export interface RuleFile {
  name: string
  provider: string
  rules: PackRule[]
}

export interface Regex {
  /** every match of the text: its place, all of it, and its groups */
  all(text: string): { index: number; groups: string[] }[]
}
export type Compile = (pattern: string) => Regex

const FOLDER = join(import.meta.dirname, '../../rules')

export function readPack(): RuleFile[] {
  const names = readdirSync(FOLDER).filter(name => name.endsWith('.toml') && name !== 'global.toml')
  return names.sort().map(name => {
    const table = parse(readFileSync(join(FOLDER, name), 'utf8'))
    return { ...(table as unknown as Omit<RuleFile, 'name'>), name }
  })
}

export function readGlobalAllowlists(): Allowlist[] {
  const table = parse(readFileSync(join(FOLDER, 'global.toml'), 'utf8'))
  return table.allowlists as unknown as Allowlist[]
}

/** The secrets `rule` reports in `text`. */
export function secretsIn(text: string, rule: PackRule, global: Allowlist[], compile: Compile): string[] {
  const lower = text.toLowerCase()
  if (rule.keywords.length > 0 && !rule.keywords.some(keyword => lower.includes(keyword))) return []
  const lists = [...(rule.allowlists ?? []), ...global]
  return hits(text, rule, compile)
    .filter(hit => !tooPlain(hit.secret, rule.entropy))
    .filter(hit => !lists.some(list => isAllowed(hit, list, compile)))
    .map(hit => hit.secret)
}

interface Hit {
  secret: string
  match: string
  line: string
}

function hits(text: string, rule: PackRule, compile: Compile): Hit[] {
  const group = rule.secretGroup ?? 1
  return compile(rule.regex)
    .all(text)
    .map(({ index, groups }) => {
      const match = groups[0]!
      const from = text.lastIndexOf('\n', index - 1) + 1
      const end = text.indexOf('\n', index + match.length)
      const secret = groups[group] || groups.slice(1).find(Boolean) || match
      return { secret, match, line: text.slice(from, end < 0 ? undefined : end) }
    })
}

/** Below the least entropy: `entropy` bits a character, but never more than a random text of this length reaches. */
function tooPlain(secret: string, entropy: number | undefined): boolean {
  if (entropy === undefined) return false
  return shannon(secret) < Math.min(entropy, 0.8 * Math.log2(secret.length))
}

export function shannon(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

function isAllowed(hit: Hit, list: Allowlist, compile: Compile): boolean {
  const target = hit[list.regexTarget ?? 'secret']
  const lower = target.toLowerCase()
  if (list.stopwords?.some(word => lower.includes(word.toLowerCase()))) return true
  return list.regexes?.some(pattern => compile(pattern).all(target).length > 0) ?? false
}
