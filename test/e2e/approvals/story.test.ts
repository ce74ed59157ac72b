// An agent edits a workflow, is asked; a person approves with a key; commit, push and CI pass; the audit shows all of it.
import { describe, expect } from 'vitest'
import { AGENT, reportOf, situations } from '../situation.ts'
import {
  agentCommits,
  approves,
  auditOf,
  branch,
  enrol,
  freshClone,
  inCi,
  requestIn,
  WORKFLOW,
} from './people.ts'

const { byPerson } = situations()

describe('the whole story', () => {
  byPerson('asked, approved, committed, pushed, accepted by CI, and written down', async s => {
    const key = await enrol(s)
    await branch(s, 'agent/ci')
    s.write(WORKFLOW, 'name: ci\non: [push, pull_request]\n')

    const asked = await agentCommits(s, 'run ci on pull requests')
    expect(asked.code).toBe(1)
    const id = requestIn(asked)
    expect(asked.stderr).toContain(`PORTCULLIS ASK ${id} clause=paths.workflows\n`)
    expect(asked.stderr).toContain(`npx portcullis approve ${id}`)
    expect(asked.stderr).not.toMatch(/--no-verify/)

    const listed = await s.portcullis(['requests'])
    expect(listed.stdout).toContain(
      `${id}  open  paths.workflows\n  1 file for refs/heads/main, asked by agent (claude-code)`,
    )
    const again = await agentCommits(s, 'run ci on pull requests')
    expect(requestIn(again)).toBe(id)

    const byAgent = await s.portcullis(['approve', id, '--key', key], { env: AGENT })
    expect(byAgent.code).toBe(1)
    expect(byAgent.stderr).toContain('an agent cannot approve (seen: env CLAUDECODE)')

    const approved = await approves(s, id, key)
    expect(approved.code, approved.output).toBe(0)
    expect(approved.stdout).toContain(`modified  ${WORKFLOW}  (100644, 18 → 34 bytes, +1 −1 lines)`)
    expect(approved.stdout).toContain('asked by agent (claude-code), seen: env CLAUDECODE')
    expect(approved.stdout).toMatch(
      /approved by alice \(key\), until \S+, approval [0-9a-f]{10}\nsent to origin\n/,
    )

    const committed = await agentCommits(s, 'run ci on pull requests')
    expect(committed.code, committed.output).toBe(0)
    expect(committed.stderr).toContain(`approved  paths.workflows at ${WORKFLOW}, by alice (key), until `)
    const pushed = await s.git(['push', 'origin', 'agent/ci'], { env: AGENT })
    expect(pushed.code, pushed.output).toBe(0)

    const cwd = await freshClone(s)
    const ci = await inCi(s, cwd, 'origin/main', 'origin/agent/ci', ['--format', 'json'])
    expect(ci.code, ci.output).toBe(0)
    const report = reportOf(ci) as unknown as { approvals: { ruleId: string; approvals: { by: string }[] }[] }
    expect(report.approvals.map(({ ruleId, approvals }) => [ruleId, approvals[0]!.by])).toEqual([
      ['paths.workflows', 'alice'],
    ])

    const events = auditOf(s).map(({ event, verdict }) => (event === 'decision' ? verdict : event))
    expect(events).toEqual([
      'approval.requested',
      'ask',
      'ask',
      'approval.granted',
      'allow',
      'approval.used',
      'allow', // commit-msg: the message
      'allow', // the push
      'approval.used',
    ])
  })
})
