// Classes of change, limits that add up and task scopes, once each through the real hooks.
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { checkout, githubJob, propose } from '../ci/job.ts'
import { AGENT, enforcePolicy, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()

/** An agent's second commit: within the second of the first it would look like an amend of it. */
const LATER = { ...AGENT, GIT_AUTHOR_DATE: '@1900000000 +0000' }

const stage = async (s: Scenario, path: string, text: string) => {
  s.write(path, text)
  await s.quiet(['add', path])
}

describe('classes of change', () => {
  situation('a dependency by an agent is blocked at commit and at push; what it names is told', async s => {
    await enforcePolicy(
      s,
      '[changes.deps]\nclass = "dependency-added"\nverdict = "deny"\nactors = ["agent"]\n',
    )
    // what a manifest names may be anything: no output may hold it
    await stage(s, 'package.json', `{"dependencies":{"left-pad":"1","${s.secret()}":"1"}}\n`)
    const rule = /changes\.deps {2}dependency-added in package\.json \(adds left-pad, /
    await s.blocked(['commit', '-m', 'deps'], { env: AGENT, rule, at: 'package.json' })
    await s.commitUnseen('deps')
    await s.blocked(['push', 'origin', 'HEAD:refs/heads/topic'], { env: AGENT, rule })
    s.append('app.js', 'more()\n')
    await s.passes(['commit', '-am', 'no dependency'], { env: LATER })
  })
})

describe('limits', () => {
  situation('files add up over the commits of a branch', async s => {
    await enforcePolicy(s, '[limits.few]\nactors = ["agent"]\nfiles = 1\nverdict = "deny"\n')
    await s.quiet(['checkout', '-q', '-b', 'agent/x'])
    await stage(s, 'one.txt', '1\n')
    await s.passes(['commit', '-m', 'one'], { env: AGENT })
    await stage(s, 'two.txt', '2\n')
    await s.blocked(['commit', '-m', 'two'], { env: LATER, rule: /limits\.few {2}a branch with files 2 > 1/ })
  })
})

describe('task scopes', () => {
  byPerson('confine an agent until a person ends them; the agent can neither start nor end one', async s => {
    await s.quiet(['checkout', '-q', '-b', 'agent/x'])
    expect((await s.portcullis(['task', 'start', '--paths', 'docs/**'])).stdout).toContain('confined until')
    const commit = ['commit', '-m', 'work']
    await stage(s, 'src.js', '1\n')
    const { stderr } = await s.blocked(commit, { env: AGENT, rule: /scopes\.task/, at: 'src.js' })
    expect(stderr).toMatch(/task, .*tasks\/main\.json:6/)
    for (const args of [['end'], ['start', '--paths', '**']]) {
      const refused = await s.portcullis(['task', ...args], { env: AGENT })
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('an agent cannot')])
    }
    expect((await s.portcullis(['task', 'end'])).code).toBe(0)
    await s.passes(commit, { env: AGENT })
  })

  situation('one that cannot be read stops an agent with exit 3 and its name', async s => {
    const file = join('.git', 'portcullis', 'tasks', 'main.json')
    s.write(file, '{')
    await stage(s, 'src.js', '1\n')
    const { stderr } = await s.blocked(['commit', '-m', 'x'], { env: AGENT, rule: /is not a JSON object/ })
    expect(stderr).toContain('main.json')
    s.remove(file)
    await s.quiet(['checkout', '-q', '-b', 'agent/x'])
    await s.passes(['commit', '-m', 'x'], { env: AGENT })
  })
})

describe('ci', () => {
  situation('tells what a pull request loosens in the policy', async s => {
    const before = await s.head()
    s.write('.portcullis/policy.toml', 'version = 1\n')
    await s.commitUnseen('looser')
    const after = await propose(s)
    const job = githubJob(s, await checkout(s, after), 'pull_request', { before, after })
    const { stdout } = await job.run(['--format', 'json'])
    const { notices } = JSON.parse(stdout)
    expect(notices).toContain('this change loosens the policy: refs.default: is gone')
  })
})
