/** Starting git: one command and its answer, or its output as it comes. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync } from 'node:fs'
import { GitError } from '../errors.ts'

/** An opened repository. `env` is scrubbed already and names the repository, so that nothing is discovered twice. */
export interface Repo {
  /** the git binary */
  git: string
  gitDir: string
  commonDir: string
  /** null in a bare repository */
  worktree: string | null
  env: NodeJS.ProcessEnv
  /** hex digits of an object id */
  hashLength: 40 | 64
}

export interface RunOptions {
  input?: string | Buffer | AsyncIterable<string | Buffer> | Iterable<string | Buffer>
  /** exit codes besides 0 that are answers, not failures */
  allow?: number[]
}

/** Carried by every call, before the subcommand. */
export const ALWAYS = [
  '--no-replace-objects', // as GIT_NO_REPLACE_OBJECTS, for a wrapper that cleans the environment
  ...['-c', 'advice.graftFileDeprecated=false'], // GIT_GRAFT_FILE=/dev/null would draw a warning
  ...['-c', 'core.fsmonitor=false'], // may name a program to run, and is trusted about what changed
  ...['-c', 'core.quotepath=off'], // bytes above 0x7f as they are wherever -z does not reach
]

const STDERR_LIMIT = 8192

/** Runs git and gives its stdout. Throws GitError when git is missing, fails, or is ended by a signal. */
export async function git(repo: Repo, args: string[], options: RunOptions = {}): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of gitStream(repo, args, options)) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** Runs git and yields its stdout; the same errors, thrown at the end. Stopping early ends the process. */
export async function* gitStream(
  repo: Repo,
  args: string[],
  options: RunOptions = {},
): AsyncGenerator<Buffer> {
  const child = start(repo, args)
  const stderr = firstBytes(child)
  const ended = end(child)
  const fed = feed(child, options.input).then(
    () => null,
    (error: unknown) => stopped(child, error),
  )
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer
    const { code, signal, error } = await ended
    if (error) throw startFailure(repo, error)
    const broken = await fed // an input that failed says more than the signal that ended git
    if (broken) throw broken.error
    if (code !== 0 && !(code !== null && options.allow?.includes(code))) {
      throw new GitError(
        `git ${subcommand(args)} failed: ${firstLine(stderr()) || `it ended with ${signal ?? code}`}`,
      )
    }
  } finally {
    if (child.exitCode === null) child.kill()
  }
}

/** A git process with piped stdio, started in the worktree (a relative GIT_INDEX_FILE counts from there). */
export function start(repo: Repo, args: string[]): ChildProcessWithoutNullStreams {
  const cwd = repo.worktree ?? repo.gitDir
  // loaded here: it brings net and dgram along (6 ms), and a clean commit starts no process
  const { spawn } = process.getBuiltinModule('node:child_process')
  try {
    return spawn(repo.git, [...ALWAYS, ...args], { cwd, env: repo.env, stdio: 'pipe', windowsHide: true })
  } catch (error) {
    // most failures come as an event; a folder that is a file, or too many open files, are thrown right here
    throw startFailure(repo, error as NodeJS.ErrnoException)
  }
}

/** A spawn failure in plain words: git is not there, or the folder is not. */
export function startFailure(repo: Repo, error: NodeJS.ErrnoException): GitError {
  const cwd = repo.worktree ?? repo.gitDir
  if (error.code === 'ENOENT' && !existsSync(cwd))
    return new GitError(`folder "${cwd}" not found`, { subject: cwd })
  if (error.code === 'ENOTDIR') {
    const hint = `a file as it lies on disk is looked at with: portcullis scan --files "${cwd}"`
    return new GitError(`"${cwd}" is a file, not a repository`, { subject: cwd, hint })
  }
  if (error.code !== 'ENOENT')
    return new GitError(`git could not be started: ${error.code}`, { cause: error })
  const hint = 'install git, or name its binary in PORTCULLIS_GIT'
  return new GitError(`git was not found ("${repo.git}")`, { subject: 'git', hint, cause: error })
}

/** The line of git's complaint that says most, without its "fatal: " (git prints no object content there). */
export function firstLine(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '')
  const errors = lines.filter(line => /^(fatal|error):/.test(line))
  // zlib complains first and without a name; the line that names the object comes after
  const line = errors.find(text => /[0-9a-f]{40}/.test(text)) ?? errors[0] ?? lines[0] ?? ''
  return line.replace(/^(fatal|error): /, '').slice(0, 500)
}

/** Collects the first bytes of stderr and lets the rest flow away; the function gives what has come so far. */
export function firstBytes(child: ChildProcessWithoutNullStreams): () => string {
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (text.length < STDERR_LIMIT) text += chunk.toString('utf8')
  })
  return () => text
}

interface Ended {
  code: number | null
  signal: string | null
  error?: NodeJS.ErrnoException
}

function end(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  return new Promise(resolve => {
    child.on('error', error => resolve({ code: null, signal: null, error }))
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
}

/** The input itself failed: git is ended, and whoever reads its output gets that error. */
function stopped(child: ChildProcessWithoutNullStreams, error: unknown): { error: unknown } {
  child.kill()
  return { error }
}

async function feed(child: ChildProcessWithoutNullStreams, input: RunOptions['input']): Promise<void> {
  child.stdin.on('error', () => {}) // EPIPE: git stopped reading, and its exit code says why
  if (input === undefined || typeof input === 'string' || Buffer.isBuffer(input)) {
    child.stdin.end(input)
    return
  }
  for await (const piece of input) {
    if (!child.stdin.writable) return
    if (!child.stdin.write(piece)) await drained(child)
  }
  child.stdin.end()
}

function drained(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise(resolve => {
    child.stdin.once('drain', resolve)
    child.stdin.once('close', resolve)
  })
}

function subcommand(args: string[]): string {
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-c') i++
    else return args[i]!
  }
  return ''
}
