import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Lab, type Ran } from './lab.ts'

let lab: Lab
let repo: string
beforeEach(() => {
  lab = new Lab()
  repo = lab.guarded()
})
afterEach(() => lab.end())

const shells = ['dash', 'bash --posix', 'busybox sh', 'ksh', 'mksh'].filter(
  shell => spawnSync('sh', ['-c', `command -v ${shell.split(' ')[0]}`]).status === 0,
)

function hook(env: NodeJS.ProcessEnv = {}, event = 'pre-commit', shell = 'sh'): Ran {
  return lab.run(repo, `${shell} .portcullis/hook ${event}`, env)
}

describe('a pass is a verdict, never an exit code', () => {
  test('exit 0 without the verdict is no pass', () => {
    const done = hook({ LAB_SAYS: 'all is well' })
    expect(done.code).toBe(3)
    expect(done.stderr).toContain('the engine ended without a verdict')
  })

  test('the verdict of another call is no pass', () => {
    expect(hook({ LAB_SAYS: 'portcullis 00000000-0000-0000-0000-000000000000 allow' }).code).toBe(3)
  })

  test('the verdict with a failing exit code is no pass', () => {
    expect(hook({ LAB_CODE: '1' }).code).toBe(1)
  })

  test('a crash is exit 3 and says so', () => {
    const done = hook({ LAB_CRASH: '1' })
    expect(done.code).toBe(3)
    expect(done.stderr).toContain('the engine broke off with code')
  })

  test.each([
    ['NODE_OPTIONS', '--import data:text/javascript,process.exit(0)'],
    ['NODE_OPTIONS', '--require=./exit.cjs'],
    ['NODE_PATH', '.'],
    ['NODE_REPL_EXTERNAL_MODULE', './exit.cjs'],
  ])('%s=%s does not reach Node', (name, value) => {
    writeFileSync(join(repo, 'exit.cjs'), 'process.exit(0)\n')
    expect(hook({ [name]: value, LAB_VERDICT: 'deny' }).code).toBe(1)
    expect(lab.starts()).toEqual(['pre-commit'])
  })

  // bash is started directly: dash would not pass such names on
  test.each(['git', 'printf', '[', 'read', 'date'])(
    'a function %s in the environment (bash as sh) stands in for nothing',
    name => {
      const env = { ...lab.env, [`BASH_FUNC_${name}%%`]: '() { builtin exit 0; }', LAB_VERDICT: 'deny' }
      const done = spawnSync('bash', ['--posix', '.portcullis/hook', 'pre-commit'], { cwd: repo, env })
      expect(done.status).toBe(1)
      expect(lab.starts()).toEqual(['pre-commit'])
    },
  )

  test('the question of doctor is no way past the hook', () => {
    lab.write(repo, 'file', 'x\n')
    lab.must(repo, 'git add file')
    const done = lab.run(repo, 'git commit -qnm x', { PORTCULLIS_PROBE: 'abc' })
    expect(done.code).not.toBe(0)
    expect(done.stderr).toContain('portcullis-probe abc prepare-commit-msg')
    expect(lab.run(repo, 'git commit -qnm x', { PORTCULLIS_PROBE: 'x y' }).code).not.toBe(0)
  })

  test('configuration from the environment does not steer it', () => {
    lab.write(repo, 'file', 'x\n')
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.worktree', GIT_CONFIG_VALUE_0: '/nowhere' }
    expect(
      lab.run(repo, 'git add file && sh .portcullis/hook pre-commit', { LAB_VERDICT: 'deny' }).code,
    ).toBe(1)
    expect(hook({ ...env, LAB_VERDICT: 'deny' }).code).toBe(1)
  })
})

describe('what it needs is missing', () => {
  test('no engine: exit 3 with the command that mends it', () => {
    rmSync(join(repo, '.git/portcullis/engine'), { recursive: true })
    const done = hook()
    expect(done.code).toBe(3)
    expect(done.stderr).toContain('npm ci, or: npx portcullis init')
  })

  test('a checkout of portcullis that is not built says npm ci', () => {
    rmSync(join(repo, '.git/portcullis/engine'), { recursive: true })
    lab.write(repo, 'bin/portcullis.js', '')
    lab.write(repo, 'src/install/shim.sh', '')
    expect(hook()).toMatchObject({ code: 3, stderr: expect.stringContaining('next: npm ci\n') })
  })

  test('the Node of init is gone: another is found', () => {
    writeFileSync(join(repo, '.git/portcullis/node'), '/nowhere/node\n')
    expect(hook().code).toBe(0)
  })

  test('no Node on PATH: the version managers’ places are looked through', () => {
    writeFileSync(join(repo, '.git/portcullis/node'), '/nowhere/node\n')
    const bin = join(lab.folder, 'home/.nvm/versions/node/v22.1.0/bin')
    mkdirSync(bin, { recursive: true })
    symlinkSync(process.execPath, join(bin, 'node'))
    const tools = join(lab.folder, 'tools')
    mkdirSync(tools)
    for (const tool of ['git', 'date', 'sh', 'cat'])
      symlinkSync(lab.must(repo, `command -v ${tool}`), join(tools, tool))
    expect(hook({ PATH: tools }).code).toBe(0)
    rmSync(bin, { recursive: true })
    if (
      ['/usr/local/bin/node', '/usr/bin/node', '/opt/homebrew/bin/node', '/snap/bin/node'].some(path =>
        existsSync(path),
      )
    )
      return
    const done = hook({ PATH: tools })
    expect(done.code).toBe(3)
    expect(done.stderr).toContain('no Node to judge with')
  })

  test('no event, exit 3', () => {
    expect(hook({}, '')).toMatchObject({ code: 3, stderr: expect.stringContaining('no event was named') })
  })

  test('not in a repository, exit 3', () => {
    const done = lab.run(lab.folder, `sh "${repo}/.portcullis/hook" pre-commit`)
    expect(done).toMatchObject({ code: 3, stderr: expect.stringContaining('does not find the repository') })
  })

  test('a push without git’s list of refs is not taken for an empty one', () => {
    for (const closed of ['</dev/null', '<&-']) {
      const done = lab.run(repo, `sh .portcullis/hook pre-push origin url ${closed}`)
      expect(done.code).toBe(3)
      expect(done.stderr).toContain('the list of refs did not arrive')
    }
    expect(lab.starts()).toEqual([])
  })

  test('closed stdin, stdout and stderr: still judged', () => {
    expect(lab.run(repo, 'sh .portcullis/hook pre-commit <&- >&- 2>&-', { LAB_VERDICT: 'deny' }).code).toBe(1)
    expect(lab.run(repo, 'sh .portcullis/hook pre-commit <&- >&-').code).toBe(0)
  })
})

describe.each(shells)('in %s', shell => {
  test('it parses, allows, denies and takes its own receipt', () => {
    expect(lab.run(repo, `${shell} -n .portcullis/hook`)).toMatchObject({ code: 0, stderr: '' })
    expect(hook({ LAB_VERDICT: 'deny' }, 'pre-commit', shell).code).toBe(1)
    lab.starts()
    expect(hook({}, 'pre-commit', shell)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(hook({}, 'pre-commit', shell).code).toBe(0)
    expect(lab.starts()).toEqual(['pre-commit'])
  })

  test('a push with --pass-on gives the list back', () => {
    const refs = 'refs/heads/main 1 refs/heads/main 2\n$HOME `x` "y" \\n\n'
    writeFileSync(join(repo, 'refs'), refs)
    const done = lab.run(repo, `${shell} .portcullis/hook --pass-on pre-push origin url < refs`)
    expect(done).toMatchObject({ code: 0, stdout: refs })
    expect(lab.calls()[0]?.stdin).toBe(refs)
  })
})

describe('repositories of other shapes', () => {
  test('the first commit of all', () => {
    const path = join(lab.folder, 'new')
    lab.must(lab.folder, 'git init -q new')
    lab.init(path)
    lab.must(path, 'git add . && git commit -qm first')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('packed refs, and 64 digits', () => {
    lab.must(repo, 'git pack-refs --all && echo x > file && git add file && git commit -qm x')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
    const path = join(lab.folder, 'sha256')
    lab.must(
      lab.folder,
      'git init -q --object-format=sha256 sha256 && cd sha256 && echo x > f && git add f && git commit -qm 1',
    )
    lab.init(path)
    lab.must(path, 'echo y > f && git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('a reftable', ({ skip }) => {
    if (lab.run(lab.folder, 'git init -q --ref-format=reftable tables').code !== 0) skip()
    const path = join(lab.folder, 'tables')
    lab.init(path)
    lab.must(path, 'echo y > f && git add f && git commit -qm 1 && echo z > f && git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg', 'pre-commit', 'commit-msg'])
    lab.must(path, 'git checkout -q --detach && echo 3 > f && git commit -qam 3')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('a submodule', () => {
    lab.must(repo, `git -c protocol.file.allow=always submodule --quiet add "${repo}" sub`)
    const path = join(repo, 'sub')
    lab.init(path)
    lab.must(path, 'echo y > f && git add f && git commit -qm 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('committing from a subfolder', () => {
    lab.must(repo, 'mkdir -p sub && cd sub && echo y > f && git add f && git commit -qm 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })
})
