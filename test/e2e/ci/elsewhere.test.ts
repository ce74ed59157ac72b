// `portcullis ci` in GitLab and anywhere else.
import { describe, expect } from 'vitest'
import { reportOf, type Scenario, situations } from '../situation.ts'
import { checkout, propose } from './job.ts'

const { situation } = situations()

async function topic(s: Scenario): Promise<{ before: string; after: string; cwd: string }> {
  const before = await s.head()
  s.write('leak.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  s.remove('leak.js')
  s.append('app.js', 'more()\n')
  await s.commitUnseen()
  const after = await propose(s, 'refs/heads/topic')
  return { before, after, cwd: await checkout(s, after) }
}

describe('GitLab', () => {
  const GITLAB = { CI: 'true', GITLAB_CI: 'true', CI_DEFAULT_BRANCH: 'main' }

  situation('a merge request: every commit, told for people', async s => {
    const { before, after, cwd } = await topic(s)
    const env = {
      ...GITLAB,
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: before,
      CI_COMMIT_SHA: after,
    }
    const { code, stdout } = await s.portcullis(['ci'], { cwd, env })
    expect(code, stdout).toBe(1)
    expect(stdout).toMatch(/at leak\.js:1:\d+ in [0-9a-f]+/)
    expect(stdout).not.toMatch(/::error/)
  })

  situation('a push, and one whose clone is too shallow: exit 3 with the lines to add', async s => {
    const { before, after, cwd } = await topic(s)
    const env = {
      ...GITLAB,
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_BRANCH: 'topic',
      CI_COMMIT_BEFORE_SHA: before,
      CI_COMMIT_SHA: after,
    }
    expect((await s.portcullis(['ci'], { cwd, env })).code).toBe(1)
    const shallow = await checkout(s, after, 1)
    const { code, stderr } = await s.portcullis(['ci'], { cwd: shallow, env })
    expect(code).toBe(3)
    expect(stderr).toContain('  next: add to .gitlab-ci.yml:\n    variables:\n      GIT_DEPTH: 0\n')
  })

  situation('variables that are missing: exit 3', async s => {
    const { cwd } = await topic(s)
    const { code, stderr } = await s.portcullis(['ci'], {
      cwd,
      env: { ...GITLAB, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'topic' },
    })
    expect(code).toBe(3)
    expect(stderr).toMatch(/CI_COMMIT_BEFORE_SHA/)
  })
})

describe('by hand', () => {
  situation('--base and --head: every commit of the range, several reports', async s => {
    const { before, after, cwd } = await topic(s)
    const result = await s.portcullis(['ci', '--base', before, '--head', after, '--format', 'json'], { cwd })
    expect(result.code).toBe(1)
    expect(reportOf(result).findings.map(({ path }) => path)).toEqual(['leak.js'])
    expect(reportOf(result).coverage.commits).toBe(2)
  })

  situation('an empty range passes and says that it looked at nothing', async s => {
    const { after, cwd } = await topic(s)
    const { code, stdout } = await s.portcullis(['ci', '--base', after, '--head', after], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/looked at 0 commits, 0 blobs/)
  })

  situation('--head alone, and no CI system at all: exit 2', async s => {
    const { code, stderr } = await s.portcullis(['ci', '--head', 'HEAD'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--head needs --base/)
    const none = await s.portcullis(['ci'])
    expect(none.code).toBe(2)
    expect(none.stderr).toMatch(
      /no CI system recognised\n {2}next: name the range: portcullis ci --base REV --head REV/,
    )
  })

  situation('the policy of the base judges, not that of the checkout', async s => {
    const before = await s.head()
    s.append('.portcullis/policy.toml', '\n[paths.app]\nmatch = ["/app.js"]\nverdict = "deny"\n')
    s.append('app.js', 'more()\n')
    const after = await s.commitUnseen()
    const { code, stdout } = await s.portcullis(['ci', '--base', before, '--head', after])
    expect(code, stdout).toBe(0)
  })
})
