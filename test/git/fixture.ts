/** Real repositories for tests: quick to make, deterministic, cut off from this machine's git configuration. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { Actor, Change, Operation, Text } from '../../src/model.ts'

/** The git under test. */
export const GIT = process.env.PORTCULLIS_TEST_GIT || 'git'
export const NOBODY: Actor = { kind: 'unknown', evidence: [] }

const root = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-test-')))
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }))

/** A new empty folder, removed when the test file is done. */
export function tempDir(name = 'dir'): string {
  return mkdtempSync(join(root, `${name}-`))
}

/** The whole environment git and Portcullis see in tests. Nothing of the caller's (an agent's, a hook's) leaks in. */
export function testEnv(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: root,
    LC_ALL: 'C',
    PORTCULLIS_GIT: GIT,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...extra,
  }
}

export interface TestRepo {
  dir: string
  /** runs git there; gives stdout without its last line feed. A first argument that is an object adds to the environment */
  git(...args: (string | Record<string, string>)[]): string
  /** git with something on stdin */
  feed(input: string | Buffer, ...args: string[]): string
  write(path: string, data: string | Buffer): void
  /** stages everything and commits it (also when empty); gives the commit's id */
  commit(message: string): string
}

const CONFIG = [
  ...['-c', 'user.name=Test'],
  ...['-c', 'user.email=test@example.org'],
  ...['-c', 'init.defaultBranch=main'],
  ...['-c', 'commit.gpgsign=false'],
  ...['-c', 'core.autocrlf=false'],
  ...['-c', 'protocol.file.allow=always'],
  ...['-c', 'advice.detachedHead=false'],
]

let clock = 1_700_000_000

/** Makes a repository with `git init` and the arguments given, or opens the one in `dir`. */
export function makeRepo(options: { init?: string[]; dir?: string } = {}): TestRepo {
  const dir = options.dir ?? tempDir('repo')
  const repo = repoAt(dir)
  if (options.dir === undefined) repo.git('init', '-q', ...(options.init ?? []))
  return repo
}

function repoAt(dir: string): TestRepo {
  const run = (args: (string | Record<string, string>)[], input?: string | Buffer): string => {
    const extra = args.filter(arg => typeof arg === 'object')
    const words = args.filter(arg => typeof arg === 'string')
    const env = testEnv(Object.assign({}, ticked(), ...extra))
    const output = execFileSync(GIT, [...CONFIG, ...words], {
      cwd: dir,
      env,
      input: input ?? '',
      stdio: 'pipe',
      maxBuffer: 1 << 28,
    })
    return output.toString('utf8').replace(/\n$/, '')
  }
  const repo: TestRepo = {
    dir,
    git: (...args) => run(args),
    feed: (input, ...args) => run(args, input),
    write(path, data) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), data)
    },
    commit(message) {
      run(['add', '-A'])
      run(['commit', '-q', '--allow-empty', '--no-verify', '-m', message])
      return run(['rev-parse', 'HEAD'])
    },
  }
  return repo
}

/** Every commit a second later than the one before. */
function ticked(): Record<string, string> {
  clock++
  return { GIT_AUTHOR_DATE: `@${clock} +0000`, GIT_COMMITTER_DATE: `@${clock} +0000` }
}

/** A clone of `from` with a remote `origin`. */
export function cloneOf(from: TestRepo, ...args: string[]): TestRepo {
  const dir = join(tempDir('clone'), 'c')
  // by URL git speaks its protocol, which --depth and --filter need; --shared needs the path itself
  from.git('clone', '-q', ...args, args.includes('--shared') ? from.dir : `file://${from.dir}`, dir)
  return makeRepo({ dir })
}

/** Everything an operation lists, read to its end; closes its objects unless told not to. */
export async function drain(operation: Operation, options: { keepOpen?: boolean } = {}) {
  const changes: Change[] = []
  const texts: Text[] = []
  let error: unknown
  try {
    for await (const change of operation.changes) changes.push(change)
    for await (const text of operation.texts) texts.push(text)
  } catch (thrown) {
    error = thrown
  }
  const contents = new Map<string, string>()
  for (const { path, after } of changes) {
    if (!after || after.mode === '160000') continue
    const blob = await operation.objects.read(after.id, 1e9).catch(() => null)
    if (blob?.data) contents.set(path, `${contents.get(path) ?? ''}${blob.data.toString('utf8')}`)
  }
  if (!options.keepOpen) operation.objects.close()
  return { changes, texts, contents, error, paths: changes.map(change => change.path).sort() }
}

/** The error a promise ends with; fails the test when it does not. */
export async function errorOf(
  promise: Promise<unknown>,
): Promise<Error & { exit?: number; detail?: Record<string, unknown> }> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not fail')
}
