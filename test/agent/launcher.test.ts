/** The script that hosts start: it finds engine and Node, and whatever happens after, it ends with 0 or 2. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

let folder: string
const SCRIPT = 'src/install/agent.sh'

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis launcher ')))
  cpSync(SCRIPT, join(folder, 'portcullis/agent'))
  put('portcullis/node', `${process.execPath}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function engine(source: string): void {
  put('portcullis/engine/bin/agent.cjs', source)
}

/** As a host runs it, `|| exit 2` and all. */
function run(script = 'portcullis/agent', env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', `sh '${join(folder, script)}' || exit 2`], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    input: '{}',
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

it('hands the payload on, and the answer back', () => {
  engine("process.stdin.pipe(process.stdout); process.stderr.write(process.argv.slice(2).join(' '))")
  expect(run()).toEqual({ status: 0, stdout: '{}', stderr: 'agent hook' })
})

it.each([
  ['a block', 'process.exit(2)'],
  ['an exit code that hosts go on after', 'process.exit(1)'],
  ['a file that is no program', 'this is not JavaScript'],
  ['a crash', "process.kill(process.pid, 'SIGABRT')"],
  ['an exception', "throw new Error('x')"],
])('%s is exit 2', (_, source) => {
  engine(source)
  expect(run().status).toBe(2)
})

it('options for Node in the environment do not reach it', () => {
  engine('process.exit(0)')
  expect(run('portcullis/agent', { NODE_OPTIONS: '--no-such-option' }).status).toBe(0)
  expect(
    run('portcullis/agent', { NODE_OPTIONS: '--import=data:text/javascript,process.exit(0)' }).status,
  ).toBe(0)
})

it('without an engine it says how to get one', () => {
  rmSync(join(folder, 'portcullis/engine'), { recursive: true })
  expect(run()).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('not installed in this clone'),
  })
})

it('a script that is gone is exit 2 by the command alone', () => {
  expect(run('portcullis/gone').status).toBe(2)
})

it('in a project it finds the package, else what init left in the clone, in a linked worktree too', () => {
  put('app/.portcullis/agent', readFileSync(SCRIPT, 'utf8'))
  put('app/.git/portcullis/engine/bin/agent.cjs', "process.stdout.write('clone')")
  expect(run('app/.portcullis/agent').stdout).toBe('clone')
  put('tree/.portcullis/agent', readFileSync(SCRIPT, 'utf8'))
  put('tree/.git', `gitdir: ${join(folder, 'app/.git/worktrees/tree')}\n`)
  put('app/.git/worktrees/tree/commondir', '../..\n')
  expect(run('tree/.portcullis/agent').stdout).toBe('clone')
  put('app/node_modules/portcullis/bin/agent.cjs', "process.stdout.write('package')")
  expect([run('app/.portcullis/agent').stdout, run('tree/.portcullis/agent').stdout]).toEqual([
    'package',
    'package',
  ])
})

it('a Node that is gone is looked for again', () => {
  put('portcullis/node', '/nowhere/node\n')
  engine('process.exit(0)')
  expect(run().status).toBe(0)
})

it('a git that never answers: denied in time, and the process ends', { timeout: 60_000 }, () => {
  const slow = join(folder, 'slow-git')
  writeFileSync(slow, '#!/bin/sh\nsleep 50\n', { mode: 0o755 })
  mkdirSync(join(folder, 'repo/.git'), { recursive: true })
  writeFileSync(join(folder, 'repo/.git/HEAD'), 'ref: refs/heads/main\n')
  const payload = {
    session_id: '1',
    transcript_path: '/home/dev/.claude/projects/app/1.jsonl',
    cwd: join(folder, 'repo'),
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: 'Write',
    tool_input: { file_path: join(folder, 'repo/a'), content: 'x' },
    tool_use_id: 'toolu_1',
  }
  const { status, stdout } = spawnSync(process.execPath, ['bin/agent.cjs', 'agent', 'hook'], {
    env: { PATH: process.env.PATH, HOME: folder, PORTCULLIS_GIT: slow },
    input: JSON.stringify(payload),
    encoding: 'utf8',
    timeout: 45_000, // its git sleeps longer
  })
  expect([status, stdout]).toEqual([0, expect.stringContaining('could not be judged in time')])
})
