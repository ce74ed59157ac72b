/** What was looked at and held nothing, for the next run. */
import type { Draft } from '../clean/pairs.ts'
import type { ObjectTable } from '../pack/table.ts'
import type { Chosen } from './places.ts'
import type { Results } from './shared.ts'

/**
 * Only blobs that a thread was through with, and of these only such in which nothing was found, whatever it is worth, and of which
 * nothing was left out, at any of their paths.
 */
export function draftClean(
  parts: Results['blobs'][],
  { places, pathName }: Chosen,
  { ids, hashBytes, count }: ObjectTable,
  draft: Draft,
): Draft {
  const isClean = new Uint8Array(count)
  for (const { whole } of parts) for (const n of whole) isClean[n] = 1
  for (const { holders, missed } of parts) {
    for (const n of holders.blob) isClean[n] = 0
    for (const { n } of missed) isClean[n] = 0
  }
  for (let n = 0; n < count; n++)
    for (let at = places.first[n]!; isClean[n] === 1 && at < places.first[n + 1]!; at++)
      draft.add(ids, n * hashBytes, pathName(places.list[at]!))
  return draft
}
