// Repositories to scan: as they are, with stand-ins for what they lack, or cut to a part of their history.

import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'

const ENV = { PATH: process.env.PATH, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }

export function git(repo, args, input = '') {
  const own = ['-c', `safe.directory=${repo}`, '-C', repo]
  return execFileSync('git', [...own, ...args], { env: ENV, input, maxBuffer: 2 ** 30 }).toString('latin1')
}

/** `acme/app` of `acme+app/repo`, else the folder's name. */
export function titleOf(repo) {
  const name =
    basename(repo) === 'repo' || basename(repo) === '.git' ? basename(dirname(repo)) : basename(repo)
  return name.replace('+', '/').replace(/\.git$/, '')
}

export function sizeOf(repo) {
  const commits = Number(git(repo, ['rev-list', '--all', '--count']))
  const packed = /^size-pack: (\d+)$/m.exec(git(repo, ['count-objects', '-v']))?.[1]
  return { commits, packKb: Number(packed) }
}

/**
 * Blobs that a snapshot lacks end `git log -p`, and every peer that reads it. Then the repository is copied (by hard links: packs are
 * never written to) and an empty blob put under each missing name. The original is not touched.
 */
export function readable(repo, folder) {
  const listed = git(repo, ['rev-list', '--objects', '--all', '--no-object-names', '--missing=print'])
  const missing = listed
    .split('\n')
    .filter(line => line.startsWith('?'))
    .map(line => line.slice(1))
  if (missing.length === 0) return { repo, standIns: 0 }
  const copy = join(folder, `${titleOf(repo).replace('/', '+')}.git`)
  copyTree(existsSync(join(repo, '.git')) ? join(repo, '.git') : repo, copy)
  for (const id of missing) {
    mkdirSync(join(copy, 'objects', id.slice(0, 2)), { recursive: true })
    writeFileSync(join(copy, 'objects', id.slice(0, 2), id.slice(2)), deflateSync('blob 0\0'))
  }
  return { repo: copy, standIns: missing.length }
}

function copyTree(from, to) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else linkOrCopy(source, target)
  }
}

function linkOrCopy(source, target) {
  try {
    linkSync(source, target)
  } catch {
    copyFileSync(source, target) // another file system
  }
}

/**
 * The first `share` of the commits, parents before children, as a bare repository of one pack with its own deltas; a branch at each
 * end, so that exactly those commits are in it.
 */
export function cut(repo, share, folder) {
  const lines = git(repo, ['rev-list', '--topo-order', '--reverse', '--parents', '--all']).trim().split('\n')
  const kept = lines.slice(0, Math.max(1, Math.round(lines.length * share)))
  const ids = kept.map(line => line.split(' '))
  const parents = new Set(ids.flatMap(([, ...rest]) => rest))
  const tips = ids.map(([id]) => id).filter(id => !parents.has(id))
  const target = join(folder, `${titleOf(repo).replace('/', '+')}-${share}.git`)
  const format = tips[0].length === 64 ? 'sha256' : 'sha1'
  execFileSync('git', ['init', '-q', '--bare', `--object-format=${format}`, target], { env: ENV })
  const pack = join(target, 'objects', 'pack', 'pack')
  git(repo, ['pack-objects', '-q', '--revs', '--delta-base-offset', pack], `${tips.join('\n')}\n`)
  const refs = tips.map((id, i) => `create refs/heads/${i === tips.length - 1 ? 'main' : `end-${i}`} ${id}\n`)
  git(target, ['update-ref', '--stdin'], refs.join(''))
  git(target, ['symbolic-ref', 'HEAD', 'refs/heads/main'])
  return { repo: target, share }
}
