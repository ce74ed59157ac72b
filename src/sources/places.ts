/** Where each blob came first, at each of its paths: what makes a history yield it once, and says later who brought it. */
import { isoDate } from '../git/commit.ts'
import type { Objects } from '../git/objects.ts'
import type { Change, ObjectId, Origin } from '../model.ts'
import { readCommit } from './texts.ts'

export interface Places {
  /** true the first time this blob comes at this path; `commits` in the order of the changes */
  add(change: Change): boolean
  /** who brought these blobs: read only now, for the few that matter */
  attribute(objects: Objects, ids: Set<ObjectId>): Promise<Map<ObjectId, Origin[]>>
}

/** One map with a key for each pair, and the commit by its number: a long history has millions. */
export function openPlaces(commits: ObjectId[]): Places {
  const seen = new Map<string, number>()
  let last = 0
  return {
    add({ path, after, commit }) {
      if (!after) return false // nothing to read; in a history nothing to judge
      while (commit !== undefined && last < commits.length && commits[last] !== commit) last++
      const key = after.id + path
      if (seen.has(key)) return false
      seen.set(key, commit === undefined ? -1 : last)
      return true
    },
    async attribute(objects, ids) {
      const origins = new Map<ObjectId, Origin[]>()
      for (const { blob, path, number } of placesOf(seen, ids)) {
        const origin = await originOf(objects, commits[number], path)
        origins.set(blob, [...(origins.get(blob) ?? []), origin])
      }
      return origins
    },
  }
}

function* placesOf(seen: Map<string, number>, ids: Set<ObjectId>) {
  const length = ids.values().next().value?.length ?? 0
  for (const [key, number] of seen) {
    const blob = key.slice(0, length)
    if (ids.has(blob)) yield { blob, path: key.slice(length), number }
  }
}

/** Without a commit (a tag of a file) nobody is named. */
async function originOf(objects: Objects, commit: ObjectId | undefined, path: string): Promise<Origin> {
  if (commit === undefined) return { commit: '', author: '', date: '', path }
  const { author } = await readCommit(objects, commit)
  return { commit, author: author.identity, date: isoDate(author.when), path }
}
