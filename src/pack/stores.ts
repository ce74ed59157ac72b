/** Where a repository's objects are: its own folder, and those that it borrows from. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { PackError } from '../errors.ts'
import { reasonOf } from './damage.ts'

/** As git: it borrows through so many folders and ignores what lies deeper, so nothing of the repository is there. */
const DEEPEST = 6

/**
 * All folders of objects, the repository's own first; `objectDir` is what counts without GIT_OBJECT_DIRECTORY. Relative paths of
 * the environment count from `cwd`. A folder that is named and not there is in the list: buildTable says so.
 */
export function objectFolders(objectDir: string, env: NodeJS.ProcessEnv, cwd = dirname(objectDir)): string[] {
  const own = env.GIT_OBJECT_DIRECTORY ? resolve(cwd, env.GIT_OBJECT_DIRECTORY) : resolve(objectDir)
  const borrowed = splitList(env.GIT_ALTERNATE_OBJECT_DIRECTORIES ?? '').map(path => resolve(cwd, path))
  const found = new Map<string, string>()
  addFolder(found, own, 0)
  for (const folder of borrowed) addFolder(found, folder, 1)
  return [...found.values()]
}

/** Adds a folder and what its `info/alternates` names; one that is known already, by whatever path, once. */
function addFolder(found: Map<string, string>, folder: string, depth: number): void {
  const key = existsSync(folder) ? realpathSync(folder) : folder
  if (found.has(key) || depth > DEEPEST) return
  found.set(key, folder)
  for (const path of alternatesOf(folder)) addFolder(found, resolve(folder, path), depth + 1)
}

function alternatesOf(folder: string): string[] {
  const lines = readList(join(folder, 'info', 'alternates')).split('\n')
  return lines.filter(line => line !== '' && !line.startsWith('#')).map(line => unquote(line))
}

/** Nothing when it is not there. Throws PackError when it cannot be read: objects would be missing without a word. */
function readList(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new PackError(`"${path}": ${reasonOf(error)}`, { subject: path, cause: error })
  }
}

/** A list as in PATH, where an entry with the separator in it is quoted. */
function splitList(list: string): string[] {
  const entries = list.match(new RegExp(`"(?:[^"\\\\]|\\\\.)*"|[^${delimiter}]+`, 'g')) ?? []
  return entries.map(entry => unquote(entry))
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A path in double quotes is written as in C, its bytes beyond ASCII in octal digits. */
function unquote(text: string): string {
  const [, inner] = /^"((?:[^"\\]|\\.)*)"$/.exec(text) ?? []
  if (inner === undefined) return text
  const bytes = Buffer.from(inner).toString('latin1')
  const plain = bytes.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8) & 255) : (ESCAPES[code] ?? code),
  )
  return Buffer.from(plain, 'latin1').toString('utf8')
}
