import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ActorKind, Verdict } from '../../src/model.ts'
import { pathOpinions, refOpinions, remoteOpinions } from '../../src/policy/judge.ts'
import { STRENGTH, strongest } from '../../src/policy/order.ts'
import { ACTORS, CONFIDENCES, REF_VERBS } from '../../src/policy/schema.ts'
import type { Policy } from '../../src/policy/types.ts'
import { AGENT, base, compile, resolve, TODAY, working } from './make.ts'

const push = (policy: Policy, actor: ActorKind, ref = 'refs/heads/main') =>
  strongest(refOpinions(policy, actor, ['push'], ref).map(opinion => opinion.verdict))
const DENY_MAIN = '[refs.main]\nmatch = ["main"]\npush = "deny"\n'
const ALLOW_MAIN = '[refs.main]\nmatch = ["main"]\npush = "allow"\n'
const SKIP = '[skips.big]\nmatch = ["/big/**"]\nreason = "generated"\n'
const WAIVER =
  '[[waivers]]\nrule = "generic-password"\nmatch = ["test/**"]\nreason = "made up"\nexpires = "2026-06-30"\n'

describe('two layers that disagree', () => {
  it('a working copy that allows does not lift what the base denies', () => {
    expect(push(compile(base(DENY_MAIN), working(ALLOW_MAIN)), 'human')).toBe('deny')
  })

  it('a working copy that denies counts at once', () => {
    expect(push(compile(base(ALLOW_MAIN), working(DENY_MAIN)), 'human')).toBe('deny')
  })

  it("a working copy without the base's clauses drops none of them", () => {
    expect(push(compile(base(DENY_MAIN), working('')), 'human')).toBe('deny')
  })

  it("an actor's entry only tightens", () => {
    const policy = compile(
      base('[refs.main]\nmatch = ["main"]\npush = "ask"\nagent = { push = "allow" }\nci = { push = "deny" }'),
    )
    expect(ACTORS.map(kind => push(policy, kind))).toEqual(['ask', 'ask', 'deny', 'ask'])
  })

  it('an unknown actor gets the rules of people', () => {
    const policy = compile(base('[refs.main]\nmatch = ["main"]\nhuman = { push = "deny" }'))
    expect(ACTORS.map(kind => push(policy, kind))).toEqual(['deny', 'allow', 'allow', 'deny'])
  })

  it('the floor holds with no policy at all', () => {
    const policy = compile()
    expect(push(policy, 'human', 'refs/replace/abc')).toBe('deny')
    expect(pathOpinions(policy, 'agent', '.husky/pre-commit').map(opinion => opinion.verdict)).toEqual([
      'ask',
    ])
    expect(pathOpinions(policy, 'human', '.husky/pre-commit')).toEqual([])
  })
})

describe('what loosens counts from the base only', () => {
  it('a skip in the working copy is listed and does not count', () => {
    const policy = compile(base(''), working(SKIP))
    expect(policy.skipFor('big/a')).toBeNull()
    expect(policy.notices).toEqual([
      '.portcullis/policy.toml:2: "skips.big" counts once it is on the trusted base',
    ])
    expect(compile(base(SKIP)).skipFor('big/a')?.reason).toBe('generated')
  })

  it('a waiver in the working copy is not trusted; kept from the base it is, and stands once', () => {
    const own = compile(base(''), working(WAIVER)).waiversFor('generic-password', 'test/a', TODAY)
    expect(own).toMatchObject([
      {
        kind: 'policy',
        reason: 'made up',
        trusted: false,
        expired: false,
        source: '.portcullis/policy.toml:2',
      },
    ])
    const kept = compile(base(WAIVER), working(`${WAIVER}# edited`)).waiversFor(
      'generic-password',
      'test/a',
      TODAY,
    )
    expect(kept.map(waiver => waiver.trusted)).toEqual([true])
  })

  it('a waiver is about its rule, its paths and its days', () => {
    const policy = compile(base(WAIVER))
    expect(policy.waiversFor('other', 'test/a', TODAY)).toEqual([])
    expect(policy.waiversFor('generic-password', 'src/a', TODAY)).toEqual([])
    expect(policy.waiversFor('generic-password', 'TEST/a', TODAY)).toEqual([])
    expect(policy.waiversFor('generic-password', undefined, TODAY)).toEqual([])
    const expired = (day: string) => policy.waiversFor('generic-password', 'test/a', day)[0]?.expired
    expect([expired('2026-06-30'), expired('2026-07-01')]).toEqual([false, true])
  })

  it('an expired skip does not count and says so', () => {
    const policy = compile(base(`${SKIP}expires = 2026-05-31`))
    expect(policy.skipFor('big/a')).toBeNull()
    expect(policy.notices).toEqual([
      'abc:.portcullis/policy.toml:2: "skips.big" expired on 2026-05-31: its paths are scanned again',
    ])
  })

  it('thresholds: the base sets them, the working copy only lowers them', () => {
    const loose = '[credentials]\ndeny = "proven"\nwarn = "high"\ndisabled-rules = ["jwt"]'
    const strict = '[credentials]\ndeny = "low"'
    expect(compile(base(loose)).credentials).toEqual({ deny: 'proven', warn: 'high', disabledRules: ['jwt'] })
    expect(compile(base(''), working(loose)).credentials).toEqual({
      deny: 'medium',
      warn: 'low',
      disabledRules: [],
    })
    expect(compile(base(loose), working(strict)).credentials).toEqual({
      deny: 'low',
      warn: 'high',
      disabledRules: ['jwt'],
    })
  })

  it('observe mode softens to a warning, for the layer that says so and no other', () => {
    const observe = `mode = "observe"\n${DENY_MAIN}`
    expect([push(compile(base(observe)), 'human'), compile(base(observe)).mode]).toEqual(['warn', 'observe'])
    const below = compile(base(DENY_MAIN), working(observe))
    expect([push(below, 'human'), below.mode]).toEqual(['deny', 'enforce'])
    const above = compile(base(observe), working(DENY_MAIN))
    expect([push(above, 'human'), above.mode]).toEqual(['deny', 'enforce'])
    expect(push(compile(base('mode = "observe"')), 'human', 'refs/replace/a')).toBe('deny')
  })

  it('people count from the base only', () => {
    const alice = '[people.alice]\nkeys = ["ssh-ed25519 AAAA…"]\n'
    expect(compile(base(alice)).enrolled).toBe(true)
    expect(compile(base('[people.alice]\nemails = ["a@example.org"]')).enrolled).toBe(false)
    expect([compile(base(''), working(alice)).enrolled, compile(working(alice)).enrolled]).toEqual([
      false,
      false,
    ])
  })

  it('a key is a line, or a table that says more about it', () => {
    const table = '{ key = "sk-ssh-ed25519@openssh.com AAAA…", vouched-by = "bob", revoked = 2026-05-01 }'
    const days = '{ key = "b", attested = "yubikey", valid-from = 2026-01-01, valid-until = "2027-01-01" }'
    const policy = compile(
      base(`[people.alice]\nkeys = ["a", ${table}, ${days}]\ngithub = "al"\n[people.bob]\n`),
    )
    expect(policy.people.get('alice')).toEqual({
      name: 'alice',
      emails: [],
      github: 'al',
      keys: [
        { key: 'a' },
        { key: 'sk-ssh-ed25519@openssh.com AAAA…', vouchedBy: 'bob', revoked: '2026-05-01' },
        { key: 'b', attested: 'yubikey', validFrom: '2026-01-01', validUntil: '2027-01-01' },
      ],
    })
  })
})

describe('a first set-up: no policy on the base yet', () => {
  it('the working copy counts as it is, and a notice says so', () => {
    const policy = compile(working(SKIP))
    expect(policy.firstSetup).toBe(true)
    expect(policy.skipFor('big/a')?.trusted).toBe(true)
    expect(policy.notices).toEqual([
      'no policy on the trusted base yet: the working copy counts as it is until then',
    ])
  })

  it('but an agent cannot bring its own skip', () => {
    const policy = resolve([working(SKIP)], { actor: AGENT })
    expect(policy.skipFor('big/a')).toBeNull()
    expect(policy.notices[0]).toContain('does not count for an agent')
  })
})

describe('a layer that cannot be used', () => {
  it('working copy: the base judges, problem and notice name the line', () => {
    const policy = resolve([base(DENY_MAIN), working('[refs.main]\npush = "nope"')])
    expect(push(policy, 'human')).toBe('deny')
    expect(policy.problems).toMatchObject([{ layer: 'working', file: '.portcullis/policy.toml', line: 3 }])
    expect(policy.notices[0]).toMatch(
      /^policy not usable \(the policy of the trusted base judges\): .portcullis\/policy.toml:3: /,
    )
  })

  it('base: the floor and the working copy judge, and nothing the working copy loosens is trusted', () => {
    const policy = resolve([base('oops = 1'), working(DENY_MAIN + SKIP)])
    expect([push(policy, 'human'), push(policy, 'human', 'refs/replace/a')]).toEqual(['deny', 'deny'])
    expect([policy.skipFor('big/a'), policy.firstSetup]).toEqual([null, false])
    expect(policy.notices[0]).toContain('only the built-in floor and the working copy judge')
  })

  it('base with a failing example keeps its clauses', () => {
    const policy = resolve([
      base(`${DENY_MAIN}[[examples]]\noperation = "push"\nref = "main"\nexpect = "allow"`),
    ])
    expect([push(policy, 'human'), policy.problems]).toEqual(['deny', []])
  })
})

describe('the digest', () => {
  it('differs with any layer, and only then', () => {
    const one = compile(base(DENY_MAIN)).digest
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(compile(base(DENY_MAIN)).digest).toBe(one)
    expect(
      new Set([one, compile(base(DENY_MAIN), working('')).digest, compile(working(DENY_MAIN)).digest]).size,
    ).toBe(3)
  })
})

const verdict = fc.constantFrom<Verdict[]>('allow', 'warn', 'ask', 'deny')
const glob = fc.constantFrom('main', '**', 'a/**', 'release/*', '!main', '!a/b', 'refs/tags/**')
const pathGlob = fc.constantFrom('**', '/a/**', 'b', '*.ts', '!b', '!/a/b', '/A/**')
const globs = (one: fc.Arbitrary<string>) =>
  fc.array(one, { minLength: 1, maxLength: 3 }).filter(list => list.some(g => g[0] !== '!'))
const mode = fc.option(fc.constantFrom('enforce', 'observe'), { nil: undefined })
const line = (key: string, value: unknown) =>
  value === undefined ? '' : `${key} = ${JSON.stringify(value)}\n`

const refTable = fc
  .record({
    match: globs(glob),
    push: verdict,
    force: verdict,
    commit: verdict,
    actor: fc.constantFrom(...ACTORS),
    own: verdict,
    mode,
  })
  .map(
    r =>
      line('match', r.match) +
      line('push', r.push) +
      line('force', r.force) +
      line('commit', r.commit) +
      line('mode', r.mode) +
      `${r.actor} = { push = "${r.own}" }\n`,
  )
const pathTable = fc
  .record({
    match: globs(pathGlob),
    verdict,
    actors: fc.option(fc.subarray([...ACTORS]), { nil: undefined }),
    mode,
  })
  .map(
    p =>
      line('match', p.match) + line('verdict', p.verdict) + line('actors', p.actors) + line('mode', p.mode),
  )
const policyText = fc
  .record({
    mode,
    refs: fc.array(refTable, { maxLength: 3 }),
    paths: fc.array(pathTable, { maxLength: 3 }),
    remotes: fc.option(globs(fc.constantFrom('github.com/acme/*', 'gitlab.com/**', '**')), {
      nil: undefined,
    }),
    scope: fc.option(globs(pathGlob), { nil: undefined }),
    deny: fc.option(fc.constantFrom(...CONFIDENCES), { nil: undefined }),
    skip: fc.option(globs(pathGlob), { nil: undefined }),
  })
  .map(p =>
    [
      line('mode', p.mode),
      ...p.refs.map((body, i) => `[refs.r${i}]\n${body}`),
      ...p.paths.map((body, i) => `[paths.p${i}]\n${body}`),
      p.remotes ? `[remotes]\n${line('allow', p.remotes)}` : '',
      p.scope ? `[scopes.agent]\n${line('paths', p.scope)}` : '',
      p.deny ? `[credentials]\n${line('deny', p.deny)}` : '',
      p.skip ? `[skips.s]\n${line('match', p.skip)}reason = "r"\n` : '',
    ].join(''),
  )

/** Everything a policy can say about a handful of refs, paths, remotes and credentials, as numbers that may only grow. */
function strengths(policy: Policy): number[] {
  const verdicts = ACTORS.flatMap(actor => [
    ...['refs/heads/main', 'refs/heads/a/b', 'refs/tags/v1', 'refs/replace/x'].flatMap(ref =>
      REF_VERBS.map(verb => refOpinions(policy, actor, [verb], ref)),
    ),
    ...['a/b', 'A/b', 'b', 'x.ts', '.husky/x'].map(path => pathOpinions(policy, actor, path)),
    ...['github.com/acme/x', 'evil.example/x'].map(url => remoteOpinions(policy, url)),
  ]).map(opinions => STRENGTH[strongest(opinions.map(opinion => opinion.verdict))])
  const scanned = ['a/b', 'b', 'x.ts'].map(path => (policy.skipFor(path) === null ? 1 : 0))
  const threshold = -CONFIDENCES.indexOf(policy.credentials.deny)
  return [
    ...verdicts,
    ...scanned,
    threshold,
    policy.mode === 'enforce' ? 1 : 0,
    -policy.credentials.disabledRules.length,
  ]
}

describe('property', () => {
  it('no working copy lowers anything that the base says', () => {
    fc.assert(
      fc.property(policyText, policyText, (first, second) => {
        const before = strengths(compile(base(first)))
        const after = strengths(compile(base(first), working(second)))
        return after.every((strength, i) => strength >= before[i]!)
      }),
      { numRuns: 300 },
    )
  })

  it('no policy at all lowers what the floor says', () => {
    const floor = strengths(compile()).slice(0, -6)
    fc.assert(
      fc.property(policyText, text =>
        strengths(compile(base(text))).every((strength, i) => strength >= (floor[i] ?? -9)),
      ),
      { numRuns: 100 },
    )
  })
})
