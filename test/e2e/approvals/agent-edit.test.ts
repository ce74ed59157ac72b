// An edit that waits for a person: the agent's hook asks for the very approval that its commit would ask for.
import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { AGENT, situations } from '../situation.ts'
import { agentCommits, approves, branch, enrol, WORKFLOW } from './people.ts'

const { byPerson } = situations()

describe('an edit by an agent', () => {
  byPerson('is denied with a request; approved, the same edit passes, and so does its commit', async s => {
    const key = await enrol(s)
    await branch(s, 'agent/ci')
    let calls = 0
    const edit = async (becomes: string) => {
      const file_path = s.path(WORKFLOW)
      const tool_input = { file_path, old_string: 'on: push', new_string: becomes }
      const payload = {
        session_id: 's',
        transcript_path: `${s.root}/.claude/projects/x/s.jsonl`,
        cwd: s.dir,
        hook_event_name: 'PreToolUse',
        tool_name: 'Edit',
        tool_use_id: `toolu_${calls++}`,
        tool_input,
      }
      const { code, stdout } = await s.portcullis(['agent', 'hook'], {
        input: JSON.stringify(payload),
        env: AGENT,
      })
      expect(code).toBe(0)
      return stdout === '' ? '' : JSON.parse(stdout).hookSpecificOutput.permissionDecisionReason
    }
    const told = await edit('on: pull_request')
    const id = /^PORTCULLIS ASK ([a-z2-7]{10}) clause=paths\.workflows$/m.exec(told)?.[1]
    expect(id, told).toBeDefined()
    expect(told).toContain(`npx portcullis approve ${id}`)
    // nothing of it is in the index or the work tree
    expect(readFileSync(s.path(WORKFLOW), 'utf8')).toContain('on: push')
    expect((await s.git(['status', '--porcelain'])).stdout).toBe('')

    const approved = await approves(s, id!, key)
    expect(approved.code, approved.output).toBe(0)
    expect(await edit('on: pull_request')).toBe('')
    expect(await edit('on: workflow_dispatch')).toContain('PORTCULLIS ASK')
    s.write(WORKFLOW, 'name: ci\non: pull_request\n')
    const committed = await agentCommits(s)
    expect(committed.code, committed.output).toBe(0)
  })
})
