/** Refs of one folder straight from git's files (gitrepository-layout): where a process of its own would cost a hook too much. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectId } from '../model.ts'
import { listRefs, type Ref } from './refs.ts'
import type { Repo } from './spawn.ts'

/** As `listRefs`, for a folder that holds no symbolic refs. A reftable only git can read. */
export async function readRefs(repo: Repo, folder: string): Promise<Ref[]> {
  if (existsSync(join(repo.commonDir, 'reftable'))) return listRefs(repo, folder)
  const refs = new Map<string, ObjectId>()
  for (const [id, name] of packed(repo)) if (name.startsWith(folder)) refs.set(name, id)
  for (const name of looseNames(repo, folder)) {
    const id = textOf(join(repo.commonDir, name)).trim()
    // one that is being written has no content yet: its old value stands among the packed ones
    if (OBJECT_ID.test(id)) refs.set(name, id)
  }
  return [...refs].map(([name, id]) => ({ name, id })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

const OBJECT_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/

/** `<id> <name>` a line; `#` is the header, `^` what a tag points at. */
function packed(repo: Repo): [ObjectId, string][] {
  const lines = textOf(join(repo.commonDir, 'packed-refs')).split('\n')
  return lines.flatMap(line => {
    const [id = '', name] = line.split(' ')
    return name !== undefined && OBJECT_ID.test(id) ? [[id, name] as [ObjectId, string]] : []
  })
}

function looseNames(repo: Repo, folder: string): string[] {
  const path = join(repo.commonDir, folder)
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { withFileTypes: true })
  return entries.flatMap(entry => {
    if (entry.isDirectory()) return looseNames(repo, `${folder}${entry.name}/`)
    return entry.name.endsWith('.lock') ? [] : [`${folder}${entry.name}`]
  })
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
