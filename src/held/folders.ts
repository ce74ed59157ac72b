/** Where `.env*` files lie: in the worktree's root and a bounded number of folders below it. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Found {
  /** `.env`, `.env.local`, `.envrc`, …; relative to the root, with `/` */
  env: string[]
  /** `.env.example` and the like */
  templates: string[]
}

const ENV = /^\.env(?:rc|[._-].*)?$/
const TEMPLATE =
  /^(?:\.?env[._-](?:.*[._-])?|(?:.*[._-])?)(?:example|sample|template|tpl|dist|defaults?|schema)(?:[._-]env|[._-].*)?$/i

/** Names looked for in a folder; only where one is there it is read. A stat costs 3 µs, a listing 100. */
const USUAL = ['.env', '.env.local', '.envrc', '.env.development', '.env.production']
/** Folders whose folders are projects of their own. */
const HOLDS_PROJECTS = /^(?:apps?|packages|services|projects|modules|libs?|workspaces|functions|sites|src)$/
const NO_PROJECT = /^(?:\.|node_modules$|vendor$|dist$|build$|target$|venv$|coverage$|__pycache__$)/
const MOST_FOLDERS = 96

/** Never throws: what cannot be listed holds nothing that could be read. */
export function findEnvFiles(root: string): Found {
  const found: Found = { env: [], templates: [] }
  const top = foldersIn(root, '', found)
  const below = top.filter(name => HOLDS_PROJECTS.test(name)).flatMap(name => foldersIn(root, name))
  for (const folder of [...top, ...below].slice(0, MOST_FOLDERS)) {
    if (USUAL.some(name => statSync(join(root, folder, name), QUIETLY) !== undefined)) {
      // git answers about no file of a submodule or of another repository
      if (!existsSync(join(root, folder, '.git'))) foldersIn(root, folder, found)
    }
  }
  return found
}

const QUIETLY = { throwIfNoEntry: false } as const

/** The folders below one that may be projects; its own files go to `found`. */
function foldersIn(root: string, folder: string, found?: Found): string[] {
  const folders: string[] = []
  for (const entry of entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (!NO_PROJECT.test(entry.name)) folders.push(path)
    } else if (isTemplate(entry.name)) found?.templates.push(path)
    else if (ENV.test(entry.name)) found?.env.push(path)
  }
  return folders
}

function isTemplate(name: string): boolean {
  return /env/i.test(name) && TEMPLATE.test(name)
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
