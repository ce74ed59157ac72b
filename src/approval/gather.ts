/** Every approval that could count here: out of refs, and out of the trees that are to land. */
import type { Objects } from '../git/objects.ts'
import type { Repo } from '../git/run.ts'
import type { ObjectId } from '../model.ts'
import { LARGEST } from './envelope.ts'
import { approvalBytes, IN_TREE, listApprovals } from './refs.ts'
import { stepsBetween } from './steps.ts'
import type { VerifiedApproval } from './types.ts'
import { type VerifyContext, verifyApproval } from './verify.ts'

export interface Gathered {
  approvals: VerifiedApproval[]
  /** of what is no approval: a sentence each */
  refused: string[]
}

/**
 * Each approval once that mentions one of `names` (a path as entries write it, or a ref): whatever does not cannot answer, and a signature costs
 * more than a look. Expired ones are passed over by the day in their name, without being opened. */
export async function gatherApprovals(
  repo: Repo,
  objects: Objects,
  trees: ObjectId[],
  names: readonly string[],
  context: VerifyContext,
): Promise<Gathered> {
  const all = [...(await fromRefs(repo, objects, context.now)), ...(await fromTrees(objects, trees))]
  const found = all.filter(({ bytes }) => mentions(bytes, names))
  const gathered: Gathered = { approvals: [], refused: [] }
  const seen = new Set<string>()
  for (const { name, bytes } of found) {
    const result = verifyApproval(bytes, context)
    if ('refused' in result) gathered.refused.push(`${name}: ${result.refused.message}`)
    else if (seen.size < seen.add(result.ok.id).size) gathered.approvals.push(result.ok)
  }
  return gathered
}

function mentions(bytes: Buffer, names: readonly string[]): boolean {
  const payload = /"payload":"([\w+/=]+)"/.exec(bytes.toString('latin1'))?.[1]
  if (payload === undefined) return false
  const text = Buffer.from(payload, 'base64').toString('utf8')
  return names.some(name => text.includes(JSON.stringify(name)))
}

interface Found {
  name: string
  bytes: Buffer
}

async function fromRefs(repo: Repo, objects: Objects, now: Date): Promise<Found[]> {
  const today = now.toISOString().slice(0, 10)
  const stored = (await listApprovals(repo)).filter(({ day }) => day >= today)
  const all = await Promise.all(
    stored.map(async ({ ref, blob }) => ({ name: ref, bytes: await approvalBytes(objects, blob, LARGEST) })),
  )
  return all.filter((one): one is Found => one.bytes !== null)
}

/** `.portcullis/approvals/*.json` of each tree: the folder alone is read. */
async function fromTrees(objects: Objects, trees: ObjectId[]): Promise<Found[]> {
  const found: Found[] = []
  for (const tree of new Set(trees)) {
    const folder = await objects.info(`${tree}:${FOLDER}`)
    if (folder?.type !== 'tree') continue
    for (const { path, after } of await stepsBetween(objects, null, folder.id)) {
      const name = `${FOLDER}/${path}`
      if (after?.mode !== '100644' || !IN_TREE.test(name)) continue
      const bytes = await approvalBytes(objects, after.id, LARGEST)
      if (bytes !== null) found.push({ name, bytes })
    }
  }
  return found
}

const FOLDER = '.portcullis/approvals'
