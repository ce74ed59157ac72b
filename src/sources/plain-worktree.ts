/** The working tree of a plain clone where there is no git binary. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { GitError } from '../errors.ts'
import type { PlainRepo } from '../git/isomorphic.ts'
import { decodePath } from '../git/path.ts'
import type { Actor, Operation } from '../model.ts'
import { worktreeOperation } from './worktree.ts'

/** As `worktree` does; a user's own ignore file is not read, so more may be looked at. Throws GitError as openPlain does. */
export async function plainWorktree(cwd: string, actor: Actor): Promise<Operation> {
  const { openPlain } = await import('../git/isomorphic.ts')
  const repo = await openPlain(cwd)
  const root = repo.worktree
  if (root === null)
    throw new GitError('a bare repository has no working tree', { hint: 'scan its history instead' })
  const paths = new Map<string, Buffer>((await repo.tracked()).map(path => [path, Buffer.from(path)]))
  for await (const [path, bytes] of untracked(repo, root)) paths.set(path, bytes)
  const notices = ['git was not found: read without it, by isomorphic-git']
  return { ...worktreeOperation(root, [...paths.values()], actor), notices: () => notices }
}

/** Whatever lies there and is not ignored, tracked or not; another repository's folder as one path. */
async function* untracked(repo: PlainRepo, root: string): AsyncGenerator<[string, Buffer]> {
  for (const left = [Buffer.alloc(0)]; left.length > 0; ) {
    const folder = left.pop()!
    for (const entry of await readdir(Buffer.concat([Buffer.from(join(root, '/')), folder]), OPTIONS)) {
      const bytes = folder.length > 0 ? Buffer.concat([folder, SLASH, entry.name]) : entry.name
      const path = decodePath(bytes)
      if (path === '.git' || (await repo.ignored(path))) continue
      if (entry.isDirectory() && !(await isRepository(root, bytes))) left.push(bytes)
      else yield [path, bytes]
    }
  }
}

const SLASH = Buffer.from('/')
const OPTIONS = { withFileTypes: true, encoding: 'buffer' } as const

async function isRepository(root: string, folder: Buffer): Promise<boolean> {
  const names = await readdir(Buffer.concat([Buffer.from(join(root, '/')), folder]))
  return names.includes('.git')
}
