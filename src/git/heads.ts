/** What HEAD stands at, here and in other worktrees: a detached one is on no branch. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Ref } from './refs.ts'
import { git, type Repo } from './spawn.ts'

/** `HEAD`, and one without a name for each other worktree; none for a branch without commits. */
export async function heads(repo: Repo): Promise<Ref[]> {
  // 1 and 128: a branch without commits yet
  const own = await git(repo, ['rev-parse', '--verify', '--quiet', 'HEAD'], { allow: [1, 128] })
  const id = own.toString('latin1').trim()
  const others = existsSync(join(repo.commonDir, 'worktrees')) ? await otherHeads(repo) : []
  return [...(id === '' ? [] : [{ name: 'HEAD', id }]), ...others]
}

async function otherHeads(repo: Repo): Promise<Ref[]> {
  const listed = await git(repo, ['worktree', 'list', '--porcelain'])
  const ids = [...listed.toString('latin1').matchAll(/^HEAD ([0-9a-f]+)$/gm)].map(match => match[1]!)
  return ids.filter(id => !/^0+$/.test(id)).map(id => ({ name: '', id }))
}
