/** git, for set-up and diagnosis: questions whose failure is itself an answer, so nothing here throws. */
import { spawnSync } from 'node:child_process'

export interface Answer {
  /** git's exit code; 127 where git itself could not be started */
  code: number
  stdout: string
  stderr: string
}

/** Runs git in `cwd`. `input` goes to its stdin, which is otherwise empty. */
export function ask(cwd: string, args: string[], env: NodeJS.ProcessEnv, input = ''): Answer {
  const done = spawnSync('git', args, {
    cwd,
    env,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 120_000,
  })
  return {
    code: done.status ?? 127,
    stdout: done.stdout ?? '',
    stderr: done.stderr ?? String(done.error ?? ''),
  }
}

/** One value, without its line end, or null when git says there is none. */
export function askLine(cwd: string, args: string[], env: NodeJS.ProcessEnv): string | null {
  const { code, stdout } = ask(cwd, args, env)
  return code === 0 ? stdout.replace(/\r?\n$/, '') : null
}

/** The environment without what ties it to another repository: a hook or a script may be what started us. */
export function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest: NodeJS.ProcessEnv = { ...env, GIT_OPTIONAL_LOCKS: '0' }
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX'])
    delete rest[name]
  for (const name of ['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES']) delete rest[name]
  for (const name of ['GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT', 'GIT_EXTERNAL_DIFF']) delete rest[name]
  return rest
}
