import { describe, expect, it } from 'vitest'
import { checkLink, checkPath } from '../../src/guard/paths.ts'
import { checkRefs } from '../../src/guard/refs.ts'
import type { Actor, Change } from '../../src/model.ts'
import { POLICY_FILE } from '../../src/policy/files.ts'
import { AGENT, actor, base, change, compile, resolve, UNKNOWN, working } from '../policy/make.ts'

const ENV = '[paths.env]\nmatch = ["**/.env", "**/.env.*", "!**/.env.example"]\nverdict = "deny"\n'
const FLOWS = '[paths.flows]\nmatch = ["@builtin/workflows"]\nverdict = "ask"\nactors = ["agent"]\n'
const SCOPE = '[scopes.agent]\npaths = ["src/**", "!src/gen/**"]\nrefs = ["agent/**"]\n'
const said = (text: string, who: Actor, ...changes: Change[]) =>
  changes
    .flatMap(one => checkPath(one, who, compile(base(text))))
    .map(f => `${f.ruleId} ${f.verdict} ${f.path}`)

describe('protected paths', () => {
  it('every way to touch a path counts: addition, edit, deletion, mode, type, and a link of that name', () => {
    const ways: Partial<Change>[] = [
      { status: 'added' },
      { status: 'modified' },
      { status: 'deleted', after: null },
      { status: 'mode' },
      { status: 'type', after: { mode: '120000', id: 'b'.repeat(40) } },
    ]
    const all = ways.map(way => said(ENV, UNKNOWN, change('app/.env', way)))
    expect(all).toEqual(ways.map(() => ['paths.env deny app/.env']))
  })

  it('a rename is asked on both sides', () => {
    const sides = [change('.env', { status: 'deleted', after: null }), change('settings.txt')]
    expect(said(ENV, UNKNOWN, ...sides)).toEqual(['paths.env deny .env'])
  })

  it('each carries its own place, since those of one clause are told together', () => {
    const found = checkPath(change('.env'), UNKNOWN, compile(base(ENV)))
    expect(found.map(finding => finding.occurrences)).toEqual([[{ path: '.env' }]])
  })

  it('another case or Unicode form does not get past', () => {
    expect(said(ENV, UNKNOWN, change('.ENV'))).toEqual(['paths.env deny .ENV'])
  })

  it('what is excluded from the list is free', () => {
    expect(said(ENV, UNKNOWN, change('.env.example'))).toEqual([])
  })

  it('a clause about agents leaves people alone', () => {
    const touched = change('.github/workflows/ci.yml')
    expect([
      said(FLOWS, AGENT, touched),
      said(FLOWS, UNKNOWN, touched),
      said(FLOWS, actor('ci'), touched),
    ]).toEqual([['paths.flows ask .github/workflows/ci.yml'], [], []])
  })

  it('a clause about people is about unknown actors too', () => {
    const text = '[paths.x]\nmatch = ["x"]\nverdict = "deny"\nactors = ["human"]'
    expect([said(text, UNKNOWN, change('x')).length, said(text, AGENT, change('x')).length]).toEqual([1, 0])
  })

  it('a link touches what it points at, inside the work tree', () => {
    const link = change('docs/deep/link', { after: { mode: '120000', id: 'b'.repeat(40) } })
    const to = (target: string) =>
      checkLink(link, target, UNKNOWN, compile(base(ENV))).map(f => `${f.path}: ${f.message}`)
    expect(to('../.././.env')).toEqual([
      'docs/deep/link: a link docs/deep/link to .env by an unknown actor: paths.env says "deny"',
    ])
    expect([to('../readme'), to('/etc/.env'), to('../../../.env'), to('link')]).toEqual([[], [], [], []])
  })

  it('the finding carries path, commit, clause line and a next step', () => {
    const [finding] = checkPath(
      change('.env', { commit: 'c'.repeat(40), status: 'modified' }),
      UNKNOWN,
      compile(base(ENV)),
    )
    expect(finding).toMatchObject({
      category: 'path',
      path: '.env',
      commit: 'c'.repeat(40),
      message: 'edit of .env by an unknown actor: paths.env says "deny"',
      clause: { id: 'paths.env', layer: 'base', line: 2 },
      remedy: 'leave this path out of the change (git restore --staged <path>)',
    })
  })
})

describe('scopes', () => {
  it('an agent stays inside its paths, people are not bound', () => {
    const outside = [change('src/a.ts'), change('docs/a.md'), change('src/gen/a.ts'), change('SRC/a.ts')]
    expect(said(SCOPE, AGENT, ...outside)).toEqual([
      'scopes.agent deny docs/a.md',
      'scopes.agent deny src/gen/a.ts',
      'scopes.agent deny SRC/a.ts',
    ])
    expect(said(SCOPE, UNKNOWN, ...outside)).toEqual([])
  })

  it('an agent stays on its refs, at commit and at push', () => {
    const policy = compile(base(SCOPE))
    const on = (kind: 'commit' | 'push', ref: string) =>
      checkRefs(
        { kind, actor: AGENT, refs: [{ ref, action: 'update', before: null, after: null }] },
        policy,
      ).map(f => f.ruleId)
    expect([
      on('commit', 'refs/heads/topic'),
      on('push', 'refs/heads/topic'),
      on('push', 'refs/heads/agent/x'),
    ]).toEqual([['scopes.agent'], ['scopes.agent'], []])
  })

  it('the scopes of all layers intersect', () => {
    const policy = compile(
      base('[scopes.agent]\npaths = ["src/**"]'),
      working('[scopes.agent]\npaths = ["src/a/**", "docs/**"]'),
    )
    const allowed = ['src/a/x', 'src/b', 'docs/x'].filter(
      path => checkPath(change(path), AGENT, policy).length === 0,
    )
    expect(allowed).toEqual(['src/a/x'])
  })
})

describe('the policy itself', () => {
  const restores = { path: POLICY_FILE, id: 'd'.repeat(40) }
  const put = (id: string, mode = '100644') =>
    change(POLICY_FILE, { status: 'modified', after: { mode, id } })

  it('an agent may not edit it, but may put the last valid one back', () => {
    const policy = resolve([base('')], { restores })
    expect(checkPath(put('e'.repeat(40)), AGENT, policy).map(f => f.ruleId)).toEqual(['paths.guard'])
    expect(checkPath(put(restores.id), AGENT, policy)).toEqual([])
    expect(checkPath(put(restores.id, '100755'), AGENT, policy)).toHaveLength(1)
  })

  it('a change that would leave it unusable is denied with the line, whoever makes it', () => {
    const policy = resolve([base(''), working('\n[refs.x]\nmatch = ["m"]\npsuh = "deny"')])
    const [finding, ...rest] = checkPath(put('e'.repeat(40)), UNKNOWN, policy)
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ ruleId: 'policy-invalid', verdict: 'deny', path: POLICY_FILE, line: 5 })
    expect(finding?.message).toContain('unknown field "psuh" in "refs.x"')
    expect(finding?.remedy).toContain('did you mean "push"?')
  })

  it('a broken working copy that the change does not touch blocks nothing', () => {
    const policy = resolve([base(''), working('oops = 1')])
    expect(checkPath(change('src/a.ts'), UNKNOWN, policy)).toEqual([])
  })
})
