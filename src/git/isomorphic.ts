/** Reading a plain clone where there is no git binary: slowly, and only formats that isomorphic-git reads rightly. */
import fs, { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { GitError } from '../errors.ts'
import type { ObjectId } from '../model.ts'
import type { ObjectType } from './batch.ts'
import type { GitObject, Objects } from './objects.ts'
import type { Ref } from './refs.ts'

export interface PlainRepo {
  gitDir: string
  /** null in a bare repository */
  worktree: string | null
  /** every ref, and HEAD where it is detached */
  refs: Ref[]
  /** commits without parents here (a shallow clone) */
  shallow: Set<ObjectId>
  objects: Objects
  /** paths in the index. Throws GitError when it is split or of a version that cannot be read */
  tracked(): Promise<string[]>
  /** whether .gitignore files and info/exclude leave the path out (a user's own core.excludesFile is not asked) */
  ignored(path: string): Promise<boolean>
}

/**
 * Opens the repository that `cwd` is in, without git. Throws GitError: not a repository, or one that cannot be read this way (the
 * format is named: a linked worktree, sha256, reftable, alternates, a partial clone, an extension).
 */
export async function openPlain(cwd: string): Promise<PlainRepo> {
  const gitDir = findGitDir(resolve(cwd))
  refuseFormats(gitDir)
  const { default: iso } = await import('isomorphic-git')
  const objects = reader(iso, gitDir)
  const refs = await listRefs(iso, gitDir)
  const worktree = basename(gitDir) === '.git' ? dirname(gitDir) : null
  return {
    gitDir,
    worktree,
    refs,
    shallow: shallowOf(gitDir),
    objects,
    tracked: () => listTracked(iso, gitDir),
    ignored: filepath => iso.isIgnored({ fs, dir: worktree ?? gitDir, gitdir: gitDir, filepath }),
  }
}

type Iso = typeof import('isomorphic-git')

function findGitDir(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const dotGit = join(folder, '.git')
    if (existsSync(dotGit))
      return statSync(dotGit).isDirectory() ? dotGit : refuse('a linked worktree or a submodule')
    if (['HEAD', 'objects', 'refs'].every(name => existsSync(join(folder, name)))) return folder
    if (dirname(folder) === folder) break
  }
  throw new GitError(`"${cwd}" is not a git repository`, { subject: cwd, hint: 'run it inside a repository' })
}

function refuse(format: string): never {
  throw new GitError(`without git, ${format} cannot be read`, {
    subject: format,
    hint: 'install git and try again',
  })
}

/** Extensions that change nothing for a reader of objects and refs; any other one, known or not yet invented, is refused. */
const HARMLESS = new Set(['noop', 'noop-v1', 'preciousobjects', 'worktreeconfig', 'relativeworktrees'])

function refuseFormats(gitDir: string): void {
  if (existsSync(join(gitDir, 'commondir'))) refuse('a linked worktree')
  if (existsSync(join(gitDir, 'objects', 'info', 'alternates'))) refuse('a repository with alternates')
  if (existsSync(join(gitDir, 'reftable'))) refuse('a repository with reftable')
  const packs = join(gitDir, 'objects', 'pack')
  if (existsSync(packs) && readdirSync(packs).some(name => name.endsWith('.promisor')))
    refuse('a partial clone')
  refuseExtensions(existsSync(join(gitDir, 'config')) ? readFileSync(join(gitDir, 'config'), 'utf8') : '')
}

function refuseExtensions(config: string): void {
  let inside = false
  for (const line of config.split('\n')) {
    if (/^\s*\[/.test(line)) inside = /^\s*\[\s*extensions\s*\]/i.test(line)
    const [, key = '', value = ''] =
      /^\s*(?:\[[^\]]*\]\s*)?([\w-]+)\s*=?\s*"?([^"#;]*?)"?\s*$/.exec(line) ?? []
    if (!inside || key === '' || HARMLESS.has(key.toLowerCase())) continue
    const setting = `${key.toLowerCase()}=${value.toLowerCase()}`
    if (setting === 'objectformat=sha256') refuse('a sha256 repository')
    if (setting === 'refstorage=reftable') refuse('a repository with reftable')
    if (key.toLowerCase() === 'partialclone') refuse('a partial clone')
    if (setting !== 'objectformat=sha1' && setting !== 'refstorage=files') refuse(`the extension "${key}"`)
  }
}

function shallowOf(gitDir: string): Set<ObjectId> {
  const file = join(gitDir, 'shallow')
  return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [])
}

async function listRefs(iso: Iso, gitdir: string): Promise<Ref[]> {
  const names = (await iso.listRefs({ fs, gitdir, filepath: 'refs' })).map(name => `refs/${name}`)
  const refs: Ref[] = []
  for (const name of ['HEAD', ...names]) {
    const id = await iso.resolveRef({ fs, gitdir, ref: name }).catch(error => unresolved(name, error))
    if (id !== null) refs.push({ name, id })
  }
  return refs
}

/** HEAD of an empty repository, or a symbolic ref to a branch that is gone, is no ref; anything else is a failure. */
function unresolved(name: string, error: unknown): null {
  if ((error as { code?: string }).code === 'NotFoundError') return null
  throw new GitError(`ref "${name}" could not be read`, { subject: name, cause: error })
}

async function listTracked(iso: Iso, gitdir: string): Promise<string[]> {
  if (readdirSync(gitdir).some(name => name.startsWith('sharedindex.'))) refuse('a split index')
  try {
    return existsSync(join(gitdir, 'index')) ? await iso.listFiles({ fs, gitdir }) : []
  } catch {
    return refuse('this form of index')
  }
}

function reader(iso: Iso, gitdir: string): Objects {
  const cache = {} // where isomorphic-git keeps the packs it has opened
  const readObject = (id: string) => readRaw(iso, gitdir, cache, id)
  return {
    readObject,
    async info(id) {
      const object = await readObject(id)
      return object && { id, type: object.type, size: object.data.length }
    },
    async read(id, limit) {
      const object = await readObject(id)
      if (object?.type !== 'blob') throw new GitError(`object ${id} is missing`, { subject: id })
      return { size: object.data.length, data: object.data.length > limit ? null : object.data }
    },
    close() {},
  }
}

async function readRaw(iso: Iso, gitdir: string, cache: object, id: string): Promise<GitObject | null> {
  try {
    const { type, object } = await iso.readObject({ fs, gitdir, oid: id, format: 'content', cache })
    return { id, type: type as ObjectType, data: Buffer.from(object as Uint8Array) }
  } catch (error) {
    if ((error as { code?: string }).code === 'NotFoundError') return null
    throw new GitError(`object ${id} could not be read`, {
      subject: id,
      cause: error,
      hint: 'install git, and check with: git fsck',
    })
  }
}
