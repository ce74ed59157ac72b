// Requests: who may answer them, how often they may be asked, and what they look like.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { AGENT, type Scenario, situations } from '../situation.ts'
import { agentCommits, approves, branch, enrol, makeKey, requestIn, WORKFLOW } from './people.ts'

const { byPerson } = situations()

async function asked(s: Scenario, more = ''): Promise<{ key: string; id: string }> {
  const key = await enrol(s, more)
  await branch(s, 'agent/ci')
  s.write(WORKFLOW, 'name: ci\non: [push]\n')
  return { key, id: requestIn(await agentCommits(s)) }
}

const requestFile = (s: Scenario, id: string) => s.path('.git', 'portcullis', 'requests', `${id}.json`)

describe('a request', () => {
  byPerson('denied: the same one is refused at once with the reason, another content asks anew', async s => {
    const { key, id } = await asked(s)
    expect((statSync(requestFile(s, id)).mode & 0o777).toString(8)).toBe('600')
    const byAgent = await s.portcullis(['deny', id, '--why', 'no'], { env: AGENT })
    expect([byAgent.code, byAgent.stderr]).toEqual([
      1,
      expect.stringContaining('an agent answers no request'),
    ])
    expect((await s.portcullis(['deny', id, '--why', ' '])).code).toBe(2)
    const denied = await s.portcullis(['deny', id, '--why', 'not before the \u202erelease'])
    expect(denied.output).toBe(`denied ${id}: the same request is refused from now on\n`)

    const again = await agentCommits(s)
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('PORTCULLIS DENY ')
    expect(again.stderr).toContain('a person denied it: not before the \\u{202e}release')
    expect(again.stderr).not.toContain('PORTCULLIS ASK')
    const waited = await s.portcullis(['requests', '--wait', id])
    expect([waited.code, waited.stdout]).toEqual([1, 'denied: not before the \\u{202e}release\n'])

    s.write(WORKFLOW, 'name: ci\non: [push, workflow_dispatch]\n')
    const other = requestIn(await agentCommits(s))
    expect(other).not.toBe(id)
    expect((await s.portcullis(['requests', '--wait', other, '--timeout', '1s'])).code).toBe(3)
    expect((await approves(s, other, key)).code).toBe(0)
    expect((await s.portcullis(['requests', '--wait', other])).stdout).toBe(
      'approved: repeat what asked for it\n',
    )
    const all = await s.portcullis(['requests', '--all'])
    expect(all.stdout).toContain(`${id}  denied  paths.workflows\n`)
    expect(all.stdout).toContain(`${other}  granted  paths.workflows\n`)
    expect((await s.portcullis(['requests'])).stdout).toBe('no request is open (2 answered or over: --all)\n')
  })

  byPerson('the twenty-first of one worktree is not written down, and says so', async s => {
    const { id } = await asked(s)
    const one = JSON.parse(readFileSync(requestFile(s, id), 'utf8'))
    for (const letter of 'abcdefghijklmnopqrs') {
      const name = letter.repeat(10)
      writeFileSync(requestFile(s, name), JSON.stringify({ ...one, id: name }))
    }
    s.write(WORKFLOW, 'name: ci\non: [workflow_dispatch]\n')
    const { code, stderr } = await agentCommits(s)
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /note: request [a-z2-7]{10} is not written down: 20 of this worktree are open already/,
    )
    expect(readdirSync(s.path('.git', 'portcullis', 'requests'))).toHaveLength(20)
    // what is open already is the same request, and still is
    s.write(WORKFLOW, 'name: ci\non: [push]\n')
    expect(requestIn(await agentCommits(s))).toBe(id)

    // no branch, no remote: nothing says where it would land
    await s.quiet(['remote', 'remove', 'origin'])
    await s.quiet(['checkout', '-q', '--detach'])
    const nowhere = await agentCommits(s)
    expect(nowhere.code).toBe(1)
    expect(nowhere.stderr).toContain(
      'note: nothing of it can be approved: no branch is known where it would land',
    )
  })

  byPerson('names that want to be read as something else are shown as what they are', async s => {
    // by themselves such names are denied: this repository keeps some, and says why
    const waiver = '[[waivers]]\nrule = "hidden-unicode"\nmatch = ["**"]\nreason = "samples of attacks"\n'
    const key = await enrol(s, waiver)
    await branch(s, 'agent/ci')
    const name = '.github/workflows/\u001b[2Kok\u202eyml\u200b.yml'
    s.write(name, `on: push\n`)
    await s.quiet(['add', '-A'])
    const id = requestIn(await agentCommits(s))
    const { stdout } = await approves(s, id, key, ['--confirm', 'none'])
    expect(stdout).toContain(
      'added     .github/workflows/\\u{1b}[2Kok\\u{202e}yml\\u{200b}.yml  (000000 → 100644',
    )
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u200b]/)
  })
})

describe('approve', () => {
  byPerson(
    'refuses: an id nobody knows, no key, a stranger’s, no terminal, another digest, a request that lies',
    async s => {
      const { key, id } = await asked(s)
      const told = async (args: string[]) => {
        const { code, stderr } = await s.portcullis(['approve', ...args])
        return `${code} ${stderr}`
      }
      expect(await told(['abcdefghij'])).toMatch(
        /^2 portcullis: no request abcdefghij in this clone\n {2}next: portcullis requests/,
      )
      expect(await told(['nowhere'])).toMatch(/^2 portcullis: "nowhere" is neither a request nor a revision/)
      expect(await told([id])).toMatch(/^2 portcullis: no key of yours is enrolled[\s\S]*Enrolled are: alice/)
      const other = await makeKey(s, 'mallory')
      expect(await told([id, '--key', other])).toMatch(
        /^2 .*the key ".*mallory" is nobody's on the trusted base/,
      )
      expect(await told([id, '--key', join(s.root, 'keys', 'none')])).toMatch(/^2 .*no key ".*none"/)
      expect(await told([id, '--key', key])).toMatch(/^2 portcullis: there is no terminal to confirm on\n/)
      expect(await told([id, '--key', key, '--confirm', 'zzzz'])).toMatch(/^1 portcullis: not approved/)
      expect(existsSync(s.path('.git', 'refs', 'portcullis'))).toBe(false)

      // found without being named
      await s.quiet(['config', 'portcullis.approvalKey', key])
      expect(await told([id])).toMatch(/^2 portcullis: there is no terminal/)
      const request = JSON.parse(readFileSync(requestFile(s, id), 'utf8'))
      request.clauses.push('refs.main')
      writeFileSync(requestFile(s, id), JSON.stringify(request))
      expect(await told([id])).toMatch(
        /^2 portcullis: request \S+ is not what it says: what it points at would be [a-z2-7]{10}\n/,
      )
    },
  )

  byPerson('is for whom the clause names, and as many of them', async s => {
    const bob = await makeKey(s, 'bob')
    const line = JSON.stringify(readFileSync(`${bob}.pub`, 'utf8').trim())
    const { key, id } = await asked(
      s,
      `[people.bob]\nkeys = [${line}]\n[paths.two]\nmatch = ["/.github/**"]\nverdict = "ask"\ncount = 2\n[paths.bobs]\nmatch = ["/bobs/**"]\nverdict = "ask"\napprovers = ["bob"]\n`,
    )
    const first = await approves(s, id, key)
    expect(first.stdout).toContain('note: paths.two needs 2 people\n')
    const half = await agentCommits(s)
    expect(half.code).toBe(1)
    expect(half.stderr).toContain('clause=paths.two\n')
    expect(half.stderr).toContain(`1 of 2 people approved this step (alice)`)
    expect((await approves(s, requestIn(half), bob)).code).toBe(0)
    const { code, output } = await agentCommits(s)
    expect(code, output).toBe(0)

    s.write('bobs/file', 'his\n')
    await s.quiet(['add', '-A'])
    const refused = await approves(s, requestIn(await agentCommits(s)), key)
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('alice cannot approve this: paths.bobs is answered by bob, not by alice'),
    ])
  })
})
