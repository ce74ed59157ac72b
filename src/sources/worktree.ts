/** The working tree: tracked files and those that git would offer to add. */
import { join } from 'node:path'
import { GitError } from '../errors.ts'
import { decodePath } from '../git/path.ts'
import { git, type Repo } from '../git/run.ts'
import type { Actor, Change, Operation, Skipped } from '../model.ts'
import { type Disk, look, openDisk } from './disk.ts'
import { openTally } from './tally.ts'

/** Files as they lie there now, ignored ones left out. Throws GitError in a bare repository. */
export async function worktree(repo: Repo, actor: Actor): Promise<Operation> {
  const root = repo.worktree
  if (root === null)
    throw new GitError('a bare repository has no working tree', { hint: 'scan its history instead' })
  return worktreeOperation(root, await listPaths(repo), actor)
}

/** The files at `paths`, relative to `root`. */
export function worktreeOperation(root: string, paths: Buffer[], actor: Actor): Operation {
  const disk = openDisk()
  const tally = openTally()
  const skipped: Skipped[] = []
  return {
    kind: 'scan',
    actor,
    refs: [],
    changes: everyFile(disk, root, paths, skipped, tally.saw),
    texts: noTexts(),
    objects: disk,
    listed: tally.listed,
    skipped: () => skipped,
  }
}

const LIST = [
  'ls-files',
  '-z', // names as they are
  '--cached', // tracked
  '--others', // and untracked
  '--exclude-standard', // unless ignored
]

/** An unmerged path is listed once a stage, a folder of another repository with a slash at its end. */
async function listPaths(repo: Repo): Promise<Buffer[]> {
  const output = await git(repo, LIST)
  const unique = new Set(output.toString('latin1').split('\0').slice(0, -1)) // latin1: a character a byte
  return [...unique].map(path => Buffer.from(path, 'latin1'))
}

async function* everyFile(
  disk: Disk,
  root: string,
  paths: Buffer[],
  skipped: Skipped[],
  saw: (change: Change) => void,
): AsyncGenerator<Change> {
  const prefix = Buffer.from(join(root, '/'))
  for (const bytes of paths) {
    const path = decodePath(bytes)
    const found = await look(Buffer.concat([prefix, bytes]))
    if ('file' in found) {
      const change = disk.add({ ...found.file, path })
      saw(change)
      yield change
    } else if ('special' in found) {
      skipped.push({ path, reason: found.special })
    } else if ('folder' in found) {
      skipped.push({ path, reason: 'another repository: scan it by itself' })
    } // absent: deleted in the working tree, so there is nothing there
  }
}

async function* noTexts(): AsyncGenerator<never> {}
