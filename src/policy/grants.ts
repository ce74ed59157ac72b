/** What loosens: waivers and skips. Each knows whether it stands where it is trusted; the rest of the policy only tightens. */
import type { Layer } from './clauses.ts'
import { placeOf } from './clauses.ts'
import { globList } from './glob.ts'
import type { Grant, Waived } from './types.ts'

/** The waivers of one layer. */
export function waiversOf(layer: Layer, trusted: boolean): Grant[] {
  return (layer.tables.waivers ?? []).map((body, index) => ({
    ...grantOf(layer, ['waivers', index], body, trusted),
    rule: body.rule,
  }))
}

/** The skips of one layer. */
export function skipsOf(layer: Layer, trusted: boolean): Grant[] {
  return (layer.tables.skips ?? []).map(([name, body]) => grantOf(layer, ['skips', name], body, trusted))
}

interface GrantTable {
  match: string[]
  reason: string
  by?: string
  expires?: string
}

function grantOf(layer: Layer, path: (string | number)[], body: GrantTable, trusted: boolean): Grant {
  const { match, ...said } = body
  const source = () => {
    const { file, line } = placeOf(layer, path)
    return `${file}:${line}`
  }
  const id = path.map(part => (typeof part === 'number' ? part + 1 : part)).join('.')
  const matches = globList(match, 'path', 'allow')
  return { ...said, id, layer: layer.layer, match, matches, trusted, source }
}

/** Without the copies: what an edited policy keeps of the trusted one is not news. */
export function distinct(grants: readonly Grant[]): Grant[] {
  const trusted = new Set(grants.filter(grant => grant.trusted).map(content))
  return grants.filter(grant => grant.trusted || !trusted.has(content(grant)))
}

function content(grant: Grant): string {
  return JSON.stringify([grant.rule ?? grant.id, grant.match, grant.reason, grant.expires])
}

/** The skip in force for a path: trusted and not expired. */
export function skipAmong(skips: readonly Grant[], path: string, today: string): Grant | null {
  return skips.find(skip => skip.trusted && !isExpired(skip, today) && skip.matches(path)) ?? null
}

/** The waivers about a rule at a path, trusted and unexpired ones first. A waiver needs a path: it never covers a ref. */
export function waiversAmong(
  waivers: readonly Grant[],
  about: { ruleId: string; path: string | undefined; today: string },
): Waived[] {
  const { path } = about
  if (path === undefined) return []
  return waivers
    .filter(waiver => covers(waiver, about.ruleId) && waiver.matches(path))
    .map(waiver => waived(waiver, about.today))
    .sort((a, b) => rank(a) - rank(b))
}

/** `hidden-unicode` covers `hidden-unicode/bidi` too. */
function covers({ rule = '' }: Grant, ruleId: string): boolean {
  return rule === ruleId || ruleId.startsWith(`${rule}/`)
}

function rank(waiver: Waived): number {
  return (waiver.expired ? 2 : 0) + (waiver.trusted ? 0 : 1)
}

function waived(waiver: Grant, today: string): Waived {
  const by = waiver.by === undefined ? {} : { by: waiver.by }
  const expires = waiver.expires === undefined ? {} : { expires: waiver.expires }
  const { reason, trusted } = waiver
  return {
    kind: 'policy',
    reason,
    ...by,
    ...expires,
    source: waiver.source(),
    trusted,
    expired: isExpired(waiver, today),
  }
}

/** Counts through the day it names; days compare as text. */
export function isExpired(grant: Grant, today: string): boolean {
  return grant.expires !== undefined && grant.expires < today
}
