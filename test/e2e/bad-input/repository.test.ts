// Repositories that cannot be read, or not whole: exit 3, naming what it was; never a pass.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect } from 'vitest'
import { Skip } from '../../scenarios/harness.ts'
import { start } from '../../scenarios/process.ts'
import { reportOf, type Scenario, situations } from '../situation.ts'

const { situation } = situations()
const IS_ROOT = process.getuid?.() === 0

async function looseObject(s: Scenario, spec: string): Promise<{ id: string; file: string }> {
  const id = await s.quiet(['rev-parse', spec])
  return { id, file: s.path('.git', 'objects', id.slice(0, 2), id.slice(2)) }
}

/** A copy cut off at its last commit, as CI makes it. */
async function shallowClone(s: Scenario): Promise<string> {
  s.append('app.js', 'more()\n')
  await s.commitUnseen('one')
  s.append('app.js', 'more()\n')
  await s.commitUnseen('two')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  const dir = join(s.root, 'shallow')
  await s.quiet(['clone', '-q', '--depth=1', `file://${s.remote}`, dir])
  return dir
}

describe('an object', () => {
  situation('that is corrupt is named: scan is exit 3, and says what it could read', async s => {
    s.write('odd.txt', 'odd\n')
    s.write('leak.txt', `token = "${s.secret()}"\n`)
    await s.commitUnseen()
    const { id, file } = await looseObject(s, 'HEAD:odd.txt')
    chmodSync(file, 0o600)
    writeFileSync(file, 'not zlib')
    const result = await s.portcullis(['scan', '--format', 'json'])
    expect(result.code).toBe(3)
    const { coverage, findings } = reportOf(result)
    expect(coverage.unread).toEqual([
      expect.objectContaining({ path: 'odd.txt', reason: expect.stringContaining(id) }),
      { path: file, reason: 'its compressed data is malformed; check the repository with: git fsck' },
    ])
    expect(findings.map(({ path }) => path)).toEqual(['leak.txt'])
  })

  situation('that is missing is named with the next step', async s => {
    s.write('odd.txt', 'odd\n')
    await s.commitUnseen()
    const { id, file } = await looseObject(s, 'HEAD:odd.txt')
    rmSync(file)
    const { code, stdout } = await s.portcullis(['scan'])
    expect(code).toBe(3)
    expect(stdout).toMatch(new RegExp(`not looked at +odd\\.txt.*${id}`))
    expect(stdout).toMatch(/next|git fsck/)
    expect(stdout).toMatch(/undecided: 1 not looked at/)
  })

  situation('a truncated tree is named, the rest is scanned', async s => {
    s.write('leak.txt', `token = "${s.secret()}"\n`)
    await s.commitUnseen()
    s.write('folder/odd.txt', 'odd\n')
    await s.commitUnseen()
    const { file } = await looseObject(s, 'HEAD:folder')
    chmodSync(file, 0o600)
    truncateSync(file, 5)
    const result = await s.portcullis(['scan', '--format', 'json'])
    expect(result.code).toBe(3)
    expect(reportOf(result).findings.map(({ path }) => path)).toContain('leak.txt')
    expect(reportOf(result).coverage.unread.length).toBeGreaterThan(0)
  })

  situation('an unreadable staged blob blocks the commit with exit 3, and the index stays', async s => {
    s.write('odd.txt', 'odd\n')
    await s.quiet(['add', 'odd.txt'])
    const { file } = await looseObject(s, ':odd.txt')
    chmodSync(file, 0o600)
    writeFileSync(file, 'not zlib')
    expect((await s.hook('pre-commit')).code).toBe(3)
    await s.blocked(['commit', '-m', 'odd'], { at: 'odd.txt' })
    expect(await s.quiet(['diff', '--cached', '--name-only'])).toBe('odd.txt')
  })
})

describe('a shallow clone', () => {
  situation('ci is exit 3, with the lines to add', async s => {
    const cwd = await shallowClone(s)
    const { code, stderr } = await s.portcullis(['ci', '--base', 'HEAD~1', '--head', 'HEAD'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('git fetch --unshallow --tags origin')
    const there = await s.portcullis(['ci', '--base', 'HEAD~1', '--head', 'HEAD'], {
      cwd,
      env: { GITHUB_ACTIONS: 'true' },
    })
    expect(there.code).toBe(3)
    expect(there.stderr).toMatch(/- uses: actions\/checkout@v\d\n +with:\n +fetch-depth: 0/)
  })

  situation('scan says where it was cut off', async s => {
    const cwd = await shallowClone(s)
    const { code, stdout } = await s.portcullis(['scan'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/note: 1 commit stands at the edge of this shallow clone/)
  })
})

describe('without git', () => {
  const NO_GIT = { PORTCULLIS_GIT: 'no-such-git' }

  situation('scan reads the history all the same, and finds', async s => {
    s.write('leak.txt', `token = "${s.secret()}"\n`)
    await s.commitUnseen()
    s.remove('leak.txt')
    await s.commitUnseen()
    const result = await s.portcullis(['scan', '--format', 'json'], { env: NO_GIT })
    expect(reportOf(result).findings.map(({ path }) => path)).toEqual(['leak.txt'])
    expect(result.code).toBe(1)
  })

  situation('on PATH at all: the same', async s => {
    const bin = join(s.root, 'bin')
    mkdirSync(bin)
    symlinkSync(process.execPath, join(bin, 'node'))
    const { code, stdout } = await s.portcullis(['scan'], { env: { PATH: bin } })
    expect(code, stdout).toBe(0)
    expect(stdout).toMatch(/looked at [1-9]\d* commit/)
  })

  situation('--staged, --range, ci and a hook are exit 3 and say what to do', async s => {
    for (const args of [
      ['scan', '--staged'],
      ['scan', '--range', 'A..B'],
      ['ci', '--base', 'A'],
      ['hook', 'pre-commit'],
      ['baseline', 'show'],
      ['policy', 'check'],
    ]) {
      const { code, stderr } = await s.portcullis(args, { env: NO_GIT })
      expect(code, args.join(' ')).toBe(3)
      expect(stderr).toMatch(
        /git was not found \("no-such-git"\)\n {2}next: install git, or name its binary in PORTCULLIS_GIT/,
      )
    }
  })
})

situation('no repository: exit 3, and how to make one', async s => {
  const cwd = join(s.root, 'plain')
  mkdirSync(cwd)
  for (const args of [
    ['scan'],
    ['scan', '--staged'],
    ['ci', '--base', 'A'],
    ['policy', 'check'],
    ['baseline', 'show'],
    ['init'],
    ['doctor'],
  ]) {
    const { code, stderr } = await s.portcullis(args, { cwd })
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(3)
    expect(stderr).toMatch(/is not a git repository\n {2}next: .*git init/)
  }
})

situation('a folder that is not there', async s => {
  const { code, stderr } = await s.portcullis(['scan', 'nowhere'])
  expect(code).toBe(3)
  expect(stderr).toMatch(/nowhere/)
})

situation('a repository of another owner: exit 3, with the command that trusts it', async s => {
  if (!IS_ROOT) throw new Skip('only root can give a repository to another owner')
  for (const path of [s.dir, s.path('.git')]) chownSync(path, 12_345, 12_345)
  for (const args of [['scan'], ['scan', '--staged'], ['ci', '--base', 'HEAD'], ['init'], ['doctor']]) {
    const { code, stderr } = await s.portcullis(args)
    expect(code).toBe(3)
    expect(stderr).toContain('belongs to another user')
    expect(stderr).toContain(`git config --global --add safe.directory ${s.dir}`)
  }
})

describe('a read-only .git', () => {
  /** As a user who may read everything and write nothing. */
  const asNobody = (s: Scenario, args: string[]) => {
    if (!IS_ROOT) execFileSync('chmod', ['-R', 'a-w', s.path('.git')])
    else execFileSync('chmod', ['-R', 'a+rX', s.root, dirname(realpathSync(join(s.root, 'package')))])
    const bin = join(s.root, 'package', 'bin', 'portcullis.js')
    const command = IS_ROOT
      ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, bin, ...args]
      : [process.execPath, bin, ...args]
    const trust = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' }
    return start(command[0]!, command.slice(1), { cwd: s.dir, env: { ...s.env, ...trust } })
  }

  situation('a scan decides as always and says that it could not be recorded', async s => {
    s.write('leak.txt', `token = "${s.secret()}"\n`)
    await s.commitUnseen()
    const before = existsSync(s.path('.git', 'portcullis', 'audit'))
    const { code, stdout, output } = await asNobody(s, ['scan'])
    expect(code, output).toBe(1)
    expect(stdout).toMatch(/leak\.txt:1/)
    expect(stdout).toMatch(/note: decision \w+ is not recorded: cannot write ".*audit": E/)
    expect(existsSync(s.path('.git', 'portcullis', 'audit'))).toBe(before)
    if (!IS_ROOT) execFileSync('chmod', ['-R', 'u+w', s.path('.git')])
  })

  situation('a hook judges too', async s => {
    s.append('app.js', `const token = "${s.secret()}"\n`)
    await s.quiet(['add', 'app.js'])
    const { code, stderr } = await asNobody(s, ['hook', 'pre-commit'])
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(/app\.js:5/)
    if (!IS_ROOT) execFileSync('chmod', ['-R', 'u+w', s.path('.git')])
  })
})

situation('a bare repository: scan works, a baseline is refused with the reason', async s => {
  const cwd = s.remote
  expect((await s.portcullis(['scan'], { cwd })).code).toBe(0)
  const { code, stderr } = await s.portcullis(['baseline', 'show'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toMatch(/bare repository/)
  expect(readdirSync(cwd)).not.toContain('.portcullis')
})
