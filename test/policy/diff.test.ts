import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffAnswer, diffNotices } from '../../src/commands/policy-diff.ts'
import { readLayer } from '../../src/policy/compile.ts'
import { policyDiff } from '../../src/policy/diff.ts'
import { DESIGN_EXAMPLE } from './design-example.ts'
import { base, working } from './make.ts'

const layer = (body: string) => readLayer(base(body), false)
const diff = (before: string, after: string) =>
  policyDiff(layer(before), layer(after)).map(({ effect, id, text }) => `${effect} ${id}: ${text}`)

const REF = '[refs.main]\nmatch = ["main"]\n'
const PATH = '[paths.p]\nmatch = ["/a"]\nverdict = "ask"\n'
const ALICE = '[people.alice]\nkeys = ["k1"]\n'
const CHANGE = '[changes.c]\nclass = "binary-added"\nverdict = "warn"\n'

/** What a step loosens, a step back tightens. */
const CASES: [before: string, after: string, said: string[]][] = [
  [REF, '', ['loosens refs.main: is gone']],
  [`${REF}force = "deny"`, `${REF}force = "warn"`, ['loosens refs.main: force "deny" → "warn"']],
  [`${REF}force = "deny"`, REF, ['loosens refs.main: force "deny" → "allow"']],
  [
    `${REF}agent = { push = "deny" }`,
    `${REF}agent = { push = "ask" }`,
    ['loosens refs.main: agent.push "deny" → "ask"'],
  ],
  ['[refs.main]\nmatch = ["main", "rel/**"]', REF, ['loosens refs.main: match − "rel/**"']],
  [REF, '[refs.main]\nmatch = ["main", "!main"]', ['loosens refs.main: match + "!main"']],
  [REF, `${REF}mode = "observe"`, ['loosens refs.main: mode "enforce" → "observe"']],
  ['', 'mode = "observe"', ['loosens mode: mode "enforce" → "observe"']],
  [PATH, `${PATH}actors = ["agent"]`, ['loosens paths.p: actors only ["agent"]']],
  [`${PATH}actors = ["agent", "ci"]`, `${PATH}actors = ["ci"]`, ['loosens paths.p: actors − "agent"']],
  [`${PATH}count = 2`, PATH, ['loosens paths.p: count 2 → 1']],
  [`${PATH}assurance = "presence"`, PATH, ['loosens paths.p: assurance "presence" → "key"']],
  [
    `${ALICE}${PATH}approvers = ["alice"]`,
    `${ALICE}${PATH}`,
    ['loosens paths.p: approvers anybody enrolled'],
  ],
  [CHANGE, `${CHANGE}match = ["a"]`, ['loosens changes.c: match only ["a"]']],
  ['[limits.agent]\nfiles = 60', '[limits.agent]\nfiles = 600', ['loosens limits.agent: files 60 → 600']],
  [
    '[limits.agent]\nfiles = 60',
    '[limits.agent]\nlines = 1',
    ['loosens limits.agent: files 60 → "no limit"', 'tightens limits.agent: lines "no limit" → 1'],
  ],
  ['[limits.agent]\nverdict = "deny"', '[limits.agent]', ['loosens limits.agent: verdict "deny" → "warn"']],
  ['[remotes]\nallow = ["a/b"]', '[remotes]\nallow = ["a/b", "c/**"]', ['loosens remotes: allow + "c/**"']],
  ['[remotes]\nallow = ["a/b"]', '', ['loosens remotes: is gone']],
  [
    '[scopes.agent]\npaths = ["src/**"]',
    '[scopes.agent]\npaths = ["src/**", "x"]',
    ['loosens scopes.agent: paths + "x"'],
  ],
  [
    '[scopes.agent]\npaths = ["a"]\nrefs = ["b"]',
    '[scopes.agent]\npaths = ["a"]',
    ['loosens scopes.agent: refs everywhere'],
  ],
  [ALICE, `${ALICE}[people.eve]\nkeys = ["k2"]`, ['loosens people.eve: keys + "k2"']],
  [
    `${ALICE}[people.bob]\n[groups]\ng = ["alice"]`,
    `${ALICE}[people.bob]\n[groups]\ng = ["alice", "bob"]`,
    ['loosens groups.g: members + "bob"'],
  ],
  ['', '[credentials]\ndeny = "proven"', ['loosens credentials: deny "medium" → "proven"']],
  ['', '[credentials]\ndisabled-rules = ["x"]', ['loosens credentials: disabled-rules + "x"']],
  ['', '[own-secrets]\nfiles = false', ['loosens own-secrets: files true → false']],
  ['', '[skips.s]\nmatch = ["a"]\nreason = "r"', ['loosens skips: skips + {"name":"s","match":["a"]}']],
  [
    '',
    '[[waivers]]\nrule = "r"\nmatch = ["a"]\nreason = "r"\nexpires = 2027-01-01',
    ['loosens waivers: waivers + {"rule":"r","match":["a"],"expires":"2027-01-01"}'],
  ],
]

describe('policy diff', () => {
  it.each(CASES)('%#', (before, after, said) => {
    expect(diff(before, after)).toEqual(said)
    const back = said
      .map(text => text.split(' ')[0]!)
      .map(effect => (effect === 'loosens' ? 'tightens' : 'loosens'))
    expect(
      diff(after, before)
        .map(text => text.split(' ')[0])
        .sort(),
    ).toEqual(back.sort())
  })

  it('the last person with a key: keys that go tighten, and nobody left to ask loosens', () => {
    expect(diff(ALICE, '')).toEqual([
      'tightens people.alice: keys − "k1"',
      'loosens people: nobody is enrolled any more: what asks only warns people',
    ])
  })

  it('what judges nobody is no difference, and an order alone is neither', () => {
    expect(diff(`${REF}hint = "a"`, `owner = { name = "x" }\n${REF}hint = "b"`)).toEqual([])
    expect(diff('[refs.m]\nmatch = ["a", "b"]', '[refs.m]\nmatch = ["b", "a"]')).toEqual([
      'changes refs.m: match in another order',
    ])
    const example = '[[examples]]\noperation = "push"\nref = "x"\nexpect = "allow"\n'
    expect(diff(example, '')).toEqual(['changes examples: 1 fewer examples'])
  })

  it('a policy is no different from itself, and whatever the pair, back is the opposite', () => {
    const texts = [
      DESIGN_EXAMPLE.replace('version = 1', ''),
      ...CASES.flatMap(one => one.slice(0, 2) as string[]),
    ]
    const opposite = { loosens: 'tightens', tightens: 'loosens', changes: 'changes' } as const
    const told = (a: string, b: string) =>
      policyDiff(layer(a), layer(b)).filter(({ id }) => id !== 'people' && id !== 'examples')
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.constantFrom(...texts), (a, b) => {
        expect(told(a, a)).toEqual([])
        const back = told(b, a).map(({ effect, id }) => `${opposite[effect]} ${id}`)
        expect(
          told(a, b)
            .map(({ effect, id }) => `${effect} ${id}`)
            .sort(),
        ).toEqual(back.sort())
      }),
      { numRuns: 200, seed: 4 },
    )
  })
})

describe('what is printed', () => {
  it('exit 1 when something loosens, with file and line; of what is gone the old ones', () => {
    const before = base(`${REF}force = "deny"\n${PATH}`)
    const after = working(`${PATH.replace('ask', 'deny')}`)
    expect(diffAnswer({ before, after })).toEqual({
      exit: 1,
      text:
        'loosens   refs.main: is gone (abc:.portcullis/policy.toml:2)\n' +
        'tightens  paths.p: verdict "ask" → "deny" (.portcullis/policy.toml:2)\n' +
        '1 of 2 differences loosen\n',
    })
    expect(diffAnswer({ before: null, after }).exit).toBe(0)
    expect(diffAnswer({ before, after: null }).exit).toBe(1)
    expect(diffAnswer({ before, after: before }).text).toBe('no difference that loosens or tightens\n')
  })

  it('a side that is broken is an error with its line', () => {
    expect(() => diffAnswer({ before: null, after: working('oops = 1') })).toThrow(
      '.portcullis/policy.toml:2: unknown',
    )
  })

  it('what a file says may hold anything: no control character is printed, nothing long', () => {
    const odd = `[refs.m]\nmatch = ["a\\u202e${'x'.repeat(200)}"]`
    const [said] = diff('[refs.m]\nmatch = ["b"]', odd)
    expect(said).toMatch(/^tightens refs\.m: match \+ "a\?x{70,80}…$/)
  })

  it('a report is told every loosening, and how much else there is', () => {
    expect(diffNotices({ before: base(`${REF}force = "deny"`), after: base(`${REF}${PATH}`) })).toEqual([
      'this change loosens the policy: refs.main: force "deny" → "allow"',
      'this change tightens or rewords the policy in 1 places',
    ])
  })
})
