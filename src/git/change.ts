/** From what git says of a path before and after to a Change. */
import type { Change, Entry, ObjectId } from '../model.ts'

/** `before`: the path in each parent, null where a parent has it not. */
export function changeOf(
  path: string,
  before: (Entry | null)[],
  after: Entry | null,
  commit?: ObjectId,
): Change {
  const present = before.filter(entry => entry !== null)
  const change: Change = { path, status: statusOf(present, after), before: present, after }
  if (commit !== undefined) change.commit = commit
  return change
}

function statusOf(before: Entry[], after: Entry | null): Change['status'] {
  if (!after) return 'deleted'
  if (before.length === 0) return 'added'
  if (before.every(entry => kindOf(entry) !== kindOf(after))) return 'type'
  return before.some(entry => entry.id === after.id) ? 'mode' : 'modified'
}

/** File, symlink or submodule: the first two octal digits (`10`, `12`, `16`); the rest are permissions. */
function kindOf(entry: Entry): string {
  return entry.mode.slice(0, 2)
}
