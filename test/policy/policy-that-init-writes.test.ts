import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { checkPath } from '../../src/guard/paths.ts'
import { checkRefs } from '../../src/guard/refs.ts'
import type { Actor, RefUpdate } from '../../src/model.ts'
import { defaultPolicy, type Surroundings } from '../../src/policy/defaults.ts'
import { parseToml } from '../../src/policy/toml.ts'
import { AGENT, actor, change, compile, UNKNOWN } from './make.ts'

const MANY: Surroundings = {
  defaultBranch: 'trunk',
  hasWorkflows: true,
  lockfiles: ['package-lock.json', 'app/[id]/yarn*.lock'],
  owner: { name: 'The "A" team', contact: 'a@example.org' },
}
const FEW: Surroundings = { defaultBranch: 'main', hasWorkflows: false, lockfiles: [] }
const policyOf = (around: Surroundings) => compile({ layer: 'base', file: 'p', text: defaultPolicy(around) })
const schema = JSON.parse(readFileSync(new URL('../../schema/policy.schema.json', import.meta.url), 'utf8'))

describe('the policy that init writes', () => {
  it.each([
    ['a full repository', MANY],
    ['a bare one', FEW],
    ['an odd branch name', { ...FEW, defaultBranch: 'it\'s-"main"/ü' }],
  ])('is valid and passes its own examples: %s', (_, around) => {
    const text = defaultPolicy(around)
    // compiled as a working copy, for there the examples are checked
    expect(compile({ layer: 'working', file: 'p', text }).problems).toEqual([])
    expect(
      new Ajv({ strict: false }).validate(schema, JSON.parse(JSON.stringify(parseToml(text, 'p')))),
    ).toBe(true)
  })

  it.each([
    ['commit', UNKNOWN, 'update', undefined],
    ['push', UNKNOWN, 'update', undefined],
    ['push', UNKNOWN, 'force', 'deny'],
    ['push', UNKNOWN, 'delete', 'deny'],
    ['commit', AGENT, 'update', 'deny'],
    ['push', AGENT, 'update', 'deny'],
    ['push', actor('ci'), 'update', undefined],
  ] as ['commit' | 'push', Actor, RefUpdate['action'], string | undefined][])(
    'default branch: %s by %o (%s) → %s',
    (kind, who, action, verdict) => {
      const update: RefUpdate = { ref: 'refs/heads/trunk', action, before: null, after: null }
      expect(checkRefs({ kind, actor: who, refs: [update] }, policyOf(MANY))[0]?.verdict).toBe(verdict)
    },
  )

  it.each([
    ['.portcullis/policy.toml', 'ask', 'ask'],
    ['.husky/pre-commit', 'ask', 'ask'],
    ['.github/workflows/ci.yml', undefined, 'ask'],
    ['.claude/settings.json', undefined, 'ask'],
    ['package-lock.json', undefined, 'warn'],
    ['app/[id]/yarn*.lock', undefined, 'warn'],
    ['app/[id]/yarn-x.lock', undefined, undefined],
    ['db/migrations/1.sql', undefined, 'warn'],
    ['src/index.ts', undefined, undefined],
    ['AGENTS.md', undefined, undefined],
    ['package.json', undefined, undefined],
  ])('%s: people %s, agents %s', (path, people, agents) => {
    const strongest = (who: Actor) =>
      checkPath(change(path), who, policyOf(MANY))
        .map(f => f.verdict)
        .at(-1)
    expect([strongest(UNKNOWN), strongest(AGENT)]).toEqual([people, agents])
  })

  it('a tag that moves warns, a new one is free', () => {
    const say = (action: RefUpdate['action']) =>
      checkRefs(
        { kind: 'push', actor: UNKNOWN, refs: [{ ref: 'refs/tags/v1', action, before: null, after: null }] },
        policyOf(FEW),
      )[0]?.verdict
    expect([say('create'), say('update'), say('force')]).toEqual([undefined, 'warn', 'warn'])
  })
})
