/** Refs and their ids. */
import type { ObjectId } from '../model.ts'
import { git, type Repo } from './spawn.ts'

export interface Ref {
  name: string
  id: ObjectId
}

/** Every ref under `prefix` (a whole folder: `refs/`, `refs/remotes/origin/`), symbolic ones by what they point at. */
export async function listRefs(repo: Repo, prefix: string): Promise<Ref[]> {
  // no format but these two fields: neither an id nor a ref name holds a space or a line break
  const output = await git(repo, ['for-each-ref', '--format=%(objectname) %(refname)', prefix])
  const lines = output.toString('utf8').split('\n').slice(0, -1)
  return lines.map(line => ({
    id: line.slice(0, line.indexOf(' ')),
    name: line.slice(line.indexOf(' ') + 1),
  }))
}

/** Whether `ancestor` is reachable from `commit`; false also when git cannot say. */
export async function isAncestor(repo: Repo, ancestor: ObjectId, commit: ObjectId): Promise<boolean> {
  if (ancestor === commit) return true
  try {
    // prints nothing for an ancestor; merge-base --is-ancestor answers by exit code, where failing looks much like "no"
    return (await git(repo, ['rev-list', '--max-count=1', ancestor, `^${commit}`])).length === 0
  } catch {
    return false
  }
}

/** Where two histories part; null where they have nothing in common, or git cannot say (a shallow clone). */
export async function mergeBase(repo: Repo, a: ObjectId, b: ObjectId): Promise<ObjectId | null> {
  if (a === b) return a
  const output = await git(repo, ['merge-base', a, b], { allow: [1, 128] })
  return output.toString('latin1').split('\n')[0] || null
}

/** The remote whose configured URL is exactly this one: for a push by URL. */
export async function remoteByUrl(repo: Repo, url: string): Promise<string | null> {
  const args = ['config', '-z', '--get-regexp', '^remote\\..*\\.(push)?url$']
  const output = await git(repo, args, { allow: [1] }) // 1: none
  for (const pair of output.toString('utf8').split('\0')) {
    const [key = '', value] = pair.split('\n', 2)
    if (value === url) return key.slice('remote.'.length, key.lastIndexOf('.'))
  }
  return null
}
