/** Approvals on their way to the remote: each is a ref of its own, so nothing can collide. */
import { readRefs } from '../git/ref-files.ts'
import { git, type Repo } from '../git/run.ts'
import { pushRefs } from '../git/send.ts'
import { APPROVALS, FETCHED, listApprovals } from './refs.ts'

/** Null when they are there, else why not. What was sent is noted as if it had been fetched. */
export async function sendApprovals(
  repo: Repo,
  env: NodeJS.ProcessEnv,
  remote: string,
  refs: string[],
  most: number,
): Promise<string | null> {
  if (refs.length === 0) return null
  const why = await pushRefs(repo, env, remote, refs, most)
  if (why === null) await noteSent(repo, remote, refs)
  return why
}

/** Our own approvals among these that this remote is not known to have. */
export async function unsent(repo: Repo, remote: string, ids: ReadonlySet<string>): Promise<string[]> {
  const there = new Set((await readRefs(repo, folderOf(remote))).map(({ name }) => name.split('/').at(-1)))
  const all = await listApprovals(repo)
  return all
    .filter(({ ref, id }) => ids.has(id) && ref.startsWith(APPROVALS) && !there.has(id))
    .map(({ ref }) => ref)
}

async function noteSent(repo: Repo, remote: string, refs: string[]): Promise<void> {
  const input = refs.map(ref => `create ${ref.replace(APPROVALS, folderOf(remote))} ${ref}\n`).join('')
  // one that is there already is no failure worth telling: it says the same
  await git(repo, ['update-ref', '--stdin'], { input, allow: [128] })
}

/** Where the remote's approvals are fetched to. */
function folderOf(remote: string): string {
  return `${FETCHED}${remote}/approvals/`
}
