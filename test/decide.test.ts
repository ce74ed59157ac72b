/** What `decide` makes of findings: pure, so every case is data. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asking, type Consent, decide, type Rulings } from '../src/decide.ts'
import type {
  ActorKind,
  Confidence,
  Finding,
  InlineTag,
  Operation,
  OperationKind,
  Suppression,
  Verdict,
} from '../src/model.ts'
import { strongest } from '../src/policy/order.ts'
import { nothing } from '../src/sources/nothing.ts'

const finding = (more: Partial<Finding> = {}): Finding => ({
  ruleId: 'acme-key',
  category: 'credential',
  severity: 'high',
  confidence: 'medium',
  verdict: 'deny',
  message: 'Acme key',
  path: 'a.env',
  line: 3,
  occurrences: [{ path: more.path ?? 'a.env', line: 3 }],
  remedy: 'take it out',
  ...more,
})

const operation = (actor: ActorKind = 'unknown', kind: OperationKind = 'commit'): Operation => ({
  ...nothing({ kind: actor, evidence: [] }),
  kind,
})

const rulings = (more: Partial<Rulings> = {}): Rulings => ({
  enrolled: false,
  observe: false,
  suppressionsOf: () => [],
  isElsewhere: () => false,
  ...more,
})

const waived = (trusted: boolean): Rulings => {
  const suppression: Suppression = { kind: 'policy', reason: 'made up', source: 'p:1', trusted }
  return rulings({ suppressionsOf: () => [suppression] })
}

const OWN: InlineTag = { tag: 'portcullis:allow', reason: 'made up', own: true }
const FOREIGN: InlineTag = { tag: 'gitleaks:allow', reason: null, own: false }

/** `suppressed`, or the verdict of what is left. */
function outcome(found: Finding, actor: ActorKind, kind: OperationKind, says: Rulings): string {
  const { suppressed, findings } = decide(operation(actor, kind), [found], says)
  return suppressed.length > 0 ? 'suppressed' : findings[0]!.verdict
}

describe('a suppression', () => {
  it.each<[Confidence, boolean, ActorKind, string]>([
    ['medium', true, 'unknown', 'suppressed'],
    ['proven', true, 'unknown', 'suppressed'],
    ['high', true, 'agent', 'suppressed'],
    ['medium', false, 'unknown', 'suppressed'],
    ['medium', false, 'agent', 'deny'],
    ['high', false, 'unknown', 'warn'], // `ask`, and nobody is enrolled
    ['high', false, 'agent', 'deny'],
    ['proven', false, 'unknown', 'deny'],
  ])('of a %s finding, trusted: %s, by %s', (confidence, trusted, actor, expected) => {
    expect(outcome(finding({ confidence }), actor, 'commit', waived(trusted))).toBe(expected)
  })

  it('is asked for where somebody can answer', () => {
    const says = { ...waived(false), enrolled: true }
    const { findings, verdict } = decide(operation(), [finding({ confidence: 'high' })], says)
    expect(verdict).toBe('ask')
    expect(findings[0]!.remedy).toContain('bring the suppression to the trusted base first')
  })

  it('by the baseline at a path it does not know only warns', () => {
    const baseline: Suppression = { kind: 'baseline', reason: 'old', source: 'b:2', trusted: true }
    const says = rulings({ suppressionsOf: () => [baseline], isElsewhere: () => true })
    const { findings } = decide(operation(), [finding()], says)
    expect(findings.map(f => [f.verdict, f.message])).toEqual([
      ['warn', 'Acme key (in the baseline, at another path)'],
    ])
  })
})

describe('an inline tag', () => {
  it.each<[InlineTag, Confidence, OperationKind, string]>([
    [OWN, 'medium', 'commit', 'suppressed'],
    [OWN, 'high', 'commit', 'warn'],
    [OWN, 'high', 'scan', 'suppressed'],
    [FOREIGN, 'medium', 'commit', 'suppressed'],
    [FOREIGN, 'high', 'commit', 'deny'],
    [FOREIGN, 'high', 'scan', 'deny'],
    [{ ...OWN, reason: null }, 'low', 'commit', 'deny'],
  ])('%o on a %s finding in a %s', (inline, confidence, kind, expected) => {
    expect(outcome(finding({ inline, confidence }), 'unknown', kind, rulings())).toBe(expected)
  })

  it('without its reason is told why it does not count', () => {
    const { notices } = decide(operation(), [finding({ inline: { ...OWN, reason: null } })], rulings())
    expect(notices.join()).toContain("a.env:3: 'portcullis:allow' needs a reason")
  })
})

describe('ask', () => {
  it.each<[ActorKind, boolean, Verdict]>([
    ['agent', false, 'deny'],
    ['unknown', false, 'warn'],
    ['ci', false, 'warn'],
    ['agent', true, 'ask'],
    ['unknown', true, 'ask'],
  ])('for %s, somebody enrolled: %s', (actor, enrolled, expected) => {
    const path = finding({ category: 'path', verdict: 'ask', ruleId: 'paths.gate' })
    expect(decide(operation(actor), [path], rulings({ enrolled })).verdict).toBe(expected)
  })
})

it('observe blocks nothing and says so', () => {
  const { verdict, notices } = decide(operation(), [finding()], rulings({ observe: true }))
  expect([verdict, notices.length]).toEqual(['warn', 1])
})

it('what is on another tracking ref already warns: that ref can be forged', () => {
  const push = { ...operation('unknown', 'push'), elsewhere: new Map([['c1', 'refs/remotes/origin/x']]) }
  const { findings } = decide(push, [finding({ commit: 'c1' })], rulings())
  expect(findings[0]!.verdict).toBe('warn')
  expect(findings[0]!.message).toContain('already on refs/remotes/origin/x as last fetched')
})

it('one secret is one entry, the strongest of its findings leading', () => {
  const places = ['a.env', 'b.env'].map(path => finding({ path, fingerprint: 'f' }))
  const weak = finding({ path: 'c.env', fingerprint: 'f', verdict: 'warn', ruleId: 'generic' })
  const { findings } = decide(operation(), [weak, ...places], rulings())
  expect(findings.map(f => [f.ruleId, f.verdict, f.occurrences.map(o => o.path)])).toEqual([
    ['acme-key', 'deny', ['c.env', 'a.env', 'b.env']],
  ])
})

it('the paths of one clause are one entry', () => {
  const paths = ['x', 'y'].map(path => finding({ category: 'path', ruleId: 'paths.gate', path }))
  expect(decide(operation(), paths, rulings()).findings.map(f => f.occurrences.length)).toEqual([2])
})

it('of paths that list no other places, each is told', () => {
  const paths = ['x', 'y'].map(path =>
    finding({ category: 'path', ruleId: 'paths.gate', path, occurrences: [] }),
  )
  const [entry] = decide(operation(), paths, rulings()).findings
  expect(entry!.occurrences).toEqual([{ path: 'x' }, { path: 'y' }])
})

describe('what asks, once people have said something', () => {
  const asks = finding({ category: 'path', verdict: 'ask' })
  const note = { id: 'a'.repeat(64), by: 'alice', assurance: 'key', expires: '2026-12-28T10:00:00.000Z' }
  const told = (consent: Consent, found = asks) =>
    decide(operation(), [found], rulings({ enrolled: true, consentOf: () => consent }))

  it('approved: no finding any more, and listed with who did it', () => {
    const { verdict, findings, approvals } = told({ kind: 'approved', approvals: [note] })
    expect([verdict, findings]).toEqual(['allow', []])
    expect(approvals).toEqual([{ finding: { ...asks, verdict: 'allow' }, approvals: [note] }])
  })

  it('denied: with the reason', () => {
    const { verdict, findings } = told({ kind: 'denied', why: 'not now', request: 'abcdefghij' })
    expect([verdict, findings[0]!.message]).toEqual(['deny', 'Acme key; a person denied it: not now'])
  })

  it('nothing of it lands: told, not blocked', () => {
    const { verdict, findings } = told({ kind: 'idle', target: 'refs/heads/main' })
    expect([verdict, findings[0]!.message]).toEqual([
      'warn',
      'Acme key (the change as a whole leaves it as it is on refs/heads/main)',
    ])
  })

  it('nobody can approve what is denied, and what nobody is enrolled for', () => {
    const yes: Consent = { kind: 'approved', approvals: [note] }
    expect(told(yes, finding()).verdict).toBe('deny')
    const alone = decide(operation('agent'), [asks], rulings({ consentOf: () => yes }))
    expect(alone.verdict).toBe('deny')
  })

  it('is named one by one, as it was handed in', () => {
    const two = [asks, finding({ ...asks, path: 'b' }), finding()]
    expect(asking(operation(), two, rulings({ enrolled: true }))).toEqual(two.slice(0, 2))
    expect(asking(operation(), two, rulings())).toEqual([])
  })
})

it('nothing that is left out of suppression is ever lost', () => {
  const verdicts = fc.constantFrom<Verdict>('allow', 'warn', 'ask', 'deny')
  const confidences = fc.constantFrom<Confidence>('low', 'medium', 'high', 'proven')
  const one = fc.record({
    verdict: verdicts,
    confidence: confidences,
    fingerprint: fc.constantFrom('f', 'g', 'h'),
  })
  fc.assert(
    fc.property(fc.array(one), fc.boolean(), (some, trusted) => {
      const found = some.map(finding)
      const says = {
        ...waived(trusted),
        suppressionsOf: (f: Finding) => (f.fingerprint === 'g' ? waived(trusted).suppressionsOf(f) : []),
      }
      const { findings, suppressed, verdict } = decide(operation(), found, says)
      const kept = findings.reduce((sum, f) => sum + f.occurrences.length, 0)
      expect(kept + suppressed.length).toBe(found.length)
      expect(verdict).toBe(strongest(findings.map(f => f.verdict)))
    }),
  )
})

it('one secret found by several: it stands wherever one of them says', () => {
  const found = [{ stands: ['HEAD'] }, { stands: ['refs/remotes/o/a', 'HEAD'] }, {}]
  const { findings } = decide(
    operation('human', 'scan'),
    found.map(more => finding({ fingerprint: 'ab', ...more })),
    rulings(),
  )
  expect(findings.map(({ stands }) => stands)).toEqual([['HEAD', 'refs/remotes/o/a']])
})
