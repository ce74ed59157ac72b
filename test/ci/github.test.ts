// GitHub Actions: payloads of the documented shapes over clones as actions/checkout makes them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clone } from '../../src/ci/clone.ts'
import { ciPlan } from '../../src/commands/ci.ts'
import { PortcullisError } from '../../src/errors.ts'
import { type Forge, makeForge, ZERO } from './forge.ts'

const never = async () => false
const always = async () => true
const id: Record<string, string> = {}
let forge: Forge
let full: Clone
let shallow: Clone

// main: m1 ─ m2 ─ m3      release: r1 from m1      topic: t1 ─ t2 from m2, lost: thrown away by a force push of topic
beforeAll(() => {
  forge = makeForge()
  const { git, commit } = forge
  id.m1 = commit('m1')
  git('branch', 'release')
  id.m2 = commit('m2')
  git('checkout', '-qb', 'topic')
  id.lost = commit('lost')
  git('reset', '-q', '--hard', id.m2)
  id.t1 = commit('t1')
  id.t2 = commit('t2')
  git('tag', '-a', '-m', 'v1', 'v1')
  id.tag = git('rev-parse', 'v1')
  git('checkout', '-q', 'release')
  id.r1 = commit('r1')
  git('checkout', '-q', '--orphan', 'pages')
  id.p1 = commit('p1')
  git('checkout', '-q', 'main')
  id.m3 = commit('m3')
  forge.publish()
  full = forge.clone(0)
  shallow = forge.clone(1, 'topic')
})
afterAll(() => forge.remove())

function env(event: string, path: string, more: object = {}) {
  return { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path, ...more }
}

/** The plan of an event, over the full clone unless another is given. */
function planOf(event: string, before: string, after: string, over: object = {}, how: Partial<How> = {}) {
  const { clone = full, protects = never, name = event } = how
  return ciPlan({ env: env(name, forge.payload(event, before, after, over)), clone, protects })
}
interface How {
  clone: Clone
  protects: (commit: string, ref: string) => Promise<boolean>
  name: string
}

async function failure(
  act: Promise<unknown>,
): Promise<{ exit: number; message: string; hint: string | undefined }> {
  const error = await act.then(
    () => expect.fail('no error'),
    (e: unknown) => e as PortcullisError,
  )
  expect(error).toBeInstanceOf(PortcullisError)
  return { exit: error.exit, message: error.message, hint: error.detail.hint }
}

const FETCH_DEPTH = 'add to the workflow:\n- uses: actions/checkout@v5\n  with:\n    fetch-depth: 0'

describe('a pull request', () => {
  test('every commit of its range, by the policy of its base', async () => {
    expect(await planOf('pull_request', id.m3!, id.t2!)).toEqual({
      forge: 'github',
      kind: 'merge',
      base: id.m3,
      head: id.t2,
      targetRef: 'refs/heads/main',
      refs: [{ ref: 'refs/heads/main', action: 'update', before: id.m3, after: id.t2 }],
      policyBase: id.m3,
      landsOn: 'refs/heads/main',
      notices: [],
    })
  })

  const toRelease = () => ({
    pull_request: { base: { ref: 'release', sha: id.r1 }, head: { ref: 'topic', sha: id.t2 } },
  })

  test('to a branch that the default branch protects: that branch’s own policy', async () => {
    const asked: string[][] = []
    const protects = async (...question: string[]) => asked.push(question) > 0
    const { policyBase } = await planOf('pull_request', id.r1!, id.t2!, toRelease(), { protects })
    expect(policyBase).toBe(id.r1)
    expect(asked).toEqual([[id.m3, 'refs/heads/release']])
  })

  test('to a branch that anyone may write: the default branch’s policy', async () => {
    expect((await planOf('pull_request', id.r1!, id.t2!, toRelease())).policyBase).toBe(id.m3)
  })

  test('pull_request_target is judged the same, with a caution', async () => {
    const plan = await planOf('pull_request', id.m3!, id.t2!, {}, { name: 'pull_request_target' })
    expect(plan.policyBase).toBe(id.m3)
    expect(plan.notices).toEqual([
      expect.stringContaining('build or run nothing that the pull request brings'),
    ])
  })

  test('who made it, as the forge says: the author, and who pushed last', async () => {
    const by = async (action: string) => {
      const pull_request = {
        base: { ref: 'main', sha: id.m3 },
        head: { sha: id.t2 },
        user: { login: 'author' },
      }
      const over = { action, pull_request, sender: { login: 'pusher' } }
      return (await planOf('pull_request', id.m3!, id.t2!, over)).by
    }
    expect(await by('synchronize')).toEqual(['author', 'pusher'])
    expect(await by('labeled')).toEqual(['author'])
    const push = await planOf('push', id.m1!, id.m3!, { sender: { login: 'pusher' } })
    expect(push.by).toEqual(['pusher'])
  })

  test('a merge queue', async () => {
    const plan = await planOf('merge_group', id.m2!, id.t2!)
    expect(plan).toMatchObject({
      kind: 'merge',
      base: id.m2,
      head: id.t2,
      targetRef: 'refs/heads/main',
      policyBase: id.m2,
    })
  })
})

describe('a push', () => {
  test('to the default branch: the policy before it', async () => {
    const plan = await planOf('push', id.m1!, id.m3!, { ref: 'refs/heads/main' })
    expect(plan).toMatchObject({ kind: 'push', base: id.m1, head: id.m3, policyBase: id.m1 })
    expect(plan.refs).toEqual([{ ref: 'refs/heads/main', action: 'update', before: id.m1, after: id.m3 }])
  })

  test('to an unprotected branch: its own commit before is never the policy', async () => {
    expect(await planOf('push', id.t1!, id.t2!)).toMatchObject({ base: id.t1, policyBase: id.m3 })
  })

  test('to a protected branch: its own commit before', async () => {
    expect(await planOf('push', id.t1!, id.t2!, {}, { protects: always })).toMatchObject({
      policyBase: id.t1,
    })
  })

  test('a new branch begins where it left the default branch', async () => {
    const plan = await planOf('push', ZERO, id.t2!, { created: true })
    expect(plan).toMatchObject({ base: id.m2, head: id.t2, policyBase: id.m3 })
    expect(plan.refs[0]).toMatchObject({ action: 'create', before: null })
  })

  test('a new branch with a history of its own is read whole', async () => {
    expect(await planOf('push', ZERO, id.p1!, { ref: 'refs/heads/pages' })).toMatchObject({
      base: null,
      head: id.p1,
    })
  })

  test('the first push of the default branch is read whole, by the floor alone', async () => {
    const plan = await planOf('push', ZERO, id.m3!, { ref: 'refs/heads/main' })
    expect(plan).toMatchObject({ base: null, head: id.m3, policyBase: null })
  })

  test('a deletion has no commits, only a ref to judge', async () => {
    const plan = await planOf('push', id.t2!, ZERO, { deleted: true })
    expect(plan).toMatchObject({ base: null, head: null, policyBase: id.m3 })
    expect(plan.refs).toEqual([{ ref: 'refs/heads/topic', action: 'delete', before: id.t2, after: null }])
  })

  test('an annotated tag: the range ends at its commit, the ref update keeps the tag', async () => {
    const plan = await planOf('push', ZERO, id.tag!, { ref: 'refs/tags/v1' })
    expect(plan).toMatchObject({ base: id.m2, head: id.t2, policyBase: id.m3 })
    expect(plan.refs[0]).toMatchObject({ action: 'create', after: id.tag })
  })

  test('a moved tag: where it pointed says nothing about who may write there', async () => {
    const plan = await planOf('push', id.t1!, id.tag!, { ref: 'refs/tags/v1' }, { protects: always })
    expect(plan.policyBase).toBe(id.m3)
  })

  test('forced, by the payload or by ancestry', async () => {
    const claimed = await planOf('push', id.t1!, id.t2!, { forced: true })
    const seen = await planOf('push', id.r1!, id.t2!)
    expect([claimed, seen].map(p => p.refs[0]!.action)).toEqual(['force', 'force'])
  })

  test('a force push of a topic branch whose old commit is gone: from where it left main, which is more', async () => {
    const plan = await planOf('push', id.lost!, id.t2!, { forced: true }, { protects: always })
    expect(plan).toMatchObject({ base: id.m2, head: id.t2, policyBase: id.m3 })
    expect(plan.refs[0]).toMatchObject({ action: 'force', before: id.lost })
  })

  test('a force push of the default branch whose old commit is gone: exit 3 and how to fetch it', async () => {
    expect(await failure(planOf('push', id.lost!, id.m3!, { ref: 'refs/heads/main', forced: true }))).toEqual(
      {
        exit: 3,
        message: `the clone does not hold the commit before the push ${id.lost}`,
        hint: `${FETCH_DEPTH}\n- run: git fetch --no-tags origin ${id.lost}`,
      },
    )
  })
})

describe('started by hand or clock', () => {
  const started = (ref: string, sha: string) => {
    const path = forge.payload('workflow_dispatch', '', '')
    const vars = env('workflow_dispatch', path, { GITHUB_REF: ref, GITHUB_SHA: sha })
    return ciPlan({ env: vars, clone: full, protects: never })
  }

  test('on a topic branch: its commits, and no ref has moved', async () => {
    expect(await started('refs/heads/topic', id.t2!)).toMatchObject({
      base: id.m2,
      head: id.t2,
      refs: [],
      policyBase: id.m3,
    })
  })

  test('on the default branch there is no range: exit 2, not an empty pass', async () => {
    expect(await failure(started('refs/heads/main', id.m3!))).toEqual({
      exit: 2,
      message: 'this event names no range: nothing was pushed and the default branch has no base',
      hint: 'name one, portcullis ci --base REV --head REV, or look at everything, portcullis scan',
    })
  })
})

describe('a clone that holds too little is exit 3 with the lines to add', () => {
  test('the base of a pull request is missing', async () => {
    expect(await failure(planOf('pull_request', id.m3!, id.t2!, {}, { clone: shallow }))).toEqual({
      exit: 3,
      message: `the clone holds too little history: ${id.m3} is not there`,
      hint: FETCH_DEPTH,
    })
  })

  test('the head of a pull request is missing', async () => {
    const { exit, message, hint } = await failure(
      planOf('pull_request', id.m3!, id.m2!, {}, { clone: shallow }),
    )
    expect([exit, message, hint]).toEqual([
      3,
      `the clone holds too little history: ${id.m2} is not there`,
      FETCH_DEPTH,
    ])
  })

  test('both ends are there, but not what lies between', async () => {
    const clone = forge.clone(1, 'topic')
    await clone.git(['fetch', '-q', '--depth=1', 'origin', 'main:refs/remotes/origin/main'])
    expect(await failure(planOf('pull_request', id.m3!, id.t2!, {}, { clone }))).toEqual({
      exit: 3,
      message: `the clone holds too little history: the parents of ${id.t2} are not there`,
      hint: FETCH_DEPTH,
    })
  })

  test('a new branch whose beginning was cut off', async () => {
    const { exit, message, hint } = await failure(planOf('push', ZERO, id.t2!, {}, { clone: shallow }))
    expect([exit, hint]).toEqual([3, FETCH_DEPTH])
    expect(message).toBe('the clone holds too little history: where the branch began is not there')
  })

  test('a clone cut off below the range is enough', async () => {
    const clone = forge.clone(3, 'topic')
    await clone.git(['fetch', '-q', '--depth=3', 'origin', 'main:refs/remotes/origin/main'])
    expect(await planOf('push', id.t1!, id.t2!, {}, { clone })).toMatchObject({ base: id.t1, head: id.t2 })
  })

  test('the default branch was not fetched', async () => {
    const clone = forge.clone(0)
    await clone.git(['update-ref', '-d', 'refs/remotes/origin/main'])
    const { exit, message, hint } = await failure(planOf('push', id.t1!, id.t2!, {}, { clone }))
    expect([exit, hint]).toEqual([3, FETCH_DEPTH])
    expect(message).toBe('the clone holds too little history: the default branch "main" is not there')
  })

  test('the head of a fork is in no branch: how to fetch exactly it', async () => {
    const { message, hint } = await failure(planOf('pull_request', id.m3!, id.lost!))
    expect(message).toBe(`the clone does not hold the head ${id.lost}`)
    expect(hint).toBe(`${FETCH_DEPTH}\n- run: git fetch --no-tags origin ${id.lost}`)
  })
})

describe('a payload that cannot be used is exit 3', () => {
  const BY_HAND = 'name the range yourself: portcullis ci --base REV --head REV'
  const plan = (vars: object) => failure(ciPlan({ env: env('push', '', vars), clone: full, protects: never }))

  test('no path', async () => {
    expect(await plan({})).toEqual({ exit: 3, message: '"GITHUB_EVENT_PATH" is not set', hint: BY_HAND })
  })

  test('no file, no JSON, no object', async () => {
    const path = join(forge.dir, 'bad.json')
    const wrong: unknown[] = [await plan({ GITHUB_EVENT_PATH: join(forge.dir, 'absent.json') })]
    for (const text of ['{', '7']) {
      writeFileSync(path, text)
      wrong.push(await plan({ GITHUB_EVENT_PATH: path }))
    }
    const hint = 'check GITHUB_EVENT_PATH'
    expect(wrong).toEqual([
      { exit: 3, message: 'cannot read the event payload', hint },
      { exit: 3, message: 'cannot read the event payload', hint },
      { exit: 3, message: 'the event payload is no object', hint },
    ])
  })

  test('an id that is none, and a ref that would be a second question to git', async () => {
    const ids = await failure(planOf('push', '--all', id.t2!))
    expect(ids).toEqual({ exit: 3, message: '"before" is not an object id', hint: BY_HAND })
    const refs = await failure(planOf('push', id.t1!, id.t2!, { ref: `refs/heads/x\n${id.m1}` }))
    expect(refs).toEqual({ exit: 3, message: '"ref" is not a ref name', hint: BY_HAND })
    const head = await failure(planOf('pull_request', id.m3!, ZERO))
    expect(head.message).toBe('"pull_request.head.sha" is all zeros')
  })

  test('no default branch', async () => {
    const { message } = await failure(planOf('push', id.t1!, id.t2!, { repository: {} }))
    expect(message).toBe('"repository.default_branch" is not a ref name')
  })
})
