/** Each host's payloads are read and answered as its own documents say; where each is described stands in its file. */
import { describe, expect, it } from 'vitest'
import type { Host, Ruling } from '../../src/agent/call.ts'
import { HOSTS, recognise } from '../../src/agent/recognise.ts'
import { CLAUDE } from './payloads/claude-code.ts'
import { CODEX } from './payloads/codex.ts'
import { COPILOT } from './payloads/copilot.ts'
import { CURSOR } from './payloads/cursor.ts'
import { GEMINI } from './payloads/gemini-cli.ts'
import { VIBE } from './payloads/mistral-vibe.ts'
import { OPENCODE } from './payloads/opencode.ts'
import type { Recorded, Told } from './payloads/recorded.ts'
import { VSCODE } from './payloads/vscode.ts'
import { WINDSURF } from './payloads/windsurf.ts'

const RECORDED: Record<Host, Recorded[]> = {
  'claude-code': CLAUDE,
  codex: CODEX,
  cursor: CURSOR,
  'gemini-cli': GEMINI,
  copilot: COPILOT,
  vscode: VSCODE,
  windsurf: WINDSURF,
  opencode: OPENCODE,
  'mistral-vibe': VIBE,
}

const RULINGS: Record<'pass' | 'warn' | 'ask' | 'deny' | 'redact', Ruling> = {
  pass: { verdict: 'pass', text: '' },
  warn: { verdict: 'warn', text: 'why' },
  ask: { verdict: 'ask', text: 'why' },
  deny: { verdict: 'deny', text: 'why' },
  redact: { verdict: 'warn', text: 'why', redacted: 'masked' },
}

it('there are payloads of every host', () => {
  expect(Object.keys(RECORDED).sort()).toEqual([...HOSTS].sort())
})

describe.each(Object.entries(RECORDED))('%s', (host, recorded) => {
  it.each(recorded.map((one, n) => [n, one] as const))('payload %i', (_, one) => {
    const dialect = recognise(one.payload)
    expect(dialect?.host).toBe(host)
    const call = dialect!.read(one.payload)
    expect({ host: call.host, act: call.act }).toEqual({ host, act: one.act })
    for (const name of ['pass', 'warn', 'ask', 'deny', 'redact'] as const) {
      if (one[name] === undefined) continue
      expect([name, ...told(dialect!.answer(call, RULINGS[name]))]).toEqual([name, ...full(one[name])])
    }
  })

  it('is never told "allow" where that would be more than it had, and never another exit code', () => {
    for (const { payload } of recorded) {
      const dialect = recognise(payload)!
      for (const ruling of Object.values(RULINGS)) {
        const { stdout, exit } = dialect.answer(dialect.read(payload), ruling)
        expect([0, 2]).toContain(exit)
        // Cursor asks its own list all the same (see its dialect); everywhere else "allow" would answer for the user
        if (host !== 'cursor') expect(stdout).not.toMatch(/"(allow|approve)"/)
      }
    }
  })

  it('facts for the record', () => {
    const call = recognise(recorded[0]!.payload)!.read(recorded[0]!.payload)
    expect(typeof call.session).toBe('string')
    expect(typeof call.id).toBe('string')
  })
})

it('a payload of nobody is nobody’s', () => {
  const strangers = [
    {},
    { a: 1 },
    { tool: 'x' },
    { hook_event_name: 'PreToolUse' },
    { timestamp: 1 },
    { cwd: '/' },
  ]
  expect(strangers.map(payload => recognise(payload))).toEqual(strangers.map(() => null))
})

function told({ exit, stdout, stderr }: { exit: number; stdout: string; stderr: string }) {
  return [exit, stdout.trimEnd(), stderr.trimEnd()]
}

function full([exit, stdout, stderr = '']: Told) {
  return [exit, stdout, stderr]
}
