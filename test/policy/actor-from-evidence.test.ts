import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actorFrom } from '../../src/policy/actor.ts'
import { processAncestry } from '../../src/policy/ancestry.ts'
import { AGENT_SIGNALS } from '../../src/policy/signals.ts'

const alone = { ancestry: () => [] }
const from = (env: Record<string, string>) => actorFrom(env, alone)

describe('the environment', () => {
  it('nothing seen is unknown, never human', () => {
    expect(from({ PATH: '/bin', HOME: '/home/me', USER: 'me' })).toEqual({ kind: 'unknown', evidence: [] })
  })

  it('a strong signal makes an agent, named by its variable and not by its value', () => {
    expect(from({ CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 'abc' })).toEqual({
      kind: 'agent',
      name: 'claude-code',
      evidence: ['env CLAUDECODE', 'env CLAUDE_CODE_SESSION_ID'],
    })
  })

  it.each([
    [{ AGENT: 'amp' }, 'amp', ['env AGENT', 'env AGENT']],
    [{ AI_AGENT: 'codex@1.2' }, 'codex', ['env AI_AGENT']],
    [{ AI_AGENT: 'something private' }, 'generic', ['env AI_AGENT']],
    [{ USER: 'swebot', HOME: '/home/jules' }, 'jules', ['env USER + HOME']],
    [{ CLOUD_AGENT_RUN: 'x' }, 'cloud-agent', ['env CLOUD_AGENT_*']],
    [{ CURSOR_EXTENSION_HOST_ROLE: 'agent-exec' }, 'cursor-cli', ['env CURSOR_EXTENSION_HOST_ROLE']],
  ])('%j → %s', (env, name, evidence) => {
    const actor = from(env as Record<string, string>)
    expect([actor.kind, actor.name]).toEqual(['agent', name])
    expect(new Set(actor.evidence)).toEqual(new Set(evidence))
  })

  it('every strong signal is enough by itself', () => {
    for (const [name, signals] of Object.entries(AGENT_SIGNALS)) {
      for (const signal of signals) {
        const parts = typeof signal === 'string' ? [signal] : signal
        const pairs = parts.map(part =>
          part.includes('=') ? part.split('=') : [part.replace('*', 'X'), '1'],
        )
        expect(from(Object.fromEntries(pairs)).kind, `${name} ${parts}`).toBe('agent')
      }
    }
  })

  it.each([['0'], ['false'], ['']])('a variable set to %j is not set', value => {
    expect([from({ CLAUDECODE: value }).kind, from({ CI: value }).kind]).toEqual(['unknown', 'unknown'])
  })

  it('weak signals are written down and decide nothing', () => {
    expect(from({ CURSOR_TRACE_ID: 'x' })).toEqual({
      kind: 'unknown',
      evidence: ['weak env CURSOR_TRACE_ID'],
    })
    expect(from({ TERM_PROGRAM: 'vscode', GIT_PAGER: 'cat' }).evidence).toEqual([
      'weak env TERM_PROGRAM + GIT_PAGER',
    ])
    expect(from({ TERM_PROGRAM: 'vscode' }).evidence).toEqual([])
  })

  it('CI is ci, an agent inside CI is an agent with both kinds of evidence', () => {
    expect(from({ CI: 'true', GITHUB_ACTIONS: 'true' })).toEqual({
      kind: 'ci',
      name: 'github',
      evidence: ['env GITHUB_ACTIONS', 'env CI'],
    })
    const inside = from({ CI: 'true', CODEX_CI: '1' })
    expect([inside.kind, inside.name, inside.evidence]).toEqual([
      'agent',
      'codex',
      ['env CODEX_CI', 'env CI'],
    ])
  })

  it('holds no value of any variable', () => {
    const value = 'v4lu3-of-a-variable'
    const names = Object.values(AGENT_SIGNALS)
      .flat()
      .flat()
      .filter(part => !/[=*]/.test(part))
    const env = Object.fromEntries(
      [...names, 'CI', 'COPILOT_GITHUB_TOKEN', 'CLINE_X'].map(name => [name, value]),
    )
    expect(JSON.stringify(from(env))).not.toContain(value)
  })
})

describe('the processes above', () => {
  it('an agent among them makes an agent where the environment was scrubbed', () => {
    expect(actorFrom({}, { ancestry: () => ['sh', 'git', 'bash', 'codex', 'zsh'] })).toEqual({
      kind: 'agent',
      name: 'codex',
      evidence: ['process codex'],
    })
  })

  it('are not asked when the environment says it already', () => {
    const ancestry = () => {
      throw new Error('asked')
    }
    expect(actorFrom({ CLAUDECODE: '1' }, { ancestry }).kind).toBe('agent')
  })

  it('are read nearest first, a script by its own name, without end in a loop', () => {
    const proc = mkdtempSync(join(tmpdir(), 'proc-'))
    const add = (pid: string, stat: string, ...words: string[]) => {
      mkdirSync(join(proc, pid))
      writeFileSync(join(proc, pid, 'stat'), stat)
      writeFileSync(join(proc, pid, 'cmdline'), words.join('\0'))
    }
    add('self', '9 (node) S 8 1', 'node', 'portcullis')
    add('8', '8 (a (b) c) S 7 1', '/usr/bin/git', 'commit')
    add('7', '7 (MainThread) S 6 1', '/opt/node', '/x/codex.js', '--secret-option')
    add('6', '6 (node) S 5 1', 'node', '/lib/gemini.js')
    add('5', '5 (loop) S 5 1', 'loop')
    const names = processAncestry(proc)
    expect(names.slice(0, 8)).toEqual([
      'a (b) c',
      'git',
      'MainThread',
      'node',
      'codex',
      'node',
      'node',
      'gemini',
    ])
    expect(names.length).toBeLessThan(80)
    expect(names.join()).not.toContain('--secret-option')
  })

  it('no /proc, nothing found', () => {
    expect(processAncestry('/nonexistent')).toEqual([])
  })
})
