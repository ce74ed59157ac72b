// `portcullis ci` in GitHub Actions: real payloads, real clones, the policy of the base.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { sarifFaults } from '../sarif.ts'
import { enforcePolicy, reportOf, type Scenario, situations } from '../situation.ts'
import { checkout, githubJob, propose, ZERO } from './job.ts'

const { situation } = situations()
const POLICY = '.portcullis/policy.toml'

/** Commits on a topic from main, and the job of their pull request. */
async function pullRequest(s: Scenario, commits: (() => void)[], depth = 0) {
  const before = await s.head()
  for (const change of commits) {
    change()
    await s.commitUnseen()
  }
  const after = await propose(s)
  return {
    before,
    after,
    job: githubJob(s, await checkout(s, after, depth), 'pull_request', { before, after }),
  }
}

const clean = (s: Scenario) => () => s.append('app.js', 'more()\n')
const leak =
  (s: Scenario, path = 'leak.js') =>
  () =>
    s.write(path, `const token = "${s.secret()}"\n`)

describe('a pull request', () => {
  situation('that is clean passes, with outputs and a summary', async s => {
    const { job } = await pullRequest(s, [clean(s), clean(s)])
    const { code, stdout } = await job.run()
    expect(code, stdout).toBe(0)
    expect(stdout).toMatch(/looked at 2 commits, 2 blobs/)
    expect(stdout).not.toMatch(/::error/)
    expect(job.outputs()).toBe('verdict=allow\nfindings=0\n')
    expect(job.summary()).toMatch(/Portcullis/i)
  })

  situation('with a token is blocked: annotation, outputs, summary', async s => {
    const { job } = await pullRequest(s, [leak(s)])
    const { code, stdout } = await job.run()
    expect(code).toBe(1)
    expect(stdout).toMatch(/^::error .*file=leak\.js,line=1.*::/m)
    expect(job.outputs()).toBe('verdict=deny\nfindings=1\n')
    expect(job.summary()).toContain('leak.js')
  })

  situation('that adds a token and takes it out again: its commit is found', async s => {
    const { job } = await pullRequest(s, [leak(s), () => s.remove('leak.js')])
    const { code, stdout } = await job.run(['--format', 'json'])
    expect(code).toBe(1)
    const { findings, coverage } = JSON.parse(stdout)
    expect(findings).toEqual([
      expect.objectContaining({ path: 'leak.js', commit: expect.stringMatching(/^[0-9a-f]{40}$/) }),
    ])
    expect(coverage.commits).toBe(2)
  })

  situation('of a fork, with nothing but what a read-only token fetches', async s => {
    const { before, after } = await pullRequest(s, [leak(s)])
    const over = {
      pull_request: {
        base: { ref: 'main', sha: before },
        head: { ref: 'main', sha: after, repo: { fork: true, full_name: 'eve/app' } },
      },
    }
    const job = githubJob(s, await checkout(s, after), 'pull_request', { before, after }, over)
    expect((await job.run()).code).toBe(1)
  })

  situation(
    'where the job may write nothing of the runner’s: the verdict stands, and it is told',
    async s => {
      const { job } = await pullRequest(s, [leak(s)])
      const { code, stderr } = await job.run([], {
        GITHUB_OUTPUT: '/nowhere/output',
        GITHUB_STEP_SUMMARY: '/nowhere/summary',
      })
      expect(code).toBe(1)
      expect(stderr).toMatch(/note: cannot write GITHUB_OUTPUT: ENOENT/)
    },
  )

  situation('checked out with depth 1: exit 3 with the lines to add, verdict undecided', async s => {
    const { job } = await pullRequest(s, [clean(s), clean(s)], 1)
    const { code, stderr } = await job.run()
    expect(code).toBe(3)
    expect(stderr).toContain(
      '  next: add to the workflow:\n    - uses: actions/checkout@v5\n      with:\n        fetch-depth: 0\n',
    )
    expect(job.outputs()).toBe('verdict=undecided\nfindings=\n')
  })

  situation('SARIF is valid by its schema, and holds the finding', async s => {
    const { job } = await pullRequest(s, [leak(s)])
    const file = join(s.root, 'out.sarif')
    expect((await job.run(['--report', `sarif=${file}`])).code).toBe(1)
    const sarif = JSON.parse(readFileSync(file, 'utf8'))
    expect(sarifFaults(sarif)).toEqual([])
    expect(sarif.runs[0].results).toHaveLength(1)
  })
})

describe('a pull request that edits its own judge', () => {
  situation('a policy that skips what it brings does not count', async s => {
    const { job } = await pullRequest(s, [
      () => {
        s.append(POLICY, '\n[skips.all]\nmatch = ["**"]\nreason = "nothing to see"\n')
        leak(s)()
      },
    ])
    const { code, stdout } = await job.run()
    expect(code).toBe(1)
    expect(stdout).toMatch(/^::error .*file=leak\.js/m)
  })

  situation('a policy that only observes does not count', async s => {
    const { job } = await pullRequest(s, [
      () => {
        s.edit(POLICY, 'version = 1\n', 'version = 1\nmode = "observe"\n')
        leak(s)()
      },
    ])
    expect((await job.run()).code).toBe(1)
  })

  situation('a baseline that knows what it brings does not count', async s => {
    const head = await s.head()
    leak(s)()
    await s.commitUnseen()
    await s.portcullis(['baseline', 'create', '--reason', 'mine'])
    await s.quiet(['reset', '-q', '--soft', head])
    const { job } = await pullRequest(s, [() => {}])
    const { code, stdout } = await job.run()
    expect(code).toBe(1)
    expect(stdout).toMatch(/^::error .*file=leak\.js/m)
  })

  situation('a policy that nobody can use is denied: on the base it would leave the floor alone', async s => {
    const { job } = await pullRequest(s, [() => s.append(POLICY, '\n[refs.broken\n')])
    const { code, stdout } = await job.run()
    expect(code, stdout).toBe(1)
    expect(stdout).toMatch(/^::error .*file=\.portcullis\/policy\.toml,line=\d+.*policy-invalid/m)
  })

  situation('a rule that nobody can use is denied too', async s => {
    const { job } = await pullRequest(s, [
      () => s.write('.portcullis/rules/x.toml', '[[rules]]\nid = "x"\nregexp = "x"\n'),
    ])
    const { code, stdout } = await job.run()
    expect(code, stdout).toBe(1)
    expect(stdout).toMatch(/^::error .*file=\.portcullis\/rules\/x\.toml,line=3/m)
  })

  situation('a broken policy that a later commit of it mends passes', async s => {
    const { job } = await pullRequest(s, [
      () => s.append(POLICY, '\n[refs.broken\n'),
      () => s.edit(POLICY, '\n[refs.broken\n', '\n# fine\n'),
    ])
    const { code, stdout } = await job.run()
    expect(code, stdout).toBe(0)
  })

  situation('a workflow is judged by the base: denied where it says so', async s => {
    await enforcePolicy(
      s,
      '[paths.ci]\nmatch = ["/.github/workflows/**"]\nverdict = "deny"\nactors = ["ci", "agent", "unknown"]\n',
    )
    const { job } = await pullRequest(s, [() => s.write('.github/workflows/ci.yml', 'on: push\n')])
    const { code, stdout } = await job.run()
    expect(code).toBe(1)
    expect(stdout).toMatch(/^::error .*file=\.github\/workflows\/ci\.yml/m)
  })

  situation('a waiver that stands on the base counts', async s => {
    await enforcePolicy(s, '[[waivers]]\nrule = "stripe-live-key"\nmatch = ["test/**"]\nreason = "made up"\n')
    const { job } = await pullRequest(s, [leak(s, 'test/keys.js')])
    const { code, stdout } = await job.run(['--format', 'json'])
    expect(code, stdout).toBe(0)
    expect(reportOf({ code, stdout, stderr: '', output: stdout }).suppressed).toHaveLength(1)
  })
})

describe('a merge queue', () => {
  situation('its group is judged like a pull request', async s => {
    const { before, after } = await pullRequest(s, [leak(s)])
    const job = githubJob(s, await checkout(s, after), 'merge_group', { before, after })
    expect((await job.run()).code).toBe(1)
  })
})

describe('a push', () => {
  const pushed = async (s: Scenario, over: object, ids: { before: string; after: string }) =>
    githubJob(s, await checkout(s, ids.after), 'push', ids, over)

  situation('of a branch: every commit that it brings', async s => {
    clean(s)()
    const before = await s.commitUnseen()
    leak(s)()
    await s.commitUnseen()
    s.remove('leak.js')
    const after = await s.commitUnseen()
    await propose(s, 'refs/heads/topic')
    const { code, stdout } = await (await pushed(s, {}, { before, after })).run()
    expect(code).toBe(1)
    expect(stdout).toMatch(/looked at 2 commits/)
  })

  situation('of a new branch: from where it left main', async s => {
    clean(s)()
    await s.commitUnseen()
    leak(s)()
    const after = await s.commitUnseen()
    await propose(s, 'refs/heads/topic')
    const { code, stdout } = await (await pushed(s, { created: true }, { before: ZERO, after })).run()
    expect(code).toBe(1)
    expect(stdout).toMatch(/looked at 2 commits/)
  })

  situation('forced over main: denied by the policy before it', async s => {
    clean(s)()
    const before = await s.commitUnseen()
    await propose(s, 'refs/heads/old')
    await s.quiet(['reset', '-q', '--hard', 'HEAD~1'])
    s.append('README.md', 'Other.\n')
    const after = await s.commitUnseen()
    await s.publishUnseen('refs/heads/work', 'refs/heads/main')
    const { code, stdout } = await (
      await pushed(s, { ref: 'refs/heads/main', forced: true }, { before, after })
    ).run()
    expect(code, stdout).toBe(1)
    expect(stdout).toMatch(/::error .*refs\.default/)
  })

  situation('that deletes a protected branch is denied', async s => {
    const before = await s.head()
    const cwd = await checkout(s, before)
    const job = githubJob(s, cwd, 'push', { before, after: ZERO }, { ref: 'refs/heads/main', deleted: true })
    const { code, stdout } = await job.run()
    expect(code, stdout).toBe(1)
    expect(stdout).toMatch(/deletion of refs\/heads\/main/)
  })
})

describe('an event that says too little', () => {
  situation('is exit 3, and names what is missing', async s => {
    const cwd = await checkout(s, await s.head())
    const job = githubJob(s, cwd, 'push', { before: 'HEAD', after: 'HEAD' })
    const { code, stderr } = await job.run()
    expect(code).toBe(3)
    expect(stderr).toMatch(/"before" is not an object id\n {2}next: name the range yourself/)
    const without = await job.run([], { GITHUB_EVENT_PATH: '' })
    expect(without.code).toBe(3)
    expect(without.stderr).toMatch(/"GITHUB_EVENT_PATH" is not set/)
  })
})
