/**
 * Does a hook reach us? Asked by running it, with a question that shim.sh answers before anything else and then fails:
 * the answer commits nothing, and whoever sets it for a real commit blocks it.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { askLine } from './ask.ts'
import type { HookEvent } from './events.ts'
import type { Survey } from './survey.ts'

export interface Reached {
  /** the engine and the Node that would judge, null where none was found */
  engine: string | null
  node: string | null
}

/** `unknown`: the hook could not be run to its end. */
export type Answer = Reached | 'silent' | 'unknown'

/** Runs what git runs for `event` in `worktree`. `settings` are `-c` values for git, to look past one of two hooks. */
export function probe(place: Survey, worktree: string, event: HookEvent, settings: string[] = []): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'))
  const message = join(folder, 'MESSAGE')
  writeFileSync(message, 'portcullis doctor\n')
  const nonce = randomBytes(16).toString('hex')
  try {
    for (const args of attempts(place, event, message)) {
      const answer = run(place, worktree, event, nonce, args, settings)
      if (answer !== 'silent') return answer
    }
    return 'silent'
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * With nothing staged lefthook runs no pre-commit command. Its hook file hands arguments on to `lefthook run`: so ours
 * alone is asked, forced (`--commands` before version 2).
 */
function attempts(place: Survey, event: HookEvent, message: string): string[][] {
  const plain = argumentsOf(event, message)
  const isLefthook = place.managers.some(({ name }) => name === 'lefthook')
  if (event !== 'pre-commit' || !isLefthook) return [plain]
  return ['--command', '--commands'].map(only => ['--force', only, 'portcullis'])
}

/** What git passes to the hook, for hooks of others that stand before ours. */
function argumentsOf(event: HookEvent, message: string): string[] {
  if (event === 'pre-push') return ['portcullis-doctor', 'file:///dev/null']
  if (event === 'commit-msg') return [message]
  return event === 'prepare-commit-msg' ? [message, 'message'] : []
}

function run(
  place: Survey,
  cwd: string,
  event: HookEvent,
  nonce: string,
  args: string[],
  settings: string[],
): Answer {
  const [program, ...rest] = commandLine(place, cwd, event, args, settings)
  if (program === undefined) return 'silent'
  const env = { ...place.env, PORTCULLIS_PROBE: nonce }
  const done = spawnSync(program, rest, { cwd, env, input: '', encoding: 'utf8', timeout: patience(place) })
  const answer = readAnswer(`${done.stdout}\n${done.stderr}`, nonce, event)
  if (answer) return answer
  return done.error || done.signal ? 'unknown' : 'silent'
}

/** Milliseconds for one hook; hooks of others may stand before ours, and a slow machine may need more. */
function patience({ env }: Survey): number {
  return 1000 * Number(env.PORTCULLIS_DOCTOR_SECONDS || 60)
}

/** `git hook run` is git's own way (2.36); before it the hook file is run as git would find it. */
function commandLine(
  place: Survey,
  cwd: string,
  event: HookEvent,
  args: string[],
  settings: string[],
): string[] {
  const [major, minor] = place.gitVersion
  if (major > 2 || minor >= 36) {
    const configured = settings.flatMap(setting => ['-c', setting])
    return ['git', ...configured, 'hook', 'run', '--ignore-missing', event, '--', ...args]
  }
  const file = hookFile(place, cwd, event)
  return existsSync(file) ? [file, ...args] : []
}

/** The hook file git would run there, whether it exists or not. */
export function hookFile({ env }: Survey, worktree: string, event: string): string {
  const path = askLine(worktree, ['rev-parse', '--git-path', `hooks/${event}`], env) ?? `.git/hooks/${event}`
  return resolve(worktree, path)
}

/** `portcullis-probe NONCE EVENT SHIM<tab>ENGINE<tab>NODE`, anywhere in a line: hook managers decorate output. */
function readAnswer(output: string, nonce: string, event: string): Reached | null {
  const line = output.split('\n').find(text => text.includes(`portcullis-probe ${nonce} ${event} `))
  if (line === undefined) return null
  const [, engine, node] = line.split('\t')
  return { engine: engine?.trim() || null, node: node?.trim() || null }
}
