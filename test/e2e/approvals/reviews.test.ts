// A clause that takes a forge's review: CI asks for it only when told to, and takes it from those whom the policy names.
import { createServer } from 'node:http'
import { describe, expect } from 'vitest'
import { checkout, githubJob } from '../ci/job.ts'
import { situations } from '../situation.ts'
import { branch, makeKey, publicKey, publishMain, WORKFLOW } from './people.ts'

const { byPerson } = situations()

describe('a review on GitHub', () => {
  byPerson('answers a clause that says so, by somebody enrolled who did not make the change', async s => {
    const policy = (more: string) => `version = 1
[paths.workflows]
match = ["/.github/workflows/**"]
verdict = "ask"
${more}
[people.alice]
github = "alice-gh"
keys = [${JSON.stringify(publicKey(key))}]
`
    const key = await makeKey(s, 'alice')
    s.write('.portcullis/policy.toml', policy('review = true'))
    s.write(WORKFLOW, 'on: push\n')
    const base = await s.commitUnseen('policy and people')
    await publishMain(s, base)
    await branch(s, 'topic')
    s.write(WORKFLOW, 'on: [push, pull_request]\n')
    const head = await s.commitUnseen('run on pull requests')
    await s.publishUnseen('HEAD', 'refs/heads/topic')

    const reviews = {
      alice: [{ user: { login: 'Alice-GH', type: 'User' }, state: 'APPROVED', commit_id: head }],
      none: [],
    }
    let said: keyof typeof reviews = 'alice'
    const server = createServer((request, response) => {
      const isActivity = request.url!.includes('/activity')
      response.end(JSON.stringify(isActivity ? [{ actor: { login: 'bob' }, after: head }] : reviews[said]))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as { port: number }
      const pull = {
        number: 7,
        base: { ref: 'main', sha: base },
        head: { ref: 'topic', sha: head, repo: { full_name: 'acme/app' } },
        user: { login: 'bob' },
      }
      const job = githubJob(
        s,
        await checkout(s, head),
        'pull_request',
        { before: base, after: head },
        { pull_request: pull },
      )
      const env = {
        GITHUB_API_URL: `http://127.0.0.1:${port}`,
        GITHUB_REPOSITORY: 'acme/app',
        GITHUB_TOKEN: 'made-up',
      }
      const unasked = await job.run([], env)
      expect(unasked.code, unasked.output).toBe(1)
      const reviewed = await job.run(['--forge', 'github'], env)
      expect(reviewed.code, reviewed.output).toBe(0)
      expect(reviewed.output).toMatch(/approved.*paths\.workflows.*alice \(review\)/)
      said = 'none'
      expect((await job.run(['--forge', 'github'], env)).code).toBe(1)
      const without = await job.run(['--forge', 'github'], { ...env, GITHUB_TOKEN: '' })
      expect(without.code).toBe(2)
      expect(without.stderr).toContain('--forge github needs a token')
    } finally {
      server.close()
    }
  })
})
