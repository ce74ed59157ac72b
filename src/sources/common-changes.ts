/** The changes of one tree against several parents, each listed alone: what a merge itself brings. */
import { changeOf } from '../git/change.ts'
import type { Change, Entry } from '../model.ts'

/** Only paths that every list has; `before` of all of them together. One list is given back as it is. */
export function commonChanges(lists: Change[][]): Change[] {
  const [first, ...others] = lists
  if (!first || others.length === 0) return first ?? []
  const byPath = others.map(list => new Map(list.map(change => [change.path, change])))
  return first.flatMap(change => {
    const same = byPath.map(map => map.get(change.path))
    if (same.some(other => other === undefined)) return []
    const before = [change, ...same].map(other => (other?.before[0] ?? null) as Entry | null)
    return [changeOf(change.path, before, change.after)]
  })
}
