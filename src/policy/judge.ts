/** Asks the clauses: who says what about a ref, a path, totals or a remote. Guard makes findings of it, explain prints it. */
import type { ActorKind, OperationKind, RefUpdate, Verdict } from '../model.ts'
import { STRENGTH, strongest } from './order.ts'
import type { ChangeClause, Clause, LimitClause, Policy, RefClause, RefVerb } from './types.ts'

/** What one clause says. `verdict` is what counts; an observing clause counts at most as `warn`, `full` is what it would be. */
export interface Opinion<C extends Clause = Clause> {
  clause: C
  verdict: Verdict
  full: Verdict
  /** the fact it speaks about: `push`, `files 70 > 60` */
  about: string
}

/** What an update of a ref is called in a policy: every push is a `push`, a tag that changes is a `move`. */
export function verbsOf(kind: OperationKind, update: Pick<RefUpdate, 'ref' | 'action'>): RefVerb[] {
  if (kind === 'commit' || kind === 'merge') return ['commit']
  if (kind !== 'push') return []
  const isTag = update.ref.startsWith('refs/tags/')
  if (isTag && (update.action === 'update' || update.action === 'force')) return ['push', 'move']
  return update.action === 'update' ? ['push'] : ['push', update.action]
}

/** Ref clauses and scopes about this ref, each with its strongest verdict over these verbs (`allow` included). */
export function refOpinions(
  policy: Policy,
  actor: ActorKind,
  verbs: readonly RefVerb[],
  ref: string,
): Opinion[] {
  if (verbs.length === 0) return []
  const clauses = policy.refs.filter(clause => clause.matches(ref))
  const opinions: Opinion[] = clauses.map(clause => refOpinion(clause, actor, verbs))
  for (const scope of policy.scopes) {
    if (!speaksAbout(scope, actor) || scope.allowsRef === null) continue
    opinions.push(
      scope.allowsRef(ref)
        ? opinion(scope, 'allow', 'ref in scope')
        : opinion(scope, 'deny', 'ref out of scope'),
    )
  }
  return opinions
}

function refOpinion(clause: RefClause, actor: ActorKind, verbs: readonly RefVerb[]): Opinion {
  let top: Opinion = opinion(clause, 'allow', verbs.at(-1)!)
  for (const verb of verbs) {
    const verdict = verdictFor(clause, actor, verb)
    if (STRENGTH[verdict] > STRENGTH[top.full]) top = opinion(clause, verdict, verb)
  }
  return top
}

/** Everyone's word and the actor's own entry: the stronger, so that an entry only tightens. */
function verdictFor(clause: RefClause, actor: ActorKind, verb: RefVerb): Verdict {
  const people = actor === 'unknown' ? clause.perActor.human?.[verb] : undefined
  return strongest([
    clause.verdicts[verb] ?? 'allow',
    clause.perActor[actor]?.[verb] ?? 'allow',
    people ?? 'allow',
  ])
}

/** Path clauses and scopes about this path (`allow` included). */
export function pathOpinions(policy: Policy, actor: ActorKind, path: string): Opinion[] {
  const opinions: Opinion[] = []
  for (const clause of policy.paths) {
    if (speaksAbout(clause, actor) && clause.matches(path))
      opinions.push(opinion(clause, clause.verdict, 'path'))
  }
  for (const scope of policy.scopes) {
    if (!speaksAbout(scope, actor) || scope.allowsPath === null) continue
    opinions.push(
      scope.allowsPath(path)
        ? opinion(scope, 'allow', 'path in scope')
        : opinion(scope, 'deny', 'path out of scope'),
    )
  }
  return opinions
}

/** Clauses about classes of change that speak about this actor: where there are none, no content is read for them. */
export function changeClauses(policy: Policy, actor: ActorKind): ChangeClause[] {
  return policy.changes.filter(clause => speaksAbout(clause, actor))
}

/** What such a clause says of a change that is of its class; `about` = what was seen. */
export function changeOpinion(clause: ChangeClause, about: string): Opinion<ChangeClause> {
  return opinion(clause, clause.verdict, about) as Opinion<ChangeClause>
}

/** Sums over an operation, as core counts them. `lines` = lines added; `bytes` = sizes of new blobs. */
export interface Totals {
  files: number
  lines: number
  bytes: number
  binaries: number
  largest: { path: string; bytes: number } | null
}

/** Limits that are passed, one opinion for each number that is too large. */
export function limitOpinions(policy: Policy, actor: ActorKind, totals: Totals): Opinion<LimitClause>[] {
  const clauses = policy.limits.filter(clause => speaksAbout(clause, actor))
  return clauses.flatMap(clause =>
    passed(clause, totals).map(about => opinion(clause, clause.verdict, about) as Opinion<LimitClause>),
  )
}

function passed(limit: LimitClause, totals: Totals): string[] {
  const numbers: [string, number, number | undefined][] = [
    ['files', totals.files, limit.files],
    ['lines', totals.lines, limit.lines],
    ['bytes', totals.bytes, limit.bytes],
    ['binaries', totals.binaries, limit.binaries],
    ['bytes-per-file', totals.largest?.bytes ?? 0, limit.bytesPerFile],
  ]
  return numbers
    .filter(([, is, most]) => most !== undefined && is > most)
    .map(([what, is, most]) => `${what} ${is} > ${most}`)
}

/** Every layer's allow-list about a remote, its URL normalised (remote-url.ts). */
export function remoteOpinions(policy: Policy, url: string): Opinion[] {
  return policy.remotes.map(clause => opinion(clause, clause.allows(url) ? 'allow' : 'deny', 'remote'))
}

function speaksAbout(clause: Clause, actor: ActorKind): boolean {
  return clause.actors === null || clause.actors.includes(actor)
}

function opinion(clause: Clause, full: Verdict, about: string): Opinion {
  const isSoftened = clause.mode === 'observe' && STRENGTH[full] > STRENGTH.warn
  return { clause, full, about, verdict: isSoftened ? 'warn' : full }
}

/**
 * What is worth a finding: no `allow`, and of one id only the strongest (a clause that stands unchanged in two layers speaks
 * once, for the layer that is older).
 */
export function objections<O extends Opinion>(opinions: readonly O[]): O[] {
  const byClause = new Map<string, O>()
  for (const opinion of opinions) {
    if (opinion.verdict === 'allow') continue
    // a limit clause speaks once for each number that is passed
    const isLimit = opinion.clause.id.startsWith('limits.')
    const key = isLimit ? `${opinion.clause.id} ${opinion.about.replace(/ .*/, '')}` : opinion.clause.id
    const known = byClause.get(key)
    if (known === undefined || STRENGTH[opinion.verdict] > STRENGTH[known.verdict]) byClause.set(key, opinion)
  }
  return [...byClause.values()]
}
