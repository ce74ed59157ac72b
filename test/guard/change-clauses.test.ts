import { expect, it } from 'vitest'
import { openClasses } from '../../src/guard/classes/open.ts'
import type { Actor, Change, Finding } from '../../src/model.ts'
import { changeClauses } from '../../src/policy/judge.ts'
import { AGENT, base, change, compile, resolve, UNKNOWN, working } from '../policy/make.ts'

const clause = (name: string, kind: string, more = 'verdict = "ask"') =>
  `[changes.${name}]\nclass = "${kind}"\n${more}\n`
const DEPS = clause(
  'deps',
  'dependency-added',
  'verdict = "ask"\nactors = ["agent"]\napprovers = ["alice"]\ncount = 2',
)
const ALICE = '[people.alice]\nkeys = ["k"]\n'
const PKG = '{"dependencies":{"ada":"1"}}'

const reads: string[] = []
const reader = (after: string | null, ...before: string[]) => ({
  after: async () => {
    reads.push('after')
    return after === null ? null : { size: after.length, data: Buffer.from(after) }
  },
  before: async () => {
    reads.push('before')
    return before.map(text => Buffer.from(text))
  },
})

async function said(text: string, who: Actor, one: Change, after: string | null, ...before: string[]) {
  reads.length = 0
  const findings = await openClasses(compile(base(text)), who).check(one, reader(after, ...before))
  return findings.map(({ ruleId, verdict, message }: Finding) => `${verdict} ${ruleId}: ${message}`)
}

it('says what it saw, whose clause it is, and where that stands', async () => {
  const classes = openClasses(compile(base(ALICE + DEPS)), AGENT)
  const [finding, ...rest] = await classes.check(
    change('package.json', { commit: 'c'.repeat(40) }),
    reader(PKG),
  )
  expect(rest).toEqual([])
  expect(finding).toMatchObject({
    ruleId: 'changes.deps',
    category: 'content',
    verdict: 'ask',
    message: 'dependency-added in package.json (adds ada) by an agent (codex): changes.deps says "ask"',
    path: 'package.json',
    commit: 'c'.repeat(40),
    clause: { id: 'changes.deps', layer: 'base', line: 4 },
    remedy: 'have a person approve it, or leave this path out of the change',
  })
})

it('reads nothing for a path that cannot be of its class, and nothing at all for people it does not speak about', async () => {
  expect(await said(ALICE + DEPS, AGENT, change('src/a.ts'), PKG)).toEqual([])
  expect(reads).toEqual([])
  expect(changeClauses(compile(base(ALICE + DEPS)), UNKNOWN.kind)).toEqual([])
})

it('several classes read a content once', async () => {
  const text =
    clause('a', 'dependency-added') + clause('b', 'install-script-changed') + clause('c', 'license-changed')
  const found = await said(
    text,
    UNKNOWN,
    change('package.json'),
    '{"dependencies":{"x":"1"},"scripts":{"install":"x"}}',
  )
  expect(found.map(one => one.split(' by ')[0])).toEqual([
    'ask changes.a: dependency-added in package.json (adds x)',
    'ask changes.b: install-script-changed in package.json (changes install)',
  ])
  expect(reads).toEqual(['after', 'before'])
})

it('match confines it', async () => {
  const text = clause('m', 'binary-added', 'verdict = "deny"\nmatch = ["assets/**"]')
  const binary = 'a\0b'
  expect(await said(text, UNKNOWN, change('assets/x'), binary)).toHaveLength(1)
  expect(await said(text, UNKNOWN, change('src/x'), binary)).toEqual([])
})

it('what cannot be read counts', async () => {
  expect((await said(clause('m', 'migration-destructive'), UNKNOWN, change('a.sql'), null))[0]).toContain(
    '(its content could not be read)',
  )
})

it('an observing clause warns; one of another layer with the same name is not muted by it', async () => {
  const observing = clause('w', 'workflow-changed', 'verdict = "deny"\nmode = "observe"')
  const enforcing = clause('w', 'workflow-changed', 'verdict = "deny"')
  const one = change('.github/workflows/a.yml')
  const judge = async (...texts: Parameters<typeof compile>) =>
    (await openClasses(compile(...texts), UNKNOWN).check(one, reader('x'))).map(f => [
      f.verdict,
      f.clause?.layer,
    ])
  expect(await judge(base(observing))).toEqual([['warn', 'base']])
  expect(await judge(base(observing), working(enforcing))).toEqual([['deny', 'working']])
  expect(await judge(base(enforcing), working(`mode = "observe"\n${enforcing}`))).toEqual([['deny', 'base']])
})

it('a lockfile alone is told at the end, once all changes are known', async () => {
  const classes = openClasses(compile(base(clause('l', 'lockfile-without-manifest'))), UNKNOWN)
  expect(await classes.check(change('Cargo.lock'), reader('x'))).toEqual([])
  expect(classes.together().map(f => f.message.split(' by ')[0])).toEqual([
    'lockfile-without-manifest in Cargo.lock (no manifest changes with it)',
  ])
  await classes.check(change('Cargo.toml'), reader('x'))
  expect(classes.together()).toEqual([])
})

it('putting the last valid policy back is free', async () => {
  const id = 'd'.repeat(40)
  const path = '.portcullis/policy.toml'
  const policy = resolve([base(clause('p', 'policy-changed', 'verdict = "deny"'))], {
    restores: { path, id },
  })
  const put = (blob: string) =>
    openClasses(policy, AGENT).check(change(path, { after: { mode: '100644', id: blob } }), reader('x'))
  expect([await put(id), (await put('e'.repeat(40))).length]).toEqual([[], 1])
})
