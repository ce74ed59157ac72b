/** Change clauses of a policy over an operation. Loaded only where a clause speaks about this actor. */
import type { Actor, Blob, Change, Finding } from '../../model.ts'
import { changeClauses, changeOpinion, type Opinion, objections } from '../../policy/judge.ts'
import type { ChangeClause, Policy } from '../../policy/types.ts'
import { findingOf } from '../finding.ts'
import { placeOf, REMEDIES, restores } from '../paths.ts'
import { CLASSES, TOGETHER } from './table.ts'
import type { Step } from './together.ts'
import type { ChangeClass, Versions } from './types.ts'

/** Reads what a class asks for. Nothing is read unless one does. */
export interface VersionReader {
  /** the new content; null where it could not be read */
  after(): Promise<Blob | null>
  before(): Promise<Buffer[]>
}

export interface Classes {
  /** one finding for each clause whose class this change is of */
  check(change: Change, read: VersionReader): Promise<Finding[]>
  /** what only all changes together show; to be asked at the end */
  together(): Finding[]
}

export function openClasses(policy: Policy, actor: Actor): Classes {
  const clauses = changeClauses(policy, actor.kind)
  const isTogether = clauses.some(clause => Object.hasOwn(TOGETHER, clause.class))
  const steps: Step[] = []
  return {
    check: async (change, read) => {
      if (isTogether) steps.push(stepOf(change))
      if (restores(change, policy)) return []
      const opinions = await opinionsOf(clauses, change, read)
      return objections(opinions).map(opinion => finding(opinion, change, actor))
    },
    together: () => {
      return clauses.flatMap(clause => {
        const found = TOGETHER[clause.class]?.among(steps.filter(({ path }) => covers(clause, path))) ?? []
        const all = found.map(({ step, seen }): Finding => {
          return { ...finding(changeOpinion(clause, seen), step, actor), together: true }
        })
        return all.filter(({ verdict }) => verdict !== 'allow')
      })
    },
  }
}

function stepOf({ path, before, after, commit }: Change): Step {
  return { path, before, after, ...(commit === undefined ? {} : { commit }) }
}

function covers(clause: ChangeClause, path: string): boolean {
  return clause.matches === null || clause.matches(path)
}

async function opinionsOf(
  clauses: readonly ChangeClause[],
  change: Change,
  read: VersionReader,
): Promise<Opinion<ChangeClause>[]> {
  const opinions: Opinion<ChangeClause>[] = []
  let versions: Promise<Versions> | undefined
  for (const clause of clauses) {
    const kind = CLASSES[clause.class]
    if (kind === undefined || !covers(clause, change.path) || !kind.touches(change)) continue
    if (kind.look !== undefined) versions ??= readVersions(change, read)
    const seen = kind.look === undefined ? [ACTS[change.status]] : look(kind, await versions!)
    if (seen.length > 0) opinions.push(changeOpinion(clause, seen.join('; ')))
  }
  return opinions
}

const ACTS: Record<Change['status'], string> = {
  added: 'it is new',
  modified: 'it is edited',
  deleted: 'it is deleted',
  mode: 'its mode changes',
  type: 'its type changes',
}

function look(kind: ChangeClass, versions: Versions): string[] {
  if (versions.unread && !kind.bySize) return kind.needsText ? [] : ['its content could not be read']
  return kind.look?.(versions) ?? []
}

const SUBMODULE = '160000'

async function readVersions(change: Change, read: VersionReader): Promise<Versions> {
  const hasContent = change.after !== null && change.after.mode !== SUBMODULE
  const [blob, before] = await Promise.all([hasContent ? read.after() : null, read.before()])
  const after = blob?.data ?? null
  return { path: change.path, after, before, size: blob?.size ?? 0, unread: hasContent && after === null }
}

function finding(
  opinion: Opinion<ChangeClause>,
  change: Pick<Change, 'path' | 'commit'>,
  actor: Actor,
): Finding {
  return findingOf(opinion, {
    category: 'content',
    what: `${opinion.clause.class} in ${change.path} (${opinion.about})`,
    actor,
    at: placeOf(change),
    remedy: REMEDIES[opinion.full],
  })
}
