import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installHusky, Lab } from './lab.ts'

let lab: Lab
beforeEach(() => {
  lab = new Lab()
})
afterEach(() => lab.end())

/** Every file below `folder` with its mode and a digest of its content (a link: its target). */
function picture(folder: string, except: RegExp): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter(name => !except.test(name) && !statSafe(join(folder, name))?.isDirectory())
    .map(name => {
      const path = join(folder, name)
      const stat = lstatSync(path)
      if (stat.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`
      return `${name} ${stat.mode.toString(8)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
    })
    .sort()
}

function statSafe(path: string) {
  const stat = lstatSync(path)
  return stat.isSymbolicLink() ? undefined : stat
}

const volatile = /^\.git\/(objects|logs|index|COMMIT_EDITMSG|ORIG_HEAD|refs|worktrees|FETCH_HEAD)/

function hooksThere(path: string): void {
  lab.write(
    path,
    '.git/hooks/pre-commit',
    '#!/usr/bin/env bash\nset -eu\necho "user pre-commit $0" >&2\nexit 0',
    0o755,
  )
  lab.write(path, '.git/hooks/commit-msg', '#!/bin/sh\necho off >&2; exit 1\n', 0o644) // switched off
  lab.write(
    path,
    '.git/hooks/prepare',
    '#!/usr/bin/env node\nconsole.error("linked", require("node:path").basename(process.argv[1]))\n',
    0o755,
  )
  symlinkSync('prepare', join(path, '.git/hooks/prepare-commit-msg'))
  const push =
    '#!/usr/bin/env node\nconsole.error("user pre-push", require("node:fs").readFileSync(0, "utf8"))\n'
  lab.write(path, '.git/hooks/pre-push', push, 0o755)
}

/** init, init again, init --remove: the second changes nothing, the third leaves the first state. */
function roundTrip(path: string): void {
  const before = picture(path, volatile)
  const plan = lab.init(path, { dryRun: true })
  expect(picture(path, volatile)).toEqual(before)
  expect(plan.text).toContain('would write .portcullis/policy.toml')
  expect(lab.init(path).text).not.toContain('nothing to do')
  const after = picture(path, volatile)
  expect(lab.init(path).text).toContain('nothing to do: this clone is set up')
  expect(picture(path, volatile)).toEqual(after)
  expect(lab.init(path, { remove: true }).exit).toBe(0)
  const left = picture(path, volatile)
  // an emptied section may stay in .git/config: git does that
  expect(left.filter(line => !line.startsWith('.git/config'))).toEqual(
    before.filter(line => !line.startsWith('.git/config')),
  )
  expect(lab.init(path, { remove: true }).text).toContain('nothing of portcullis is here')
}

describe('init is idempotent and init --remove restores', () => {
  test('no hooks at all', () => roundTrip(lab.repo()))

  test('hooks of every kind in .git/hooks', () => {
    const path = lab.repo()
    hooksThere(path)
    roundTrip(path)
  })

  test('husky, with a hook of the user', () => {
    const path = lab.repo()
    installHusky(lab, path)
    lab.write(path, '.husky/pre-commit', 'echo user husky >&2\nexit 0\n')
    lab.write(path, '.husky/pre-push', 'cat >&2')
    roundTrip(path)
  })

  test('committed hooks behind core.hooksPath', () => {
    const path = lab.repo()
    lab.write(path, '.githooks/pre-commit', '#!/bin/sh\necho user\n', 0o755)
    lab.must(path, 'git config core.hooksPath .githooks')
    roundTrip(path)
  })

  test('personal hooks outside of the repository, which are not touched', () => {
    const path = lab.repo()
    lab.write(lab.folder, 'home/hooks/pre-commit', '#!/bin/sh\necho personal >&2\n', 0o755)
    lab.must(path, 'git config --global core.hooksPath "~/hooks"')
    const before = picture(join(lab.folder, 'home/hooks'), /^$/)
    roundTrip(path)
    expect(picture(join(lab.folder, 'home/hooks'), /^$/)).toEqual(before)
  })

  test('lefthook and pre-commit: their files get an entry, and lose it', () => {
    const path = lab.repo()
    lab.write(path, 'lefthook.yml', 'pre-commit:\n  commands:\n    a:\n      run: true\n')
    lab.write(
      path,
      '.pre-commit-config.yaml',
      'default_stages: [pre-commit]\nrepos:\n  - repo: local\n    hooks: []\nfail_fast: true',
    )
    roundTrip(path)
  })
})

describe('what was there still runs, after us', () => {
  test('shell, switched off, linked and other languages', () => {
    const path = lab.repo()
    hooksThere(path)
    lab.init(path)
    lab.must(lab.folder, 'git init -q --bare remote.git')
    lab.write(path, 'file', 'x\n')
    const commit = lab.run(path, 'git add . && git commit -qm x')
    expect(commit.code, commit.stderr).toBe(0)
    expect(commit.stderr).toContain('user pre-commit .git/hooks/pre-commit')
    expect(commit.stderr).toContain('linked prepare')
    expect(commit.stderr).not.toContain('off')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
    const push = lab.run(path, 'git push -q ../remote.git main main:b')
    expect(push.stderr).toMatch(
      /user pre-push refs\/heads\/main \w+ refs\/heads\/main 0+\nrefs\/heads\/main \w+ refs\/heads\/b/,
    )
    expect(lab.run(path, 'git push -q ../remote.git main:c', { LAB_VERDICT: 'deny' }).stderr).not.toContain(
      'user pre-push',
    )
  })

  test('a husky pre-push that reads the refs (git-lfs), also with none', () => {
    const path = lab.repo()
    installHusky(lab, path)
    lab.write(path, '.husky/pre-push', 'echo "<$(cat)>" >&2')
    lab.init(path)
    lab.must(lab.folder, 'git init -q --bare remote.git')
    expect(lab.must(path, 'git push -q ../remote.git main 2>&1')).toMatch(
      /<refs\/heads\/main \w+ refs\/heads\/main 0+>/,
    )
    expect(lab.must(path, 'git push -q ../remote.git main 2>&1')).toContain('<>')
    expect(new Set(lab.starts())).toEqual(new Set(['pre-push']))
  })

  test('personal hooks: ours, then theirs, in linked worktrees too; other events are passed on', () => {
    const path = lab.repo()
    for (const name of ['pre-commit', 'post-commit', 'pre-push']) {
      lab.write(
        lab.folder,
        `home/hooks/${name}`,
        `#!/bin/sh\necho "personal ${name} $*" >&2\n[ ${name} != pre-push ] || cat >&2\n`,
        0o755,
      )
    }
    lab.must(path, 'git config --global core.hooksPath "~/hooks"')
    lab.init(path)
    lab.must(path, 'git worktree add -q ../linked')
    lab.must(lab.folder, 'git init -q --bare remote.git')
    for (const tree of [path, join(lab.folder, 'linked')]) {
      const commit = lab.run(tree, 'echo x >> first && git commit -qam x')
      expect(commit.stderr).toBe('personal pre-commit \npersonal post-commit \n')
      expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
      expect(lab.run(tree, 'git push -q ../remote.git HEAD:x').stderr).toContain('refs/heads/x')
      expect(lab.run(tree, 'git commit -qm x --allow-empty -n', { LAB_VERDICT: 'deny' }).code).toBe(1)
      lab.must(path, 'git push -q --no-verify ../remote.git :x')
      lab.starts()
    }
  })
})

describe('husky', () => {
  let path: string
  beforeEach(() => {
    path = lab.repo()
    installHusky(lab, path)
    lab.write(path, '.gitignore', 'node_modules\n')
    lab.init(path)
    lab.must(path, 'git add . && git commit -qm guarded')
    lab.starts()
  })

  test('the main worktree: one start for the tree, one for the message', () => {
    lab.must(path, 'echo 2 > first && git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('a linked worktree made later, with no .husky/_: judged; and again after husky’s next install', () => {
    lab.must(path, 'git worktree add -q "../a linked one" -b linked')
    const linked = join(lab.folder, 'a linked one')
    expect(existsSync(join(linked, '.husky/_'))).toBe(false)
    lab.must(linked, 'echo 2 > first && git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
    expect(lab.run(linked, 'echo 3 > first && git commit -qanm 3', { LAB_VERDICT: 'deny' }).code).toBe(1)
    installHusky(lab, path)
    lab.starts()
    lab.must(linked, 'git commit -qam 4')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('a linked worktree with its own .husky/_ runs husky’s hooks too, and judges once', () => {
    lab.must(path, 'git worktree add -q ../linked')
    const linked = join(lab.folder, 'linked')
    lab.must(linked, `cp -r "${path}/.husky/_" .husky/_ && echo "echo husky runs >&2" >> .husky/pre-commit`)
    expect(lab.run(linked, 'echo 2 > first && git commit -qam 2').stderr).toContain('husky runs')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('a teammate’s clone: blocked with the command that mends it, then guarded', () => {
    lab.must(lab.folder, `git clone -q "${path}" clone`)
    const clone = join(lab.folder, 'clone')
    installHusky(lab, clone) // what `npm ci` runs as prepare
    const blocked = lab.run(clone, 'echo 2 > first && git commit -qam 2')
    expect(blocked.code).toBe(1)
    expect(blocked.stderr).toContain('next: npm ci, or: npx portcullis init')
    expect(lab.run(clone, 'git commit -qanm 2').code).toBe(1)
    expect(lab.run(clone, 'git push -q ../nowhere main').code).not.toBe(0)
    lab.must(clone, `mkdir -p node_modules && cp -r "${lab.engine}" node_modules/portcullis`)
    lab.must(clone, 'git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
    lab.must(clone, 'git worktree add -q ../of-clone && cp -r .husky/_ ../of-clone/.husky/_')
    lab.must(join(lab.folder, 'of-clone'), 'echo 3 > first && git commit -qam 3') // the main worktree's node_modules
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('committed files hold no absolute path', () => {
    for (const name of lab.must(path, 'git ls-files').split('\n')) {
      expect(readFileSync(join(path, name), 'utf8'), name).not.toContain(lab.folder)
    }
  })

  test('husky off: core.hooksPath unset or set to .git/hooks leaves git’s own folder, which calls us', () => {
    lab.must(path, 'git config core.hooksPath .git/hooks && echo 2 > first && git commit -qam 2')
    lab.must(path, 'git config --unset core.hooksPath && echo 3 > first && git commit -qam 3')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg', 'pre-commit', 'commit-msg'])
  })

  test('a husky 8 file: the call stands after its preamble, which runs the file again', () => {
    lab.write(
      path,
      '.husky/commit-msg',
      '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpx commitlint\n',
    )
    lab.init(path)
    const lines = readFileSync(join(path, '.husky/commit-msg'), 'utf8').split('\n')
    expect(lines[2]).toBe('sh .portcullis/hook commit-msg "$@" || exit $? # portcullis')
  })
})

describe('what init writes', () => {
  test('a key of 32 bytes, and a policy that is never written over', () => {
    const path = lab.repo()
    lab.init(path)
    expect(readFileSync(join(path, '.portcullis/key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    lab.write(path, '.portcullis/policy.toml', '# mine\n')
    rmSync(join(path, '.portcullis/key'))
    lab.init(path)
    expect(readFileSync(join(path, '.portcullis/policy.toml'), 'utf8')).toBe('# mine\n')
    lab.init(path, { remove: true })
    expect(readdirSync(join(path, '.portcullis'))).toEqual(['policy.toml'])
  })

  test('package.json stays as it is, and the next steps say what to run', () => {
    const path = lab.repo()
    lab.write(path, 'package.json', '{}\n')
    const done = lab.init(path)
    expect(readFileSync(join(path, 'package.json'), 'utf8')).toBe('{}\n')
    expect(done).toMatchObject({ exit: 0, text: expect.stringContaining('npm i -D portcullis') })
  })

  test('from a subfolder and from a linked worktree: the same clone', () => {
    const path = lab.repo()
    lab.must(path, 'mkdir sub && git worktree add -q ../linked')
    lab.init(join(lab.folder, 'linked'))
    expect(lab.init(join(path, 'sub')).text).toContain('write .portcullis/hook')
    lab.must(path, 'echo 2 > first && git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('a moved clone still judges', () => {
    lab.guarded('here')
    lab.must(lab.folder, 'mv here there')
    lab.must(join(lab.folder, 'there'), 'echo 2 > first && git commit -qam 2')
    expect(lab.starts()).toEqual(['pre-commit', 'commit-msg'])
  })

  test('hook files may be run by anyone who may read them', () => {
    const path = lab.guarded()
    expect(statSync(join(path, '.git/hooks/pre-commit')).mode & 0o777).toBe(0o755)
  })
})

describe('where init cannot work', () => {
  test('no repository: exit 3', () => {
    expect(() => lab.init(lab.folder)).toThrow(
      expect.objectContaining({ exit: 3, message: expect.stringContaining('not in a repository') }),
    )
  })

  test('a bare repository: exit 2', () => {
    lab.must(lab.folder, 'git init -q --bare bare.git')
    const bare = expect.objectContaining({
      exit: 2,
      message: expect.stringContaining('is a bare repository'),
    })
    expect(() => lab.init(join(lab.folder, 'bare.git'))).toThrow(bare)
  })

  test('no git: exit 3', () => {
    const path = lab.repo()
    lab.env.PATH = '/nowhere'
    expect(() => lab.init(path)).toThrow(
      expect.objectContaining({ exit: 3, message: 'git could not be started' }),
    )
  })

  test('an engine that is not built: exit 3', () => {
    const path = lab.repo()
    rmSync(join(lab.engine, 'dist'), { recursive: true })
    expect(() => lab.init(path)).toThrow(
      expect.objectContaining({ exit: 3, message: 'the engine is not built' }),
    )
  })

  test('a folder that cannot be made: exit 3, and init again once it can', () => {
    const path = lab.repo()
    lab.write(path, '.portcullis', 'a file\n')
    expect(() => lab.init(path)).toThrow(
      expect.objectContaining({ exit: 3, message: expect.stringContaining('could not write .portcullis/') }),
    )
    rmSync(join(path, '.portcullis'))
    lab.init(path)
    expect(lab.doctor(path).exit).toBe(0)
  })
})
