/** Sends refs of ours to a remote: the one call here that uses the network, made where a person or a push asked for it. */
import { firstBytes, firstLine, type Repo } from './spawn.ts'

/** What the caller's git said of the operation it is in: another repository's index is none of a push's business. */
const OF_THE_CALLER = [
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_WORK_TREE',
]

/** Set for whatever a push of ours starts: it does not send once more. */
export const SENDING = 'PORTCULLIS_SENDING'

/**
 * Null when they are there, else why not, in one line. `env` is the caller's own: transports, credentials and proxies are configured
 * by it. `most` in ms.
 */
export function pushRefs(
  repo: Repo,
  env: NodeJS.ProcessEnv,
  remote: string,
  refs: string[],
  most: number,
): Promise<string | null> {
  // loaded here, as in spawn.ts
  const { spawn } = process.getBuiltinModule('node:child_process')
  // no hooks: they are for what people push, and may take as long as a test run
  const args = ['push', '--quiet', '--no-verify', remote, ...refs.map(ref => `${ref}:${ref}`)]
  const child = spawn(repo.git, args, {
    cwd: repo.gitDir,
    env: own(env, repo),
    stdio: 'pipe',
    windowsHide: true,
  })
  const said = firstBytes(child)
  child.stdin.end()
  child.stdout.resume()
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      child.kill()
      resolve(`it took longer than ${most / 1000} s`)
    }, most)
    const end = (why: string | null) => {
      clearTimeout(timer)
      resolve(why)
    }
    child.on('error', error => end(error.message))
    child.on('close', code => end(code === 0 ? null : firstLine(said()) || `git push ended with ${code}`))
  })
}

function own(env: NodeJS.ProcessEnv, { gitDir }: Repo): NodeJS.ProcessEnv {
  const clean: NodeJS.ProcessEnv = { ...env, GIT_DIR: gitDir, GIT_TERMINAL_PROMPT: '0', [SENDING]: '1' }
  for (const name of OF_THE_CALLER) delete clean[name]
  return clean
}
