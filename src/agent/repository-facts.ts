/** The repository as the command guard asks about it: one git process for each question, only where it decides, and once. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Facts } from '../command/types.ts'
import { gitEnv } from '../git/env.ts'
import { ALWAYS } from '../git/spawn.ts'

/** A slow disk must not become a hook that is late; without an answer the guard takes the stricter one. */
const TIMEOUT_MS = 2000

/** What git says in `cwd`: its output, and null where it fails. `git` may name the binary. */
export type Ask = (...args: string[]) => string | null

export function factsIn(cwd: string, env: NodeJS.ProcessEnv): Facts {
  const ask = once(askIn(cwd, env))
  return {
    isClean: () => isEmpty(ask('status', '--porcelain', '--untracked-files=no', '--ignore-submodules=none')),
    hasNoUntracked: () => isEmpty(ask('ls-files', '--others', '--exclude-standard', '--directory')),
    isPublished: revision => isRevision(revision) && holds(ask, revision, ['refs/remotes']),
    isMerged: branch => isRevision(branch) && holdsBeside(ask, branch),
    currentBranch: () => ask('symbolic-ref', '--quiet', '--short', 'HEAD')?.trim() || null,
    aliases: () => aliasesOf(ask('config', '--null', '--includes', '--get-regexp', '^alias\\.')),
    script: name => scriptIn(cwd, name),
    isBranch: name =>
      isRevision(name)
        ? ask('rev-parse', '--verify', '--quiet', `refs/heads/${name}^{commit}`) !== null
        : null,
  }
}

function askIn(cwd: string, env: NodeJS.ProcessEnv): Ask {
  const clean = gitEnv(env)
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR']) delete clean[name]
  return (...args) => {
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    const options = { cwd, env: clean, encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 1 << 24 } as const
    const { status, stdout } = spawnSync(env.PORTCULLIS_GIT || 'git', [...ALWAYS, ...args], options)
    return status === 0 ? stdout : null
  }
}

function once(ask: Ask): Ask {
  const known = new Map<string, string | null>()
  return (...args) => {
    const key = args.join('\0')
    if (!known.has(key)) known.set(key, ask(...args))
    return known.get(key) ?? null
  }
}

function isEmpty(answer: string | null): boolean | null {
  return answer === null ? null : answer.trim() === ''
}

/** An option, a range or nothing at all is no name of a commit. */
function isRevision(text: string): boolean {
  return /^[^-\s][^\s\0]*$/.test(text) && !text.includes('..')
}

function holds(ask: Ask, revision: string, among: string[]): boolean | null {
  const refs = ask('for-each-ref', '--count=1', '--format=%(refname)', `--contains=${revision}`, ...among)
  return refs === null ? null : refs.trim() !== ''
}

function holdsBeside(ask: Ask, branch: string): boolean | null {
  const own = `refs/heads/${branch}`
  const refs = ask('for-each-ref', '--format=%(refname)', `--contains=${own}`, 'refs/heads', 'refs/remotes')
  return refs === null ? null : refs.split('\n').some(ref => ref !== '' && ref !== own)
}

/** No alias at all is exit 1: then nothing is one. */
function aliasesOf(answer: string | null): ReadonlyMap<string, string> {
  const entries = (answer ?? '').split('\0').flatMap(entry => {
    const end = entry.indexOf('\n')
    return end < 0 ? [] : [[entry.slice('alias.'.length, end), entry.slice(end + 1)] as const]
  })
  return new Map(entries)
}

function scriptIn(cwd: string, name: string): string | null {
  for (let at = resolve(cwd); ; at = dirname(at)) {
    const file = join(at, 'package.json')
    if (existsSync(file)) return scriptOf(file, name)
    if (dirname(at) === at) return null
  }
}

function scriptOf(file: string, name: string): string | null {
  try {
    const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, unknown> }
    const script = scripts?.[name]
    return typeof script === 'string' ? script : null
  } catch {
    return null
  }
}
