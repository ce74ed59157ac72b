/** Counting what a source lists, so that `inspect` can be held to it. */
import type { Change, Listed } from '../model.ts'

export interface Tally {
  /** counts the change's blob, once however often it comes */
  saw(change: Change): void
  listed(): Listed
}

export const SUBMODULE = '160000'

export function openTally(commits = 0): Tally {
  const blobs = new Set<string>()
  return {
    saw: ({ after }) => {
      // a submodule's entry names a commit of another repository: nothing to read here
      if (after && after.mode !== SUBMODULE) blobs.add(after.id)
    },
    listed: () => ({ commits, blobs: blobs.size }),
  }
}
