// The command: a range by hand, and what a job leaves for the steps after it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clone } from '../../src/ci/clone.ts'
import { ci, ciFormat } from '../../src/commands/ci.ts'
import { CoverageError } from '../../src/errors.ts'
import { type Forge, makeForge } from '../ci/forge.ts'
import { decision } from '../report/decision.ts'

const id: Record<string, string> = {}
let forge: Forge
let clone: Clone

beforeAll(() => {
  forge = makeForge()
  id.a = forge.commit('a')
  id.b = forge.commit('b')
  forge.publish()
  clone = forge.clone(0)
})
afterAll(() => forge.remove())

const call = (over: object = {}) =>
  ci({
    env: {},
    clone,
    protects: async () => false,
    run: async () => decision(),
    base: id.a!,
    head: 'HEAD',
    ...over,
  })

describe('a range by hand', () => {
  test('policy and baseline come from its base', async () => {
    const { plan } = await call()
    expect(plan).toEqual({
      forge: 'none',
      kind: 'merge',
      base: id.a,
      head: id.b,
      targetRef: '',
      refs: [],
      policyBase: id.a,
      landsOn: null,
      notices: [],
    })
  })

  test('without --head: to HEAD', async () => {
    expect((await call({ head: undefined, base: 'HEAD~1' })).plan).toMatchObject({ base: id.a, head: id.b })
  })

  test('--head alone is exit 2', async () => {
    await expect(call({ base: undefined })).rejects.toMatchObject({ exit: 2, message: '--head needs --base' })
  })

  test('an unknown revision is exit 3', async () => {
    await expect(call({ base: 'nowhere' })).rejects.toMatchObject({
      exit: 3,
      message: 'the clone holds too little history: --base "nowhere" is not there',
      detail: { hint: 'fetch the whole history first:\ngit fetch --unshallow --tags origin' },
    })
  })

  test('a revision that is none is exit 2', async () => {
    for (const base of ['', 'a\nb']) {
      await expect(call({ base })).rejects.toMatchObject({ exit: 2, message: '--base needs a revision' })
    }
  })

  test('in a shallow clone: exit 3', async () => {
    const cut = forge.clone(1)
    await expect(call({ clone: cut, base: 'HEAD' })).resolves.toBeTruthy() // an empty range lacks nothing
    await expect(call({ clone: cut, base: 'HEAD~1' })).rejects.toMatchObject({ exit: 3 })
  })

  test('no CI system and no range is exit 2', async () => {
    await expect(call({ base: undefined, head: undefined })).rejects.toMatchObject({
      exit: 2,
      message: 'no CI system recognised',
    })
  })
})

describe('what a GitHub job leaves', () => {
  const files = () => {
    const GITHUB_OUTPUT = join(forge.dir, `out${Math.random()}`)
    return { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT, GITHUB_STEP_SUMMARY: `${GITHUB_OUTPUT}.md` }
  }

  test('outputs and a summary, after what is there already', async () => {
    const env = files()
    writeFileSync(env.GITHUB_OUTPUT, 'x=1\n')
    const { notices } = await call({ env })
    expect(notices).toEqual([])
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('x=1\nverdict=deny\nfindings=3\n')
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^## Portcullis: push blocked\n/)
  })

  test('a run that could not decide leaves no empty verdict', async () => {
    const env = files()
    const run = async () => {
      throw new CoverageError('deadline passed')
    }
    await expect(call({ env, run })).rejects.toThrow('deadline passed')
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('verdict=undecided\nfindings=\n')
  })

  test('outputs that cannot be written are told, and change no verdict', async () => {
    const env = files()
    mkdirSync(env.GITHUB_OUTPUT)
    const { notices, decision: decided } = await call({ env })
    expect(notices).toEqual(['cannot write GITHUB_OUTPUT: EISDIR'])
    expect(decided.verdict).toBe('deny')
  })

  test('elsewhere nothing is written, and people get the report for people', async () => {
    expect((await call({ env: { GITLAB_CI: 'true' } })).notices).toEqual([])
    expect([ciFormat({ GITHUB_ACTIONS: 'true' }), ciFormat({ GITLAB_CI: 'true' }), ciFormat({})]).toEqual([
      'github',
      'pretty',
      'pretty',
    ])
  })
})
