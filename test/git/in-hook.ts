/** Running a piece of a test inside a real git hook, while git waits for it: with the environment, stdin and files git gives. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GIT, type TestRepo, tempDir, testEnv } from './fixture.ts'

export interface HookCall {
  env: NodeJS.ProcessEnv
  cwd: string
  args: string[]
  stdin: string
}

/** Dumps what it was given, then waits; `$1 = stdin` in its name's place tells whether stdin is worth reading. */
const SCRIPT = `#!/bin/sh
box='BOX'
mkdir "$box/busy" 2>/dev/null || exit 0
{ env -0; } > "$box/env"
pwd > "$box/cwd"
for arg in "$@"; do printf '%s\\0' "$arg"; done > "$box/args"
if [ READ = 1 ]; then cat > "$box/stdin"; else : > "$box/stdin"; fi
: > "$box/ready"
while [ ! -e "$box/go" ]; do sleep 0.02; done
exit 1
`

/**
 * Runs `git ARGS` and, within the first call of the hook, `look`. The hook then fails, so that git leaves the repository as it was.
 * Throws when the hook was never called.
 */
export async function inHook<T>(
  repo: TestRepo,
  event: string,
  args: string[],
  look: (call: HookCall) => Promise<T>,
  options: { cwd?: string; env?: Record<string, string>; gitDir?: string } = {},
): Promise<T> {
  const box = tempDir('hook')
  install(repo, event, box, options.gitDir)
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.org',
    '-c',
    'protocol.file.allow=always',
  ]
  const child = spawn(GIT, [...identity, ...args], {
    cwd: options.cwd ?? repo.dir,
    env: testEnv({ GIT_EDITOR: ':', ...options.env }),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', chunk => {
    complaint += chunk
  })
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()))
  try {
    await Promise.race([waitFor(join(box, 'ready')), ended])
    if (!existsSync(join(box, 'ready'))) throw new Error(`${event} was not called: ${complaint}`)
    return await look(callIn(box))
  } finally {
    writeFileSync(join(box, 'go'), '')
    await ended
  }
}

function install(repo: TestRepo, event: string, box: string, gitDir = join(repo.dir, '.git')): void {
  mkdirSync(join(gitDir, 'hooks'), { recursive: true })
  const file = join(gitDir, 'hooks', event)
  writeFileSync(file, SCRIPT.replace('BOX', box).replace('READ', event === 'pre-push' ? '1' : '0'))
  chmodSync(file, 0o755)
}

function callIn(box: string): HookCall {
  const read = (name: string) => readFileSync(join(box, name), 'utf8')
  const pairs = read('env').split('\0').slice(0, -1)
  const env = Object.fromEntries(
    pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  return {
    env,
    cwd: read('cwd').trimEnd(),
    args: read('args').split('\0').slice(0, -1),
    stdin: read('stdin'),
  }
}

async function waitFor(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise(resolve => setTimeout(resolve, 10))
}
