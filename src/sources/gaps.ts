/** Clones that do not hold everything: refused by name, or said. */
import { CoverageError } from '../errors.ts'
import { listMissing } from '../git/commits.ts'
import type { Repo } from '../git/run.ts'
import { isPartial, shallowCommits } from '../git/state.ts'
import type { ObjectId } from '../model.ts'

/** In a partial clone: every object of the range must be here. Throws CoverageError naming up to five that are not. */
export async function refusePartial(repo: Repo, tips: ObjectId[], known: ObjectId[]): Promise<void> {
  const missing = tips.length > 0 && isPartial(repo) ? await listMissing(repo, tips, known) : []
  if (missing.length === 0) return
  const many = missing.length === 1 ? '1 object is' : `${missing.length} objects are`
  const hint = 'bring them here with: git fetch --refetch --no-filter'
  throw new CoverageError(`${many} not in this partial clone: ${missing.slice(0, 5).join(', ')}`, {
    subject: missing[0]!,
    hint,
  })
}

/** A sentence when some of the commits stand at a shallow clone's edge: git has no parents for them, so all they hold counts. */
export function shallowNotice(repo: Repo, commits: () => ObjectId[]): string[] {
  const shallow = shallowCommits(repo)
  const edge = shallow.size === 0 ? 0 : commits().filter(id => shallow.has(id)).length
  if (edge === 0) return []
  const many =
    edge === 1
      ? '1 commit stands at the edge of this shallow clone and counts'
      : `${edge} commits stand at the edge of this shallow clone and count`
  return [`${many} with the whole tree; what came before was not looked at`]
}
