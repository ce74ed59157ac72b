// The process around us: no engine, closed or missing streams, no HOME, wrong arguments.
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { start } from '../../scenarios/process.ts'
import { reportOf, type Scenario, situations } from '../situation.ts'

const { situation } = situations()

/** A shell line with `$P` for the command. */
const shell = (s: Scenario, line: string, env: NodeJS.ProcessEnv = {}) =>
  start('bash', ['-c', line], {
    cwd: s.dir,
    env: { ...s.env, ...env, P: `node ${join(s.root, 'package', 'bin', 'portcullis.js')}` },
  })

async function leaking(s: Scenario): Promise<void> {
  s.write('leak.txt', `token = "${s.secret()}"\n`)
  await s.commitUnseen()
}

describe('no engine', () => {
  /** A package of this test's own, without the engine in JavaScript. */
  const without = (s: Scenario, file: string) => {
    const own = s.path('node_modules', 'portcullis')
    rmSync(own)
    cpSync(join(s.root, 'package'), own, { recursive: true, dereference: true })
    rmSync(join(own, 'node_modules'), { recursive: true, force: true })
    rmSync(join(own, 'dist', file))
  }

  situation('a commit with something to look at is blocked with exit 3', async s => {
    without(s, 're2js.cjs')
    s.append('app.js', `const token = "${s.secret()}"\n`)
    const env = { PORTCULLIS_ENGINE: '' }
    await s.quiet(['add', 'app.js'])
    expect((await s.hook('pre-commit', [], { env })).code).toBe(3)
    const { stderr } = await s.blocked(['commit', '-m', 'token'], {
      env,
      rule: /no regex engine can be loaded/,
    })
    expect(stderr).toMatch(/dist\/re2js\.cjs is missing/)
  })

  situation('the rules are missing: exit 3', async s => {
    without(s, 'rules.jsonl')
    s.append('app.js', 'more()\n')
    await s.quiet(['add', 'app.js'])
    expect((await s.hook('pre-commit')).code).toBe(3)
    await s.blocked(['commit', '-m', 'more'], { rule: /built-in rules cannot be read/ })
  })

  situation('the native one is asked for and not there: exit 3', async s => {
    await leaking(s)
    const { code, output } = await shell(s, '$P scan', { PORTCULLIS_ENGINE: 'native' })
    if (code === 1) return // it is there
    expect(code).toBe(3)
    expect(output).toMatch(/native engine "re2" does not load/)
    expect(output).toMatch(/unset PORTCULLIS_ENGINE/)
  })

  situation('a name that is none: exit 2', async s => {
    const { code, stderr } = await s.portcullis(['scan'], { env: { PORTCULLIS_ENGINE: 'rust' } })
    expect(code).toBe(2)
    expect(stderr).toMatch(/PORTCULLIS_ENGINE is neither "native" nor "js"/)
  })
})

describe('streams', () => {
  situation('stdout read to its first line only: the verdict stays the exit code', async s => {
    await leaking(s)
    const { stdout, stderr } = await shell(s, '$P scan --format json | head -1; echo ${PIPESTATUS[0]}')
    expect(stdout).toBe('{\n1\n')
    expect(stderr).toBe('')
  })

  situation('stdout closed: the same', async s => {
    await leaking(s)
    const { code, stderr } = await shell(s, '$P scan >&-')
    expect(code).toBe(1)
    expect(stderr).toBe('')
  })

  situation('stdout full: the verdict stays the exit code', async s => {
    if (!existsSync('/dev/full')) return
    await leaking(s)
    expect((await shell(s, '$P scan >/dev/full')).code).toBe(1)
  })

  situation('all of them closed', async s => {
    await leaking(s)
    expect((await shell(s, '$P scan <&- >&- 2>&-')).code).toBe(1)
  })

  situation('stdin closed: scan --stdin looks at nothing and says so', async s => {
    const { code, stdout } = await shell(s, '$P scan --stdin <&-')
    expect(code).toBe(0)
    expect(stdout).toMatch(/looked at .*1 blob, 0 B/)
  })

  situation('stdin closed in a commit: the hooks judge as always', async s => {
    s.append('app.js', `const token = "${s.secret()}"\n`)
    const { code, stderr } = await shell(s, 'git commit -am token <&-')
    expect(code).toBe(1)
    expect(stderr).toMatch(/app\.js:5/)
  })

  situation('stdin of pre-push closed: blocked, not an empty push', async s => {
    const { code, stderr } = await shell(
      s,
      'sh .portcullis/hook pre-push origin "$(git remote get-url origin)" <&-',
    )
    expect(code, stderr).toBe(3)
    expect(stderr).toMatch(/did not arrive on standard input/)
  })
})

situation('HOME unset: scan, commit and push work', async s => {
  const bare = 'env -u HOME -u XDG_CONFIG_HOME'
  s.append('app.js', 'more()\n')
  const { code, output } = await shell(
    s,
    `${bare} $P scan && ${bare} git commit -qam more && ${bare} git push -q origin work:more`,
  )
  expect(code, output).toBe(0)
})

describe('arguments', () => {
  const wrong: [string, string[], number, RegExp][] = [
    ['an option', ['scan', '--stagged'], 2, /unknown option '--stagged'[\s\S]*--staged/],
    ['a command', ['scna'], 2, /unknown command 'scna'[\s\S]*scan/],
    ['a format', ['scan', '--format', 'xml'], 2, /'xml' is invalid[\s\S]*pretty, json, jsonl, sarif/],
    ['a report', ['scan', '--report', 'sarif'], 2, /"--report sarif" is not FORMAT=FILE/],
    ["a report's format", ['scan', '--report', 'xml=x'], 2, /unknown format "xml"/],
    ['a baseline action', ['baseline', 'make'], 2, /unknown action 'make'[\s\S]*create, update, prune, show/],
    ['a hook', ['hook', 'post-commit'], 2, /unknown hook 'post-commit'/],
    ['a range', ['scan', '--range', 'A...B'], 2, /is not A\.\.B/],
    ['two at once', ['scan', '--staged', '--worktree'], 2, /exclude each other/],
    ['an actor', ['policy', 'explain', '--actor', 'robot'], 2, /unknown actor 'robot'/],
    ['a revision', ['scan', '--range', 'nowhere..HEAD'], 3, /commit "nowhere" is not in this repository/],
    ['a file', ['scan', '--files', 'nowhere.txt'], 2, /nowhere\.txt/],
  ]
  for (const [what, args, exit, says] of wrong) {
    situation(`${what} that does not exist: exit ${exit}`, async s => {
      const { code, stdout, stderr } = await s.portcullis(args)
      expect(stdout + stderr).toMatch(says)
      expect(code).toBe(exit)
    })
  }

  situation('a report into a folder that is not there: exit 2 before any work', async s => {
    await leaking(s)
    const { code, stderr } = await s.portcullis(['scan', '--report', 'json=nowhere/out.json'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/cannot write the report: there is no folder "nowhere"/)
    expect(stderr).toMatch(/nowhere\/out\.json/)
  })

  situation('errors are JSON where the report is', async s => {
    const { code, stderr } = await s.portcullis(['scan', '--range', 'nowhere..HEAD', '--format', 'json'])
    expect(code).toBe(3)
    expect(JSON.parse(stderr)).toMatchObject({
      schemaVersion: 1,
      error: { code: 3, message: expect.stringContaining('nowhere') },
    })
  })
})

describe('a blob over the budget', () => {
  const budget = '[content]\nmax-bytes = "20kB"\n'
  const skip = '[skips.big]\nmatch = ["/big.txt"]\nreason = "a table of primes"\n'

  situation(
    'scan is exit 3, naming file and clause; with that clause on the base it passes and is listed',
    async s => {
      const { enforcePolicy } = await import('../situation.ts')
      await enforcePolicy(s, budget)
      s.write('big.txt', '2 3 5 7 11\n'.repeat(2000))
      await s.quiet(['add', 'big.txt'])
      expect((await s.hook('pre-commit')).code).toBe(3)
      const { stderr } = await s.blocked(['commit', '-m', 'primes'], { at: 'big.txt' })
      expect(stderr).toMatch(/22000 bytes, more than \[content\] max-bytes \(20000\)/)
      expect(stderr).toContain('[skips.<name>] match = ["/big.txt"]')
      await s.quiet(['rm', '-q', '--cached', 'big.txt'])
      s.remove('big.txt')
      await enforcePolicy(s, skip)
      s.write('big.txt', '2 3 5 7 11\n'.repeat(2000))
      await s.quiet(['add', 'big.txt'])
      const passed = await s.passes(['commit', '-m', 'primes'])
      expect(passed.stderr).toMatch(/skipped 1: big\.txt: skips\.big: a table of primes/)
      const report = await s.portcullis(['scan', '--format', 'json'])
      expect(report.code, report.output).toBe(0)
      expect(reportOf(report).coverage.skipped).toEqual([
        expect.objectContaining({ path: 'big.txt', reason: expect.stringContaining('a table of primes') }),
      ])
    },
  )

  situation('a clause that the same commit brings does not count', async s => {
    const { enforcePolicy } = await import('../situation.ts')
    await enforcePolicy(s, budget)
    s.write('big.txt', '2 3 5 7 11\n'.repeat(2000))
    s.append('.portcullis/policy.toml', skip)
    await s.quiet(['add', '-A'])
    const { stderr } = await s.blocked(['commit', '-m', 'primes'], { at: 'big.txt' })
    expect(stderr).toMatch(/"skips\.big" counts once it is on the trusted base/)
  })
})
