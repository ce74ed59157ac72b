/** A decision by hand, with everything a report can show. No text here looks like a credential. */
import type { Decision, Finding, Redacted } from '../../src/model.ts'

export const COMMIT_A = 'a1'.repeat(20)
export const COMMIT_B = 'b2'.repeat(20)

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'example-cloud-key',
    category: 'credential',
    severity: 'critical',
    confidence: 'high',
    verdict: 'deny',
    message: 'Example Cloud access key',
    path: 'src/config file.ts',
    line: 12,
    column: 15,
    endLine: 12,
    endColumn: 35,
    commit: COMMIT_A,
    author: 'Alice <alice@example.org>',
    date: '2026-11-22T10:00:00Z',
    excerpt: 'const key = "EX****"' as Redacted,
    fingerprint: 'f0'.repeat(32),
    occurrences: [],
    remedy: 'take it out, revoke it at https://cloud.example/keys, and read it from the environment',
    blob: 'c3'.repeat(20),
    inline: { tag: 'internal', reason: null, own: false },
    ...over,
  }
}

export function refFinding(over: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'refs.main',
    category: 'ref',
    severity: 'high',
    confidence: 'proven',
    verdict: 'ask',
    message: 'push to the protected ref refs/heads/main',
    ref: 'refs/heads/main',
    occurrences: [],
    remedy: 'open a pull request from agent/<topic>',
    clause: { id: 'refs.main', layer: 'base', file: '.portcullis/policy.toml', line: 7 },
    ...over,
  }
}

export function decision(over: Partial<Decision> = {}): Decision {
  return {
    id: '7f3a9c',
    operation: {
      kind: 'push',
      actor: { kind: 'human', name: 'alice', evidence: ['terminal'] },
      refs: [{ ref: 'refs/heads/main', action: 'update', before: COMMIT_A, after: COMMIT_B }],
    },
    verdict: 'deny',
    findings: [
      finding({
        verdict: 'warn',
        confidence: 'low',
        severity: 'low',
        ruleId: 'generic-word',
        fingerprint: 'e1'.repeat(32),
        stands: [],
      }),
      refFinding(),
      finding({
        stands: ['HEAD', 'refs/remotes/origin/main'],
        occurrences: [2, 3, 4, 5].map(n => ({ path: `docs/${n}.md`, line: n, column: 1, commit: COMMIT_B })),
      }),
    ],
    suppressed: [
      {
        finding: finding({
          ruleId: 'generic-password',
          path: 'test/fixtures/a.ts',
          line: 3,
          column: 1,
          fingerprint: 'd4'.repeat(32),
        }),
        suppression: {
          kind: 'policy',
          reason: 'made-up keys',
          by: 'alice',
          expires: '2027-01-01',
          source: '.portcullis/policy.toml:41',
          trusted: true,
        },
      },
    ],
    notices: ['waiver 2 for "generic-word" expired on 2026-01-01'],
    coverage: {
      commits: 12,
      blobs: 340,
      bytes: 1_234_567,
      unread: [],
      skipped: [{ path: 'big.bin', commit: COMMIT_B, reason: 'larger than bytes-per-file (10MB)' }],
    },
    rulesDigest: '9'.repeat(64),
    policy: 'base 1, working 2',
    durationMs: 321,
    ...over,
  }
}

export function asAgent(d: Decision): Decision {
  const actor = { kind: 'agent' as const, name: 'some-agent', evidence: ['env SOME_AGENT'] }
  return { ...d, operation: { ...d.operation, actor } }
}
