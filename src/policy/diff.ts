/** What a new policy loosens and tightens, clause by clause. For people who review it: the policy in force judges in any case. */
import { type Layer, placeOf } from './clauses.ts'
import * as parts from './diff-parts.ts'
import { CONFIDENCES, type KeyTable, type PolicyFile, REF_VERBS } from './schema.ts'
import type { Mode } from './types.ts'

export interface Difference extends parts.Piece {
  /** `refs.main` */
  id: string
  /** where the clause stands now; where it stood, when it is gone */
  file?: string
  line?: number
}

/** Null = no policy. Differences in the order of the file's tables; hints, notes and the owner are no difference. */
export function policyDiff(before: Layer | null, after: Layer | null): Difference[] {
  const old = before?.tables ?? NOTHING
  const now = after?.tables ?? NOTHING
  const found = [
    ...modes(old, now),
    ...clauses(old, now),
    ...people(old, now),
    ...settings(old, now),
    ...grants(old, now),
  ]
  return found.map(({ path, effect, text }) => {
    const isGone = !holds(now, path)
    const layer = isGone ? before : after
    const { file, line } = layer === null ? {} : placeOf(layer, path)
    return { id: path.join('.'), effect, text, ...(file && { file }), ...(line && { line }) }
  })
}

const NOTHING: PolicyFile = { version: 1 }

interface Found extends parts.Piece {
  path: string[]
}

function holds(tables: PolicyFile, [kind, name]: readonly string[]): boolean {
  const table: unknown = tables[kind as keyof PolicyFile]
  if (name === undefined || table === undefined) return table !== undefined
  return Array.isArray(table) ? table.some(entry => entry[0] === name) : Object.hasOwn(table as object, name)
}

function at(path: string[], pieces: readonly parts.Piece[]): Found[] {
  return pieces.map(piece => ({ ...piece, path }))
}

function modes(old: PolicyFile, now: PolicyFile): Found[] {
  return at(['mode'], modePieces(old.mode ?? 'enforce', now.mode ?? 'enforce'))
}

function modePieces(before: Mode, after: Mode): parts.Piece[] {
  const rank = (mode: Mode): [number, Mode] => [mode === 'observe' ? 0 : 1, mode]
  return parts.ordered('mode', rank(before), rank(after))
}

type Table = Record<string, unknown>
type Compare = (before: never, after: never) => parts.Piece[]

/** Clauses that are gone loosen, new ones tighten; what is in both is compared. */
function clauses(old: PolicyFile, now: PolicyFile): Found[] {
  return (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap(kind => {
    const before = new Map(entriesOf(old, kind))
    const after = new Map(entriesOf(now, kind))
    return [...new Set([...before.keys(), ...after.keys()])].flatMap(name => {
      const path = kind === name ? [kind] : [kind, name]
      const [was, is] = [before.get(name), after.get(name)]
      if (is === undefined) return at(path, [{ effect: 'loosens', text: 'is gone' }])
      if (was === undefined) return at(path, [{ effect: 'tightens', text: 'is new' }])
      const own = (KINDS[kind] as Compare)(was as never, is as never)
      return at(path, [...own, ...clauseModes(was, is)])
    })
  })
}

/** A clause's own word; the file's is told once, as `mode`. */
function clauseModes(was: Table, is: Table): parts.Piece[] {
  return modePieces((was.mode as Mode) ?? 'enforce', (is.mode as Mode) ?? 'enforce')
}

function entriesOf(tables: PolicyFile, kind: keyof typeof KINDS): [string, Table][] {
  const table: unknown = tables[kind]
  if (table === undefined) return []
  if (Array.isArray(table)) return table as [string, Table][]
  return kind === 'remotes'
    ? [[kind, table as Table]]
    : (Object.entries(table as object) as [string, Table][])
}

type Of<K extends 'refs' | 'paths' | 'changes' | 'limits'> = NonNullable<PolicyFile[K]>[number][1]
type Scope = NonNullable<NonNullable<PolicyFile['scopes']>['agent']>
type Approval = Pick<Of<'paths'>, 'approvers' | 'count' | 'assurance' | 'distinct' | 'review'>

const KINDS = {
  refs: (a: Of<'refs'>, b: Of<'refs'>) => [
    ...parts.globs('match', a.match, b.match, 'guards'),
    ...REF_VERBS.flatMap(verb => parts.verdicts(verb, a[verb], b[verb])),
    ...(['human', 'agent', 'ci', 'unknown'] as const).flatMap(who =>
      REF_VERBS.flatMap(verb => parts.verdicts(`${who}.${verb}`, a[who]?.[verb], b[who]?.[verb])),
    ),
    ...approval(a, b),
  ],
  paths: (a: Of<'paths'>, b: Of<'paths'>) => [
    ...parts.globs('match', a.match, b.match, 'guards'),
    ...parts.verdicts('verdict', a.verdict, b.verdict),
    ...parts.actors(a.actors, b.actors),
    ...approval(a, b),
  ],
  changes: (a: Of<'changes'>, b: Of<'changes'>) => [
    ...parts.items('class', [a.class], [b.class], 'tightens'),
    ...parts.optionalGlobs('match', a.match, b.match, 'guards'),
    ...parts.verdicts('verdict', a.verdict, b.verdict),
    ...parts.actors(a.actors, b.actors),
    ...approval(a, b),
  ],
  limits: (a: Of<'limits'>, b: Of<'limits'>) => [
    ...NUMBERS.flatMap(name => parts.bounds(name, a[name], b[name])),
    ...parts.verdicts('verdict', a.verdict ?? 'warn', b.verdict ?? 'warn'),
    ...parts.actors(a.actors, b.actors),
    ...approval(a, b),
  ],
  remotes: (a: { allow: string[] }, b: { allow: string[] }) =>
    parts.globs('allow', a.allow, b.allow, 'permits'),
  scopes: (a: Scope, b: Scope) => [
    ...parts.optionalGlobs('paths', a.paths, b.paths, 'permits'),
    ...parts.optionalGlobs('refs', a.refs, b.refs, 'permits'),
  ],
}

const NUMBERS = ['files', 'lines', 'bytes', 'bytes-per-file', 'binaries'] as const

function approval(a: Approval, b: Approval): parts.Piece[] {
  return [
    ...parts.approvers(a.approvers, b.approvers),
    ...parts.counts('count', a.count, b.count),
    ...parts.assurances(a.assurance, b.assurance),
    ...parts.flags('distinct', a.distinct, b.distinct),
    ...parts.flags('review', a.review, b.review, 'loosens'),
  ]
}

/** Whoever has a key may approve. Without anybody, what asks only warns people. */
function people(old: PolicyFile, now: PolicyFile): Found[] {
  const before = new Map(old.people ?? [])
  const after = new Map(now.people ?? [])
  const keys = [...new Set([...before.keys(), ...after.keys()])].flatMap(name =>
    at(
      ['people', name],
      parts.items('keys', shown(before.get(name)?.keys), shown(after.get(name)?.keys), 'loosens'),
    ),
  )
  const groups = new Map(now.groups ?? [])
  const old_ = new Map(old.groups ?? [])
  const members = [...new Set([...old_.keys(), ...groups.keys()])].flatMap(name =>
    at(['groups', name], parts.items('members', old_.get(name) ?? [], groups.get(name) ?? [], 'loosens')),
  )
  const isLast = hasKeys(old) && !hasKeys(now)
  const nobody = {
    effect: 'loosens' as const,
    text: 'nobody is enrolled any more: what asks only warns people',
  }
  return [...keys, ...members, ...(isLast ? at(['people'], [nobody]) : [])]
}

/** A key by its end (whole ones fill a screen), and what the table says of it. */
function shown(keys: readonly KeyTable[] = []): string[] {
  return keys.map(({ key, ...more }) => {
    const text = key.length > 40 ? `…${key.slice(-40)}` : key
    const said = Object.entries(more).map(([name, value]) => `${name} ${value}`)
    return said.length === 0 ? text : `${text} (${said.join(', ')})`
  })
}

function hasKeys({ people: list }: PolicyFile): boolean {
  return (list ?? []).some(([, { keys }]) => (keys ?? []).length > 0)
}

function settings(old: PolicyFile, now: PolicyFile): Found[] {
  const [a, b] = [old.credentials ?? {}, now.credentials ?? {}]
  const rank = (one: string): [number, string] => [-CONFIDENCES.indexOf(one as 'low'), one]
  const credentials = [
    ...parts.ordered('deny', rank(a.deny ?? 'medium'), rank(b.deny ?? 'medium')),
    ...parts.ordered('warn', rank(a.warn ?? 'low'), rank(b.warn ?? 'low')),
    ...parts.items('disabled-rules', a['disabled-rules'] ?? [], b['disabled-rules'] ?? [], 'loosens'),
  ]
  const [c, d] = [old['own-secrets'] ?? {}, now['own-secrets'] ?? {}]
  const on = (value: boolean | undefined): [number, boolean] => [value === false ? 0 : 1, value !== false]
  const own = [
    ...parts.ordered('files', on(c.files), on(d.files)),
    ...parts.ordered('environment', on(c.environment), on(d.environment)),
    ...parts.items('ignore', c.ignore ?? [], d.ignore ?? [], 'loosens'),
  ]
  const [most, least] = [old.content?.['max-bytes'], now.content?.['max-bytes']]
  const size =
    most === least
      ? []
      : [{ effect: 'changes' as const, text: `max-bytes ${most ?? 'default'} → ${least ?? 'default'}` }]
  return [...at(['credentials'], credentials), ...at(['own-secrets'], own), ...at(['content'], size)]
}

/** A skip or waiver that differs in anything is one that went and one that came. */
function grants(old: PolicyFile, now: PolicyFile): Found[] {
  const skips = (tables: PolicyFile) =>
    (tables.skips ?? []).map(([name, { match, expires }]) => ({ name, match, expires }))
  const waivers = (tables: PolicyFile) =>
    (tables.waivers ?? []).map(({ rule, match, expires }) => ({ rule, match, expires }))
  return [
    ...at(['skips'], parts.items('skips', skips(old), skips(now), 'loosens')),
    ...at(['waivers'], parts.items('waivers', waivers(old), waivers(now), 'loosens')),
    ...at(['examples'], examples(old, now)),
  ]
}

function examples(old: PolicyFile, now: PolicyFile): parts.Piece[] {
  const [before, after] = [old.examples?.length ?? 0, now.examples?.length ?? 0]
  return after < before ? [{ effect: 'changes', text: `${before - after} fewer examples` }] : []
}
