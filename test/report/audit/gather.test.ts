/** What the audit log's records add up to. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advice } from '../../../src/report/audit/advice.ts'
import { checklist } from '../../../src/report/audit/checklist.ts'
import { gather } from '../../../src/report/audit/gather.ts'
import { auditHtml } from '../../../src/report/audit/html.ts'
import { auditMarkdown } from '../../../src/report/audit/markdown.ts'
import type { AuditLine } from '../../../src/report/audit/types.ts'
import { asked, decision, fortnight, line, standing } from './sample.ts'

describe('figures', () => {
  const figures = gather(fortnight())

  it('count decisions by day and actor, days without one too', () => {
    expect(figures).toMatchObject({ records: 109, decisions: 100, from: '2026-11-01T09:00:00.000Z' })
    expect(figures.days).toHaveLength(14)
    expect(figures.actors).toEqual([
      { actor: 'human', counts: { allow: 72, warn: 0, ask: 0, deny: 0 } },
      { actor: 'agent claude-code', counts: { allow: 0, warn: 2, ask: 23, deny: 3 } },
    ])
    const gap = gather([decision('2026-01-01T00:00:00Z', 'allow'), decision('2026-01-04T00:00:00Z', 'deny')])
    expect(gap.days.map(({ counts }) => counts.allow + counts.deny)).toEqual([1, 0, 0, 1])
  })

  it('put the clause that blocks most first, with what people answered', () => {
    expect(figures.clauses[0]).toMatchObject({
      id: 'paths.workflows',
      counts: { ask: 23 },
      requested: 4,
      granted: 4,
      refused: 0,
    })
    expect(figures.prevented).toEqual([['stripe-live-key', 3]])
  })

  it('tell how long a person took, and how sure the signatures were', () => {
    expect(figures.people).toEqual([
      { who: 'alice', granted: 4, denied: 0, assurance: [['key', 4]], minutes: 12 },
    ])
  })

  it('name the same actor at the same clause again within the hour, and not after it', () => {
    const at = (time: string) => decision(`2026-11-01T${time}:00.000Z`, 'ask', asked('paths.ci'))
    const { repeated } = gather([at('10:00'), at('10:50'), at('11:30'), at('13:00')])
    expect(repeated).toMatchObject([{ who: 'agent claude-code', what: 'paths.ci', attempts: 3 }])
    expect(gather([at('10:00'), at('11:01')]).repeated).toEqual([])
  })

  it('know an agent by its session where the record has one', () => {
    const refused = (time: string) =>
      line(time, 'agent.decision', {
        verdict: 'deny',
        rules: ['guard/no-verify'],
        host: 'codex',
        session: 's1',
      })
    const { repeated } = gather([refused('2026-11-01T10:00:00Z'), refused('2026-11-01T10:01:00Z')])
    expect(repeated).toMatchObject([{ who: 'codex session s1', what: 'guard/no-verify', attempts: 2 }])
  })

  it('count nothing before the day asked for', () => {
    expect(gather(fortnight(), '2026-11-15').decisions).toBe(0)
    expect(gather(fortnight(), '2026-11-15').people[0]!.granted).toBe(4)
  })
})

describe('the five questions', () => {
  const answers = (figures: AuditLine[], more = {}) =>
    checklist(gather(figures), standing(more)).map(({ answer }) => answer)

  it('are answered from the log and the policy', () => {
    expect(answers(fortnight())).toEqual(['yes', 'partly', 'partly', 'partly', 'yes'])
  })

  it('are all no where nothing is set up', () => {
    const bare = { owner: null, clauses: [], enrolled: 0, worktrees: [], chain: 'the log is empty' }
    expect(answers([], bare)).toEqual(['no', 'no', 'no', 'no', 'no'])
  })

  it('are yes only with an anchor, all hooks alive and no commit past them', () => {
    const worktrees = [{ path: '/a', alive: 5, of: 5 }]
    const chain = 'internally consistent; anchored up to record 100'
    const whole = fortnight().filter(({ event }) => event !== 'bypass.detected')
    expect(answers(whole, { worktrees, chain })).toEqual(['yes', 'yes', 'yes', 'yes', 'yes'])
    expect(answers(whole, { worktrees, chain, mode: 'observe' })[2]).toBe('no')
    expect(answers(whole, { worktrees, chain, enrolled: 0 })[0]).toBe('partly')
  })
})

it('the advice names what is always approved, what never fired, what expires and which hooks are dead', () => {
  expect(advice(gather(fortnight()), standing())).toEqual([
    'paths.workflows was approved each of 4 times: does it need a person?',
    'never fired since 2026-11-01: paths.env-files',
    expect.stringMatching(/^agent claude-code met paths\.workflows up to 3 times .* on 8 occasions/),
    'waiver waivers[0] expires on 2026-12-01',
    'waiver waivers[1] never expires',
    '/home/a/app-topic: 5 of 5 hooks do not reach Portcullis (npx portcullis doctor)',
  ])
})

describe('whatever stands in the log', () => {
  const hostile = '<img src=x onerror=alert(1)>\u202e\u001b[2J"\'|`@everyone [a](http://x) ]]>'
  const records = [
    decision('2026-11-01T00:00:00Z', 'deny', {
      ...asked(hostile, 'deny'),
      actor: { kind: hostile, name: hostile },
      operation: hostile,
      tool: { policy: hostile },
    }),
    line('2026-11-02T00:00:00Z', 'bypass.detected', { commit: hostile, action: hostile, found: hostile }),
    line('2026-11-03T00:00:00Z', 'approval.granted', { by: hostile, assurance: hostile, request: hostile }),
  ]
  const about = standing({
    repository: hostile,
    owner: { name: hostile, contact: hostile },
    chain: hostile,
    waivers: [{ id: hostile, reason: hostile }],
    worktrees: [{ path: hostile, alive: 0, of: 1 }],
  })

  it('no markup of it reaches the page, and what is hidden is shown', () => {
    const page = auditHtml(gather(records), about, '2026-11-16T00:00:00Z')
    expect(page).not.toMatch(/<img|\u202e|\u001b/)
    expect(page).toContain('\\u{202e}')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+="|href=|src="/)
  })

  it('no link, mention, markup or table cell of it reaches the comment', () => {
    const comment = auditMarkdown(gather(records), about)
    expect(comment).not.toMatch(/<img|@everyone|\]\(http|\u202e/)
    const rows = comment.split('\n').filter(row => row.startsWith('| actor') || /onerror.*deny/.test(row))
    for (const row of rows) expect(row.split('|').length).toBeLessThan(12)
  })

  it('records of any shape are counted or left out, never thrown over', () => {
    const shaped = fc.record({
      seq: fc.nat(),
      time: fc.string(),
      event: fc.constantFrom('decision', 'agent.decision', 'approval.granted', 'x'),
    })
    const any = fc.tuple(
      shaped,
      fc.dictionary(
        fc.constantFrom('actor', 'verdict', 'findings', 'rules', 'clauses', 'tool', 'durationMs'),
        fc.jsonValue(),
      ),
    )
    fc.assert(
      fc.property(fc.array(any), pairs => {
        const figures = gather(pairs.map(([fixed, more]) => ({ ...more, ...fixed }) as AuditLine))
        expect(auditHtml(figures, standing(), '2026-11-16')).toContain('</html>')
        expect(auditMarkdown(figures, standing())).toContain('## Portcullis')
      }),
    )
  })
})
