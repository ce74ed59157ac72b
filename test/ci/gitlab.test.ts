// GitLab CI: the predefined variables of branch, tag and merge request pipelines.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ciPlan } from '../../src/commands/ci.ts'
import { PortcullisError } from '../../src/errors.ts'
import { type Forge, makeForge, ZERO } from './forge.ts'

const id: Record<string, string> = {}
let forge: Forge

beforeAll(() => {
  forge = makeForge()
  const { git, commit } = forge
  id.m1 = commit('m1')
  git('checkout', '-qb', 'topic')
  id.t1 = commit('t1')
  id.t2 = commit('t2')
  git('checkout', '-q', 'main')
  id.m2 = commit('m2')
  forge.publish()
})
afterAll(() => forge.remove())

const ci = { GITLAB_CI: 'true', CI_DEFAULT_BRANCH: 'main', CI_PROJECT_ID: '1' }
const planOf = (vars: object, depth = 0, ref?: string) =>
  ciPlan({ env: { ...ci, ...vars }, clone: forge.clone(depth, ref), protects: async () => false })

const branch = (over: object = {}) => ({
  CI_PIPELINE_SOURCE: 'push',
  CI_COMMIT_BRANCH: 'topic',
  CI_COMMIT_BEFORE_SHA: id.t1,
  CI_COMMIT_SHA: id.t2,
  ...over,
})

const mergeRequest = (over: object = {}) => ({
  CI_PIPELINE_SOURCE: 'merge_request_event',
  CI_MERGE_REQUEST_IID: '7',
  CI_MERGE_REQUEST_PROJECT_ID: '1',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
  CI_MERGE_REQUEST_TARGET_BRANCH_SHA: '', // set in merged-results pipelines only
  CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: '',
  CI_MERGE_REQUEST_DIFF_BASE_SHA: id.m1,
  CI_COMMIT_BEFORE_SHA: ZERO,
  CI_COMMIT_SHA: id.t2,
  ...over,
})

describe('a merge request', () => {
  test('the range begins at the merge base, the policy is the target’s tip', async () => {
    expect(await planOf(mergeRequest())).toEqual({
      forge: 'gitlab',
      kind: 'merge',
      base: id.m1,
      head: id.t2,
      targetRef: 'refs/heads/main',
      refs: [{ ref: 'refs/heads/main', action: 'update', before: id.m1, after: id.t2 }],
      policyBase: id.m2,
      landsOn: 'refs/heads/main',
      notices: [],
    })
  })

  test('a merged-results pipeline: its own ids, not GitLab’s merge commit', async () => {
    const plan = await planOf(
      mergeRequest({
        CI_MERGE_REQUEST_TARGET_BRANCH_SHA: id.m2,
        CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: id.t2,
        CI_COMMIT_SHA: 'f'.repeat(40),
      }),
    )
    expect(plan).toMatchObject({ head: id.t2, policyBase: id.m2 })
  })

  test('a pipeline that runs in the fork is told', async () => {
    const { notices } = await planOf(mergeRequest({ CI_PROJECT_ID: '2' }))
    expect(notices).toEqual([expect.stringContaining('runs in the fork')])
  })
})

describe('a branch or tag', () => {
  test('a push', async () => {
    const plan = await planOf(branch())
    expect(plan).toMatchObject({ kind: 'push', base: id.t1, head: id.t2, policyBase: id.m2 })
    expect(plan.refs[0]).toMatchObject({ ref: 'refs/heads/topic', action: 'update' })
  })

  test('a new branch', async () => {
    expect(await planOf(branch({ CI_COMMIT_BEFORE_SHA: ZERO }))).toMatchObject({ base: id.m1, head: id.t2 })
  })

  test('a forced push, which GitLab does not flag', async () => {
    const plan = await planOf(branch({ CI_COMMIT_BEFORE_SHA: id.m2 }))
    expect(plan.refs[0]).toMatchObject({ action: 'force' })
  })

  test('a tag', async () => {
    const plan = await planOf(
      branch({ CI_COMMIT_TAG: 'v1', CI_COMMIT_BRANCH: undefined, CI_COMMIT_BEFORE_SHA: ZERO }),
    )
    expect(plan).toMatchObject({ targetRef: 'refs/tags/v1', base: id.m1, policyBase: id.m2 })
  })

  test('a schedule on a topic branch moves no ref', async () => {
    const plan = await planOf(branch({ CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BEFORE_SHA: ZERO }))
    expect(plan).toMatchObject({ base: id.m1, head: id.t2, refs: [] })
  })
})

describe('errors', () => {
  const failure = (vars: object, depth = 0, ref?: string) =>
    planOf(vars, depth, ref).then(
      () => expect.fail('no error'),
      (e: unknown) => {
        expect(e).toBeInstanceOf(PortcullisError)
        const { exit, message, detail } = e as PortcullisError
        return { exit, message, hint: detail.hint }
      },
    )

  test('GitLab’s default depth cuts the range off: exit 3 and the lines to add', async () => {
    expect(await failure(mergeRequest(), 1, 'topic')).toEqual({
      exit: 3,
      message: `the clone holds too little history: ${id.m1} is not there`,
      hint: 'add to .gitlab-ci.yml:\nvariables:\n  GIT_DEPTH: 0',
    })
  })

  test('a base that no branch reaches', async () => {
    const gone = 'e'.repeat(40)
    expect(await failure(mergeRequest({ CI_MERGE_REQUEST_DIFF_BASE_SHA: gone }))).toEqual({
      exit: 3,
      message: `the clone does not hold the base ${gone}`,
      hint: `add to .gitlab-ci.yml:\nvariables:\n  GIT_DEPTH: 0\nbefore_script:\n  - git fetch --no-tags origin ${gone}`,
    })
  })

  test('a target branch that was not fetched', async () => {
    const { exit, message } = await failure(
      mergeRequest({ CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'other', CI_DEFAULT_BRANCH: 'other' }),
    )
    expect([exit, message]).toEqual([
      3,
      'the clone holds too little history: "refs/remotes/origin/other" is not there',
    ])
  })

  test('variables that are missing', async () => {
    expect((await failure(branch({ CI_COMMIT_SHA: undefined }))).message).toBe(
      '"CI_COMMIT_SHA" is not an object id',
    )
    expect((await failure(branch({ CI_DEFAULT_BRANCH: undefined }))).message).toBe(
      '"CI_DEFAULT_BRANCH" is not a ref name',
    )
    expect((await failure(branch({ CI_COMMIT_BRANCH: undefined }))).message).toBe(
      '"CI_COMMIT_BRANCH" is not a ref name',
    )
  })
})
