/** A repository as a forge has it, and clones as its runners make them: real git, real depth. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clone, Git } from '../../src/ci/clone.ts'

const GIT = process.env.PORTCULLIS_TEST_GIT ?? 'git'
export const ZERO = '0'.repeat(40)

export interface Forge {
  dir: string
  /** runs git in the work area where the history is made; answers its trimmed stdout */
  git(...args: string[]): string
  /** a commit on the current branch */
  commit(name: string): string
  /** everything to the bare repository, as branch tips and tags stand now */
  publish(): void
  /** a clone as `actions/checkout` with this depth makes it; 0 is the whole history */
  clone(depth: number, ref?: string): Clone & { dir: string }
  /** a payload file from test/ci/<event>.json with ids filled in */
  payload(event: string, before: string, after: string, over?: object): string
  remove(): void
}

export function makeForge(): Forge {
  const dir = mkdtempSync(join(tmpdir(), 'portcullis-ci-'))
  const work = join(dir, 'work')
  const bare = join(dir, 'bare.git')
  run(dir, 'init', '-q', '-b', 'main', work)
  run(dir, 'init', '-q', '--bare', '-b', 'main', bare)
  let clones = 0
  let files = 0
  return {
    dir,
    git: (...args) => run(work, ...args),
    commit(name) {
      writeFileSync(join(work, name), `${name}\n`)
      run(work, 'add', '-A')
      run(work, 'commit', '-q', '-m', name)
      return run(work, 'rev-parse', 'HEAD')
    },
    publish() {
      run(work, 'push', '-q', '--mirror', bare)
    },
    clone(depth, ref) {
      const path = join(dir, `clone${++clones}`)
      const limit = depth === 0 ? [] : [`--depth=${depth}`]
      run(dir, 'clone', '-q', '--no-checkout', ...limit, ...(ref ? ['-b', ref] : []), `file://${bare}`, path)
      return { git: door(path), commonDir: join(path, '.git'), dir: path }
    },
    payload(event, before, after, over = {}) {
      const text = readFileSync(new URL(`./${event}.json`, import.meta.url), 'utf8')
      const filled = text.replaceAll('$BEFORE', before).replaceAll('$AFTER', after)
      const path = join(dir, `event${++files}.json`)
      writeFileSync(path, JSON.stringify({ ...JSON.parse(filled), ...over }))
      return path
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** What src/git/run.ts will be given to us as: stdout, allowed exit codes, else an exception. */
function door(cwd: string): Git {
  return async (args, { input, allow = [] } = {}) => {
    try {
      return execFileSync(GIT, args, {
        cwd,
        input: input ?? '',
        stdio: ['pipe', 'pipe', 'ignore'],
        env: environment(),
      })
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: Buffer }
      if (allow.includes(status)) return stdout
      throw error
    }
  }
}

function run(cwd: string, ...args: string[]): string {
  return execFileSync(GIT, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment(),
  }).trim()
}

/** Nothing of the machine's own git settings, nor of a hook these tests may run in. */
function environment(): NodeJS.ProcessEnv {
  const who = { NAME: 'Test', EMAIL: 'test@example.org', DATE: '2026-11-22T10:00:00Z' }
  const people = ['AUTHOR', 'COMMITTER'].flatMap(p =>
    Object.entries(who).map(([k, v]) => [`GIT_${p}_${k}`, v]),
  )
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries(people),
  }
}
