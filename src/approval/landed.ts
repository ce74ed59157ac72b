/** What the target would hold: the tree that lands, not the one that was pushed. */
import type { Objects } from '../git/objects.ts'
import { isAncestor } from '../git/refs.ts'
import { git, type Repo } from '../git/run.ts'
import type { Landing, ObjectId } from '../model.ts'

/**
 * The landing with its end put where the work would be merged. A branch that left its target some time ago lacks what the target got
 * since: compared as it is, it would seem to take that back. Where git cannot merge (a conflict, git < 2.38) the end stays: what
 * differs must then be brought up to date before anything of it can be approved.
 */
export async function landed(repo: Repo, objects: Objects, landing: Landing): Promise<Landing> {
  const { tip, to } = landing
  // a commit's own step begins at its parent and is compared with that alone
  if (tip === null || landing.from !== tip) return landing
  const commit = await objects.info(`${to}^{commit}`)
  if (commit === null || (await isAncestor(repo, tip, commit.id))) return landing
  const tree = await mergedTree(repo, tip, commit.id)
  return tree === null ? landing : { ...landing, to: tree }
}

async function mergedTree(repo: Repo, tip: ObjectId, head: ObjectId): Promise<ObjectId | null> {
  // 1: a conflict · 128 and 129: unrelated histories, or a git that does not know --write-tree
  const args = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', tip, head]
  try {
    const [first = ''] = (await git(repo, args)).toString('latin1').split('\0')
    return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(first) ? first : null
  } catch {
    return null
  }
}
