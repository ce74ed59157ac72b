/** Records of an audit log as this version writes them, of a made-up fortnight; the same ones each time. */
import type { AuditLine, Standing } from '../../../src/report/audit/types.ts'

let seq = 0

export function line(time: string, event: string, more: object = {}): AuditLine {
  seq += 1
  return { v: 1, seq, time, event, ...more } as AuditLine
}

export function decision(time: string, verdict: string, more: object = {}): AuditLine {
  const actor = { kind: 'agent', name: 'claude-code', evidence: ['env CLAUDECODE'] }
  const common = {
    id: 'd1',
    operation: 'commit',
    actor,
    findings: [],
    durationMs: 40,
    covers: { tree: 't', parents: [] },
    tool: { policy: 'base 1' },
  }
  return line(time, 'decision', { ...common, verdict, ...more })
}

export const asked = (clause: string, verdict = 'ask') => ({
  findings: [{ ruleId: clause, category: 'path', verdict, confidence: 'high', clause }],
})

const credential = {
  findings: [{ ruleId: 'stripe-live-key', category: 'credential', verdict: 'deny', confidence: 'high' }],
}

/** A fortnight in November. */
export function fortnight(): AuditLine[] {
  const records: AuditLine[] = []
  for (let day = 1; day <= 14; day++) {
    const at = (hour: number, minute = 0) =>
      `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`
    for (let n = 0; n < 3 + ((day * 7) % 5); n++)
      records.push(
        decision(at(9, n), 'allow', { actor: { kind: 'human', evidence: [] }, durationMs: 30 + n }),
      )
    for (let n = 0; n < (day * 3) % 4; n++)
      records.push(decision(at(10, n * 5), 'ask', asked('paths.workflows')))
    if (day % 4 === 0) records.push(decision(at(11), 'deny', credential))
    if (day % 5 === 0) records.push(decision(at(12), 'warn', asked('limits.agent', 'warn')))
  }
  return [...records, ...answered(), caught()]
}

function answered(): AuditLine[] {
  const clauses = [{ id: 'paths.workflows', effect: 'ask' }]
  return [1, 2, 3, 4].flatMap(day => [
    line(`2026-11-15T0${day}:00:00.000Z`, 'approval.requested', { request: `r${day}`, clauses }),
    line(`2026-11-15T0${day}:12:00.000Z`, 'approval.granted', {
      request: `r${day}`,
      by: 'alice',
      assurance: 'key',
    }),
  ])
}

function caught(): AuditLine {
  return line('2026-11-15T09:00:00.000Z', 'bypass.detected', {
    commit: '0123456789abcdef0123456789abcdef01234567',
    action: 'commit',
    actor: { kind: 'agent', name: 'claude-code' },
    found: 'pre-push',
  })
}

export function standing(more: Partial<Standing> = {}): Standing {
  return {
    repository: 'acme/app',
    today: '2026-11-16',
    owner: { name: 'Platform security', contact: 'security@example.org' },
    mode: 'enforce',
    clauses: [
      { id: 'paths.workflows', asks: true, denies: false },
      { id: 'paths.env-files', asks: false, denies: true },
    ],
    waivers: [
      { id: 'waivers[0]', reason: 'made-up keys', by: 'alice', expires: '2026-12-01' },
      { id: 'waivers[1]', reason: 'for ever' },
    ],
    enrolled: 2,
    worktrees: [
      { path: '/home/a/app', alive: 5, of: 5 },
      { path: '/home/a/app-topic', alive: 0, of: 5 },
    ],
    chain: 'internally consistent; not anchored since record 1',
    ...more,
  }
}
