// What was approved stays approved on its way to the branch it is for, and nothing else does.
import { describe, expect } from 'vitest'
import { AGENT, type Scenario, situations } from '../situation.ts'
import {
  agentCommits,
  approves,
  branch,
  commitApproved,
  enrol,
  inCi,
  publishMain,
  requestIn,
  WORKFLOW,
} from './people.ts'

const { byPerson } = situations()

const PUSH = 'name: ci\non: [push]\n'
const BOTH = 'name: ci\non: [push, pull_request]\n'

/** A commit by plumbing: this tree on these parents. */
function commitOf(s: Scenario, tree: string, ...parents: string[]): Promise<string> {
  return s.quiet(['commit-tree', `${tree}^{tree}`, ...parents.flatMap(id => ['-p', id]), '-m', 'landed'])
}

/** Main goes on by somebody else's commit. */
async function mainMoves(s: Scenario, file: string, text: string): Promise<void> {
  await s.quiet(['switch', '-q', '-C', 'other', 'main'])
  s.write(file, text)
  await publishMain(s, await s.commitUnseen('somebody else'))
}

async function verdicts(s: Scenario, heads: Record<string, string>): Promise<Record<string, number>> {
  const cwd = s.dir
  const codes: Record<string, number> = {}
  for (const [name, head] of Object.entries(heads)) codes[name] = (await inCi(s, cwd, 'main', head)).code
  return codes
}

describe('one approved step', () => {
  byPerson('through a rebase, a squash and a merge queue; one byte more is another content', async s => {
    const key = await enrol(s)
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, PUSH)
    await commitApproved(s, key)
    const topic = await s.head()
    await mainMoves(s, 'README.md', '# Moved on\n')
    const merged = await s.quiet(['merge-tree', '--write-tree', 'main', topic])

    await s.quiet(['switch', '-q', 'agent/ci'])
    const rebased = await s.git(['rebase', '-q', 'main'], { env: AGENT })
    expect(rebased.code, rebased.output).toBe(0)
    const pushed = await s.git(['push', '-q', 'origin', 'agent/ci'], { env: AGENT })
    expect(pushed.code, pushed.output).toBe(0)

    s.write(WORKFLOW, `${PUSH}#`)
    const more = await s.commitUnseen('one byte more')
    expect(
      await verdicts(s, {
        'as it was, main having moved': topic,
        rebased: 'agent/ci~1',
        squashed: await commitOf(s, merged, 'main'),
        'the queue merges': await commitOf(s, merged, 'main', topic),
        'one byte more': more,
        'one byte more, squashed': await commitOf(s, more, 'main'),
      }),
    ).toEqual({
      'as it was, main having moved': 0,
      rebased: 0,
      squashed: 0,
      'the queue merges': 0,
      'one byte more': 1,
      'one byte more, squashed': 1,
    })
  })

  byPerson('where main changed the same file, what git would merge is what must be approved', async s => {
    const key = await enrol(s)
    await s.quiet(['switch', '-q', '-C', 'longer', 'main'])
    const lines = [...'abcdefgh'].map(name => `# ${name}\n`).join('')
    s.write(WORKFLOW, `${lines}on: push\n`)
    await publishMain(s, await s.commitUnseen('longer'))
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, `${lines}on: [push]\n`)
    await commitApproved(s, key)
    const topic = await s.head()
    await mainMoves(s, WORKFLOW, `# first\n${lines}on: push\n`)
    const refused = await inCi(s, s.dir, 'main', topic)
    expect(refused.code, refused.output).toBe(1)
    expect(refused.stdout).toContain(
      `npx portcullis approve ${await s.quiet(['rev-parse', 'main'])}..${topic} --target main`,
    )
    expect(refused.stdout).toContain('neither begins nor ends where this one does')

    const again = await approves(s, `main..${topic}`, key)
    expect(again.code, again.output).toBe(0)
    expect((await inCi(s, s.dir, 'main', topic)).code).toBe(0)
  })

  byPerson('once main holds it, putting it back after it was taken out needs a new one', async s => {
    const key = await enrol(s)
    const before = await s.quiet(['rev-parse', 'main'])
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, PUSH)
    await commitApproved(s, key)
    const topic = await s.head()
    await publishMain(s, topic)
    await publishMain(s, await commitOf(s, before, topic))
    await s.quiet(['switch', '-q', '-C', 'agent/again', 'main'])
    s.write(WORKFLOW, PUSH)
    const asked = await agentCommits(s)
    expect(asked.code, asked.output).toBe(1)
    expect(asked.stderr).toContain('is spent: its target has held this change already (approve it again)')
    expect((await approves(s, requestIn(asked), key)).code).toBe(0)
    expect((await agentCommits(s)).code).toBe(0)
  })
})

describe('a chain of approved steps', () => {
  byPerson('lands squashed; with a step between that nobody approved it does not', async s => {
    const key = await enrol(s)
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, PUSH)
    await commitApproved(s, key)
    const first = await s.head()
    s.write(WORKFLOW, BOTH)
    await commitApproved(s, key)
    const second = await s.head()

    s.write(WORKFLOW, `${BOTH}# not seen\n`)
    const unseen = await s.commitUnseen('nobody was asked')
    s.write(WORKFLOW, `${BOTH}# seen\n`)
    await commitApproved(s, key)
    const squashed = async (tree: string) => commitOf(s, tree, 'main')
    expect(
      await verdicts(s, {
        'the first step': await squashed(first),
        'both steps': await squashed(second),
        'a step nobody was asked about': await squashed(unseen),
        'an approved step after it': await squashed('HEAD'),
      }),
    ).toEqual({
      'the first step': 0,
      'both steps': 0,
      'a step nobody was asked about': 1,
      'an approved step after it': 1,
    })
  })
})
