/** The trusted base: the commit whose policy judges, and behind which nothing is outgoing (docs: policy, "trusted base"). */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectId } from '../model.ts'
import { type Objects, openObjects } from './objects.ts'
import type { Repo } from './spawn.ts'
import { firstLineOf, headRef, symbolicRef } from './state.ts'

export interface Base {
  id: ObjectId
  /** the ref that named it: `refs/remotes/origin/main`, or `HEAD` where there is no remote */
  ref: string
}

/**
 * The default branch of `remote` as last fetched: what its HEAD names, else its `main`, else its `master`; null when it was never
 * fetched. Without `remote`: of the upstream's remote of the current branch, else of `origin`, else of the only one, and HEAD where
 * no remote's branch is known (such a base judges, but nothing says that it left this machine: never ask so for a push).
 * Tracking refs are this clone's word and can be forged, so whoever pushes compares with the ids that git's stdin brings.
 */
export async function trustedBase(repo: Repo, remote?: string, objects?: Objects): Promise<Base | null> {
  const reader = objects ?? openObjects(repo)
  try {
    const name = remote ?? (await remoteOf(repo))
    const refs = name === null ? [] : await candidates(repo, name)
    if (remote === undefined) refs.push('HEAD')
    for (const ref of refs) {
      const base = await commitAt(reader, ref)
      if (base) return base
    }
    return null
  } finally {
    if (!objects) reader.close()
  }
}

async function commitAt(reader: Objects, ref: string): Promise<Base | null> {
  if (/[\n\0]/.test(ref)) return null
  const found = await reader.info(`${ref}^{commit}`)
  return found ? { id: found.id, ref } : null
}

async function candidates(repo: Repo, remote: string): Promise<string[]> {
  const folder = `refs/remotes/${remote}/`
  const target = await remoteHead(repo, `${folder}HEAD`)
  const names = [`${folder}main`, `${folder}master`]
  // a HEAD that points outside of its own remote (refs/heads/x) was not put there by git
  return target?.startsWith(folder) && target !== `${folder}HEAD` ? [target, ...names] : names
}

/** A symbolic ref is always a file of its own, never packed; in a reftable only git can read it. */
async function remoteHead(repo: Repo, ref: string): Promise<string | null> {
  if (existsSync(join(repo.commonDir, 'reftable'))) return symbolicRef(repo, ref)
  const line = firstLineOf(join(repo.commonDir, ref))
  return /^ref:\s*(\S.*)$/.exec(line ?? '')?.[1] ?? null
}

async function remoteOf(repo: Repo): Promise<string | null> {
  const remotes = configuredRemotes(repo)
  const branch = (await headRef(repo))?.replace(/^refs\/heads\//, '')
  const upstream = branch === undefined ? undefined : remotes.upstream.get(branch)
  if (upstream !== undefined && remotes.names.includes(upstream)) return upstream
  if (remotes.names.includes('origin') || remotes.names.length === 0)
    return remotes.names.length === 0 ? null : 'origin'
  return remotes.names.length === 1 ? remotes.names[0]! : null
}

interface Remotes {
  names: string[]
  /** branch → remote */
  upstream: Map<string, string>
}

/**
 * Remotes and upstreams as `git remote`, `clone` and `push -u` write them into the repository's own config file. Read without git:
 * a process for it would cost every commit 3 ms, and included files hold no remotes in practice (then tracking folders tell).
 */
function configuredRemotes(repo: Repo): Remotes {
  const found: Remotes = { names: [], upstream: new Map() }
  const file = join(repo.commonDir, 'config')
  let branch: string | null = null
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const section = /^\s*\[\s*(\w+)\s+"((?:[^"\\]|\\.)*)"\s*\]/.exec(line)
    const name = section?.[2]?.replace(/\\(.)/g, '$1') ?? ''
    if (/^\s*\[/.test(line)) branch = section?.[1]?.toLowerCase() === 'branch' ? name : null
    if (section?.[1]?.toLowerCase() === 'remote' && !found.names.includes(name)) found.names.push(name)
    const value = /^\s*remote\s*=\s*"?([^"#;]*?)"?\s*$/i.exec(line)?.[1]
    if (branch !== null && value !== undefined) found.upstream.set(branch, value)
  }
  if (found.names.length === 0) found.names = trackedRemotes(repo)
  return found
}

function trackedRemotes(repo: Repo): string[] {
  const folder = join(repo.commonDir, 'refs', 'remotes')
  return existsSync(folder) ? readdirSync(folder) : []
}
