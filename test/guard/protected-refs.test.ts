import { describe, expect, it } from 'vitest'
import { checkRefs } from '../../src/guard/refs.ts'
import type { Actor, OperationKind, RefUpdate } from '../../src/model.ts'
import { DESIGN_EXAMPLE } from '../policy/design-example.ts'
import { AGENT, actor, base, compile, UNKNOWN, working } from '../policy/make.ts'

const policy = compile({
  layer: 'base',
  file: 'p.toml',
  text: DESIGN_EXAMPLE.replace('refs = ["agent/**"]\n', ''),
})
const update = (ref: string, action: RefUpdate['action']): RefUpdate => ({
  ref,
  action,
  before: null,
  after: null,
})
const judge = (kind: OperationKind, who: Actor, ref: string, action: RefUpdate['action']) =>
  checkRefs({ kind, actor: who, refs: [update(ref, action)] }, policy).map(finding => [
    finding.ruleId,
    finding.verdict,
  ])

const MAIN = 'refs/heads/main'

describe('what is attempted on a protected ref', () => {
  it.each([
    ['commit', UNKNOWN, MAIN, 'update', []],
    ['commit', AGENT, MAIN, 'update', [['refs.main', 'deny']]],
    ['merge', AGENT, MAIN, 'update', [['refs.main', 'deny']]],
    ['commit', AGENT, MAIN, 'create', [['refs.main', 'deny']]],
    ['commit', AGENT, 'refs/heads/agent/x', 'update', []],
    ['push', UNKNOWN, MAIN, 'update', []],
    ['push', AGENT, MAIN, 'update', [['refs.main', 'deny']]],
    ['push', AGENT, MAIN, 'create', [['refs.main', 'deny']]],
    ['push', UNKNOWN, MAIN, 'force', [['refs.main', 'deny']]],
    ['push', UNKNOWN, MAIN, 'delete', [['refs.main', 'deny']]],
    ['push', UNKNOWN, 'refs/heads/release/1/x', 'delete', [['refs.main', 'deny']]],
    ['push', UNKNOWN, 'refs/heads/topic', 'force', []],
    ['push', UNKNOWN, 'refs/tags/v1', 'create', []],
    ['push', UNKNOWN, 'refs/tags/v1', 'update', [['refs.tags', 'warn']]],
    ['push', UNKNOWN, 'refs/tags/v1', 'force', [['refs.tags', 'warn']]],
    ['push', UNKNOWN, 'refs/tags/v1', 'delete', []],
    ['push', UNKNOWN, 'refs/replace/abc', 'create', [['refs.replacements', 'deny']]],
    ['scan', AGENT, MAIN, 'update', []],
    ['edit', AGENT, MAIN, 'update', []],
  ] as [OperationKind, Actor, string, RefUpdate['action'], [string, string][]][])(
    '%s by %o of %s (%s)',
    (kind, who, ref, action, said) => {
      expect(judge(kind, who, ref, action)).toEqual(said)
    },
  )

  it('create, delete and move each have a word of their own', () => {
    const own = compile(
      base('[refs.v]\nmatch = ["refs/tags/v*"]\ncreate = "ask"\ndelete = "deny"\nmove = "deny"'),
    )
    const say = (action: RefUpdate['action']) =>
      checkRefs({ kind: 'push', actor: UNKNOWN, refs: [update('refs/tags/v1', action)] }, own)[0]?.verdict
    expect([say('create'), say('delete'), say('update'), say('force')]).toEqual([
      'ask',
      'deny',
      'deny',
      'deny',
    ])
  })

  it('each of several refs is judged, the bad one second', () => {
    const refs = [update('refs/heads/topic', 'create'), update(MAIN, 'force')]
    expect(checkRefs({ kind: 'push', actor: UNKNOWN, refs }, policy).map(finding => finding.ref)).toEqual([
      MAIN,
    ])
  })
})

describe('what the finding tells', () => {
  it('act, actor, clause with file and line, the next step in the words of the policy', () => {
    const [finding] = checkRefs({ kind: 'push', actor: AGENT, refs: [update(MAIN, 'force')] }, policy)
    expect(finding).toEqual({
      ruleId: 'refs.main',
      category: 'ref',
      severity: 'high',
      confidence: 'proven',
      verdict: 'deny',
      message: 'push to refs/heads/main by an agent (codex): refs.main says "deny"',
      ref: MAIN,
      occurrences: [],
      remedy: 'open a pull request from agent/<topic>',
      clause: { id: 'refs.main', layer: 'base', file: 'p.toml', line: 5 },
    })
  })

  it('without a hint, a step that fits the act and never a way around', () => {
    const bare = compile(
      base('[refs.m]\nmatch = ["main"]\ncommit = "deny"\nforce = "deny"\ndelete = "ask"\ncreate = "warn"'),
    )
    const remedies = (['update', 'force', 'delete', 'create'] as const).map(
      (action, i) =>
        checkRefs(
          { kind: i === 0 ? 'commit' : 'push', actor: actor('human'), refs: [update(MAIN, action)] },
          bare,
        )[0]?.remedy,
    )
    expect(remedies).toEqual([
      expect.stringContaining('git switch -c <topic>'),
      expect.stringContaining('fetch, merge or rebase'),
      expect.stringContaining('leave the ref'),
      expect.stringContaining('a name that the policy leaves free'),
    ])
    expect(remedies.join()).not.toMatch(/no-verify|bypass|PORTCULLIS_/i)
  })

  it('one clause in two layers speaks once: the stronger, else the older', () => {
    const clause = (verdict: string) => `[refs.m]\nmatch = ["main"]\npush = "${verdict}"\n`
    const said = (first: string, second: string) =>
      checkRefs(
        { kind: 'push', actor: UNKNOWN, refs: [update(MAIN, 'update')] },
        compile(base(clause(first)), working(`${clause(second)}# edited`)),
      ).map(finding => [finding.verdict, finding.clause?.layer])
    expect(said('deny', 'ask')).toEqual([['deny', 'base']])
    expect(said('ask', 'deny')).toEqual([['deny', 'working']])
    expect(said('deny', 'deny')).toEqual([['deny', 'base']])
  })

  it('an observing clause warns and says what it would do', () => {
    const observing = compile(base('[refs.m]\nmatch = ["main"]\npush = "deny"\nmode = "observe"'))
    const [finding] = checkRefs({ kind: 'push', actor: UNKNOWN, refs: [update(MAIN, 'update')] }, observing)
    expect([finding?.verdict, finding?.message]).toEqual([
      'warn',
      'push to refs/heads/main by an unknown actor: refs.m says "warn" (observed only: would be "deny")',
    ])
  })
})
