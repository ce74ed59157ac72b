import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EVENTS } from '../../src/install/events.ts'
import { hasConfigHooks, survey } from '../../src/install/survey.ts'
import { installHusky, Lab } from './lab.ts'

let lab: Lab
beforeEach(() => {
  lab = new Lab()
})
afterEach(() => lab.end())

/** git ≥ 2.54 reaches us by its configuration where the hook files are dead: then nothing fails, or only a remark. */
function configured(path: string): boolean {
  return hasConfigHooks(survey(path, lab.env).gitVersion)
}

describe('all is well', () => {
  test('in the main worktree and in linked ones, proven by running each hook; no judging, no hook of the user', () => {
    const path = lab.guarded()
    lab.must(
      path,
      'echo "echo ran > user-hook-ran" >> .git/hooks/pre-commit && git worktree add -q "../linked one" -b linked',
    )
    const done = lab.doctor(path)
    expect(done.text).not.toContain('mend')
    expect(done.exit).toBe(0)
    expect(done.text).toContain(`worktree ${join(lab.folder, 'linked one')}\n`)
    expect(done.text.match(/^ {2}ok /gm)).toHaveLength(2 * EVENTS.length)
    expect(lab.starts()).toEqual([])
    expect(lab.run(path, 'cat user-hook-ran').code).not.toBe(0)
    expect(lab.doctor(join(lab.folder, 'linked one')).exit).toBe(0)
  })

  test('husky, with a linked worktree that has no .husky/_', () => {
    const path = lab.repo()
    installHusky(lab, path)
    lab.init(path)
    lab.must(path, 'git add . && git commit -qnm x && git worktree add -q ../linked')
    const done = lab.doctor(path)
    expect(done.text).not.toContain('FAIL')
    expect(done.exit).toBe(0)
  })

  test('a worktree whose folder is gone is passed over', () => {
    const path = lab.guarded()
    lab.must(path, 'git worktree add -q ../linked && rm -rf ../linked')
    expect(lab.doctor(path).exit).toBe(0)
  })
})

describe('what does not reach us, with the command that mends it', () => {
  function broken(path: string, what: string, mend: string, env: NodeJS.ProcessEnv = {}): void {
    const done = lab.doctor(path, env)
    if (configured(path) && !done.text.includes(what)) {
      expect(done.text).toContain('git configuration, judged')
      return
    }
    expect(done.text).toContain(what)
    expect(done.text).toContain(`mend: ${mend}`)
    expect(done.exit).toBe(1)
  }

  test('not set up at all', () => {
    const path = lab.repo()
    broken(path, 'this clone is not set up', 'npx portcullis init')
    expect(lab.doctor(path).exit).toBe(1)
  })

  test('core.hooksPath poisoned', () => {
    const path = lab.guarded()
    lab.must(path, 'git config core.hooksPath /dev/null')
    broken(path, 'core.hooksPath is "/dev/null"', 'git config --local --unset-all core.hooksPath')
    lab.must(path, 'git config --local --unset-all core.hooksPath')
    expect(lab.doctor(path).exit).toBe(0)
  })

  test('a hook that is not executable', () => {
    const path = lab.guarded()
    lab.must(path, 'chmod -x .git/hooks/pre-push')
    broken(path, 'is not executable', `chmod +x '${path}/.git/hooks/pre-push'`)
  })

  test('a hook written over, and one removed', () => {
    const path = lab.guarded()
    lab.write(path, '.git/hooks/pre-push', '#!/bin/sh\nexit 0\n', 0o755)
    rmSync(join(path, '.git/hooks/commit-msg'))
    broken(path, 'ends without calling portcullis', 'npx portcullis init')
    broken(path, 'there is no hook', 'npx portcullis init')
    lab.init(path)
    expect(lab.doctor(path).exit).toBe(0)
  })

  test('husky switched off in its own file, and in the environment', () => {
    const path = lab.repo()
    installHusky(lab, path)
    lab.init(path)
    broken(path, 'HUSKY=0 is set', 'unset HUSKY', { HUSKY: '0' })
    lab.write(lab.folder, 'home/.config/husky/init.sh', 'export HUSKY=0\n')
    broken(path, 'sets HUSKY=0', 'take HUSKY=0 out of')
  })

  test('the engine is gone, or is another version', () => {
    const path = lab.guarded()
    lab.write(lab.engine, 'package.json', '{ "name": "portcullis", "version": "0.0.2" }')
    const other = lab.doctor(path)
    expect(other).toMatchObject({
      exit: 1,
      text: expect.stringContaining('(0.0.1) is not the one installed (0.0.2)'),
    })
    rmSync(join(path, '.git/portcullis/engine'), { recursive: true })
    expect(lab.doctor(path)).toMatchObject({ exit: 1, text: expect.stringContaining('finds no engine') })
  })

  test('a shim that was changed', () => {
    const path = lab.guarded()
    lab.must(path, 'echo "# x" >> .portcullis/hook')
    expect(lab.doctor(path).text).toContain('is not the one of this version')
  })

  test('hooks of the configuration switched off, or missing', ({ skip }) => {
    const path = lab.guarded()
    if (!configured(path)) skip()
    lab.must(path, 'git config hook.portcullis-pre-push.enabled false')
    expect(lab.doctor(path).text).toContain('mend: git config --unset-all hook.portcullis-pre-push.enabled')
    lab.must(path, 'git config --unset-all hook.portcullis-pre-push.command')
    expect(lab.doctor(path).text).toContain("git's configuration has no hook for pre-push")
  })

  test('configuration in the environment that turns hooks away', () => {
    const path = lab.guarded()
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: '/dev/null' }
    const done = lab.doctor(path, env)
    expect(done).toMatchObject({ exit: 1, text: expect.stringContaining('mend: unset GIT_CONFIG_COUNT') })
  })

  test('a hook that does not come to an end cannot be judged: exit 3', { timeout: 30_000 }, () => {
    const path = lab.guarded()
    if (configured(path)) return
    lab.write(path, '.git/hooks/pre-push', '#!/bin/sh\nexec sleep 60\n', 0o755)
    expect(lab.doctor(path, { PORTCULLIS_DOCTOR_SECONDS: '1' })).toMatchObject({
      exit: 3,
      text: expect.stringContaining('?'),
    })
  })
})
