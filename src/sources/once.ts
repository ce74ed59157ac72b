/** The same step of the same path, made by many commits, is looked at once. */
import type { Change, ObjectId } from '../model.ts'

/**
 * True the first time a change comes: same path, same blob, same blobs before. One in a commit that is known elsewhere does not
 * stand for the same one in a commit that is not, for it weighs less.
 */
export function onceEach(elsewhere?: Map<ObjectId, string>): (change: Change) => boolean {
  const seen = new Set<string>()
  return ({ path, before, after, commit }) => {
    const place = elsewhere?.has(commit ?? '') ? 'there' : 'new'
    const entries = [after, ...before].map(entry => (entry ? entry.mode + entry.id : '-')).join(' ')
    return seen.size < seen.add(`${place} ${entries} ${path}`).size
  }
}
