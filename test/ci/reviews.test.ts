/** Reviews as GitHub answers about them: a real server on this machine, asked over HTTP. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { githubReviews } from '../../src/ci/reviews.ts'

const HEAD = 'a'.repeat(40)
const folder = mkdtempSync(join(tmpdir(), 'pc-reviews-'))
let server: Server
let env: Record<string, string>
let answers: Record<string, unknown>
let asked: string[]

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.headers.authorization} ${request.url}`)
    const [path] = request.url!.split('?')
    const answer = answers[request.url!] ?? answers[path!]
    response.statusCode = answer === undefined ? 404 : 200
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { message: 'Not Found' }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const REVIEWS = '/repos/acme/app/pulls/7/reviews'
const ACTIVITY = '/repos/acme/app/activity'

beforeEach(() => {
  asked = []
  answers = { [ACTIVITY]: [{ actor: { login: 'bob' }, after: HEAD }] }
  const { port } = server.address() as { port: number }
  env = {
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_TOKEN: 'made-up',
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
  }
  event({
    number: 7,
    head: { sha: HEAD, ref: 'topic', repo: { full_name: 'acme/app' } },
    user: { login: 'eve' },
  })
})

function event(pull_request: object | undefined): void {
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ pull_request }))
}

const review = (login: string, state = 'APPROVED', more: object = {}) => ({
  user: { login, type: 'User' },
  state,
  commit_id: HEAD,
  ...more,
})

describe('an approving review', () => {
  it('counts for the head it is of; who made the change is told apart, and so is a bot', async () => {
    const bot = review('fixer[bot]', 'APPROVED', { user: { login: 'fixer[bot]', type: 'Bot' } })
    answers[REVIEWS] = [review('Alice'), review('EVE'), review('Bob'), bot]
    expect(await githubReviews(env)).toEqual([
      { account: 'Alice', bot: false, author: false, lastPusher: false },
      { account: 'EVE', bot: false, author: true, lastPusher: false },
      { account: 'Bob', bot: false, author: false, lastPusher: true },
      { account: 'fixer[bot]', bot: true, author: false, lastPusher: false },
    ])
    expect(asked[1]).toBe(`Bearer made-up ${REVIEWS}?per_page=100&page=1`)
  })

  it('of another head counts no more, nor one that was taken back or dismissed; a comment takes nothing back', async () => {
    answers[REVIEWS] = [
      review('old', 'APPROVED', { commit_id: 'b'.repeat(40) }),
      review('changed'),
      review('changed', 'CHANGES_REQUESTED'),
      review('dismissed'),
      review('dismissed', 'DISMISSED'),
      review('talks'),
      review('talks', 'COMMENTED'),
    ]
    expect((await githubReviews(env)).map(({ account }) => account)).toEqual(['talks'])
  })

  it('counts for nobody where it is not known who pushed last: it may have been the reviewer', async () => {
    answers = { [REVIEWS]: [review('alice')] }
    expect(await githubReviews(env)).toMatchObject([{ account: 'alice', lastPusher: true }])
    answers = { [REVIEWS]: [review('alice')], [ACTIVITY]: [{ actor: { login: 'x' }, after: 'b'.repeat(40) }] }
    expect(await githubReviews(env)).toMatchObject([{ lastPusher: true }])
  })

  it('of the second page is read too', async () => {
    const first = Array.from({ length: 100 }, (_, i) => review(`nobody${i}`, 'COMMENTED'))
    answers[`${REVIEWS}?per_page=100&page=1`] = first
    answers[`${REVIEWS}?per_page=100&page=2`] = [review('alice')]
    expect(await githubReviews(env)).toHaveLength(1)
  })
})

describe('what cannot be asked', () => {
  it('an event that is no pull request, or no token: exit 2', async () => {
    await expect(githubReviews({ ...env, GITHUB_TOKEN: '' })).rejects.toMatchObject({
      exit: 2,
      message: '--forge github needs a token',
    })
    event(undefined)
    await expect(githubReviews(env)).rejects.toMatchObject({
      exit: 2,
      message: '--forge github needs the event of a pull request',
    })
  })

  it.each<[string, unknown, RegExp]>([
    ['no such pull request', undefined, /status 404/],
    ['an answer that is none', '<html>', /no list/],
    ['an answer of another shape', { message: 'x' }, /no list/],
  ])('%s: exit 3, and nothing of the answer', async (_, answer, message) => {
    if (answer !== undefined) answers[REVIEWS] = answer
    await expect(githubReviews(env)).rejects.toMatchObject({
      exit: 3,
      message: expect.stringMatching(message),
    })
  })

  it('nobody there: exit 3', async () => {
    const gone = { ...env, GITHUB_API_URL: 'http://127.0.0.1:1' }
    await expect(githubReviews(gone)).rejects.toMatchObject({ exit: 3 })
  })

  it('rows of any shape are no review', async () => {
    answers[REVIEWS] = [null, 1, {}, { user: null, state: 'APPROVED' }]
    expect(await githubReviews(env)).toEqual([])
  })
})
