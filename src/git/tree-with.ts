/** The tree that a few edited files would make of a commit: as `git add` and a commit would, without touching the index. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ObjectId } from '../model.ts'
import { git, type Repo } from './spawn.ts'

export interface Edited {
  /** from the top of the work tree */
  path: string
  /** null: it is taken away */
  data: Buffer | null
}

const FILE = '100644'

/** Writes blobs and trees, as a commit would; nothing points at them. `base`: a commit, or null for none. Throws GitError. */
export async function treeWith(
  repo: Repo,
  base: ObjectId | null,
  files: readonly Edited[],
): Promise<ObjectId> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'))
  try {
    const own = { ...repo, env: { ...repo.env, GIT_INDEX_FILE: join(folder, 'index') } }
    // --empty: an index that is not there yet would be read as one that is
    await git(own, base === null ? ['read-tree', '--empty'] : ['read-tree', base])
    const lines = await Promise.all(files.map(file => indexLine(own, file)))
    // -z: a path may hold anything but NUL
    await git(own, ['update-index', '-z', '--index-info'], { input: lines.join('') })
    return text(await git(own, ['write-tree']))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `mode SP id TAB path NUL`, mode 0 takes the path away (git update-index, "Using --index-info"). */
async function indexLine(repo: Repo, { path, data }: Edited): Promise<string> {
  if (data === null) return `0 ${'0'.repeat(repo.hashLength)}\t${path}\0`
  // --path: what attributes say of line ends and filters is what `git add` would do
  const id = text(await git(repo, ['hash-object', '-w', '--stdin', `--path=${path}`], { input: data }))
  const known = await git(repo, ['--literal-pathspecs', 'ls-files', '-s', '-z', '--', path])
  const mode = /^(100644|100755) /.exec(known.toString('latin1'))?.[1] ?? FILE
  return `${mode} ${id}\t${path}\0`
}

function text(output: Buffer): string {
  return output.toString('latin1').trim()
}
