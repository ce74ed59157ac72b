/**
 * Approving reviews of a pull request as GitHub tells them, asked only with `ci --forge github`: nothing else here uses the network.
 * https://docs.github.com/rest/pulls/reviews and https://docs.github.com/rest/repos/repos#list-repository-activities
 */
import { CoverageError, UsageError } from '../errors.ts'
import type { ObjectId } from '../model.ts'
import type { Environment } from './event.ts'
import { readPayload } from './github.ts'

/** An account's yes to exactly the head that is judged. */
export interface ForgeReview {
  account: string
  bot: boolean
  author: boolean
  lastPusher: boolean
}

/** What is asked about, out of the event. */
interface Pull {
  api: string
  repository: string
  token: string
  number: number
  head: ObjectId
  /** the branch that was pushed to, and the repository it lies in */
  branch: string
  from: string
  author: string
}

/** A page holds a hundred; more reviews than this have not been seen, and which of them counts is not guessed. */
const PAGES = 10

/** Throws UsageError where the event is no pull request or the token is missing, CoverageError where GitHub does not answer. */
export async function githubReviews(env: Environment, ask: typeof fetch = fetch): Promise<ForgeReview[]> {
  const pull = pullOf(env)
  const pusher = await lastPusher(pull, ask)
  const latest = new Map<string, Answer>()
  for (const answer of await answersTo(pull, ask)) {
    // a comment takes nothing back
    if (answer.state !== 'COMMENTED' && answer.state !== 'PENDING') latest.set(answer.account, answer)
  }
  const approving = [...latest.values()].filter(
    ({ state, commit }) => state === 'APPROVED' && commit === pull.head,
  )
  return approving.map(({ account, bot }) => ({
    account,
    bot,
    author: isSame(account, pull.author),
    // who pushed last must be known: else it may have been whoever reviews
    lastPusher: pusher === null || isSame(account, pusher),
  }))
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function pullOf(env: Environment): Pull {
  const {
    GITHUB_API_URL: api = 'https://api.github.com',
    GITHUB_REPOSITORY: repository,
    GITHUB_TOKEN: token,
  } = env
  const pull = readPayload(env.GITHUB_EVENT_PATH).pull_request
  const { number, head, user } = pull ?? {}
  const texts = [repository, head?.sha, head?.ref, head?.repo?.full_name, user?.login]
  if (typeof number !== 'number' || texts.some(text => typeof text !== 'string' || text === ''))
    throw new UsageError('--forge github needs the event of a pull request', {
      hint: 'run it on pull_request or pull_request_review, or leave the option out',
    })
  if (!token)
    throw new UsageError('--forge github needs a token', {
      hint: 'env: GITHUB_TOKEN: ${{ github.token }}, with permissions: pull-requests: read, contents: read',
    })
  const [own, sha, branch, from, author] = texts as [string, string, string, string, string]
  return { api, repository: own, token, number, head: sha, branch, from, author }
}

interface Answer {
  account: string
  bot: boolean
  state: string
  commit: string
}

/** Oldest first, as GitHub gives them. */
async function answersTo(pull: Pull, ask: typeof fetch): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let page = 1; page <= PAGES; page++) {
    const path = `repos/${pull.repository}/pulls/${pull.number}/reviews?per_page=100&page=${page}`
    const rows = await get(path, pull, ask)
    answers.push(...rows.map(answerOf))
    if (rows.length < 100) return answers
  }
  throw unanswered(`more than ${PAGES * 100} reviews`)
}

function answerOf(row: Row): Answer {
  const user = (row.user ?? {}) as { login?: unknown; type?: unknown }
  const account = String(user.login ?? '')
  const bot = user.type !== 'User' || account.endsWith('[bot]')
  return { account, bot, state: String(row.state ?? ''), commit: String(row.commit_id ?? '') }
}

/** Null where GitHub does not say: another's fork, or a branch that is gone. */
async function lastPusher(pull: Pull, ask: typeof fetch): Promise<string | null> {
  const path = `repos/${pull.from}/activity?ref=${encodeURIComponent(`refs/heads/${pull.branch}`)}&per_page=1`
  const [row] = await get(path, pull, ask).catch(() => [])
  const { login } = (row?.actor ?? {}) as { login?: unknown }
  return row?.after === pull.head && typeof login === 'string' ? login : null
}

type Row = { readonly [name: string]: unknown }

async function get(path: string, { api, token }: Pull, ask: typeof fetch): Promise<Row[]> {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` }
  const response = await ask(`${api}/${path}`, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  }).catch((cause: Error) => {
    throw unanswered(cause.name)
  })
  if (!response.ok) throw unanswered(`status ${response.status}`)
  const rows: unknown = await response.json().catch(() => null)
  if (!Array.isArray(rows)) throw unanswered('an answer that is no list')
  return rows.map(row => (typeof row === 'object' && row !== null ? (row as Row) : {}))
}

/** Nothing of the answer is quoted: it may hold anything. */
function unanswered(what: string): CoverageError {
  return new CoverageError(`GitHub could not be asked about reviews: ${what}`, {
    subject: 'GITHUB_API_URL',
    hint: "check the token's permissions (pull-requests: read), then run the job again",
  })
}
