/** Everything that any ref of a repository reaches. */
import { CoverageError } from '../errors.ts'
import { listAllCommits, listMissing } from '../git/commits.ts'
import { type Objects, openObjects } from '../git/objects.ts'
import { listRefs } from '../git/refs.ts'
import type { Repo } from '../git/run.ts'
import { isPartial } from '../git/state.ts'
import type { Actor, Change, ObjectId, Operation, Origin, Text } from '../model.ts'
import { shallowNotice } from './gaps.ts'
import { type Peeled, peel, readCommit } from './texts.ts'
import { type Loose, walkOperation } from './walk.ts'

export interface HistoryOptions {
  objects?: Objects
}

/**
 * Each blob at each path it ever had, once, at the first commit that brought it there; messages, identities and names besides.
 * What cannot be read (a partial clone's missing blobs, damaged trees) is left out, and `changes` ends with a CoverageError that
 * counts and names it: whatever could be read has been yielded by then.
 */
export async function history(repo: Repo, actor: Actor, options: HistoryOptions = {}): Promise<Operation> {
  const objects = options.objects ?? openObjects(repo)
  const [commits, refs] = await Promise.all([listAllCommits(repo), listRefs(repo, 'refs/')])
  const ends = await Promise.all(
    refs.map(async ref => ({ ref: ref.name, ...(await peel(objects, ref.id, ref.name)) })),
  )
  const missing = new Set(isPartial(repo) ? await listMissing(repo, 'all') : [])
  const gaps: ObjectId[] = ends.filter(end => end.type === null).map(end => end.id)
  const places = openPlaces(commits)
  const operation = walkOperation(repo, objects, {
    kind: 'scan',
    actor,
    refs: [],
    commits,
    loose: ends.flatMap(looseOf),
    texts: refTexts(ends),
    fresh: change => !missing.has(change.after?.id ?? '') && places.add(change),
    onFailure: commit => gaps.push(commit),
    atEnd: () => refuseGaps([...gaps, ...missing]),
  })
  return {
    ...operation,
    notices: () => shallowNotice(repo, commits),
    attribute: ids => attribute(objects, places.of(ids)),
  }
}

type End = Peeled & { ref: string }

function looseOf({ ref, type, id }: End): Loose[] {
  return type === 'tree' || type === 'blob' ? [{ ref, type, id }] : []
}

function refTexts(ends: End[]): Text[] {
  const names = ends.map(({ ref }): Text => ({ kind: 'ref-name', text: ref, ref }))
  const seen = new Set<string>() // an identity that tags ten releases is one
  const texts = ends.flatMap(end => end.texts)
  return [...names, ...texts.filter(text => text.kind !== 'identity' || seen.size < seen.add(text.text).size)]
}

function refuseGaps(gaps: ObjectId[]): void {
  if (gaps.length === 0) return
  const many = gaps.length === 1 ? '1 object' : `${gaps.length} objects`
  throw new CoverageError(`${many} of the history could not be read: ${gaps.slice(0, 5).join(', ')}`, {
    subject: gaps[0]!,
    hint: 'check the repository with git fsck; in a partial clone bring them here with: git fetch --refetch --no-filter',
  })
}

interface Place {
  blob: ObjectId
  path: string
  commit: ObjectId
}

/** Where each blob came first, at each of its paths: one map, a key for each pair, the commit by its number. */
function openPlaces(commits: ObjectId[]) {
  const seen = new Map<string, number>()
  let last = -1 // changes come in the order of the commits
  return {
    add({ path, after, commit }: Change): boolean {
      if (!after) return false // nothing to read; in a history nothing to judge
      while (commit !== undefined && last < commits.length - 1 && commits[last] !== commit) last++
      const key = `${after.id}${path}`
      const before = seen.size
      if (!seen.has(key)) seen.set(key, commit === undefined ? -1 : last)
      return seen.size > before
    },
    of(ids: Set<ObjectId>): Place[] {
      const length = ids.values().next().value?.length ?? 0
      const places: Place[] = []
      for (const [key, number] of seen) {
        const blob = key.slice(0, length)
        if (ids.has(blob)) places.push({ blob, path: key.slice(length), commit: commits[number] ?? '' })
      }
      return places
    },
  }
}

async function attribute(objects: Objects, places: Place[]): Promise<Map<ObjectId, Origin[]>> {
  const origins = new Map<ObjectId, Origin[]>()
  for (const { blob, path, commit } of places) {
    const origin = commit === '' ? { commit, author: '', date: '' } : await introducer(objects, commit)
    origins.set(blob, [...(origins.get(blob) ?? []), { ...origin, path }])
  }
  return origins
}

async function introducer(objects: Objects, id: ObjectId): Promise<Omit<Origin, 'path'>> {
  const { author } = await readCommit(objects, id)
  return { commit: id, author: author.identity, date: isoDate(author.when) }
}

/** `<epoch seconds> <zone>` as ISO 8601 in UTC; empty where it is no time. */
function isoDate(when: string): string {
  const date = new Date(Number(when.split(' ', 1)[0] || Number.NaN) * 1000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
