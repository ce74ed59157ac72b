// Where approvals lie, how they travel, and what else is kept out of their place.
import { existsSync, renameSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { githubJob } from '../ci/job.ts'
import { AGENT, type Scenario, situations } from '../situation.ts'
import {
  agentCommits,
  approves,
  branch,
  commitApproved,
  enrol,
  freshClone,
  inCi,
  publishMain,
  requestIn,
  requestsIn,
  WORKFLOW,
} from './people.ts'

const { byPerson } = situations()

const PUSH = 'name: ci\non: [push]\n'

async function ownRefs(s: Scenario): Promise<string[]> {
  const listed = await s.quiet(['for-each-ref', '--format=%(refname)', 'refs/portcullis/approvals/'])
  return listed.split('\n').filter(Boolean)
}

describe('refs/portcullis/', () => {
  byPerson(
    'takes approvals and nothing else; one that could not be sent goes along with the push',
    async s => {
      const key = await enrol(s)
      await branch(s, 'agent/ci')
      s.write(WORKFLOW, PUSH)
      const id = requestIn(await agentCommits(s))
      renameSync(s.remote, `${s.remote}.away`)
      const approved = await approves(s, id, key)
      renameSync(`${s.remote}.away`, s.remote)
      expect(approved.code, approved.output).toBe(0)
      const [ref] = await ownRefs(s)
      expect(ref).toMatch(/^refs\/portcullis\/approvals\/\d{4}-\d\d-\d\d\/[0-9a-f]{64}$/)
      expect(approved.stderr).toMatch(
        new RegExp(
          `^note: not sent to origin \\(.*\\): the next push tries again, or git push origin ${ref}$`,
          'm',
        ),
      )
      expect(await s.remoteRefs()).not.toContain('refs/portcullis')

      expect((await agentCommits(s)).code).toBe(0)
      const pushed = await s.git(['push', '-q', 'origin', 'agent/ci'], { env: AGENT })
      expect(pushed.code, pushed.output).toBe(0)
      expect(await s.remoteRefs()).toContain(ref)

      const blob = await s.quiet(['hash-object', '-w', '--stdin'], { input: 'anything' })
      const place = ref!.replace(/[0-9a-f]{64}$/, 'a'.repeat(64))
      const refused: [string, string][] = [
        [`${blob}:${place}`, 'what it holds is no approval: the envelope is no JSON'],
        [`${ref}:${place}`, 'the approval it holds belongs under another name'],
        [`HEAD:${place}`, 'an approval is a blob of at most 65536 bytes'],
        [`${ref}:refs/portcullis/elsewhere`, 'only approvals and checkpoints have a place there'],
        [`:${ref}`, 'an approval that still counts is not taken away'],
      ]
      for (const [spec, why] of refused) {
        const { code, stderr } = await s.git(['push', 'origin', spec], { env: AGENT })
        expect([code, stderr], spec).toEqual([1, expect.stringContaining(why)])
      }
      await s.passes(['push', 'origin', `${ref}:${ref}`], { movesNothing: true })
    },
  )
})

describe('an approval', () => {
  byPerson('made in another clone, of a range, and fetched; without it CI names the command', async s => {
    const key = await enrol(s)
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, PUSH)
    const head = await s.commitUnseen('an agent’s')
    await s.publishUnseen('refs/heads/agent/ci')
    const cwd = await freshClone(s)
    const asked = await inCi(s, cwd, 'origin/main', head)
    expect(asked.code).toBe(1)
    expect(asked.stdout).toContain(
      "note: no approval of it is in this clone; to have those of others: git fetch origin '+refs/portcullis/approvals/*:",
    )
    const command = /npx portcullis (approve \S+ --target main)/.exec(asked.stdout)?.[1]
    expect(existsSync(`${cwd}/.git/portcullis/requests`)).toBe(false)
    const approved = await approves(
      s,
      command!.split(' ')[1]!,
      key,
      ['--target', 'main'],
      await freshClone(s, 'alices'),
    )
    expect(approved.stdout).toContain('sent to origin')
    await s.quiet(
      ['fetch', '-q', 'origin', '+refs/portcullis/approvals/*:refs/portcullis/remotes/origin/approvals/*'],
      { cwd },
    )
    const accepted = await inCi(s, cwd, 'origin/main', head)
    expect(accepted.code, accepted.output).toBe(0)
    expect((await approves(s, `origin/main..${head}`, key, [], cwd)).stdout).toMatch(
      /^nothing in \S+ asks for an approval/,
    )
  })

  byPerson('with "distinct" not by who opened the pull request, as the forge knows them', async s => {
    const key = await enrol(
      s,
      'github = "Alice"\n[paths.others]\nmatch = ["/.github/**"]\nverdict = "ask"\ndistinct = true\n',
    )
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, PUSH)
    await commitApproved(s, key)
    const ids = { before: await s.quiet(['rev-parse', 'main']), after: await s.head() }
    const by = async (login: string) => {
      const pull_request = {
        base: { sha: ids.before, ref: 'main' },
        head: { sha: ids.after },
        user: { login },
      }
      return githubJob(s, s.dir, 'pull_request', ids, { pull_request }).run()
    }
    expect((await by('somebody')).code).toBe(0)
    const own = await by('alice')
    expect(own.code).toBe(1)
    expect(own.stdout).toContain('is by who made the change: somebody else must approve it')
  })

  byPerson(
    'in the tree, where a server takes branches alone: read, and no part of what is approved',
    async s => {
      const key = await enrol(s)
      await branch(s, 'agent/ci')
      s.write(WORKFLOW, PUSH)
      const id = requestIn(await agentCommits(s))
      expect((await approves(s, id, key)).code).toBe(0)
      const [ref] = await ownRefs(s)
      const envelope = await s.quiet(['cat-file', 'blob', ref!])
      await s.quiet(['update-ref', '-d', ref!])
      await s.quiet(['update-ref', '-d', ref!.replace('portcullis/', 'portcullis/remotes/origin/')])
      expect((await agentCommits(s)).code).toBe(1)
      s.write(`.portcullis/approvals/${ref!.split('/').at(-1)}.json`, envelope)
      await s.quiet(['add', '-A'])
      const committed = await agentCommits(s)
      expect(committed.code, committed.output).toBe(0)
      expect((await inCi(s, s.dir, 'main', 'HEAD')).code).toBe(0)
      s.write(`.portcullis/approvals/${'b'.repeat(64)}.json`, envelope)
      await s.quiet(['add', '-A'])
      expect((await agentCommits(s)).output).toContain('clause=paths.guard')
    },
  )

  byPerson('of a push to a ref: this move and no other, once; of a limit: the whole change', async s => {
    const key = await enrol(
      s,
      '[refs.release]\nmatch = ["release"]\npush = "ask"\nforce = "ask"\n[limits.agent]\nfiles = 1\nverdict = "ask"\n',
    )
    await publishMain(s, 'main')
    await s.publishUnseen('refs/heads/main', 'refs/heads/release')
    await s.quiet(['fetch', '-q', 'origin'])
    await branch(s, 'agent/work')
    s.write('a.txt', 'a\n')
    s.write('b.txt', 'b\n')
    await s.quiet(['add', '-A'])
    const large = requestIn(await agentCommits(s))
    const whole = await approves(s, large, key)
    expect(whole.stdout).toContain('  files    all of the change, exactly this content\n    added     a.txt')
    s.write('b.txt', 'c\n')
    expect((await agentCommits(s)).code).toBe(1)
    s.write('b.txt', 'b\n')
    expect((await agentCommits(s)).code).toBe(0)

    const push = () => s.git(['push', '-q', 'origin', 'HEAD:release'], { env: AGENT })
    const asked = await push()
    const [move, content] = requestsIn(asked)
    expect(asked.stderr).toContain(`PORTCULLIS ASK ${move} clause=refs.release\n`)
    expect(asked.stderr).toContain(`PORTCULLIS ASK ${content} clause=limits.agent\n`)
    expect(asked.stderr).toContain('is for refs/heads/main, not for refs/heads/release')
    const approved = await approves(s, move!, key)
    expect(approved.stdout).toMatch(
      /what {5}update of refs\/heads\/release: [0-9a-f]{12} → [0-9a-f]{12}, once/,
    )
    expect((await approves(s, content!, key)).code).toBe(0)
    const pushed = await push()
    expect(pushed.code, pushed.output).toBe(0)
    s.write('a.txt', 'more\n')
    // what was approved adds up with what is new: the branch as a whole is asked for again
    expect((await approves(s, requestIn(await agentCommits(s)), key)).code).toBe(0)
    expect((await agentCommits(s)).code).toBe(0)
    const next = requestsIn(await push())
    expect(next).not.toContain(move)
    expect((await approves(s, next[1]!, key)).code).toBe(0)

    await s.quiet(['fetch', '-q', 'origin'])
    const named = await approves(s, 'origin/release..HEAD', key, ['--move', 'release'])
    expect(named.code, named.output).toBe(0)
    const moved = await push()
    expect(moved.code, moved.output).toBe(0)
  })
})
