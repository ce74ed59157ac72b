import { expect, test } from 'vitest'
import { judgeCommand } from '../../src/command/judge.ts'
import { NO_FACTS } from '../../src/command/types.ts'
import { policyForCommands } from '../../src/guard/commands.ts'
import { compile } from '../policy/make.ts'

const TEXT = `version = 1
[refs.stable]
match = ["stable"]
push = "allow"
force = "deny"
delete = "deny"
agent = { push = "ask" }
[remotes]
allow = ["github.com/acme/*"]
`
const policy = compile({ layer: 'base', file: 'p.toml', text: TEXT })
const verdict = (command: string) =>
  judgeCommand(command, { shell: 'posix', facts: NO_FACTS, ...policyForCommands(policy, 'agent') }).verdict

test.each([
  ['git push origin stable', 'ask'],
  ['git push -f origin stable', 'deny'],
  ['git push origin :stable', 'deny'],
  ['git push origin topic', 'none'],
  ['git push origin main', 'deny'],
  ['git push https://github.com/acme/app.git topic', 'none'],
  ['git push https://github.com/other/app.git topic', 'deny'],
  ['git remote add up https://github.com/acme/app.git', 'none'],
])('%s under a policy: %s', (command, expected) => {
  expect(verdict(command)).toBe(expected)
})
