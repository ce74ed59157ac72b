/** `policy explain`: every clause that has something to say about an act, with its layer, file and line. */
import type { ActorKind, Verdict } from '../model.ts'
import { fullRef, verbsNamed } from './examples.ts'
import { type Opinion, pathOpinions, refOpinions, remoteOpinions } from './judge.ts'
import { STRENGTH, strongest } from './order.ts'
import { normaliseRemote } from './remote-url.ts'
import type { Example } from './schema.ts'
import type { Policy } from './types.ts'

export interface Question {
  actor: ActorKind
  operation: Example['operation']
  ref?: string
  paths?: readonly string[]
  remote?: string
}

/** What the clauses say about one subject. */
export interface Explained {
  subject: string
  verdict: Verdict
  opinions: Opinion[]
}

/** One entry for the ref, one for the remote, one for each path; opinions strongest first, `allow` included. */
export function explain(policy: Policy, { actor, operation, ref, paths, remote }: Question): Explained[] {
  const explained: Explained[] = []
  if (ref !== undefined) {
    const full = fullRef(ref)
    explained.push(answer(full, refOpinions(policy, actor, verbsNamed(operation), full)))
  }
  if (remote !== undefined) {
    const url = normaliseRemote(remote)
    explained.push(answer(url, remoteOpinions(policy, url)))
  }
  return [...explained, ...(paths ?? []).map(path => answer(path, pathOpinions(policy, actor, path)))]
}

function answer(subject: string, opinions: Opinion[]): Explained {
  const sorted = [...opinions].sort((a, b) => STRENGTH[b.verdict] - STRENGTH[a.verdict])
  return { subject, opinions: sorted, verdict: strongest(sorted.map(opinion => opinion.verdict)) }
}

/** Lines for people: the verdict, then a line for each clause. */
export function explainText({ actor, operation }: Question, explained: readonly Explained[]): string {
  return explained
    .map(({ subject, verdict, opinions }) => {
      const lines = opinions.length === 0 ? ['  no clause speaks about it'] : opinions.map(opinionLine)
      return [`${actor} ${operation} ${subject}: ${verdict}`, ...lines, ''].join('\n')
    })
    .join('')
}

function opinionLine({ clause, verdict, full, about }: Opinion): string {
  const { file, line } = clause.ref()
  const where = file === undefined ? 'built in' : `${file}:${line}`
  const observed = verdict === full ? '' : ` (observed: would be ${full})`
  const hint = clause.hint === undefined || verdict === 'allow' ? '' : `\n           next: ${clause.hint}`
  return `  ${verdict.padEnd(6)} ${clause.id} [${clause.layer}, ${where}] ${about}${observed}${hint}`
}
