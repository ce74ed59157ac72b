/** What a branch has held since somebody approved something for it: its own history, first parents alone. */
import type { Objects } from '../git/objects.ts'
import { isAncestor } from '../git/refs.ts'
import { git, type Repo } from '../git/run.ts'
import type { ObjectId } from '../model.ts'
import type { MadeSince, MadeStep } from './spent.ts'
import { stepsBetween } from './steps.ts'
import type { VerifiedApproval } from './types.ts'

/** Reads what these approvals ask about. `tips`: each target as it is known here, null where it does not exist. */
export async function historyFor(
  repo: Repo,
  objects: Objects,
  approvals: readonly VerifiedApproval[],
  tips: ReadonlyMap<string, ObjectId | null>,
): Promise<MadeSince> {
  const known = new Map<string, readonly MadeStep[] | null>()
  for (const { subject, tip } of approvals) {
    if (subject.type !== 'content' || !tips.has(subject.target)) continue
    const key = keyOf(subject.target, tip)
    if (!known.has(key)) known.set(key, await madeBetween(repo, objects, tip, tips.get(subject.target)!))
  }
  return (target, tip) => known.get(keyOf(target, tip)) ?? null
}

function keyOf(target: string, tip: ObjectId | null): string {
  return `${tip ?? 'none'} ${target}`
}

/** Null when `from` is not behind `to` on its first-parent history. */
async function madeBetween(
  repo: Repo,
  objects: Objects,
  from: ObjectId | null,
  to: ObjectId | null,
): Promise<MadeStep[] | null> {
  if (from === to || to === null) return from === to ? [] : null
  if (from !== null && !(await objects.info(from))) return null
  // this clone has not fetched what the approver saw already: nothing is known to have happened since
  if (from !== null && (await isAncestor(repo, to, from))) return []
  const commits = await firstParents(repo, from, to)
  return commits === null ? null : stepsOf(objects, commits)
}

interface Made {
  id: ObjectId
  parent: ObjectId | null
}

async function firstParents(repo: Repo, from: ObjectId | null, to: ObjectId): Promise<Made[] | null> {
  const args = ['rev-list', '--first-parent', '--parents', to, ...(from === null ? [] : [`^${from}`])]
  const lines = (await git(repo, args)).toString('latin1').split('\n').filter(Boolean)
  const made = lines.map(line => {
    const [id = '', parent] = line.split(' ')
    return { id, parent: parent ?? null }
  })
  return made.at(-1)?.parent === from ? made : null
}

async function stepsOf(objects: Objects, commits: Made[]): Promise<MadeStep[]> {
  const all: MadeStep[] = []
  for (const { id, parent } of commits) {
    for (const { bytes, before, after } of await stepsBetween(objects, parent, id))
      all.push({ pathB64: bytes.toString('base64'), from: before?.id ?? null, to: after?.id ?? null })
  }
  return all
}
