/** One layer's tables → its clauses. Nothing is compiled here: globs wait for their first question, lines for a report. */
import type { ActorKind, ClauseRef } from '../model.ts'
import { globList } from './glob.ts'
import {
  ACTORS,
  type ChangeTable,
  type LimitTable,
  type PathTable,
  type PolicyFile,
  REF_VERBS,
  type RefTable,
  type ScopeTable,
} from './schema.ts'
import { lineOf } from './toml.ts'
import type {
  ApprovalTerms,
  ChangeClause,
  Clause,
  LayerName,
  LayerText,
  LimitClause,
  Mode,
  PathClause,
  RefClause,
  RefVerdicts,
  RemoteClause,
  ScopeClause,
} from './types.ts'

/** A layer that was read and found valid. */
export interface Layer extends LayerText {
  tables: PolicyFile
}

export interface Clauses {
  refs: RefClause[]
  paths: PathClause[]
  changes: ChangeClause[]
  limits: LimitClause[]
  remotes: RemoteClause[]
  scopes: ScopeClause[]
}

/** All clauses of one layer, in the order they are written. A layer in observe mode passes it on to its own clauses only. */
export function clausesOf(layer: Layer): Clauses {
  const { refs, paths, changes, limits, remotes, scopes } = layer.tables
  return {
    refs: (refs ?? []).map(([name, body]) => refClause(layer, name, body)),
    paths: (paths ?? []).map(([name, body]) => pathClause(layer, name, body)),
    changes: (changes ?? []).map(([name, body]) => changeClause(layer, name, body)),
    limits: (limits ?? []).map(([name, body]) => limitClause(layer, name, body)),
    remotes: remotes === undefined ? [] : [remoteClause(layer, remotes)],
    scopes: Object.entries(scopes ?? {}).map(([name, body]) => scopeClause(layer, name, body)),
  }
}

interface Common {
  hint?: string
  mode?: Mode
}

function base(layer: Layer, path: string[], body: Common, actors: readonly ActorKind[] | null): Clause {
  const mode = body.mode ?? layer.tables.mode ?? 'enforce'
  const hint = body.hint === undefined ? {} : { hint: body.hint }
  return { id: path.join('.'), layer: layer.layer, ref: () => placeOf(layer, path), mode, actors, ...hint }
}

/** Where a table of this layer stands. The floor is no file of the repository: its lines would mislead. */
export function placeOf(layer: LayerText, path: readonly (string | number)[]): ClauseRef {
  const where = { id: path.join('.'), layer: layer.layer as LayerName }
  if (layer.layer === 'floor') return where
  const line = layer.layer === 'task' ? taskLine(layer.text, path) : lineOf(layer.text, path)
  return { ...where, file: layer.file, line }
}

/** A task is JSON with a field a line. */
function taskLine(text: string, path: readonly (string | number)[]): number {
  const field = path[0] === 'limits' ? /"maxFiles"/ : /"(?:paths|refs)"/
  return text.split('\n').findIndex(line => field.test(line)) + 1
}

function refClause(layer: Layer, name: string, body: RefTable): RefClause {
  const perActor: RefClause['perActor'] = {}
  for (const kind of ACTORS) if (body[kind] !== undefined) perActor[kind] = body[kind]
  const verdicts: RefVerdicts = {}
  for (const verb of REF_VERBS) if (body[verb] !== undefined) verdicts[verb] = body[verb]
  const clause = base(layer, ['refs', name], body, null)
  return {
    ...clause,
    ...approvalOf(body),
    kind: 'ref',
    verdicts,
    perActor,
    matches: globList(body.match, 'ref', 'deny'),
  }
}

function pathClause(layer: Layer, name: string, body: PathTable): PathClause {
  const clause = base(layer, ['paths', name], body, actorsOf(body.actors))
  const matches = globList(body.match, 'path', 'deny')
  return { ...clause, ...approvalOf(body), kind: 'path', verdict: body.verdict, matches }
}

function changeClause(layer: Layer, name: string, body: ChangeTable): ChangeClause {
  const clause = base(layer, ['changes', name], body, actorsOf(body.actors))
  const matches = body.match === undefined ? null : globList(body.match, 'path', 'deny')
  return { ...clause, ...approvalOf(body), kind: 'change', verdict: body.verdict, class: body.class, matches }
}

function approvalOf(body: PathTable | ChangeTable | RefTable | LimitTable): ApprovalTerms {
  const assurance = body.assurance === undefined ? {} : { assurance: body.assurance }
  const distinct = body.distinct === undefined ? {} : { distinct: body.distinct }
  const review = body.review === undefined ? {} : { review: body.review }
  return { approvers: body.approvers ?? [], count: body.count ?? 1, ...assurance, ...distinct, ...review }
}

function limitClause(layer: Layer, name: string, body: LimitTable): LimitClause {
  const named = name === 'everyone' ? null : actorsOf([name as ActorKind])
  const clause = base(
    layer,
    ['limits', name],
    body,
    body.actors === undefined ? named : actorsOf(body.actors),
  )
  const { files, lines, bytes, binaries, 'bytes-per-file': bytesPerFile } = body
  const given = Object.entries({ files, lines, bytes, bytesPerFile, binaries }).filter(
    ([, n]) => n !== undefined,
  )
  // limits guard against accidents more than against attacks: they warn unless the author says otherwise (design §7.9)
  const terms = approvalOf(body)
  return { ...clause, ...terms, kind: 'limit', verdict: body.verdict ?? 'warn', ...Object.fromEntries(given) }
}

function remoteClause(layer: Layer, body: NonNullable<PolicyFile['remotes']>): RemoteClause {
  const clause = base(layer, ['remotes', 'allow'], body, null)
  return { ...clause, kind: 'remote', allows: globList(body.allow, 'remote', 'allow') }
}

function scopeClause(layer: Layer, name: string, body: ScopeTable): ScopeClause {
  // a name of its own: it must speak beside scopes.agent, not in place of it
  const id = layer.layer === 'task' ? 'task' : name
  const clause = base(layer, ['scopes', id], body, name === 'everyone' ? null : actorsOf([name as ActorKind]))
  const allowsPath = body.paths && globList(body.paths, 'path', 'allow')
  const allowsRef = body.refs && globList(body.refs, 'ref', 'allow')
  return { ...clause, kind: 'scope', allowsPath: allowsPath ?? null, allowsRef: allowsRef ?? null }
}

/** An unknown actor gets people's rules (design §7.9): what speaks about `human` speaks about `unknown`. */
function actorsOf(actors: readonly ActorKind[] | undefined): ActorKind[] | null {
  if (actors === undefined) return null
  return actors.includes('human') ? [...actors, 'unknown'] : [...actors]
}
